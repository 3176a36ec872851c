/**
 * 签批单: the card on which a leader reads a case and signs its 批示, in the room or afterwards. Once its round is signed
 * it shows the sheet and has no buttons. It does not decide who may sign; it leaves the buttons away from those who cannot.
 */
import type { Case } from '../src/workflow/case.ts';
import { STATES } from '../src/workflow/case.ts';
import type { LeaderId } from '../src/workflow/ids.ts';
import {
  type Card,
  cardOf,
  fold,
  foldedForm,
  heading,
  input,
  paragraph,
  pressButton,
  type RootElement,
  remark,
  rule,
  select,
} from './builder.ts';
import { FIELDS } from './form-values.ts';
import { inertLine, inertText } from './inert.ts';
import { momentText, shortMomentText } from './moment.ts';
import { signingForm } from './signing-form.ts';
import type { Space } from './space.ts';
import {
  type CardView,
  CUT_LIST_NOTE,
  clicksOf,
  consultationLines,
  dueSection,
  dueText,
  enterpriseName,
  fact,
  flagWords,
  hasEnded,
  headTags,
  headTemplate,
  kindWord,
  leaderChoices,
  leaderName,
  lines,
  receivingLeaderId,
  receptionDayText,
  requestSection,
  resultSection,
  roundOf,
  sheetSection,
  speaksFor,
  unitName,
  unitNames,
  verdictLines,
} from './view.ts';

/** Null for a round that cannot be. */
export const drawInstructionCard = (view: CardView, space: Space): Card | null => {
  if (view.round < 1 || view.round > view.subject.rounds.length + 1) return null;
  return roundOf(view) ? drawSigned(view, space) : drawAsking(view, space);
};

const isInTheRoom = ({ state }: Case): boolean => state === 'scheduled' || state === 'heard';

const drawAsking = (view: CardView, space: Space): Card => {
  const { subject } = view;
  const inTheRoom = isInTheRoom(subject);
  const isOpen = inTheRoom || subject.state === 'awaiting_instruction';
  const maySign = isOpen && speaksFor(view, expectedSigner(view));
  return cardOf({
    title: inTheRoom ? '会上签批' : '签批单',
    subtitle: enterpriseName(subject),
    template: headTemplate(view, maySign),
    tags: headTags(view),
    summary: `${inTheRoom ? '请当场签批' : '请签批'}:${enterpriseName(subject)}`,
    elements: [
      paragraph(askingLine(view), 'heading'),
      ...holdAndPassing(view, space),
      ...lines([
        `企业：${enterpriseName(subject)}`,
        [
          kindWord(subject),
          inertLine(subject.appeal.category, 30),
          flagWords(subject) && `急重难：${flagWords(subject)}`,
        ]
          .filter((part) => part !== '')
          .join(' · '),
      ]),
      ...requestSection(subject, space),
      ...backgroundSection(view, space),
      ...proposalSection(view, space),
      ...(maySign ? signingSection(view, space) : []),
    ],
  });
};

/** Who is asked for what by when. */
const askingLine = (view: CardView): string => {
  const { subject, directory } = view;
  if (hasEnded(subject)) {
    const reason = inertLine(subject.exit?.reason ?? '', 100);
    return `本事项${STATES[subject.state]}，不需签批。${reason === '' ? '' : `原因：${reason}`}`;
  }
  if (subject.state === 'awaiting_instruction' && subject.awaiting) {
    const whom = leaderName(directory, subject.awaiting.leaderId);
    return `请${whom}签批，${shortMomentText(subject.awaiting.since)}提请${limitAsked(subject)}。`;
  }
  if (isInTheRoom(subject)) {
    const whom = expectedSigner(view);
    return `请${whom ? leaderName(directory, whom) : '接待领导'}当场签批，接待日：${receptionDayText(view)}${limitAsked(subject)}。`;
  }
  if (subject.sentBack) {
    return `已退回补充，待工作人员完善后重新提请。原因：${inertLine(subject.sentBack.reason, 100)}`;
  }
  return `本事项现为“${STATES[subject.state]}”，暂不需签批。`;
};

const limitAsked = ({ notes }: Case): string =>
  notes.proposal.limitWorkdays === null ? '' : `,拟办时限${notes.proposal.limitWorkdays}个工作日`;

const holdAndPassing = ({ subject }: CardView, space: Space): ReturnType<typeof lines> =>
  lines([
    subject.awaiting?.passedOnBy ? `由${inertLine(subject.awaiting.passedOnBy, 40)}转请阅示` : null,
    subject.awaiting?.hold
      ? `已暂缓（${shortMomentText(subject.awaiting.hold.at)}）：${inertLine(subject.awaiting.hold.reason, space.shortText)}`
      : null,
  ]);

