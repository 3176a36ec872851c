/**
 * How an event changes the round in hand. The state of the case is `apply.ts`'s; here is what happened between one sheet
 * and its closing. Events that say nothing about a round leave it as it is.
 */
import {
  type AttachedFile,
  contributionsOf,
  type DueMove,
  type Instruction,
  instructionTextOf,
  isByClock,
  leadFirst,
  leadUnitIdOf,
  type Milestone,
  type Round,
  type UnitPart,
} from './case.ts';
import type { CaseEvent } from './events.ts';
import type { Ms, UnitId } from './ids.ts';

export const applyToRound = (round: Round, event: CaseEvent): Round => {
  const after = changed(round, event);
  const [from, to, why] = [round.due?.date, after.due?.date, dueMoveOf(event)];
  if (!from || !to || from === to || !why) return after;
  return { ...after, dueMoves: [...after.dueMoves, { at: event.at, from, to, why }] };
};

/** Why an event that carries a limit moves it. */
const dueMoveOf = ({ type }: CaseEvent): DueMove['why'] | null => {
  switch (type) {
    case 'enterpriseAnswered':
    case 'pauseEnded':
      return 'pause';
    case 'objectionDecided':
      return 'ruling';
    case 'extensionDecided':
      return 'extension';
    case 'resultReturned':
    case 'ratingJudged':
    case 'ratingReconsidered':
      return 'redo';
    case 'dueMoved':
      return 'calendar';
    default:
      return null;
  }
};

