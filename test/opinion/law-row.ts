/**
 * Each column of 事项 beside the second opinion: what is one value is that value, and what is words holds what happened and not
 * the opposite of it.
 */
import { GRADES, LIGHTS, OUTCOMES, STATES } from '../../src/workflow/case.ts';
import type { UnitId } from '../../src/workflow/ids.ts';
import type { Law, Moment } from './histories.ts';
import { doerOf } from './reading/acting.ts';
import { dayOf } from './reading/days.ts';
import { lightAt, limitOf, milestones } from './reading/limits.ts';
import { leadOf, parts, stateOf } from './reading/road.ts';
import { leaderOf, notesNow, openPlan, ratingOf, resultOf, sinceRedone, unitOf } from './reading/scene.ts';
import { before, every, last, since, type Tale, type Walk, walkInHand, walks } from './reading/tale.ts';
import { rowOf } from './surfaces.ts';

type Seen = Pick<Moment, 'tale' | 'directory' | 'now'>;

/** What a cell has to be, or has to hold and must not hold. */
type Want = { readonly is: unknown } | { readonly holds: readonly string[]; readonly lacks?: readonly string[] };

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

const wanted = (moment: Seen): Readonly<Record<string, Want>> => {
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
  const audited = withdrawal && last(since(tale, withdrawal), 'withdrawalAudited');
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
    milestones: { holds: walk ? milestones(walk).flatMap(({ text, on }) => [text, on]) : [] },
    latestProgress: latest(walk),
    ...resultCells(moment, walk),
    consultationAnswers: { holds: every(tale, 'consultationAnswered').map(({ text }) => text) },
    enterpriseAnswers: { holds: every(tale, 'enterpriseAnswered').map(({ text }) => text) },
    exitReason: { holds: exit ? [exit.reason] : [] },
    withdrawal: withdrawal
      ? { holds: [withdrawal.words, audited ? (audited.isVoluntary ? '自愿撤回' : '非自愿') : '待核实'] }
      : { is: '' },
    closedOn: { is: closed ? dayOf(closed.at) : null },
    daysTaken: { is: closed && signedOn ? daysFrom(signedOn, dayOf(closed.at)) : null },
    ...inForce(moment, walk),
  };
};

/** 10月9日, which is in the derivation with or without the year. */
const inWords = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const daysFrom = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000;

/** 批示, put right where it was a transcript. */
export const wordsOf = (walk: Walk): string =>
  every(walk.tale, 'transcriptChecked').findLast(({ words }) => words !== null)?.words ?? walk.sheet?.words ?? '';

/** 代 exactly when somebody else signed for the leader. */
const signerCell = ({ directory }: Seen, walk: Walk | null): Want => {
  if (!walk?.sheet) return { is: '' };
  const leader = leaderOf({ directory }, walk.sheet.signerId);
  const isActing = !walk.sheet.transcript && walk.opening.by.openId !== leader?.openId;
  return isActing
    ? { holds: [walk.opening.by.name, `代${leader?.name}`] }
    : { holds: [leader?.name ?? ''], lacks: [`${walk.opening.by.name}（代${leader?.name}`] };
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
      ...asked.flatMap(({ unitId, reason }) => [unitOf(moment, unitId)?.name ?? '', reason]),
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
      ...asked.flatMap(({ newDate, reason }) => [newDate, reason]),
      ...ruled.flatMap(({ doer, isApproved, words }) => [`${doer}${isApproved ? '' : '不'}同意】`, words]),
      ...(asked.length > ruled.length ? ['审批】'] : []),
    ],
    lacks: [
      ...(ruled.some(({ isApproved }) => isApproved) ? [] : ruled.map(({ doer }) => `${doer}同意】`)),
      ...(ruled.some(({ isApproved }) => !isApproved) ? [] : ['不同意】']),
    ],
  };
};

const latest = (walk: Walk | null): Want => {
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
  if (line.type === 'progressReported') return { holds: line.text === '' ? [] : [line.text] };
  if (line.type === 'milestoneReached') return { holds: [line.words] };
  if (line.type === 'enterpriseContacted') return { holds: [line.note] };
  return { holds: [] };
};

