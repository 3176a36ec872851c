/**
 * What a leader can do with a sheet: agree in one tap, write and sign, or send it elsewhere; in the room, answer on the spot
 * instead. Shared by the 签批单 and by the card of the room.
 */
import { interestOf, signerAvoids } from '../src/workflow/ties.ts';
import {
  type Form,
  foldedForm,
  input,
  MAX_INPUT,
  paragraph,
  pressButton,
  type RootElement,
  remark,
  rule,
  select,
  submitButton,
} from './builder.ts';
import type { PressedOn } from './click.ts';
import { FIELDS } from './form-values.ts';
import { inertText } from './inert.ts';
import { signingForm } from './signing-form.ts';
import type { Space } from './space.ts';
import { type CardView, CUT_LIST_NOTE, clicksOf, expectedSigner, leaderChoices } from './view.ts';

export interface SigningSectionParts {
  readonly card: PressedOn;
  readonly view: CardView;
  readonly space: Space;
  readonly inTheRoom: boolean;
}

export const signingSection = (parts: SigningSectionParts): readonly RootElement[] => {
  const { card, view, space, inTheRoom } = parts;
  const click = clicksOf(card, view);
  const { proposal } = view.subject.notes;
  const isProposed = proposal.leadUnitId !== null && proposal.limitWorkdays !== null;
  const avoids = signerAvoids(view.subject, view.ties, view.directory, expectedSigner(view));
  const form = signingForm({
    click: click('sign'),
    title: avoids ? '如仍由您签批，请写批示' : isProposed ? '或另写批示' : '批示',
    submit: '批示并交办',
    isSecond: avoids,
    view,
    preset: { ...proposal, draft: inertText(view.subject.awaiting?.draft?.words ?? '', MAX_INPUT) },
    space,
  });
  // 回避: passing it on comes first, and nothing signs in one tap.
  if (avoids && !inTheRoom) return [rule, ...passOnForm(parts, true), form, ...sendBackAndHold(parts)];
  return [
    rule,
    ...(isProposed && !avoids
      ? [pressButton('同意拟办', click('approve'), 'primary_filled')]
      : [remark(avoids ? AVOIDS_IN_THE_ROOM : '拟办未齐，请在下方填写批示、主办单位和时限。')]),
    form,
    ...(inTheRoom ? [answerForm(click('onTheSpot'))] : elsewhere(parts)),
  ];
};

const AVOIDS_IN_THE_ROOM = '本件请会后由工作人员提请另一领导签批。';

/** For a secretary of the leader with whom the sheet lies: words to prepare, and nothing that signs. */
export const preparingSection = (view: CardView): readonly RootElement[] => [
  rule,
  {
    tag: 'form',
    name: 'prepare_form',
    elements: [
      input({
        name: FIELDS.prepare.words,
        label: '代拟批示（供领导审定，不作签批）',
        hint: '请写拟请领导批示的意见',
        required: true,
        rows: 3,
        preset: inertText(view.subject.awaiting?.draft?.words ?? '', MAX_INPUT),
      }),
      submitButton('送领导审定', clicksOf('instruction', view)('prepare'), 'primary_filled'),
    ],
  },
];

const answerForm = (click: Parameters<typeof foldedForm>[1]): RootElement =>
  foldedForm(
    '现场答复（不再交办）',
    click,
    [
      input({
        name: FIELDS.onTheSpot.reply,
        label: '现场答复内容',
        hint: '企业将看到这段话',
        required: true,
        rows: 3,
      }),
    ],
    '现场答复',
  );

const elsewhere = (parts: SigningSectionParts): readonly RootElement[] => {
  const [sendBack, hold] = sendBackAndHold(parts);
  return [...(sendBack ? [sendBack] : []), ...passOnForm(parts, false), ...(hold ? [hold] : [])];
};

const sendBackAndHold = ({ card, view }: SigningSectionParts): readonly Form[] => {
  const click = clicksOf(card, view);
  return [
    foldedForm(
      '退回补充',
      click('sendBack'),
      [input({ name: FIELDS.sendBack.reason, label: '退回原因', hint: '请写明需补充什么', required: true, rows: 2 })],
      '退回补充',
    ),
    foldedForm(
      '暂缓',
      click('hold'),
      [input({ name: FIELDS.hold.reason, label: '暂缓原因', hint: '请写明原因', required: true, rows: 2 })],
      '暂缓',
    ),
  ];
};

/** To whom it may go: those who sign, without whoever has it and whoever should have no hand in it either. */
const passOnForm = ({ card, view, space }: SigningSectionParts, isFirst: boolean): readonly RootElement[] => {
  const { subject, directory, ties } = view;
  const leaders = directory.leaders.filter(
    (leader) => leader.maySign && leader.id !== subject.awaiting?.leaderId && !interestOf(leader, subject, ties),
  );
  const others = leaderChoices({ ...directory, leaders }, [], space.leaders);
  if (others.choices.length === 0) return [];
  const click = clicksOf(card, view)('passOn');
  const elements = [
    ...select({
      name: FIELDS.passOn.leader,
      label: '转请哪位领导',
      hint: '请选择',
      required: true,
      choices: others.choices,
    }),
    ...(others.isCut ? [remark(CUT_LIST_NOTE)] : []),
    input({
      name: FIELDS.passOn.words,
      label: '说明（可不填）',
      hint: '请阅示的意见',
      required: false,
      rows: 2,
      ...(isFirst ? { preset: '按回避要求转请批示。' } : {}),
    }),
  ];
  if (!isFirst) return [foldedForm('转请另一领导批示', click, elements, '转请批示')];
  const submit = submitButton('转请批示', click, 'primary_filled');
  return [{ tag: 'form', name: 'passOn_form', elements: [paragraph('转请另一领导批示'), ...elements, submit] }];
};
