/**
 * Faults planted in what columns, messages and cards of many cases say: a reason that is dropped, a count that is one off, another
 * reader. Each is seen by the second opinion, never by an example (`proof.ts`).
 */
import type { Mutant } from './mutant.ts';

const RATING_WORDS = 'bitable-schema/rating-words.ts';
const SHEET_WORDS = 'bitable-schema/sheet-words.ts';

export const COLUMN_MUTANTS: readonly Mutant[] = [
  {
    name: 'only the first reason of a light is told',
    proof: 'opinion',
    file: 'src/workflow/lights.ts',
    find: 'const reasons = YELLOW.filter((reason) => isBehind[reason]);',
    replace: 'const reasons = YELLOW.filter((reason) => isBehind[reason]).slice(0, 1);',
  },
  {
    name: 'a move of the limit is told the other way round',
    proof: 'opinion',
    file: SHEET_WORDS,
    find: '({ at, from, to, why }) =>',
    replace: '({ at, from: to, to: from, why }) =>',
  },
  {
    name: 'that a sheet was signed unvetted is not drawn',
    proof: 'opinion',
    file: SHEET_WORDS,
    find: 'const unvetted = unvettedWords(subject, round);',
    replace: "const unvetted: string = round.round === 0 ? unvettedWords(subject, round) : '';",
  },
  {
    name: '转请 is told without the leader it went to',
    proof: 'opinion',
    file: 'bitable-schema/history-words.ts',
    find: 'leaderName(directory, to)',
    replace: 'leaderName(directory, null)',
  },
  {
    name: 'an answer that was given before is gone from the history',
    proof: 'opinion',
    file: 'bitable-schema/history-words.ts',
    find: '[...round.earlierReviews, ...(round.review ? [round.review] : [])].map(replyWords)',
    replace: 'round.earlierReviews.map(replyWords)',
  },
  {
    name: 'a contest that was upheld is told as rejected',
    proof: 'opinion',
    file: 'bitable-schema/round-words.ts',
    find: "decision.isUpheld ? '申诉成立' : '申诉不成立'",
    replace: "'申诉不成立'",
  },
  {
    name: 'a result that the leader sent back is told as kept',
    proof: 'opinion',
    file: RATING_WORDS,
    find: "reconsideration.isUpheld ? '维持' : '退回重办'",
    replace: "'维持'",
  },
  {
    name: 'the notes of calls are gone once it is handled again',
    proof: 'opinion',
    file: 'src/workflow/apply-to-round.ts',
    find: 'earlierCalls: [...round.earlierCalls, ...round.callAttempts],',
    replace: 'earlierCalls: round.earlierCalls,',
  },
  {
    name: 'the link to rate leads to the first round',
    proof: 'opinion',
    file: 'src/sync/row-mapping.ts',
    find: 'links.rating(subject.id, asked, linkMoment)',
    replace: 'links.rating(subject.id, 1, linkMoment)',
  },
  {
    name: 'the heads are told on the same day that an objection was not decided in time',
    proof: 'opinion',
    file: 'src/workflow/reminders.ts',
    find: 'const heads = pending.some(({ at }) => beijingDateOf(at) < today)',
    replace: 'const heads = pending.some(({ at }) => beijingDateOf(at) <= today)',
  },
  {
    name: 'the leaders are not told that the calendar moved a limit',
    proof: 'opinion',
    file: 'src/workflow/decide-calendar.ts',
    find: '      ...signersOf(subject, directory, today),\n      ...leadLeaderPeople(subject, directory, today),\n',
    replace: '',
  },
  {
    name: 'the leader who is replaced is not told of the reception day',
    proof: 'opinion',
    file: 'src/workflow/reception-day.ts',
    find: '[...new Set([before?.leaderId ?? null, after.leaderId])]',
    replace: '[after.leaderId]',
  },
  {
    name: 'of a case that was merged in the wrong unit hears',
    proof: 'opinion',
    file: 'src/workflow/decide-merger.ts',
    find: "notify('caseTookIn', leadUnitReached(subject, directory))",
    replace: "notifyStaff('caseTookIn', directory)",
  },
  {
    name: 'a refusal names another number of extensions',
    proof: 'opinion',
    file: 'cards/answer.ts',
    find: '次，次数已用完，请按现有时限办结。',
    replace: '0次，次数已用完，请按现有时限办结。',
  },
  {
    name: 'the last day of an objection is told a day late',
    proof: 'opinion',
    file: 'src/workflow/decide-handling.ts',
    find: "{ kind: 'objectionTooLate', lastDay }",
    replace: "{ kind: 'objectionTooLate', lastDay: today }",
  },
  {
    name: 'the message of a day counts as theirs what is for others to do',
    proof: 'boards',
    file: 'cards/digest-card.ts',
    find: '(own.includes(duty) ? sum + length : sum)',
    replace: '(own.length > 0 ? sum + length : sum)',
  },
  {
    name: 'a limit of five workdays is not near yet',
    proof: 'boards',
    file: 'cards/duties.ts',
    find: "if (left !== null && left <= SOON_WORKDAYS) return 'soon';",
    replace: "if (left !== null && left < SOON_WORKDAYS) return 'soon';",
  },
  {
    name: 'a unit is told to have everything late',
    proof: 'boards',
    file: 'cards/month-figures.ts',
    find: 'name === share.name && isLate',
    replace: 'name === share.name',
  },
  {
    name: 'the hardest stand the lower rung first',
    proof: 'boards',
    file: 'cards/month-figures.ts',
    find: 'b.ladderLevel - a.ladderLevel ||',
    replace: 'a.ladderLevel - b.ladderLevel ||',
  },
  {
    name: 'the days of the month name another leader',
    proof: 'boards',
    file: 'cards/day-words.ts',
    find: 'const name = leaderName(directory, leaderId);',
    replace: "const name = directory.leaders.at(-1)?.name ?? '';",
  },
  {
    name: '议题单 leaves out the units that were asked beforehand',
    proof: 'boards',
    file: 'cards/briefing-card.ts',
    find: '    ...consultations.map(({ unitId }) => unitId),\n',
    replace: '',
  },
  {
    name: 'what looks alike is told as open though it has ended',
    proof: 'tables',
    file: 'bitable-schema/look-alike-words.ts',
    find: 'isEnded(of) ? `',
    replace: 'id === number ? `',
  },
  {
    name: 'what was merged away counts as a look-alike',
    proof: 'tables',
    file: 'src/workflow/ties.ts',
    find: "if (of.state === 'merged') return null;",
    replace: '',
  },
];
