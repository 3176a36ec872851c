/**
 * Pieces of which notices are made: who, whose unit, by when, and words that somebody wrote. Feishu reads `<at …>` in text messages, so
 * nothing from outside stands here but as an inert line, and a confidential enterprise is not named, whoever wrote its name.
 */

import { byWords } from '../src/workflow/acting.ts';
import { type By, type Case, type DayFacts, leadUnitIdOf, type Round, type UnitPart } from '../src/workflow/case.ts';
import { type Directory, knownLeaderName, knownUnitName } from '../src/workflow/directory.ts';
import { withoutEnterprise } from '../src/workflow/hidden-enterprise.ts';
import type { LeaderId, Ms, UnitId } from '../src/workflow/ids.ts';
import { LENGTHS } from '../src/workflow/lengths.ts';
import { pendingObjections } from '../src/workflow/objections.ts';
import { stopped } from '../src/workflow/plain-text.ts';
import { inertMessageLine } from './inert.ts';
import { dayText, shortMomentText } from './moment.ts';

const MAX_NAME = 40;
const MAX_WORDS = 300;

export const firmName = (name: string): string => inertMessageLine(name, MAX_NAME) || '另一家企业';
export const personNamed = (by: By): string => inertMessageLine(byWords(by), MAX_NAME);
/** Who and when, before what was said. */
export const toldBy = ({ by, at }: { readonly by: By; readonly at: Ms }): string =>
  `${personNamed(by)}${shortMomentText(at)}`;

/** Words of an act, whole. */
export const wordsOf = (subject: Case, words: string): string =>
  inertMessageLine(subject.notes.isConfidential ? withoutEnterprise(subject, words) : words, LENGTHS.cell);
/** Words within a sentence. */
export const shown = (subject: Case, text: string): string =>
  inertMessageLine(subject.notes.isConfidential ? withoutEnterprise(subject, text) : text, MAX_WORDS).replace(
    /。$/,
    '',
  );
/** “：…。” where there are words, else the end of the sentence. */
export const saying = (subject: Case, words: string): string => (words === '' ? '，' : `：${quoted(subject, words)}`);
/** What somebody said, whole, as the end of a sentence: its own stop is enough. */
export const quoted = (subject: Case, words: string): string => stopped(`“${wordsOf(subject, words)}”`);

export const leaderNamed = (directory: Directory, id: LeaderId | null): string =>
  inertMessageLine(knownLeaderName(directory, id), MAX_NAME) || '其他领导';
export const unitNamed = (directory: Directory, id: UnitId | null): string =>
  inertMessageLine(knownUnitName(directory, id), MAX_NAME) || '责任单位';
export const leadOf = (round: Round | null, directory: Directory): string =>
  round?.instruction ? unitNamed(directory, leadUnitIdOf(round)) : '主办单位';
export const namesOf = (parts: readonly Pick<UnitPart, 'unitId'>[], directory: Directory): string =>
  parts
    .slice(0, 3)
    .map(({ unitId }) => unitNamed(directory, unitId))
    .join('、') + (parts.length > 3 ? `等${parts.length}个单位` : '') || '责任单位';
export const objectorsOf = (round: Round | null, directory: Directory): string =>
  (round ? pendingObjections(round) : []).map(({ unitId }) => unitNamed(directory, unitId)).join('、');

export const dueClause = (round: Round | null): string =>
  round?.due ? `，${dayText(round.due.date)}前办结${round.due.isProvisional ? '（暂定）' : ''}` : '';

export const dayTitle = ({ onDay }: Case): string => inertMessageLine(onDay?.now.title ?? '', MAX_NAME) || '接待日';
/** What changed, old and new; what stayed is not repeated. */
export const dayChange = ({ onDay }: Case, of: Ms | null, directory: Directory): string => {
  if (!onDay?.before) return '接待日安排有调整，请以“接待日”表为准。';
  if (of !== null && onDay.changedAt !== of) return '接待日安排此后又有调整，请以后一条通知为准。';
  const { before, now } = onDay;
  const parts = [
    whenOf(before) === whenOf(now) ? '' : `时间由${whenOf(before)}改为${whenOf(now)}`,
    before.place === now.place ? '' : `地点由${placeOf(before)}改为${placeOf(now)}`,
    before.leaderId === now.leaderId ? '' : `接待领导由${receiver(before, directory)}改为${receiver(now, directory)}`,
  ].filter((part) => part !== '');
  return `接待日安排有调整：${parts.join('；')}。已排入的事项随之调整，请告知企业。`;
};
const whenOf = ({ date, from, to }: DayFacts): string => {
  const hours = [from, to].filter((hour) => hour !== '').join('—');
  return `${date ? dayText(date) : '日期待定'}${hours === '' ? '' : ` ${inertMessageLine(hours, MAX_NAME)}`}`;
};
const placeOf = ({ place }: DayFacts): string => inertMessageLine(place, MAX_NAME) || '待定';
const receiver = ({ leaderId }: DayFacts, directory: Directory): string =>
  inertMessageLine(knownLeaderName(directory, leaderId), MAX_NAME) || '待定';
