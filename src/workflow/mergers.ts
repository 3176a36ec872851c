/**
 * 合并 after the act: what a merger still asks of the two cases, worked out from both as they are now, so that it may be asked
 * any number of times and in any order. The case that was merged in is `merged`, the one it went into `target`.
 */
import {
  type Case,
  currentResult,
  isDissatisfied,
  type MergedWith,
  type Round,
  type SharedAnswer,
  type TakenIn,
} from './case.ts';
import type { Command } from './commands.ts';
import type { Effect } from './effects.ts';
import { HIDDEN_NAME, withoutEnterprise } from './hidden-enterprise.ts';
import type { CaseId } from './ids.ts';
import { enterpriseKeys, isEnded, isOneEnterprise } from './ties.ts';

/** The one next step, and whose it is; null when both agree. */
export const mergerStep = (
  merged: Case,
  target: Case | null,
): { readonly of: CaseId; readonly command: Command } | null => {
  const { exit } = merged;
  if (!exit?.mergedInto) return null;
  const from = exit.mergedInto;
  // Nothing tells how a case ended that is not there; it cannot answer either.
  if (!target) return { of: merged.id, command: { type: 'giveBack', from, why: 'withdrawn', words: '' } };

  const isTakenIn = target.tookIn.some(({ caseId }) => caseId === merged.id);
  if (!isTakenIn && !isEnded(target))
    return { of: target.id, command: { type: 'takeIn', merged: takenIn(merged, target, exit.reason) } };

  // One that was closed has answered, also where the merger is older than what is kept of mergers.
  const answer = isTakenIn || target.state === 'closed' ? answerFor(merged, target) : null;
  if (answer) return isShared(merged, answer) ? null : { of: merged.id, command: { type: 'shareAnswer', answer } };
  return isEnded(target)
    ? { of: merged.id, command: { type: 'giveBack', from: target.id, why: target.state, words: '' } }
    : null;
};

/** Answers of the case it is merged into now; those of an earlier merger are history. */
export const answersHere = ({ state, exit, sharedAnswers }: Case): Case['sharedAnswers'] =>
  state === 'merged' && exit ? sharedAnswers.filter(({ at }) => at >= exit.at) : [];
/** The one that stands. */
export const sharedAnswerOf = (subject: Case): Case['sharedAnswers'][number] | null =>
  answersHere(subject).at(-1) ?? null;

export const isShared = (subject: Case, { from, round, reviewedAt }: SharedAnswer): boolean =>
  answersHere(subject).some(
    (shared) => shared.from === from && shared.round === round && shared.reviewedAt === reviewedAt,
  );

/** The enterprise is not content with the answer that its case shares. */
export const isSharedRatedBadly = (subject: Case): boolean => {
  const rating = sharedAnswerOf(subject)?.rating ?? null;
  return rating !== null && isDissatisfied(rating.grade);
};

/** What an act means for mergers: which of them are to be looked at again. */
export const mergersDue = (before: Case | null, next: Case): readonly Effect[] => [
  ...(next.state === 'merged' && before?.state !== 'merged' ? [look(next.id)] : []),
  ...(before !== null && news(before) === news(next) ? [] : next.tookIn.map(({ caseId }) => look(caseId))),
];
const look = (merged: CaseId): Effect => ({ type: 'settleMerger', merged });
const news = (subject: Case): string => JSON.stringify([isEnded(subject), answeredRound(subject)?.review?.at]);

/** One enterprise, and neither case confidential: only then does one's reader learn anything of the other. */
const isOpenBetween = (one: Case, other: Case): boolean =>
  isSameEnterprise(one, other) && !one.notes.isConfidential && !other.notes.isConfidential;

export const isSameEnterprise = (one: Case, other: Case): boolean =>
  isOneEnterprise(enterpriseKeys(one.appeal), enterpriseKeys(other.appeal));

/** What the enterprise of the merged case may know of the target. */
export const mergedWith = (merged: Case, target: Case): MergedWith => ({
  isSameEnterprise: isOpenBetween(merged, target),
  category: target.appeal.category,
  submittedAt: target.submittedAt,
});

const takenIn = (merged: Case, target: Case, reason: string): TakenIn => {
  const isSecret = merged.notes.isConfidential || target.notes.isConfidential;
  return {
    caseId: merged.id,
    enterpriseName: isSecret ? '' : merged.appeal.enterpriseName,
    isSameEnterprise: isOpenBetween(merged, target),
    category: merged.appeal.category,
    submittedAt: merged.submittedAt,
    reason: forOthers(merged, target, reason),
  };
};

const answeredRound = ({ rounds }: Case): Round | null => rounds.findLast(({ review }) => review !== null) ?? null;

/** 答复 that the target's enterprise was given last, without its name where the other is another. */
const answerFor = (merged: Case, target: Case): SharedAnswer | null => {
  const round = answeredRound(target);
  const result = round && currentResult(round);
  if (!round?.review || !result) return null;
  return {
    from: target.id,
    round: round.round,
    reviewedAt: round.review.at,
    outcome: result.outcome,
    publicReply: forOthers(target, merged, round.review.publicReply),
    basis: forOthers(target, merged, result.basis),
    plannedDate: result.plannedDate,
  };
};

/** Words about one case as the enterprise of the other may read them. */
const forOthers = (of: Case, reader: Case, words: string): string =>
  isOpenBetween(of, reader) ? words : withoutEnterprise(of, words).replaceAll(HIDDEN_NAME, '另一企业');
