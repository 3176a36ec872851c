/**
 * 现场签批: the items of a reception day one after another on one card. Each press is answered with the next item in the same
 * message, so the leader's hand stays where it is. It follows nothing by itself: words half typed are never wiped away by what
 * others do meanwhile; a press on what has changed is answered with what is so now.
 */

import { inAgendaOrder } from '../src/workflow/agenda.ts';
import { type Case, currentRound, nextRound, STATES } from '../src/workflow/case.ts';
import { NO_TIES } from '../src/workflow/ties.ts';
import { additionFields } from './addition.ts';
import type { RoomView } from './board-view.ts';
import { type Card, cardOf, type FormElement, fold, paragraph, type RootElement, remark, rule } from './builder.ts';
import { inertLine } from './inert.ts';
import { dayText } from './moment.ts';
import { offersSection } from './offer-form.ts';
import { askButton, buttonsRow } from './rows.ts';
import { sheetToSign } from './sheet-to-sign.ts';
import type { Space } from './space.ts';
import { type CardView, enterpriseName, flagWords, hasEnded, kindWord, leaderName, speaksFor } from './view.ts';

export const drawRoomCard = (view: RoomView, space: Space): Card => {
  const items = inAgendaOrder(view.cases);
  const waiting = items.filter((subject) => waits(subject, view));
  const current = chosen(items, waiting, view);
  const whom = view.day.leaderId ? leaderName(view.directory, view.day.leaderId) : '接待领导';
  return cardOf({
    title: '现场签批',
    subtitle:
      [view.day.date ? dayText(view.day.date) : '', inertLine(view.day.title, 30)]
        .filter((part) => part !== '')
        .join(' ') || '接待日',
    template: current ? 'orange' : 'green',
    tags: [{ words: waiting.length === 0 ? '已全部办理' : `还有${waiting.length}件`, color: 'neutral' }],
    summary: waiting.length === 0 ? '现场签批：已全部办理' : `现场签批：还有${waiting.length}件`,
    elements: [
      paragraph(askOf(items, waiting, current, whom), 'heading'),
      ...(current ? itemSection(view, current, space) : []),
      ...doing(view, current, waiting, space),
      rule,
      fold(`全部${items.length}件`, [paragraph(allItems(view, items, space))]),
    ],
  });
};

/** What this leader can sign now: on the agenda, heard, or already submitted for signing to this leader. */
const waits = (subject: Case, { day }: RoomView): boolean =>
  subject.state === 'scheduled' ||
  subject.state === 'heard' ||
  (subject.state === 'awaiting_instruction' && subject.awaiting?.leaderId === day.leaderId);

/** The one asked for; where that is done, the next one that waits, from there on and then from the top. */
const chosen = (items: readonly Case[], waiting: readonly Case[], { at }: RoomView): Case | null => {
  const asked = waiting.find(({ id }) => id === at);
  if (asked) return asked;
  const from = items.findIndex(({ id }) => id === at);
  return waiting.find((subject) => items.indexOf(subject) > from) ?? waiting[0] ?? null;
};

const isSigner = ({ directory, viewer, day }: RoomView): boolean => speaksFor({ directory, viewer }, day.leaderId);

const askOf = (items: readonly Case[], waiting: readonly Case[], current: Case | null, whom: string): string => {
  if (items.length === 0) return '本次接待日尚未排入事项。';
  if (!current) {
    const signed = items.filter((subject) => currentRound(subject)?.instruction).length;
    const answered = items.filter((subject) => currentRound(subject)?.instruction === null).length;
    return `本次接待${items.length}件均已处理：签批${signed}件，现场答复${answered}件。办理结果将逐件报您阅示。`;
  }
  const number = items.indexOf(current) + 1;
  return `请${whom}签批第${number}件（共${items.length}件，含本件还有${waiting.length}件待签）。`;
};

const itemSection = (view: RoomView, current: Case, space: Space): readonly RootElement[] => {
  const sheet = sheetOf(view, current);
  const flags = flagWords(current);
  return [
    paragraph(`${enterpriseName(current)}${flags === '' ? '' : `（${flags}）`}`, 'heading'),
    ...sheetToSign(sheet, space),
  ];
};

/** What was typed for one item stands in the fields of that item alone. */
const sheetOf = ({ directory, viewer, ties, typed, today }: RoomView, current: Case): CardView => ({
  subject: current,
  today,
  directory,
  viewer,
  ties: ties[current.id] ?? NO_TIES,
  round: nextRound(current),
  filesUrl: null,
  ...(typed?.of === current.id ? { typed: typed.values } : {}),
});

/** The form of the item, and in it what leads on: a press on either brings along what was written. */
const doing = (
  view: RoomView,
  current: Case | null,
  waiting: readonly Case[],
  space: Space,
): readonly RootElement[] => {
  const addition = isSigner(view) ? additionFields(view, space.rows * 2) : [];
  const leading = turning(view, waiting, current, addition.length > 0 || current !== null);
  const more = [...addition, ...leading];
  if (current && isSigner(view)) return offersSection(sheetOf(view, current), 'room', space, more);
  return addition.length > 0 ? [rule, { tag: 'form', name: 'acts_form', elements: more }] : leading;
};

/** As many as have their place; the first ones, because they are gone through from the top. */
const allItems = (view: RoomView, items: readonly Case[], space: Space): string => {
  const shown = items.slice(0, space.rows * 2).map((subject, index) => itemLine(subject, index, view));
  const more = items.length - shown.length;
  return [...shown, ...(more > 0 ? [`另有${more}件，办到时自动列出。`] : [])].join('\n') || '（没有事项）';
};

/** Says only what is settled: whether an item that waits was already spoken about does not concern the hand that signs. */
const itemLine = (subject: Case, index: number, view: RoomView): string => {
  const number = currentRound(subject)?.instruction?.number.text;
  const standing = waits(subject, view)
    ? '待签批'
    : hasEnded(subject)
      ? STATES[subject.state]
      : number
        ? `已签批 ${inertLine(number, 40)}`
        : currentRound(subject)
          ? '已现场答复'
          : STATES[subject.state];
  return `${index + 1}. ${kindWord(subject)} ${enterpriseName(subject)}：${inertLine(subject.appeal.text, 16)}（${standing}）`;
};

const turning = (
  view: RoomView,
  waiting: readonly Case[],
  current: Case | null,
  isInForm: boolean,
): readonly FormElement[] => {
  const { directory, day } = view;
  const ask = { kind: 'room', district: directory.district, day: day.id, isHere: true } as const;
  const after = current ? (waiting[waiting.indexOf(current) + 1] ?? waiting[0]) : undefined;
  const look = isInForm ? 'submit' : 'fill';
  return [
    buttonsRow([
      ...(after && after !== current ? [askButton('先看下一件', { ...ask, at: after.id }, look)] : []),
      askButton('刷新', { ...ask, at: current?.id ?? null }, look),
    ]),
    ...(waiting.length > 1 ? [remark('签批、答复后自动转到下一件。')] : []),
  ];
};