const backgroundSection = (view: CardView, space: Space): readonly RootElement[] => {
  const consulted = consultationLines(view, space);
  const answers = view.subject.enterpriseAnswers
    .slice(-2)
    .map(({ text }) => `企业补充：${inertLine(text, space.shortText)}`);
  return [
    heading('核查与预沟通'),
    ...lines(verdictLines(view.subject, space)),
    ...lines([...consulted, ...answers]),
    ...lines([fact('政策依据', view.subject.notes.policyBasis, space.shortText)]),
  ];
};

const proposalSection = ({ subject, directory }: CardView, space: Space): readonly RootElement[] => {
  const { proposal } = subject.notes;
  return [
    heading('拟办意见'),
    ...lines([
      inertText(proposal.words, space.shortText),
      proposal.leadLeaderId ? `牵头领导：${leaderName(directory, proposal.leadLeaderId)}` : null,
      proposal.leadUnitId ? `主办单位：${unitName(directory, proposal.leadUnitId)}` : '主办单位：未拟定',
      proposal.supportingUnitIds.length > 0 ? `协办单位：${unitNames(directory, proposal.supportingUnitIds)}` : null,
      proposal.limitWorkdays === null ? '办理时限：未拟定' : `办理时限：${proposal.limitWorkdays}个工作日`,
    ]),
  ];
};

/** With whom the sheet lies; in the room, the leader who receives the enterprise. */
const expectedSigner = ({ subject, directory }: CardView): LeaderId | null =>
  subject.awaiting ? subject.awaiting.leaderId : receivingLeaderId(subject, directory);

const signingSection = (view: CardView, space: Space): readonly RootElement[] => {
  const { subject, directory } = view;
  const click = clicksOf('instruction', view);
  const { proposal } = subject.notes;
  const isProposed = proposal.leadUnitId !== null && proposal.limitWorkdays !== null;
  const others = leaderChoices(
    {
      ...directory,
      leaders: directory.leaders.filter(({ maySign, id }) => maySign && id !== subject.awaiting?.leaderId),
    },
    [],
    space.leaders,
  );
  return [
    rule,
    ...(isProposed
      ? [pressButton('同意拟办', click('approve'), 'primary_filled')]
      : [remark('拟办未齐，请在下方填写批示。')]),
    signingForm({
      click: click('sign'),
      title: '或另写批示：',
      submit: '批示并签发',
      directory,
      preset: proposal,
      space,
    }),
    ...(isInTheRoom(subject)
      ? [
          foldedForm(
            '现场答复（不再交办）',
            click('onTheSpot'),
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
          ),
        ]
      : [
          foldedForm(
            '退回补充',
            click('sendBack'),
            [
              input({
                name: FIELDS.sendBack.reason,
                label: '退回原因',
                hint: '请写明需补充什么',
                required: true,
                rows: 2,
              }),
            ],
            '退回补充',
          ),
          ...(others.choices.length === 0
            ? []
            : [
                foldedForm(
                  '转请阅示',
                  click('passOn'),
                  [
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
                    }),
                  ],
                  '转请阅示',
                ),
              ]),
          foldedForm(
            '暂缓',
            click('hold'),
            [input({ name: FIELDS.hold.reason, label: '暂缓原因', hint: '请写明原因', required: true, rows: 2 })],
            '暂缓',
          ),
        ]),
  ];
};

const drawSigned = (view: CardView, space: Space): Card | null => {
  const { subject, directory } = view;
  const round = roundOf(view);
  if (!round) return null;
  const signed = round.instruction;
  const result = round.results.at(-1) ?? null;
  return cardOf({
    title: signed ? `已签批 ${inertLine(signed.number.text, 40)}` : '已现场答复',
    subtitle: enterpriseName(subject),
    template: headTemplate(view, false),
    tags: headTags(view),
    summary: signed ? `已签批：${inertLine(signed.number.text, 40)}` : `已现场答复：${enterpriseName(subject)}`,
    elements: [
      paragraph(
        signed
          ? `已交${unitName(directory, signed.leadUnitId)}办理，${dueText(round)}。`
          : `已现场答复，${result ? momentText(result.at) : '时间见事项表'}。`,
        'heading',
      ),
      ...(signed ? sheetSection(directory, signed, space) : result ? resultSection(result, space) : []),
      ...dueSection(round),
      fold('事项内容', [
        ...lines([`企业：${enterpriseName(subject)}`]),
        paragraph(inertText(subject.appeal.text, space.longText) || '（未填）'),
      ]),
    ],
  });
};