const changed = (round: Round, event: CaseEvent): Round => {
  const { at, by } = event;
  switch (event.type) {
    case 'enterpriseAnswered':
      return withPause({ ...round, due: event.due ?? round.due }, event.since, at);
    case 'pauseEnded': {
      // A line of history, so that the silence of the pause is not held against the unit.
      const resumed = withPause({ ...round, due: event.due ?? round.due }, event.since, at);
      const words = isByClock(by) ? '企业补充期满，恢复计时' : '已结束等待企业补充，恢复计时';
      return withProgress(resumed, event, null, words);
    }

    case 'dueMoved':
      return { ...round, due: event.due };
    case 'transcriptChecked':
      return round.instruction
        ? { ...round, instruction: checkedBy(round.instruction, event.words, { at, by }) }
        : round;
    case 'instructionCorrected':
      return round.instruction
        ? {
            ...round,
            instruction: correctedBy(round.instruction, event),
            due: event.due ?? round.due,
            units: [
              partOf(round.units, event.leadUnitId, 'lead'),
              ...event.supportingUnitIds.map((unitId) => partOf(round.units, unitId, 'supporting')),
            ],
            leadNoted: event.leadLeaderId === round.instruction.leadLeaderId ? round.leadNoted : null,
          }
        : round;
    case 'instructionAdded':
      return round.instruction
        ? {
            ...round,
            instruction: {
              ...round.instruction,
              additions: [...round.instruction.additions, { at, by, words: event.words }],
            },
          }
        : round;
    case 'assignmentNoted':
      return { ...round, leadNoted: { at, by } };
    case 'unitAcknowledged':
      return withPart(round, event.unitId, (part) => ({ ...part, acknowledged: { at, by } }));
    case 'unitObjected': {
      const { unitId, reason, suggestedUnitId } = event;
      const objection = { unitId, at, by, reason, suggestedUnitId, decision: null };
      return { ...round, objections: [...round.objections, objection] };
    }
    case 'objectionDecided': {
      const { unitId, isUpheld, words, newUnitId } = event;
      const objections = round.objections.map((each) =>
        each.unitId === unitId && each.decision === null
          ? { ...each, decision: { at, by, isUpheld, words, newUnitId } }
          : each,
      );
      const decided = { ...round, objections };
      return isUpheld && newUnitId
        ? // A line of nobody's unit: the ruling is the federation's, and its new unit has done nothing yet.
          withProgress(
            { ...decided, units: reassigned(round.units, unitId, newUnitId), due: event.due ?? round.due },
            event,
            null,
            words === '' ? '异议成立并改办' : `异议成立并改办。确定意见：${words}`,
          )
        : decided;
    }
    case 'officerNamed':
      return withPart(round, event.unitId, (part) => ({ ...part, officer: event.officer }));
    case 'enterpriseContacted': {
      const contacted = withPart(round, event.unitId, (part) => ({ ...part, contactedAt: part.contactedAt ?? at }));
      return withProgress(
        contacted,
        event,
        event.unitId,
        event.note === '' ? '已联系企业' : `已联系企业：${event.note}`,
      );
    }
    case 'progressReported':
      return withProgress(round, event, event.unitId, event.text, event.files);
    case 'milestoneSet': {
      const { id, text, on } = event;
      const milestone = { id, text, on, setAt: at, moves: [], askedAt: null, reached: null };
      return { ...round, milestones: [...round.milestones, milestone] };
    }
    case 'milestoneMoved':
      return withMilestone(round, event.id, (milestone) => ({
        ...milestone,
        on: event.on,
        askedAt: null,
        moves: [...milestone.moves, { at, by, from: milestone.on, reason: event.reason }],
      }));
    case 'milestoneReached': {
      const text = round.milestones.find(({ id }) => id === event.id)?.text ?? '';
      const reached = withMilestone(round, event.id, (milestone) => ({
        ...milestone,
        reached: { at, by, words: event.words },
      }));
      return withProgress(reached, event, event.unitId, `节点“${text}”完成：${event.words}`);
    }
    case 'progressAsked':
      return {
        ...round,
        lineOwedFor: event.month ?? round.lineOwedFor,
        milestones: round.milestones.map((milestone) =>
          event.milestoneIds.includes(milestone.id) ? { ...milestone, askedAt: at } : milestone,
        ),
      };
    case 'contributionMade':
      return withPart(round, event.unitId, (part) => ({
        ...part,
        contribution: { at, by, text: event.text },
        earlierContributions: contributionsOf(part),
      }));

    case 'unitCodesIssued': {
      const webCode = { issue: event.seq, issuedAt: at, issuedTo: by.openId, enteredAt: null };
      return event.unitIds.reduce((after, id) => withPart(after, id, (part) => ({ ...part, webCode })), round);
    }
    case 'unitEnteredByWeb':
      return withPart(round, event.unitId, (part) => ({
        ...part,
        webCode: part.webCode && { ...part.webCode, enteredAt: at },
      }));

    case 'extensionRequested':
      return round.due
        ? {
            ...round,
            extensions: [
              ...round.extensions,
              {
                at,
                by,
                reason: event.reason,
                doneSoFar: event.doneSoFar,
                newDate: event.newDate,
                oldDate: round.due.date,
                decision: null,
              },
            ],
          }
        : round;
    case 'extensionDecided':
      return {
        ...round,
        due: event.due ?? round.due,
        extensions: round.extensions.map((extension) =>
          extension.decision
            ? extension
            : { ...extension, decision: { at, by, isApproved: event.isApproved, words: event.words } },
        ),
      };

    case 'caseResolved':
      return { ...round, results: [...round.results, event.result], lineOwedFor: null };
    case 'resultReviewed':
      return { ...round, review: { at, by, publicReply: event.publicReply } };
    case 'resultReturned':
      return withProgress(
        { ...round, due: event.due ?? round.due, returns: [...round.returns, { at, by, reason: event.reason }] },
        event,
        null,
        `审核退回：${event.reason}`,
      );

    case 'caseRated':
      return {
        ...round,
        rating: event.rating,
        judgement: null,
        reconsideration: null,
        earlierJudgements: round.judgement
          ? [...round.earlierJudgements, { judgement: round.judgement, reconsideration: round.reconsideration }]
          : round.earlierJudgements,
      };
    case 'ratingWordsAdded':
      return {
        ...round,
        rating: round.rating && { ...round.rating, added: [...round.rating.added, { at, words: event.words }] },
      };
    case 'callAttempted':
      return { ...round, callAttempts: [...round.callAttempts, { at, by, note: event.note }] };
    case 'ratingWaived':
      return { ...round, isUnrated: true };
    case 'ratingJudged': {
      const judged = { ...round, judgement: { at, by, decision: event.decision, words: event.words } };
      return event.decision === 'redo' ? handledAgain(judged, event.due) : judged;
    }
    case 'ratingReconsidered': {
      const reconsidered = { ...round, reconsideration: { at, by, isUpheld: event.isUpheld, words: event.words } };
      return event.due ? handledAgain(reconsidered, event.due) : reconsidered;
    }
    case 'planCheckAsked':
      return { ...round, planCheck: { askedAt: at, verdict: null } };
    case 'planReported':
      return withProgress(round, event, event.unitId, `计划兑现情况：${event.text}`);
    case 'planChecked': {
      const { isKept, words } = event;
      return {
        ...round,
        planCheck: { askedAt: round.planCheck?.askedAt ?? null, verdict: { at, by, isKept, words } },
      };
    }
    case 'ratingContested': {
      const { unitId, reason, ratedAt } = event;
      return { ...round, contest: { at, by, unitId, reason, ratedAt, decision: null } };
    }
    case 'contestDecided': {
      const { isUpheld, words } = event;
      return { ...round, contest: round.contest && { ...round.contest, decision: { at, by, isUpheld, words } } };
    }
    case 'caseClosed':
      return { ...round, endorsement: { at, by } };
    default:
      return round;
  }
};

