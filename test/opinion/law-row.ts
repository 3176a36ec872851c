/**
 * Each column of 事项 beside the second opinion: what is one value is that value, and what is words holds what happened and not
 * the opposite of it.
 */
import type { cases } from '../../bitable-schema/cases.ts';
import type { ShownColumn } from '../../bitable-schema/meaning.ts';
import { GRADES, LIGHTS, STATES } from '../../src/workflow/case.ts';
import type { Law } from './histories.ts';
import * as ratings from './law-row-rated.ts';
import { inForce, resultCells } from './law-row-round.ts';
import * as ties from './law-row-ties.ts';
import type { Seen, Want } from './law-row-words.ts';
import * as words from './law-row-words.ts';
import { doerOf } from './reading/acting.ts';
import { dayOf, minuteOf } from './reading/days.ts';
import { lightAt, limitOf, milestones } from './reading/limits.ts';
import { parts, stateOf } from './reading/road.ts';
import { isVetted } from './reading/rules-before-signing.ts';
import { leaderOf, sheetLiesWith, unitOf } from './reading/scene.ts';
import { before, every, last, since, type Walk, walkInHand, walks } from './reading/tale.ts';
import { rowOf } from './surfaces.ts';

/** Columns of 事项 that show something of a case: one without a law here does not compile. */
export type ShownKey = {
  [K in keyof typeof cases.columns]: (typeof cases.columns)[K] extends Pick<ShownColumn, 'shows'> ? K : never;
}[keyof typeof cases.columns];

export const rowAgrees: Law = (moment) => {
  const { subject, decision } = moment;
  if (!subject || decision.kind === 'refused') return [];
  return cellFaults(rowOf({ ...moment, subject }), moment);
};

/** What stands in the cells against what happened. */
export const cellFaults = (row: Readonly<Record<string, unknown>>, moment: Seen): readonly string[] => {
  const wants = wanted(moment);
  const whole = JSON.stringify(row);
  const forgotten = walks(moment.tale)
    .flatMap(({ tale }) => every(tale, 'caseRated'))
    .find(({ rating }) => !whole.includes(GRADES[rating.grade]) || !whole.includes(rating.words));
  const lost = forgotten ? [`事项 keeps nowhere what the enterprise said before ⁝ ${forgotten.rating.words}`] : [];
  return Object.entries(wants)
    .flatMap(([column, want]) => {
      if (!Object.hasOwn(row, column)) return [`事项 has no column ${column} of the service`];
      const fault = faultIn(row[column], want);
      return fault === null ? [] : [`事项 ${column} differs ⁝ ${fault}`];
    })
    .concat(lost);
};

const faultIn = (cell: unknown, want: Want): string | null => {
  if ('lines' in want) {
    const [seen, wanted] = [String(cell).split('\n').filter(Boolean), want.lines].map((all) => all.toSorted());
    return JSON.stringify(seen) === JSON.stringify(wanted)
      ? null
      : `${JSON.stringify(seen)}, not ${JSON.stringify(wanted)}`;
  }
  if ('is' in want)
    return JSON.stringify(cell) === JSON.stringify(want.is)
      ? null
      : `${JSON.stringify(cell)}, not ${JSON.stringify(want.is)}`;
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell);
  const missing = want.holds.find((part) => !text.includes(part));
  if (missing !== undefined) return `“${text}” does not hold “${missing}”`;
  const wrong = want.lacks?.find((part) => text.includes(part));
  return wrong === undefined ? null : `“${text}” holds “${wrong}”`;
};

