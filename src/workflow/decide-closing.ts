/**
 * Rules from 报结果 to 销号: the lead unit reports, staff pass the result on or return it, and the one who signed has seen it.
 */

import { isRealDate } from './beijing-date.ts';
import {
  type Case,
  currentResult,
  currentRound,
  dueInHand,
  type Outcome,
  PROBLEM_OUTCOMES,
  roundInHand,
  SUGGESTION_OUTCOMES,
} from './case.ts';
import type { Command } from './commands.ts';
import { dueAfter, workdaysBetween } from './deadlines.ts';
import { checkVetted } from './decide-signing.ts';
import { checkOwnResult } from './own-work.ts';
import { isBlank } from './plain-text.ts';
import { leadUnitReached, notify, showCard } from './recipients.ts';
import { staffOf } from './roles.ts';
import {
  checkAllFilled,
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

/** Outcomes that tell the enterprise “no” rest on a rule that is named. */
const NEEDS_BASIS: readonly Outcome[] = ['explained', 'legal_channel', 'not_adopted'];

export const resolve = (
  subject: Case,
  { outcome, text, plannedDate, basis, unitHead }: Extract<Command, { type: 'resolve' }>,
  { now, by, today, directory }: Judging,
): Ruling => {
  const fitting: readonly Outcome[] = subject.appeal.kind === 'problem' ? PROBLEM_OUTCOMES : SUGGESTION_OUTCOMES;
  const isPlanned = outcome === 'planned';
  const day = isPlanned ? plannedDate : null;
  return unless(
    [
      refuseIf(!fitting.includes(outcome), { kind: 'outcomeUnfit' }),
      checkAllFilled({
        办理情况: !isBlank(text),
        计划解决日期: !isPlanned || (day !== null && isRealDate(day)),
        政策依据: !NEEDS_BASIS.includes(outcome) || !isBlank(basis),
        单位负责人: !isBlank(unitHead),
      }),
      refuseIf(day !== null && day <= today, { kind: 'dateNotLater', than: today }),
      checkLength('办理情况', text),
      checkLength('政策依据', basis),
      checkLength('单位负责人', unitHead),
    ],
    () =>
      yes(
        {
          type: 'caseResolved',
          result: { at: now, by, outcome, text, plannedDate: day, basis, unitHead },
        },
        showCard('review', roundInHand(subject), staffOf(directory)),
      ),
  );
};

export const review = (subject: Case, publicReply: string, judging: Judging): Ruling =>
  unless(
    [checkOwnResult(subject, judging), checkVetted(subject, 'review'), checkFilled('对企业的答复', publicReply)],
    () => yes({ type: 'resultReviewed', publicReply }),
  );

/** Whoever has to do it again gets at least the days of a redo. */
export const returnResult = (subject: Case, reason: string, judging: Judging): Ruling => {
  const { today, directory, calendar } = judging;
  const due = dueInHand(subject);
  const { redoDays } = directory.settings;
  const isShort = !due || workdaysBetween(today, due.date, calendar) < redoDays;
  return unless([checkOwnResult(subject, judging), checkReason('退回原因', reason)], () =>
    yes(
      { type: 'resultReturned', reason, due: isShort ? dueAfter(today, redoDays, calendar) : null },
      notify('resultReturned', leadUnitReached(subject, directory)),
    ),
  );
};

/** 销号 by the closing check-list: a result, its reply to the enterprise, and what the enterprise thinks of it. */
export const endorse = (subject: Case, words: string): Ruling => {
  const round = currentRound(subject);
  if (!round) return no({ kind: 'fieldsMissing', missing: ['办理结果'] });
  return unless(
    [
      // What was typed wants to be signed; closing would lose it.
      refuseIf(!isBlank(words), { kind: 'endorsedWithWords' }),
      checkAllFilled({
        办理结果: currentResult(round) !== null,
        对企业的答复: round.review !== null,
        企业评价: round.rating !== null || round.isUnrated,
      }),
    ],
    () => yes({ type: 'caseClosed' }),
  );
};
