/**
 * Whether the procedure allows a command, and why not. Every command has its rule here; one that is missing fails the test that
 * asks for it.
 */
import type { Actor } from '../../../src/workflow/actor.ts';
import type { Command } from '../../../src/workflow/commands.ts';
import { type Against, type Asked, against } from './rules.ts';
import * as first from './rules-before-signing.ts';
import * as last from './rules-closing.ts';
import * as middle from './rules-handling.ts';
import * as mergers from './rules-mergers.ts';
import * as sheets from './rules-sheet.ts';
import type { Scene } from './scene.ts';

const RULES = { ...first, ...mergers, ...sheets, ...middle, ...last };

export const isRuled = (type: string): boolean => Object.hasOwn(RULES, type);
/** A command that came later and has no rule here yet; the test that asks for one says its name. */
const NO_RULE = 'no rule is written for it';

/** Every reason for which the procedure says no; the first is the one that counts. */
export const allAgainst = (command: Command, actor: Actor, scene: Scene): readonly string[] =>
  against((asked) => ruling(command, asked), actor, scene);
/** Null where the procedure allows it. */
export const speaksAgainst = (command: Command, actor: Actor, scene: Scene): string | null =>
  allAgainst(command, actor, scene)[0] ?? null;

const ruling = (command: Command, asked: Asked): Against => {
  switch (command.type) {
    case 'submit':
      return RULES.submit(command, asked);
    case 'amend':
      return RULES.amend(command, asked);
    case 'accept':
      return RULES.accept(command, asked);
    case 'decline':
      return RULES.decline(command, asked);
    case 'merge':
      return RULES.merge(command, asked);
    case 'takeIn':
      return RULES.takeIn(command, asked);
    case 'giveBack':
      return RULES.giveBack(command, asked);
    case 'shareAnswer':
      return RULES.shareAnswer(command, asked);
    case 'rateShared':
      return RULES.rateShared(command, asked);
    case 'followDay':
      return RULES.followDay(command, asked);
    case 'redirect':
      return RULES.redirect(command, asked);
    case 'fillVerdicts':
      return RULES.fillVerdicts(command, asked);
    case 'completeVetting':
      return RULES.completeVetting(command, asked);
    case 'consult':
      return RULES.consult(command, asked);
    case 'answerConsultation':
      return RULES.answerConsultation(command, asked);
    case 'askEnterprise':
      return RULES.askEnterprise(command, asked);
    case 'answerEnterprise':
      return RULES.answerEnterprise(command, asked);
    case 'submitMaterial':
      return RULES.submitMaterial(command, asked);
    case 'endPause':
      return RULES.endPause(command, asked);
    case 'schedule':
      return RULES.schedule(command, asked);
    case 'unschedule':
      return RULES.unschedule(command, asked);
    case 'hear':
      return RULES.hear(command, asked);
    case 'answerOnTheSpot':
      return RULES.answerOnTheSpot(command, asked);
    case 'requestInstruction':
      return RULES.requestInstruction(command, asked);
    case 'instruct':
      return RULES.instruct(command, asked);
    case 'recordInstruction':
      return RULES.recordInstruction(command, asked);
    case 'checkTranscript':
      return RULES.checkTranscript(command, asked);
    case 'disownTranscript':
      return RULES.disownTranscript(command, asked);
    case 'correctInstruction':
      return RULES.correctInstruction(command, asked);
    case 'addInstruction':
      return RULES.addInstruction(command, asked);
    case 'noteAssignment':
      return RULES.noteAssignment(command, asked);
    case 'prepare':
      return RULES.prepare(command, asked);
    case 'sendBack':
      return RULES.sendBack(command, asked);
    case 'passOn':
      return RULES.passOn(command, asked);
    case 'hold':
      return RULES.hold(command, asked);
    case 'acknowledge':
      return RULES.acknowledge(command, asked);
    case 'issueUnitCodes':
      return RULES.issueUnitCodes(command, asked);
    case 'enterByWeb':
      return RULES.enterByWeb(command, asked);
    case 'object':
      return RULES.object(command, asked);
    case 'decideObjection':
      return RULES.decideObjection(command, asked);
    case 'nameOfficer':
      return RULES.nameOfficer(command, asked);
    case 'contactEnterprise':
      return RULES.contactEnterprise(command, asked);
    case 'reportProgress':
      return RULES.reportProgress(command, asked);
    case 'setMilestone':
      return RULES.setMilestone(command, asked);
    case 'moveMilestone':
      return RULES.moveMilestone(command, asked);
    case 'reachMilestone':
      return RULES.reachMilestone(command, asked);
    case 'askProgress':
      return RULES.askProgress(command, asked);
    case 'contribute':
      return RULES.contribute(command, asked);
    case 'requestExtension':
      return RULES.requestExtension(command, asked);
    case 'decideExtension':
      return RULES.decideExtension(command, asked);
    case 'resolve':
      return RULES.resolve(command, asked);
    case 'review':
      return RULES.review(command, asked);
    case 'returnResult':
      return RULES.returnResult(command, asked);
    case 'rate':
      return RULES.rate(command, asked);
    case 'recordCallAttempt':
      return RULES.recordCallAttempt(command, asked);
    case 'waiveRating':
      return RULES.waiveRating(command, asked);
    case 'judgeRating':
      return RULES.judgeRating(command, asked);
    case 'reconsider':
      return RULES.reconsider(command, asked);
    case 'endorse':
      return RULES.endorse(command, asked);
    case 'instructAgain':
      return RULES.instructAgain(command, asked);
    case 'askPlanCheck':
      return RULES.askPlanCheck(command, asked);
    case 'reportPlan':
      return RULES.reportPlan(command, asked);
    case 'checkPlan':
      return RULES.checkPlan(command, asked);
    case 'contestRating':
      return RULES.contestRating(command, asked);
    case 'decideContest':
      return RULES.decideContest(command, asked);
    case 'requestWithdrawal':
      return RULES.requestWithdrawal(command, asked);
    case 'auditWithdrawal':
      return RULES.auditWithdrawal(command, asked);
    case 'remind':
      return RULES.remind(command, asked);
    case 'supervise':
      return RULES.supervise(command, asked);
    case 'list':
      return RULES.list(command, asked);
    case 'unlist':
      return RULES.unlist(command, asked);
    case 'recomputeDue':
      return RULES.recomputeDue(command, asked);
    case 'addRatingWords':
      return RULES.addRatingWords(command, asked);
    case 'changeLight':
      return RULES.changeLight(command, asked);
    default:
      return [[true, NO_RULE]];
  }
};