const resultCells = ({ tale }: Seen, walk: Walk | null): Readonly<Record<string, Want>> => {
  const reported = walk && resultOf(walk);
  const rated = walk && ratingOf(walk);
  const isWaived = walk !== null && last(sinceRedone(walk), 'ratingWaived') !== null;
  const merged = stateOf(tale) === 'merged' ? last(tale, 'caseMerged') : null;
  if (merged) return sharedCells(since(tale, merged));
  const checked = walk && reported && last(since(walk.tale, reported.at), 'planChecked');
  const plan = openPlan(tale);
  const told = reported?.told;
  return {
    outcome: { is: reported ? OUTCOMES[reported.result.outcome] : null },
    plannedOn: { is: reported?.result.plannedDate ?? null },
    outcomeText: reported
      ? {
          holds: [
            reported.result.text,
            ...(told ? [told] : []),
            ...(checked && told ? [checked.words, checked.isKept ? '已兑现' : '未兑现'] : []),
          ],
        }
      : { holds: [] },
    planCheck: {
      is: checked && told ? (checked.isKept ? '已兑现' : '未兑现') : plan ? (plan.isAsked ? '待核实' : '未到期') : null,
    },
    grade: { is: rated ? GRADES[rated.rating.grade] : null },
    gradeWords: {
      holds: [...(rated ? [rated.rating.words] : isWaived ? ['未评价'] : [])],
    },
    ratedBy: {
      holds: rated?.rating.recordedBy ? ['电话', rated.rating.recordedBy.name] : [],
      lacks: rated?.rating.recordedBy === null ? ['电话'] : [],
    },
  };
};

/** A case that was merged has the answer of the other one, and what its own enterprise says of that. */
const sharedCells = (sinceMerged: Tale): Readonly<Record<string, Want>> => {
  const answer = last(sinceMerged, 'answerShared')?.answer ?? null;
  const rating = last(sinceMerged, 'sharedAnswerRated', 'answerShared');
  const rated = rating?.type === 'sharedAnswerRated' ? rating.rating : null;
  return {
    outcome: { is: answer && OUTCOMES[answer.outcome] },
    plannedOn: { is: answer?.plannedDate ?? null },
    outcomeText: answer ? { holds: [answer.publicReply, answer.basis] } : { is: '' },
    grade: { is: rated && GRADES[rated.grade] },
    gradeWords: rated ? { holds: [rated.words] } : { is: '' },
  };
};

/** What is in force, and what the 批示 and rulings after it changed of what was proposed when it was signed. */
const inForce = (moment: Seen, walk: Walk | null): Readonly<Record<string, Want>> => {
  const sheet = walk?.sheet;
  if (!walk || !sheet) return { leaderInCharge: { is: '' }, unitInCharge: { is: '' }, unitsInSupport: { is: '' } };
  const unitNames = (ids: readonly UnitId[]): readonly string[] => ids.map((id) => unitOf(moment, id)?.name ?? '');
  const supporting = parts(walk).flatMap(({ unitId, role }) => (role === 'supporting' ? [unitId] : []));
  const proposal = notesNow(before(moment.tale, walk.opening))?.proposal;
  const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
    JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
  const limit = 'workdays' in sheet.limit ? sheet.limit.workdays : sheet.limit.date;
  const changes: readonly (readonly [string, boolean])[] = [
    ['牵头领导：', sheet.leadLeaderId !== (proposal?.leadLeaderId ?? null)],
    ['主办单位：', proposal?.leadUnitId !== sheet.leadUnitId || leadOf(walk) !== sheet.leadUnitId],
    [
      '协办单位：',
      !isSame(proposal?.supportingUnitIds ?? [], sheet.supportingUnitIds) ||
        !isSame(sheet.supportingUnitIds, supporting),
    ],
    // An empty one proposed nothing.
    ['时限：', typeof proposal?.limitWorkdays === 'number' && limit !== proposal.limitWorkdays],
  ];
  return {
    leaderInCharge: { is: leaderOf(moment, sheet.leadLeaderId)?.name ?? '' },
    unitInCharge: { is: unitOf(moment, leadOf(walk))?.name ?? '' },
    unitsInSupport: {
      holds: unitNames(supporting),
      lacks: moment.directory.units.flatMap(({ id, name }) => (supporting.includes(id) ? [] : [name])),
    },
    proposalDifference: {
      holds: changes.flatMap(([what, isSo]) => (isSo ? [what] : [])),
      lacks: changes.flatMap(([what, isSo]) => (isSo ? [] : [what])),
    },
  };
};