const checkedBy = (signed: Instruction, words: string | null, { at, by }: Pick<CaseEvent, 'at' | 'by'>): Instruction =>
  signed.transcript
    ? {
        ...signed,
        words: words ?? signed.words,
        transcript: { ...signed.transcript, checked: { at, by, corrected: words === null ? null : signed.words } },
      }
    : signed;

const correctedBy = (
  signed: Instruction,
  { at, by, words, leadLeaderId, leadUnitId, supportingUnitIds, limit }: Extract<CaseEvent, InstructionCorrected>,
): Instruction => ({
  ...signed,
  words,
  leadLeaderId,
  leadUnitId,
  supportingUnitIds,
  limit,
  corrections: [...signed.corrections, { at, by, before: instructionTextOf(signed) }],
});
type InstructionCorrected = { readonly type: 'instructionCorrected' };

/** 重办: the rating and the reply stay in the events; the new try is reviewed and rated afresh, and may hold another plan. */
const handledAgain = (round: Round, due: Round['due']): Round => ({
  ...round,
  due: due ?? round.due,
  review: null,
  earlierReviews: [...round.earlierReviews, ...(round.review ? [round.review] : [])],
  rating: null,
  earlierRatings: [...round.earlierRatings, ...(round.rating ? [round.rating] : [])],
  callAttempts: [],
  earlierCalls: [...round.earlierCalls, ...round.callAttempts],
  planCheck: null,
  redoCount: round.redoCount + 1,
});

const withPart = (round: Round, unitId: UnitId, change: (part: UnitPart) => UnitPart): Round => ({
  ...round,
  units: round.units.map((part) => (part.unitId === unitId ? change(part) : part)),
});

const withMilestone = (round: Round, id: number, change: (milestone: Milestone) => Milestone): Round => ({
  ...round,
  milestones: round.milestones.map((milestone) => (milestone.id === id ? change(milestone) : milestone)),
});

const withPause = (round: Round, from: Ms | undefined, to: Ms): Round =>
  from === undefined ? round : { ...round, pauses: [...round.pauses, { from, to }] };

/** Whatever the lead unit says is the line of its month, too. */
const withProgress = (
  round: Round,
  { at, by }: CaseEvent,
  unitId: UnitId | null,
  text: string,
  files: readonly AttachedFile[] = [],
): Round => ({
  ...round,
  progress: [...round.progress, { at, by, unitId, text, files }],
  lineOwedFor: unitId === leadUnitIdOf(round) ? null : round.lineOwedFor,
});

/** The new unit in the old one's place; a unit that already has a part keeps it, and leads if the old one led. */
const reassigned = (units: readonly UnitPart[], from: UnitId, to: UnitId): readonly UnitPart[] => {
  const left = units.find((part) => part.unitId === from);
  if (!left) return units;
  if (!units.some((part) => part.unitId === to)) {
    return units.map((part) => (part === left ? freshPart(to, left.role) : part));
  }
  return leadFirst(
    units
      .filter((part) => part !== left)
      .map((part) => (part.unitId === to && left.role === 'lead' ? { ...part, role: left.role } : part)),
  );
};

/** What a unit has done stays its own when a sheet is put right. */
const partOf = (units: readonly UnitPart[], unitId: UnitId, role: UnitPart['role']): UnitPart => {
  const part = units.find((one) => one.unitId === unitId);
  return part ? { ...part, role } : freshPart(unitId, role);
};

/** A unit's part before it has done anything. */
export const freshPart = (unitId: UnitId, role: UnitPart['role']): UnitPart => ({
  unitId,
  role,
  acknowledged: null,
  officer: null,
  contactedAt: null,
  contribution: null,
  earlierContributions: [],
  webCode: null,
});
