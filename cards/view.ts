/**
 * What every card is drawn from, and the pieces that several cards share: who is who, the request, the sheet, the due
 * date, the lists to choose from. A piece is words and elements; which card shows it is the card's own affair.
 */
import { byWords } from '../src/workflow/acting.ts';
import { type By, type Case, LIGHTS, type Round, roundInHand, STATES, type Verdict } from '../src/workflow/case.ts';
import { beijingDateOf, dueAfter } from '../src/workflow/deadlines.ts';
import { type Directory, leaderName as nameOfLeader, unitName as nameOfUnit } from '../src/workflow/directory.ts';
import { HIDDEN_NAME } from '../src/workflow/hidden-enterprise.ts';
import type { BeijingDate, LeaderId, Ms, OpenId, UnitId } from '../src/workflow/ids.ts';
import { lengthOf } from '../src/workflow/lengths.ts';
import { isBlank } from '../src/workflow/plain-text.ts';
import { dayOfCase } from '../src/workflow/reception-day.ts';
import type { Ties } from '../src/workflow/ties.ts';
import { VERDICT_ANSWERS } from '../src/workflow/vetting.ts';
import { FIELDS } from '../src/workflow/whose-turn/acts.ts';
import { hasEnded, speaksForLeader, type Turn } from '../src/workflow/whose-turn/turn.ts';
import { createWorkCalendar } from '../src/workflow/work-calendar.ts';
import { type CardParts, type FormElement, fold, type HeaderTemplate, paragraph, remark } from './builder.ts';
import type { Act, ClickValue, PressedOn } from './click.ts';
import { inertLine, inertText } from './inert.ts';
import { dayText, shortDayText, shortMomentText } from './moment.ts';
import type { Space } from './space.ts';

export interface CardView {
  readonly subject: Case;
  readonly directory: Directory;
  /** The round the card belongs to; for the card that asks for a 批示, the round that signing it opens. */
  readonly round: number;
  /** Whose card it is. */
  readonly viewer: OpenId;
  /** What is near the case; only a sheet that waits for a signature says it. */
  readonly ties: Ties;
  /** 照片和附件 of the round, beside the card, which takes no files; null where there is no such page. */
  readonly filesUrl: string | null;
  /** Where the card is of one day, as in the room; every other follows its case and not the calendar. */
  readonly today?: BeijingDate;
  /** What stands in the fields of the card that is answered, and was not taken. */
  readonly typed?: ReadonlyMap<string, unknown>;
}

/** A button's value for this card as it is drawn now. */
export const clicksOf =
  (card: PressedOn, view: CardView) =>
  (act: Act): ClickValue => ({ act, card, caseId: view.subject.id, round: view.round, step: view.subject.state });

export const roundOf = (view: CardView): Round | null => view.subject.rounds[view.round - 1] ?? null;
/** The card's round is the one in hand and the case has not ended: only then is there anything to press. */
export const isRoundInHand = (view: CardView): boolean =>
  view.round === roundInHand(view.subject) && !hasEnded(view.subject);
/** Its sheet is void, or another one took its place. */
export const isPastRound = (view: CardView): boolean => {
  const round = roundOf(view);
  return round !== null && (round.voided !== null || round.round < roundInHand(view.subject));
};
/** Why there is nothing to do on a card of a past round; null while the round is in hand. */
export const pastRoundLine = (view: CardView): string | null => {
  if (!isPastRound(view)) return null;
  const voided = roundOf(view)?.voided;
  return voided
    ? `本交办单已作废，请勿办理。${personName(voided.by)}${shortMomentText(voided.at)}：非本人批示。${inertLine(voided.words, 300)}`
    : '本轮已结束，领导已作新批示，请看新的交办单。';
};

const MAX_NAME = 40;
export const unitName = (directory: Directory, id: UnitId | null): string =>
  inertLine(nameOfUnit(directory, id), MAX_NAME);
export const leaderName = (directory: Directory, id: LeaderId | null): string =>
  inertLine(nameOfLeader(directory, id), MAX_NAME);
export const personName = (by: By): string => inertLine(byWords(by), MAX_NAME);
export const unitNames = (directory: Directory, ids: readonly UnitId[]): string => {
  const shown = ids.slice(0, 8).map((id) => unitName(directory, id));
  return shown.join('、') + (ids.length > shown.length ? `等${ids.length}个单位` : '');
};

export const enterpriseName = (subject: Case, isHidden = false): string =>
  isHidden ? HIDDEN_NAME : inertLine(subject.appeal.enterpriseName, MAX_NAME) || '（未填企业名称）';

/** 急、重、难 as words. */
export const flagWords = ({ notes }: Case): string =>
  [notes.isUrgent ? '急' : '', notes.isGrave ? '重' : '', notes.isHard ? '难' : '']
    .filter((word) => word !== '')
    .join('、');

/** Where a merged case went, by the number that is always there; empty unless it is merged. */
export const mergedWords = ({ state, exit }: Pick<Case, 'state' | 'exit'>): string =>
  state === 'merged' && exit?.mergedInto ? `已并入受理编号 ${inertLine(exit.mergedInto, 40)}` : '';

export const kindWord = (subject: Case): string => (subject.appeal.kind === 'problem' ? '问题' : '建议');