const wanted = (moment: Seen): Readonly<Record<ShownKey, Want>> => {
  const { tale, directory, now } = moment;
  const walk = walkInHand(tale);
  const limit = walk && limitOf(walk, directory);
  const light = lightAt(tale, directory, now);
  const state = stateOf(tale);
  const closed = state === 'closed' ? last(tale, 'caseClosed') : null;
  const sheet = walk?.sheet ?? null;
  const signedOn = walk && sheet ? dayOf(walk.opening.at) : null;
  // 退回单独办理 undoes 合并.
  const exit = last(since(tale, last(tale, 'caseGivenBack')), 'caseDeclined', 'caseMerged', 'caseRedirected');
  const withdrawal = last(tale, 'withdrawalRequested');
  return {
    state: { is: STATES[state] },
    light: { is: light && LIGHTS[light] },
    number: { is: sheet?.number.text ?? '' },
    round: { is: walk?.round ?? null },
    dueDate: { is: limit?.day ?? null },
    dueDerivation: limit ? { holds: [inWords(limit.day), ...(limit.isProvisional ? ['暂定'] : [])] } : { is: '' },
    instruction:
      sheet && walk
        ? { holds: [wordsOf(walk), ...every(walk.tale, 'instructionAdded').map(({ words }) => words)] }
        : { is: '' },
    signedOn: { is: sheet?.transcript?.writtenOn ?? signedOn },
    signer: signerCell(moment, walk),
    acknowledgements: walk ? acknowledged(moment, walk) : { is: '' },
    objections: objections(moment),
    extensions: extensions(moment, walk),
    milestones: { holds: walk ? nodes(walk) : [] },
    latestProgress: latest(walk, moment),
    ...resultCells(moment, walk),
    consultationAnswers: words.consultations(moment),
    enterpriseAnswers: words.enterpriseAnswers(moment),
    exitReason: { is: exit?.reason ?? (state === 'withdrawn' ? (withdrawal?.words ?? '') : '') },
    withdrawal: words.withdrawals(moment),
    closedOn: { is: closed ? dayOf(closed.at) : null },
    daysTaken: { is: closed && signedOn ? daysFrom(signedOn, dayOf(closed.at)) : null },
    ...inForce(moment, walk),
    staffWaits: words.staffWaits(moment),
    // What may be chosen is asked of every option, by `law-staff.ts`.
    actionsNow: { holds: [] },
    lightReason: words.lightReason(moment),
    dueMoves: words.dueMoves(moment),
    corrections: { holds: walk ? corrected(walk) : [] },
    leaderWords: words.leaderWords(moment),
    listing: words.listing(moment),
    earlier: ratings.earlier(moment),
    officers: words.officers(walk),
    contributions: words.contributions(walk, moment),
    callAttempts: ratings.callAttempts(walk, moment),
    judgement: ratings.judgement(walk, moment),
    ...ratings.contest(walk, moment),
    vettedBy: words.vettedBy(moment),
    hearing: words.hearing(moment),
    mergers: ties.mergers(moment),
    // Alone in its town; with others beside it, by `tables.test.ts`.
    lookAlikes: { is: '' },
    receiptCheck: ties.receiptCheck(moment),
    codeCheck: ties.codeCheck(moment),
    shortId: ties.shortId(moment),
    ...ties.links(moment),
  };
};

/** 更正: what stood there before, each time, and the transcript as staff had written it. */
const corrected = (walk: Walk): readonly string[] => {
  const { opening } = walk;
  if (opening.type !== 'caseInstructed') return [];
  const checked = every(walk.tale, 'transcriptChecked').findLast(({ words: said }) => said !== null);
  const wordings = [
    opening.instruction.words,
    ...every(walk.tale, 'instructionCorrected').map(({ words: said }) => said),
  ];
  return [
    ...(checked ? [opening.instruction.words] : []),
    ...wordings.flatMap((one, index) => (index + 1 < wordings.length && one !== wordings[index + 1] ? [one] : [])),
  ];
};

/** Each node, how it came out, and why it was moved each time. */
const nodes = (walk: Walk): readonly string[] =>
  milestones(walk).flatMap(({ id, text, on, reached }) => [
    `${id}. ${text}：${on} 前${reached ? '' : '【'}`,
    ...every(walk.tale, 'milestoneMoved').flatMap((moved) => (moved.id === id ? [moved.reason] : [])),
    ...every(walk.tale, 'milestoneReached').flatMap((done) =>
      done.id === id ? [`【${dayOf(done.at)} 完成】${done.words}`] : [],
    ),
  ]);

/** 10月9日, which is in the derivation with or without the year. */
const inWords = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const daysFrom = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000;

/** 批示, put right where it was a transcript. */
export const wordsOf = (walk: Walk): string =>
  every(walk.tale, 'transcriptChecked').findLast(({ words }) => words !== null)?.words ?? walk.sheet?.words ?? '';

