/**
 * The process decides: case + command + who, when, where → accepted with events and effects, or refused with a reason.
 * First the table of transitions (does the case exist, is it this person's to ask, is it possible in this state), then the
 * conditions of the one rule. The rules stand in `decide-*.ts`, by stage of the road.
 */
import { actedFor, byWords, signatureOf } from './acting.ts';
import type { Role } from './actor.ts';
import { applyEvent } from './apply.ts';
import { beijingDateOf } from './beijing-date.ts';
import { type Case, currentRound } from './case.ts';
import type { Command, CommandType } from './commands.ts';
import * as calendar from './decide-calendar.ts';
import * as closing from './decide-closing.ts';
import * as contest from './decide-contest.ts';
import * as handling from './decide-handling.ts';
import * as intake from './decide-intake.ts';
import * as merger from './decide-merger.ts';
import * as milestone from './decide-milestone.ts';
import * as pause from './decide-pause.ts';
import * as plan from './decide-plan.ts';
import * as rating from './decide-rating.ts';
import * as reception from './decide-reception.ts';
import * as sheet from './decide-sheet-changes.ts';
import * as signing from './decide-signing.ts';
import * as supervising from './decide-supervision.ts';
import * as web from './decide-web.ts';
import type { Decision, Refusal } from './decision.ts';
import type { CaseEvent, CaseEventBody } from './events.ts';
import { extensionForLeader } from './extensions.ts';
import { isSameLight, readLight } from './lights.ts';
import { linksDue } from './links-due.ts';
import { mergersDue } from './mergers.ts';
import { showSignedInRoom, uniqueEffects } from './recipients.ts';
import { partsOfActor, rolesOf } from './roles.ts';
import { byOf, type DecideContext, type Judging, type Ruling } from './ruling.ts';
import { hasStep, TRANSITIONS, type Transition } from './transitions.ts';

export type { DecideContext } from './ruling.ts';

/** Pure: the same arguments give the same decision. `subject` is null only for `submit`. */
export const decide = (subject: Case | null, command: Command, context: DecideContext): Decision => {
  const judging = judgingIn(subject, command.type, context);
  const ruling = ruled(subject, command, judging);
  return ruling.kind === 'no' ? { kind: 'refused', reason: ruling.reason } : accepted(subject, ruling, judging);
};

/** Why it would be refused, or null: the same answer without what would follow. */
export const refusalOf = (subject: Case, command: Command, context: DecideContext): Refusal | null => {
  const ruling = ruled(subject, command, judgingIn(subject, command.type, context));
  return ruling.kind === 'no' ? ruling.reason : null;
};

const judgingIn = (subject: Case | null, type: CommandType, context: DecideContext): Judging => {
  const { actor, directory, now } = context;
  const today = beijingDateOf(now);
  const actingFor = actedFor(actor, subject, askedOf(type, subject), directory, today);
  const by = byOf(actor, directory);
  return { ...context, actingFor, by: actingFor ? { ...by, actedFor: actingFor.name } : by, today };
};

/** Of whom it is asked: a further extension of leaders alone, so that staff who grant it stand in for one. */
const askedOf = (type: CommandType, subject: Case | null): readonly Role[] => {
  const { by }: Transition = TRANSITIONS[type];
  const round = subject && currentRound(subject);
  const isForLeaders = type === 'decideExtension' && round !== null && extensionForLeader(round) !== null;
  return isForLeaders ? by.filter((role) => role !== 'staff') : by;
};

const ruled = (subject: Case | null, command: Command, judging: Judging): Ruling => {
  const outside = refusedByTable(subject, command.type, judging);
  return outside ? { kind: 'no', reason: outside } : rule(subject, command, judging);
};

/** Why the table of transitions says no, or null. */
const refusedByTable = (subject: Case | null, type: CommandType, judging: Judging): Refusal | null => {
  const transition: Transition = TRANSITIONS[type];
  if (!subject && !transition.from.includes('none')) return { kind: 'noSuchCase' };

  const roles = rolesOf(judging.actor, subject, judging.directory, judging.today);
  if (!transition.by.some((role) => roles.has(role))) return { kind: 'notYourRole' };
  if (subject && !transition.from.includes(subject.state)) return tooLate(subject, type, judging);
  return null;
};

