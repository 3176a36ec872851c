/**
 * Cells of 事项 that say what the enterprise thinks of it, beside the second opinion: ratings and calls, 研判 and 复核, 评价申诉, and in 历次情况
 * whatever of all this came before.
 */
import { GRADES } from '../../src/workflow/case.ts';
import { by, onLines, type Seen, type Want } from './law-row-words.ts';
import { minuteOf } from './reading/days.ts';
import { parts, stateOf } from './reading/road.ts';
import { ratingOf, sinceRedone, unitOf } from './reading/scene.ts';
import { before, every, last, since, type Walk, walkInHand, walks } from './reading/tale.ts';
import { CONTESTED, openContest } from './reading/waits.ts';

const ASKS = { redo: '重新办理', reconsider: '领导复核' } as const;
export const ratedBy = (walk: Walk | null, seen: Seen): Want => {
  const rated = walk && ratingOf(walk);
  if (!rated) return { is: '' };
  const { recordedBy, asks } = rated.rating;
  const way = recordedBy ? `电话回访，工作人员登记（登记人：${by(rated, seen)}）` : '企业在网页评价';
  return onLines([`${minuteOf(rated.at)} ${way}`, asks ? `企业要求：${ASKS[asks]}` : '']);
};

export const gradeWords = (walk: Walk | null): Want => {
  const rated = walk && ratingOf(walk);
  if (!walk) return { is: '' };
  const added = rated ? every(since(walk.tale, rated), 'ratingWordsAdded') : [];
  if (rated) return onLines([rated.rating.words, ...added.map(({ at, words }) => `${minuteOf(at)} 补充：${words}`)]);
  const calls = every(sinceRedone(walk), 'callAttempted').length;
  return last(sinceRedone(walk), 'ratingWaived')
    ? { is: `回访${calls}次，未取得评价，登记为“未评价”，不算满意` }
    : { is: '' };
};

/** Counted anew once it is handled again; what was noted before stays. */
export const callAttempts = (walk: Walk | null, seen: Seen): Want => {
  const all = walk ? every(walk.tale, 'callAttempted') : [];
  const now = walk ? every(sinceRedone(walk), 'callAttempted') : [];
  return onLines(
    all.map((call) => {
      const which = now.indexOf(call);
      const who = `${minuteOf(call.at)} ${by(call, seen)}`;
      return which < 0 ? `重办前${who}回访：${call.note}` : `${who}第${which + 1}次回访：${call.note}`;
    }),
  );
};

/** 研判 and 复核 of the rating that was given last, also while it is handled again. */
export const judgement = (walk: Walk | null, seen: Seen): Want => {
  const judged = walk ? since(walk.tale, last(walk.tale, 'caseRated')) : [];
  const first = last(judged, 'ratingJudged');
  const second = last(judged, 'ratingReconsidered');
  return onLines([
    first
      ? `${minuteOf(first.at)} ${by(first, seen)}研判：${first.decision === 'redo' ? '重办' : '解释并提请复核'}。${first.words}`
      : '',
    second
      ? `${minuteOf(second.at)} ${by(second, seen)}复核：${second.isUpheld ? '维持' : '退回重办'}。${second.words}`
      : '',
  ]);
};

/** The one that waits, of whichever round; else the one of the round in hand. */
export const contest = (walk: Walk | null, seen: Seen): { readonly contest: Want; readonly contestText: Want } => {
  const { tale } = seen;
  const open = CONTESTED.includes(stateOf(tale)) ? openContest(tale) : null;
  const ruled = open ? null : every(tale, 'contestDecided').findLast(({ round }) => round === walk?.round);
  const asked = open ?? (ruled && walk && last(walk.tale, 'ratingContested'));
  if (!asked) return { contest: { is: null }, contestText: { is: '' } };
  const text = `${unitOf(seen, asked.unitId)?.name} ${minuteOf(asked.at)} 申诉：${asked.reason}`;
  if (!ruled) return { contest: { is: '待确定' }, contestText: { is: `${text}【待确定】` } };
  return {
    contest: { is: ruled.isUpheld ? '成立，不计入单位考核' : '不成立' },
    contestText: { is: `${text}【申诉${ruled.isUpheld ? '' : '不'}成立】${ruled.words}` },
  };
};

