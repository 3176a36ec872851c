/**
 * Rules of 评价: the enterprise rates, staff may write down a rating given by phone or go on without one after recorded
 * calls; who is dissatisfied gets a judgement (重办, or 解释 and 复核 by the lead leader), never an automatic loop.
 */
import { type Case, currentRound, isDissatisfied, type Round, ratingInHand, roundInHand } from './case.ts';
import type { Command } from './commands.ts';
import { dueAfter } from './deadlines.ts';
import type { Directory } from './directory.ts';
import type { Effect } from './effects.ts';
import { checkOwnResult } from './own-work.ts';
import { isBlank } from './plain-text.ts';
import {
  leadUnitPeople,
  leadUnitReached,
  notify,
  notifyStaff,
  showAssignment,
  showCard,
  showReconsideration,
  showResolution,
  unitsOf,
} from './recipients.ts';
import {
  checkFilled,
  checkLength,
  checkReason,
  type Judging,
  no,
  type Ruling,
  refuseIf,
  unless,
  yes,
} from './ruling.ts';

export const rate = (
  subject: Case,
  { grade, words, asks = null }: Extract<Command, { type: 'rate' }>,
  judging: Judging,
): Ruling => {
  const { actor, now, by, today, directory } = judging;
  return unless(
    [
      checkOwnResult(subject, judging),
      refuseIf(ratingInHand(subject) !== null, { kind: 'ratedBefore' }),
      refuseIf(isDissatisfied(grade) && isBlank(words), { kind: 'ratingWordsMissing' }),
      checkLength('评价意见', words),
    ],
    () =>
      yes(
        {
          type: 'caseRated',
          rating: {
            at: now,
            grade,
            words,
            recordedBy: actor.kind === 'enterprise' ? null : by,
            channel: actor.kind === 'enterprise' ? 'page' : 'phone',
            asks: isDissatisfied(grade) ? asks : null,
            added: [],
          },
        },
        isDissatisfied(grade)
          ? [...notifyStaff('dissatisfied', directory), ...tellLeadUnit(subject, directory)]
          : showResolution(subject, directory, today),
      ),
  );
};

/** On its sheet the unit reads what the enterprise said, and may contest it (评价申诉). */
const tellLeadUnit = (subject: Case, directory: Directory): readonly Effect[] => {
  const people = leadUnitPeople(subject, directory);
  return [
    ...showCard('assignment', roundInHand(subject), people),
    ...notify('ratedBadly', leadUnitReached(subject, directory)),
  ];
};

/** So often one rating may be added to; more is for a call. */
const MAX_ADDITIONS = 5;

export const addRatingWords = (subject: Case, words: string, { directory }: Judging): Ruling => {
  const round = currentRound(subject);
  const rating = round?.rating;
  if (!rating) return no({ kind: 'notRatedYet' });
  return unless(
    [
      refuseIf(round.judgement !== null, { kind: 'ratingJudged' }),
      refuseIf(rating.added.length >= MAX_ADDITIONS, { kind: 'ratingWordsUsedUp', max: MAX_ADDITIONS }),
      checkFilled('补充意见', words),
    ],
    () => yes({ type: 'ratingWordsAdded', words }, notifyStaff('ratingWordsAdded', directory)),
  );
};

export const recordCallAttempt = (subject: Case, note: string): Ruling =>
  unless([refuseIf(ratingInHand(subject) !== null, { kind: 'ratedBefore' }), checkReason('回访情况', note)], () =>
    yes({ type: 'callAttempted', note }),
  );

export const waiveRating = (subject: Case, { directory, today }: Judging): Ruling => {
  const round = currentRound(subject);
  const made = round?.callAttempts.length ?? 0;
  const needed = directory.settings.callAttempts;
  return unless(
    [
      refuseIf(ratingInHand(subject) !== null, { kind: 'ratedBefore' }),
      refuseIf(made < needed, { kind: 'attemptsMissing', needed, made }),
    ],
    () => yes({ type: 'ratingWaived' }, showResolution(subject, directory, today)),
  );
};

export const judgeRating = (
  subject: Case,
  { decision, words }: Extract<Command, { type: 'judgeRating' }>,
  judging: Judging,
): Ruling => {
  const { directory, calendar, today } = judging;
  const round = currentRound(subject);
  if (!round?.rating) return no({ kind: 'notRatedYet' });
  const isRedo = decision === 'redo';
  return unless(
    [
      refuseIf(round.judgement !== null, { kind: 'alreadyDone' }),
      checkOwnResult(subject, judging),
      // After 现场答复 no unit has a part; who thinks one should have it explains, and the leader signs a sheet.
      refuseIf(isRedo && round.units.length === 0, { kind: 'noUnitToRedo' }),
      refuseIf(isRedo && isRedoUsedUp(round, directory), { kind: 'redoUsedUp', max: directory.settings.maxRedoRounds }),
      refuseIf(isRedo && round.redoCount > 0, { kind: 'redoNeedsLeader' }),
      checkReason('研判意见', words),
    ],
    () =>
      isRedo
        ? yes(
            {
              type: 'ratingJudged',
              decision,
              words,
              due: dueAfter(today, redoDays(round, directory), calendar),
            },
            showAssignment(round.round, unitsOf(subject), directory),
          )
        : yes({ type: 'ratingJudged', decision, words, due: null }, showReconsideration(subject, directory, today)),
  );
};

export const reconsider = (
  subject: Case,
  { isUpheld, words }: Extract<Command, { type: 'reconsider' }>,
  { directory, calendar, today }: Judging,
): Ruling => {
  const round = currentRound(subject);
  if (!round?.rating) return no({ kind: 'notRatedYet' });
  const isDoneAgain = !isUpheld && round.units.length > 0 && !isRedoUsedUp(round, directory);
  return unless(
    [
      refuseIf(round.judgement === null, { kind: 'judgementPending' }),
      isUpheld ? checkLength('复核意见', words) : checkReason('复核意见', words),
    ],
    () =>
      yes(
        {
          type: 'ratingReconsidered',
          isUpheld,
          words,
          due: isDoneAgain ? dueAfter(today, redoDays(round, directory), calendar) : null,
        },
        isDoneAgain
          ? showAssignment(round.round, unitsOf(subject), directory)
          : showResolution(subject, directory, today),
      ),
  );
};

const isRedoUsedUp = ({ redoCount }: Round, { settings }: Directory): boolean => redoCount >= settings.maxRedoRounds;

/** 重办 has at most half of the limit that was signed. */
const redoDays = ({ instruction }: Round, { settings }: Directory): number =>
  instruction && 'workdays' in instruction.limit
    ? Math.max(1, Math.min(settings.redoDays, Math.floor(instruction.limit.workdays / 2)))
    : settings.redoDays;