/** The step is over or not yet there; where someone did the same before, that is said instead. */
const tooLate = (subject: Case, type: CommandType, { actor, directory }: Judging): Refusal => {
  const round = currentRound(subject);
  if ((type === 'instruct' || type === 'recordInstruction') && round?.instruction) {
    return { kind: 'alreadySigned', byName: byWords(signatureOf(round.instruction)), at: round.instruction.signedAt };
  }
  if (type === 'acknowledge') {
    const mine = partsOfActor(actor, subject, directory).find((part) => part.acknowledged)?.acknowledged;
    if (mine) return { kind: 'alreadyAcknowledged', byName: byWords(mine.by), at: mine.at };
  }
  if (type === 'correctInstruction' && round?.instruction && isHandled(subject)) return sheet.correctionOver(round);
  if ((type === 'addInstruction' || type === 'correctInstruction') && round?.review) return { kind: 'additionTooLate' };
  if (type === 'disownTranscript' && round?.review) return { kind: 'disownTooLate' };
  if (type === 'endorse' && subject.state === 'closed') return { kind: 'alreadyDone' };
  return { kind: 'wrongState', state: subject.state };
};

const isHandled = (subject: Case): boolean => hasStep('addInstruction', subject);

const rule = (subject: Case | null, command: Command, judging: Judging): Ruling => {
  if (command.type === 'submit') return intake.submit(command, judging);
  if (!subject) return { kind: 'no', reason: { kind: 'noSuchCase' } };
  switch (command.type) {
    case 'amend':
      return intake.amend(subject, command.change, judging);
    case 'accept':
      return intake.accept(subject);
    case 'decline':
      return intake.decline(command.reason);
    case 'merge':
      return merger.merge(subject, command.into, command.reason, judging);
    case 'takeIn':
      return merger.takeIn(subject, command.merged, judging);
    case 'giveBack':
      return merger.giveBack(subject, command, judging);
    case 'shareAnswer':
      return merger.shareAnswer(subject, command.answer);
    case 'rateShared':
      return merger.rateShared(subject, command, judging);
    case 'redirect':
      return intake.redirect(command.reason);
    case 'fillVerdicts':
      return intake.fillVerdicts(subject, command.ground);
    case 'completeVetting':
      return intake.completeVetting(subject);
    case 'consult':
      return intake.consult(subject, command.unitIds, command.question, judging);
    case 'answerConsultation':
      return intake.answerConsultation(subject, command.text, judging);

    case 'askEnterprise':
      return pause.askEnterprise(subject, command.question, judging);
    case 'answerEnterprise':
      return pause.answerEnterprise(subject, command.text, judging);
    case 'submitMaterial':
      return pause.submitMaterial(subject, command, judging);
    case 'endPause':
      return pause.endPause(subject, judging);
    case 'requestWithdrawal':
      return pause.requestWithdrawal(subject, command.words, judging);
    case 'auditWithdrawal':
      return pause.auditWithdrawal(subject, command);

    case 'schedule':
      return reception.schedule(command.receptionDayId, judging);
    case 'followDay':
      return reception.followDay(subject, judging);
    case 'unschedule':
      return reception.unschedule();
    case 'hear':
      return reception.hear(subject, command.note, judging);
    case 'answerOnTheSpot':
      return reception.answerOnTheSpot(subject, command.reply, judging);

    case 'requestInstruction':
      return signing.requestInstruction(subject, judging);
    case 'instruct':
      return signing.instruct(subject, command.signing, judging);
    case 'recordInstruction':
      return signing.recordInstruction(subject, command, judging);
    case 'checkTranscript':
      return signing.checkTranscript(subject, command.words, judging);
    case 'disownTranscript':
      return sheet.disownTranscript(subject, command.words, judging);
    case 'correctInstruction':
      return sheet.correctInstruction(subject, command.signing, judging);
    case 'addInstruction':
      return sheet.addInstruction(subject, command.words, judging);
    case 'noteAssignment':
      return sheet.noteAssignment(subject, judging);
    case 'prepare':
      return signing.prepare(command.words);
    case 'sendBack':
      return signing.sendBack(command.reason, judging);
    case 'passOn':
      return signing.passOn(subject, command.leaderId, command.words, judging);
    case 'hold':
      return signing.hold(command.reason, judging);
    case 'instructAgain':
      return signing.instructAgain(subject, command.signing, judging);

    case 'acknowledge':
      return handling.acknowledge(subject, judging);
    case 'object':
      return handling.object(subject, command, judging);
    case 'decideObjection':
      return handling.decideObjection(subject, command, judging);
    case 'nameOfficer':
      return handling.nameOfficer(subject, command.officer, judging);
    case 'contactEnterprise':
      return handling.contactEnterprise(subject, command.note, judging);
    case 'reportProgress':
      return handling.reportProgress(subject, command, judging);
    case 'contribute':
      return handling.contribute(subject, command.text, judging);
    case 'requestExtension':
      return handling.requestExtension(subject, command, judging);
    case 'decideExtension':
      return handling.decideExtension(subject, command, judging);

    case 'setMilestone':
      return milestone.setMilestone(subject, command, judging);
    case 'moveMilestone':
      return milestone.moveMilestone(subject, command, judging);
    case 'reachMilestone':
      return milestone.reachMilestone(subject, command);
    case 'askProgress':
      return milestone.askProgress(subject, judging);

    case 'resolve':
      return closing.resolve(subject, command, judging);
    case 'review':
      return closing.review(subject, command.publicReply, judging);
    case 'returnResult':
      return closing.returnResult(subject, command.reason, judging);
    case 'endorse':
      return closing.endorse(subject, command.words ?? '');

    case 'rate':
      return rating.rate(subject, command, judging);
    case 'addRatingWords':
      return rating.addRatingWords(subject, command.words, judging);
    case 'recordCallAttempt':
      return rating.recordCallAttempt(subject, command.note);
    case 'waiveRating':
      return rating.waiveRating(subject, judging);
    case 'judgeRating':
      return rating.judgeRating(subject, command, judging);
    case 'reconsider':
      return rating.reconsider(subject, command, judging);

    case 'contestRating':
      return contest.contestRating(subject, command.reason, judging);
    case 'decideContest':
      return contest.decideContest(subject, command, judging);

    case 'askPlanCheck':
      return plan.askPlanCheck(subject, judging);
    case 'reportPlan':
      return plan.reportPlan(subject, command.text, judging);
    case 'checkPlan':
      return plan.checkPlan(subject, command, judging);

    case 'issueUnitCodes':
      return web.issueUnitCodes(subject, judging);
    case 'enterByWeb':
      return web.enterByWeb(subject, judging);

    case 'remind':
      return supervising.remind(subject, judging);
    case 'supervise':
      return supervising.supervise(subject, command.level, judging);
    case 'list':
      return supervising.list(subject, command.reason, judging);
    case 'unlist':
      return supervising.unlist(subject, command.reason, judging);
    case 'recomputeDue':
      return calendar.recomputeDue(subject, judging);
    case 'changeLight':
      return supervising.changeLight(subject, judging);
  }
};