/** 历次情况: whatever was signed, answered, rated and judged before, and what of the round in hand was sent back or done again. */
export const earlier = (seen: Seen): Want => {
  const { tale } = seen;
  const inHand = walkInHand(tale);
  const past = walks(tale).filter((walk) => walk !== inHand);
  const ratings = (told: Walk['tale']): readonly string[] =>
    every(told, 'caseRated', 'ratingWordsAdded').flatMap((event) =>
      event.type === 'caseRated' ? [GRADES[event.rating.grade], event.rating.words] : [event.words],
    );
  const judged = (told: Walk['tale']): readonly string[] =>
    every(told, 'ratingJudged', 'ratingReconsidered').flatMap((event) => [
      event.type === 'ratingJudged'
        ? `${by(event, seen)}研判：${event.decision === 'redo' ? '重办' : '解释并提请复核'}`
        : `${by(event, seen)}复核：${event.isUpheld ? '维持' : '退回重办'}`,
      event.words,
    ]);
  const ofPast = past.flatMap((walk) => {
    const { sheet, tale: told, opening } = walk;
    return [
      `第${walk.round}轮`,
      ...(sheet ? [sheet.number.text, `主办${unitOf(seen, parts(walk)[0]?.unitId ?? null)?.name}`] : ['现场答复']),
      ...every(told, 'instructionAdded').map(({ words }) => words),
      ...(walk.isVoid ? ['作废', last(since(tale, opening), 'transcriptDisowned')?.words ?? ''] : []),
      ...every(told, 'unitObjected').flatMap(({ unitId, reason }) => [unitOf(seen, unitId)?.name ?? '', reason]),
      ...every(told, 'objectionDecided').flatMap(({ words, isUpheld }) => [words, `异议${isUpheld ? '' : '不'}成立`]),
      ...every(told, 'extensionRequested').flatMap(({ newDate, reason, doneSoFar }) => [newDate, reason, doneSoFar]),
      ...every(told, 'extensionDecided').map(({ words }) => words),
      ...every(told, 'contributionMade').map(({ text }) => text),
      ...every(told, 'milestoneReached').map(({ words }) => words),
      ...every(told, 'caseResolved').map(({ result }) => result.text),
      ...every(told, 'resultReturned').map(({ reason }) => reason),
      ...every(told, 'planChecked').map(({ words }) => words),
      ...(opening.type === 'answeredOnTheSpot' ? [opening.result.text, opening.publicReply] : []),
      ...every(told, 'resultReviewed').map(({ publicReply }) => publicReply),
      ...ratings(told),
      ...judged(told),
      ...every(told, 'callAttempted').map(({ note }) => note),
      ...every(told, 'ratingContested').map(({ reason }) => reason),
      ...every(tale, 'contestDecided').flatMap(({ round, words, isUpheld }) =>
        round === walk.round ? [words, `申诉${isUpheld ? '' : '不'}成立`] : [],
      ),
    ];
  });
  const told = inHand?.tale ?? [];
  const now = inHand ? sinceRedone(inHand) : [];
  const rated = last(told, 'caseRated');
  const redone = told.filter((event) => !now.includes(event));
  return {
    holds: [
      ...ofPast,
      ...every(told, 'caseResolved')
        .filter((event, index, all) => index + 1 < all.length || !now.includes(event))
        .map(({ result }) => result.text),
      ...every(told, 'resultReturned').map((event) => `${by(event, seen)}审核退回：${event.reason}`),
      ...every(redone, 'resultReviewed').map(({ publicReply }) => publicReply),
      ...ratings(redone),
      // How the last rating was judged stands in a cell of its own.
      ...judged(rated ? before(told, rated) : []),
    ].filter((part) => part !== ''),
    lacks: inHand?.sheet ? [inHand.sheet.number.text, `第${inHand.round}轮`] : [],
  };
};