/** Colour and words together: a colour alone says nothing to those who do not see it. */
export const headTags = (view: CardView): CardParts['tags'] => {
  const { subject } = view;
  const flags = flagWords(subject);
  const isLate = subject.light === 'red' && isRoundInHand(view);
  return [
    {
      words: isPastRound(view) ? (roundOf(view)?.voided ? '已作废' : '本轮已结束') : STATES[subject.state],
      color: 'neutral',
    },
    ...(flags === '' ? [] : [{ words: flags, color: 'orange' } as const]),
    ...(subject.light && isRoundInHand(view)
      ? [{ words: LIGHTS[subject.light], color: isLate ? 'red' : subject.light } as const]
      : []),
  ];
};

/** Green: done. Grey: void. Red: overdue. Orange: waits for the reader. Blue: with somebody else. */
export const headTemplate = (view: CardView, isWaitingForReader: boolean): HeaderTemplate => {
  const { subject } = view;
  if (subject.state === 'closed') return 'green';
  if (hasEnded(subject)) return 'grey';
  if (isPastRound(view)) return 'grey';
  if (subject.light === 'red' && view.round === roundInHand(subject)) return 'red';
  return isWaitingForReader ? 'orange' : 'blue';
};

/** Lines under one another in one element; each was made inert where it was put together. */
export const lines = (all: readonly (string | null)[]): readonly FormElement[] => {
  const shown = all.filter((line) => line !== null && line !== '');
  return shown.length === 0 ? [] : [paragraph(shown.join('\n'))];
};
export const fact = (label: string, value: string, max = 120): string | null => {
  const shown = inertLine(value, max);
  return shown === '' ? null : `${label}：${shown}`;
};

const SHOWN_LINES = 5;
/** Five lines of a phone 390 px wide. */
const SHOWN_CHARACTERS = 100;
/** A long text: its beginning at once, the whole behind a tap. */
export const longText = (label: string, text: string, space: Space): readonly FormElement[] => {
  const whole = inertText(text, space.longText);
  if (whole === '') return [];
  const beginning = inertText(whole.split('\n').slice(0, SHOWN_LINES).join('\n'), SHOWN_CHARACTERS);
  if (beginning === whole) return [paragraph(`${label}：${whole}`)];
  const isCut = whole.endsWith('…') && lengthOf(whole) === space.longText;
  const rest = isCut ? [remark('内容较长，此处未全部列出，全文存于“事项”表，需要的请向区工商联调取。')] : [];
  const head = beginning.endsWith('…') ? beginning : `${beginning}…`;
  return [paragraph(`${label}：${head}`), fold(`${label}全文`, [paragraph(whole), ...rest])];
};

const verdictLine = (label: string, verdict: Verdict, space: Space): string => {
  const ground = inertLine(verdict.ground, space.shortText);
  return `${label}：${VERDICT_ANSWERS[verdict.answer]}${ground === '' ? '' : `（依据：${ground}）`}`;
};
export const verdictLines = ({ notes }: Case, space: Space): readonly string[] => [
  verdictLine('真实', notes.authentic, space),
  verdictLine('合法', notes.lawful, space),
  verdictLine('合理', notes.reasonable, space),
];

/** The same for the first line of a card: past the limit, that comes first. */
export const dueClause = ({ subject }: Pick<CardView, 'subject'>, round: Round): string =>
  subject.light === 'red' && round.due ? `已超期，原定${dayText(round.due.date)}前办结` : dueText(round);

export const dueText = (round: Round): string =>
  round.due ? `${dayText(round.due.date)}前办结${round.due.isProvisional ? '（暂定）' : ''}` : '未定时限';
/** 批示 is never shortened to a beginning; only words beyond what a form takes are cut, and the card says so. */
export const longTextWhole = (label: string, text: string, space: Space): readonly FormElement[] => {
  const whole = inertText(text, Math.max(space.longText, 1000));
  const isCut = lengthOf(whole) === Math.max(space.longText, 1000) && whole.endsWith('…');
  return [
    paragraph(`${label}：\n${whole || '（无文字）'}`),
    ...(isCut ? [remark('批示较长，此处未全部列出，全文以交办单为准。')] : []),
  ];
};

/** “4月21日前”: so many 工作日 after a moment, its own day not counted. The limits of the steps are the district's (参数设置). */
export const withinDays = ({ directory }: Pick<CardView, 'directory'>, from: Ms, days: number): string => {
  const calendar = createWorkCalendar(directory.settings);
  return `${shortDayText(dueAfter(beijingDateOf(from), Math.max(1, days), calendar).date)}前`;
};

/** Whose turn it is, looked at by the card's own reader. */
export const turnOf = ({ subject, directory, ties, viewer, typed, today }: CardView): Turn => ({
  subject,
  directory,
  ties,
  actor: { kind: 'person', openId: viewer, name: '' },
  ...(today === undefined ? {} : { today }),
  hasUnsentWords: isUnsent(typed?.get(FIELDS.signAgain.words)),
});
const isUnsent = (typed: unknown): boolean => typeof typed === 'string' && !isBlank(typed);

/** The viewer is this leader, or the substitute. */
export const speaksFor = (view: Pick<CardView, 'directory' | 'viewer'>, id: LeaderId | null): boolean =>
  speaksForLeader({ directory: view.directory, actor: { kind: 'person', openId: view.viewer, name: '' } }, id);

export const receptionDayText = ({ subject, directory }: CardView): string => {
  const day = dayOfCase(subject, directory);
  if (!day) return '日期待定';
  return day.date ? dayText(day.date) : inertLine(day.title, 40) || '日期待定';
};

/** Said under a list that does not hold everybody. */
export const CUT_LIST_NOTE = '名单较长，未全部列出；需选其他的，请退回工作人员在“事项”表中填好再提。';

export { hasEnded };