/** The events in their places, the case they lead to, and what should follow, the row in 事项 always. */
const accepted = (subject: Case | null, ruling: Extract<Ruling, { kind: 'yes' }>, judging: Judging): Decision => {
  const [first, ...rest] = ruling.events;
  if (!first) throw new Error('an accepted command has an event');
  const opening = placed(first, subject, judging);
  let next = applyEvent(subject, opening);
  const events: CaseEvent[] = [opening];
  const append = (body: CaseEventBody): void => {
    const event = placed(body, next, judging);
    next = applyEvent(next, event);
    events.push(event);
  };
  for (const body of rest) append(body);

  // An act may change the light at once (an extension, a redo); it would be wrong until the clock's next turn.
  const reading = readLight(next, judging.now, judging.directory.settings, judging.calendar);
  if (!isSameLight(reading, { light: next.light, reasons: next.lightReasons }))
    append({ type: 'lightChanged', ...reading });

  return {
    kind: 'accepted',
    events,
    next,
    effects: uniqueEffects([
      { type: 'mirrorCase' },
      ...ruling.effects,
      ...showSignedInRoom(subject, judging.directory, judging.today),
      ...mergersDue(subject, next),
      ...linksDue(subject, next, judging.directory),
    ]),
  };
};

const placed = (body: CaseEventBody, subject: Case | null, { now, by }: Judging): CaseEvent => ({
  ...body,
  seq: (subject?.seq ?? 0) + 1,
  at: now,
  by,
});