/** 代 exactly when somebody else signed for the leader; before that, with whom the sheet lies. */
const signerCell = ({ tale, directory }: Seen, walk: Walk | null): Want => {
  const lies = sheetLiesWith(tale);
  if (lies !== null) return { is: `待${leaderOf({ directory }, lies)?.name}签批` };
  if (!walk?.sheet) return { is: '' };
  const isVettedThen = isVetted({ tale: before(tale, walk.opening) });
  const mark = isVettedThen ? [] : ['未经核查', isVetted({ tale }) ? '已补核' : '待补核'];
  const unmarked = isVettedThen ? ['未经核查'] : [];
  const leader = leaderOf({ directory }, walk.sheet.signerId);
  const isActing = !walk.sheet.transcript && walk.opening.by.openId !== leader?.openId;
  return isActing
    ? { holds: [walk.opening.by.name, `代${leader?.name}`, ...mark], lacks: unmarked }
    : { holds: [leader?.name ?? '', ...mark], lacks: [`${walk.opening.by.name}（代${leader?.name}`, ...unmarked] };
};

const acknowledged = (moment: Seen, walk: Walk): Want => ({
  holds: parts(walk).map(
    ({ unitId, role, acknowledged: done }) =>
      `${unitOf(moment, unitId)?.name}（${role === 'lead' ? '主办' : '协办'}）：${done ? new Date(done.at + 8 * 3_600_000).toISOString().slice(0, 10) : '未签收'}`,
  ),
});

/** Every objection of the round with its ruling, also of a unit that is gone. */
const objections = (moment: Seen): Want => {
  const walk = walkInHand(moment.tale);
  const asked = walk ? every(walk.tale, 'unitObjected') : [];
  const ruled = walk ? every(walk.tale, 'objectionDecided') : [];
  return {
    holds: [
      ...asked.flatMap(({ unitId, reason, suggestedUnitId }) => [
        unitOf(moment, unitId)?.name ?? '',
        reason,
        suggestedUnitId ? `建议由${unitOf(moment, suggestedUnitId)?.name}办理` : '',
      ]),
      ...ruled.flatMap(({ words, isUpheld }) => [words, isUpheld ? '异议成立' : '异议不成立']),
      ...(asked.length > ruled.length ? ['待确定'] : []),
    ],
    lacks: [
      ...(ruled.some(({ isUpheld }) => isUpheld) ? [] : ['异议成立']),
      ...(ruled.some(({ isUpheld }) => !isUpheld) ? [] : ['异议不成立']),
    ],
  };
};

const extensions = ({ tale, directory }: Seen, walk: Walk | null): Want => {
  const asked = walk ? every(walk.tale, 'extensionRequested') : [];
  const ruled = (walk ? every(walk.tale, 'extensionDecided') : []).map((event) => ({
    isApproved: event.isApproved,
    words: event.words,
    doer: doerOf(event, { tale: before(tale, event), directory, now: event.at }),
  }));
  return {
    holds: [
      ...asked.flatMap(({ newDate, reason, doneSoFar }) => [newDate, reason, doneSoFar]),
      ...ruled.flatMap(({ doer, isApproved, words }) => [`${doer}${isApproved ? '' : '不'}同意】`, words]),
      ...(asked.length > ruled.length ? ['审批】'] : []),
    ],
    lacks: [
      ...(ruled.some(({ isApproved }) => isApproved) ? [] : ruled.map(({ doer }) => `${doer}同意】`)),
      ...(ruled.some(({ isApproved }) => !isApproved) ? [] : ['不同意】']),
    ],
  };
};

const latest = (walk: Walk | null, seen: Seen): Want => {
  const line =
    walk &&
    last(
      walk.tale,
      'progressReported',
      'milestoneReached',
      'enterpriseContacted',
      'resultReturned',
      'planReported',
      'objectionDecided',
      'pauseEnded',
      'caseInstructed',
    );
  if (!line) return { holds: [] };
  const isUpheld = line.type !== 'objectionDecided' || line.isUpheld;
  const at = isUpheld && line.type !== 'caseInstructed' ? minuteOf(line.at) : '';
  if (line.type === 'progressReported') return { holds: [at, unitOf(seen, line.unitId)?.name ?? '', line.text] };
  if (line.type === 'milestoneReached') return { holds: [at, unitOf(seen, line.unitId)?.name ?? '', line.words] };
  if (line.type === 'enterpriseContacted') return { holds: [at, unitOf(seen, line.unitId)?.name ?? '', line.note] };
  if (line.type === 'planReported') return { holds: [at, unitOf(seen, line.unitId)?.name ?? '', line.text] };
  if (line.type === 'resultReturned') return { holds: [at, line.by.name, line.reason] };
  return { holds: [at] };
};
