/**
 * How each event changes a case: the only way a case comes to be or changes. Needs neither clock nor directory, judges
 * nothing, and throws on a history that cannot be (a first event that opens no case, a gap in the numbers).
 */
import { applyToRound, freshPart } from './apply-to-round.ts';
import { type Case, currentRound, isDissatisfied, nextRound, type Round, type StaffNotes } from './case.ts';
import type { CaseEvent } from './events.ts';
import { missingVerdicts, VERDICT_KEYS } from './vetting.ts';

/** People's columns of a case that just came in. */
export const EMPTY_NOTES: StaffNotes = {
  isUrgent: false,
  isGrave: false,
  isHard: false,
  isConfidential: false,
  authentic: { answer: 'unsure', ground: '' },
  lawful: { answer: 'unsure', ground: '' },
  reasonable: { answer: 'unsure', ground: '' },
  policyBasis: '',
  complainedUnitIds: [],
  proposal: {
    signingLeaderId: null,
    leadLeaderId: null,
    leadUnitId: null,
    supportingUnitIds: [],
    limitWorkdays: null,
    words: '',
  },
  receptionDayId: null,
  toldBy: null,
  toldOn: null,
};

/** The case after the event. */
export const applyEvent = (subject: Case | null, event: CaseEvent): Case => {
  if (!subject) return opened(event);
  if (event.seq !== subject.seq + 1) throw new Error(`event ${event.seq} cannot follow event ${subject.seq}`);
  return { ...changed(subject, event), seq: event.seq };
};

/** The case a history leads to; the history begins with `caseSubmitted`. */
export const replay = (events: readonly CaseEvent[]): Case => {
  const [first, ...rest] = events;
  if (!first) throw new Error('a case without events cannot be');
  return rest.reduce<Case>(applyEvent, applyEvent(null, first));
};

const opened = (event: CaseEvent): Case => {
  if (event.type !== 'caseSubmitted' || event.seq !== 1) throw new Error(`${event.type} cannot open a case`);
  return {
    id: event.id,
    district: event.district,
    seq: event.seq,
    state: 'submitted',
    submittedAt: event.at,
    source: event.source,
    receiptHash: event.receiptHash,
    visitKey: event.visitKey,
    receiptStanding: event.receiptStanding ?? null,
    noticeVersion: event.noticeVersion,
    appeal: event.appeal,
    notes: { ...event.notes, ...judgedBy(given(event.notes), event) },
    consultations: [],
    pause: null,
    enterpriseAnswers: [],
    unanswered: [],
    materials: [],
    onDay: null,
    hearing: null,
    awaiting: null,
    sentBack: null,
    leaderSayings: [],
    rounds: [],
    withdrawal: null,
    earlierWithdrawals: [],
    exit: null,
    tookIn: [],
    sharedAnswers: [],
    givenBack: null,
    ...NO_LIGHT,
    listed: null,
    liftedListings: [],
    ladderLevel: 0,
    lastRemindedOn: null,
    closedAt: null,
  };
};

/** Nobody is at work on it. */
const NO_LIGHT = { light: null, lightReasons: [] } as const;
const NOT_MERGED = { mergedInto: null, mergedWith: null } as const;

/** Everything but the number of the event. */
const changed = (subject: Case, event: CaseEvent): Case => {
  const { at, by } = event;
  switch (event.type) {
    case 'caseSubmitted':
      throw new Error('a case is opened once');
    case 'caseAmended':
      return {
        ...subject,
        appeal: { ...subject.appeal, ...event.change.appeal },
        notes: { ...subject.notes, ...event.change.notes, ...judgedBy(event.change.notes ?? {}, { at, by }) },
      };
    case 'caseAccepted':
      return { ...subject, state: 'vetting' };
    case 'caseDeclined':
      return { ...subject, state: 'declined', exit: { ...NOT_MERGED, at, reason: event.reason } };
    case 'caseMerged':
      return {
        ...subject,
        state: 'merged',
        exit: { at, reason: event.reason, mergedInto: event.into, mergedWith: event.with ?? null },
        givenBack: null,
      };
    case 'caseTookIn':
      return { ...subject, tookIn: [...subject.tookIn, { ...event.merged, at }] };
    case 'caseGivenBack':
      return {
        ...subject,
        state: 'vetting',
        exit: null,
        givenBack: { at, from: event.from, why: event.why, words: event.words ?? '' },
      };
    case 'answerShared':
      return { ...subject, sharedAnswers: [...subject.sharedAnswers, { ...event.answer, at, rating: null }] };
    case 'sharedAnswerRated':
      return {
        ...subject,
        sharedAnswers: subject.sharedAnswers.map((answer, index) =>
          index === subject.sharedAnswers.length - 1 ? { ...answer, rating: event.rating } : answer,
        ),
      };
    case 'caseRedirected':
      return { ...subject, state: 'redirected', exit: { ...NOT_MERGED, at, reason: event.reason } };
    case 'vettingCompleted':
      return { ...subject, state: 'ready' };

    case 'unitConsulted':
      return {
        ...subject,
        consultations: [
          ...subject.consultations,
          { unitId: event.unitId, question: event.question, askedAt: at, answer: null },
        ],
      };
    case 'consultationAnswered': {
      const answered = subject.consultations.findLastIndex(
        ({ unitId, answer }) => unitId === event.unitId && answer === null,
      );
      return {
        ...subject,
        consultations: subject.consultations.map((each, index) =>
          index === answered ? { ...each, answer: { at, by, text: event.text } } : each,
        ),
      };
    }
    case 'enterpriseAsked':
      return {
        ...subject,
        state: 'awaiting_enterprise',
        pause: { since: at, returnTo: subject.state, question: event.question, askedBy: by },
      };
    case 'enterpriseAnswered':
      return {
        ...onCurrentRound(afterPause(subject), event),
        enterpriseAnswers: [
          ...subject.enterpriseAnswers,
          { at, question: subject.pause?.question ?? '', text: event.text, recordedBy: by.openId ? by : null },
        ],
      };
    case 'materialSubmitted':
      return { ...subject, materials: [...subject.materials, { at, text: event.text, files: event.files }] };
    case 'pauseEnded':
      return { ...onCurrentRound(afterPause(subject), event), ...leftUnanswered(subject) };

    case 'caseScheduled':
      return {
        ...subject,
        state: 'scheduled',
        notes: { ...subject.notes, receptionDayId: event.receptionDayId },
        onDay: event.day ? { now: event.day, before: null, changedAt: null } : null,
      };
    case 'receptionDayChanged':
      return { ...subject, onDay: { now: event.after, before: event.before, changedAt: event.before && at } };
    case 'caseUnscheduled':
      // The column 接待日 belongs to staff and keeps what they wrote.
      return { ...subject, state: 'ready', onDay: null };
    case 'caseHeard':
      return {
        ...subject,
        state: 'heard',
        hearing: { at, receptionDayId: event.receptionDayId, note: event.note },
        onDay: event.day ? { now: event.day, before: null, changedAt: null } : subject.onDay,
      };
    case 'answeredOnTheSpot':
      return {
        ...subject,
        state: 'awaiting_rating',
        hearing: subject.hearing ?? { at, receptionDayId: event.receptionDayId, note: '' },
        sentBack: null,
        rounds: [
          ...subject.rounds,
          {
            ...emptyRound(nextRound(subject)),
            results: [event.result],
            review: { at, by, publicReply: event.publicReply },
          },
        ],
      };

    case 'instructionRequested':
      return {
        ...subject,
        state: 'awaiting_instruction',
        awaiting: {
          leaderId: event.leaderId,
          since: at,
          cameFrom: subject.state === 'heard' ? 'heard' : 'ready',
          hold: null,
          passedOn: [],
          draft: null,
        },
      };
    case 'sheetSentBack':
      return {
        ...subject,
        state: subject.awaiting?.cameFrom ?? 'ready',
        awaiting: null,
        sentBack: { at, by, reason: event.reason },
        leaderSayings: [...subject.leaderSayings, { kind: 'sentBack', at, by, to: null, words: event.reason }],
      };
    case 'sheetPassedOn':
      return {
        ...subject,
        awaiting: subject.awaiting && {
          ...subject.awaiting,
          leaderId: event.leaderId,
          since: at,
          hold: null,
          passedOn: [...subject.awaiting.passedOn, { at, by, from: subject.awaiting.leaderId, words: event.words }],
          draft: null,
        },
        leaderSayings: [...subject.leaderSayings, { kind: 'passedOn', at, by, to: event.leaderId, words: event.words }],
      };
    case 'instructionPrepared':
      return {
        ...subject,
        awaiting: subject.awaiting && { ...subject.awaiting, draft: { at, by, words: event.words } },
      };
    case 'sheetHeld':
      return {
        ...subject,
        awaiting: subject.awaiting && { ...subject.awaiting, hold: { at, by, reason: event.reason } },
        leaderSayings: [...subject.leaderSayings, { kind: 'held', at, by, to: null, words: event.reason }],
      };
    case 'caseInstructed':
      return {
        ...subject,
        state: 'assigned',
        awaiting: null,
        sentBack: null,
        light: 'green',
        lightReasons: [],
        ladderLevel: 0,
        lastRemindedOn: null,
        closedAt: null,
        rounds: [
          ...subject.rounds,
          {
            ...emptyRound(event.round),
            instruction: event.instruction,
            proposed: subject.notes.proposal,
            isUnvetted: missingVerdicts(subject.notes).length > 0,
            due: event.due,
            progress:
              event.files.length > 0 ? [{ at, by, unitId: null, text: '书面批示原件', files: event.files }] : [],
            units: [
              freshPart(event.instruction.leadUnitId, 'lead'),
              ...event.instruction.supportingUnitIds.map((unitId) => freshPart(unitId, 'supporting')),
            ],
          },
        ],
      };

    case 'transcriptDisowned': {
      const rounds = subject.rounds.map((round) =>
        round.round === event.round ? { ...round, voided: { at, by, words: event.words } } : round,
      );
      return {
        ...subject,
        // Where it was before the sheet: with the result of an earlier round, else before signing.
        state: currentRound({ rounds }) ? 'awaiting_closure' : subject.hearing ? 'heard' : 'ready',
        ...leftUnanswered(subject),
        ...NO_LIGHT,
        ladderLevel: 0,
        lastRemindedOn: null,
        sentBack: { at, by, reason: event.words },
        leaderSayings: [...subject.leaderSayings, { kind: 'disowned', at, by, to: null, words: event.words }],
        rounds,
      };
    }
    case 'dueMoved':
      return { ...onCurrentRound(subject, event), ladderLevel: event.to > event.from ? 0 : subject.ladderLevel };
    case 'unitAcknowledged':
    case 'unitObjected':
    case 'officerNamed':
    case 'enterpriseContacted':
    case 'progressReported':
    case 'milestoneSet':
    case 'milestoneMoved':
    case 'milestoneReached':
    case 'progressAsked':
    case 'contributionMade':
    case 'extensionRequested':
    case 'callAttempted':
    case 'transcriptChecked':
      return whenAllAcknowledged(onCurrentRound(subject, event));
    case 'objectionDecided':
      return {
        ...whenAllAcknowledged(onCurrentRound(subject, event)),
        ladderLevel: event.due ? 0 : subject.ladderLevel,
      };
    case 'extensionDecided':
      return { ...onCurrentRound(subject, event), ladderLevel: event.due ? 0 : subject.ladderLevel };
    case 'caseResolved':
      return { ...onCurrentRound(subject, event), state: 'awaiting_review' };
    case 'resultReviewed':
      return { ...onCurrentRound(subject, event), state: 'awaiting_rating', ...NO_LIGHT };
    case 'resultReturned':
      return {
        ...onCurrentRound(subject, event),
        state: 'handling',
        ladderLevel: event.due ? 0 : subject.ladderLevel,
      };
    case 'caseRated':
      return {
        ...onCurrentRound(subject, event),
        state: isDissatisfied(event.rating.grade) ? 'awaiting_rating' : 'awaiting_closure',
      };
    case 'ratingWaived':
      return { ...onCurrentRound(subject, event), state: 'awaiting_closure' };
    case 'ratingJudged':
      return {
        ...onCurrentRound(subject, event),
        ...(event.decision === 'redo' ? { state: 'handling', ladderLevel: 0 } : {}),
      };
    case 'ratingReconsidered':
      // Without a limit nobody does it again: the signer gets it back and may write a sheet.
      return event.due
        ? { ...onCurrentRound(subject, event), state: 'handling', ladderLevel: 0 }
        : { ...onCurrentRound(subject, event), state: 'awaiting_closure' };
    case 'instructionCorrected':
    case 'instructionAdded':
    case 'assignmentNoted':
    case 'unitCodesIssued':
    case 'unitEnteredByWeb':
    case 'planCheckAsked':
    case 'planReported':
    case 'planChecked':
    case 'ratingContested':
    case 'ratingWordsAdded':
      return onCurrentRound(subject, event);
    case 'contestDecided':
      return {
        ...subject,
        rounds: subject.rounds.map((round) => (round.round === event.round ? applyToRound(round, event) : round)),
      };
    case 'caseClosed':
      return { ...onCurrentRound(subject, event), state: 'closed', closedAt: at };

    case 'withdrawalRequested':
      return {
        ...subject,
        withdrawal: { at, words: event.words, outcome: 'pending', audit: null },
        earlierWithdrawals: [...subject.earlierWithdrawals, ...(subject.withdrawal ? [subject.withdrawal] : [])],
      };
    case 'withdrawalAudited': {
      const withdrawal = subject.withdrawal && {
        ...subject.withdrawal,
        outcome: event.isVoluntary ? ('voluntary' as const) : ('void' as const),
        audit: { at, by, note: event.note },
      };
      return event.isVoluntary
        ? {
            ...subject,
            withdrawal,
            state: 'withdrawn',
            ...leftUnanswered(subject),
            awaiting: null,
            ...NO_LIGHT,
            exit: { ...NOT_MERGED, at, reason: subject.withdrawal?.words ?? '' },
          }
        : { ...subject, withdrawal };
    }
    case 'unitReminded':
      return { ...subject, lastRemindedOn: event.on };
    case 'caseSupervised':
      return { ...subject, ladderLevel: event.level };
    case 'caseListed':
      return { ...subject, listed: { at, by, leaderId: event.leaderId, reason: event.reason } };
    case 'caseUnlisted':
      return {
        ...subject,
        listed: null,
        liftedListings: subject.listed
          ? [...subject.liftedListings, { ...subject.listed, lifted: { at, by, reason: event.reason } }]
          : subject.liftedListings,
      };
    case 'lightChanged':
      return { ...subject, light: event.light, lightReasons: event.reasons };
  }
};

const onCurrentRound = (subject: Case, event: CaseEvent): Case => {
  const round = currentRound(subject);
  if (!round) return subject;
  return { ...subject, rounds: subject.rounds.map((one) => (one === round ? applyToRound(one, event) : one)) };
};

/** Of what stands in a row that becomes a case, what is a verdict: 待核 was given by nobody. */
const given = (notes: StaffNotes): Partial<StaffNotes> =>
  Object.fromEntries(VERDICT_KEYS.flatMap((key) => (notes[key].answer === 'unsure' ? [] : [[key, notes[key]]])));

/** The verdicts among these notes, with who gave them and when. */
const judgedBy = (notes: Partial<StaffNotes>, given: Pick<CaseEvent, 'at' | 'by'>): Partial<StaffNotes> => {
  const judged: { -readonly [K in (typeof VERDICT_KEYS)[number]]?: StaffNotes[K] } = {};
  for (const key of VERDICT_KEYS) {
    const verdict = notes[key];
    if (verdict) judged[key] = { answer: verdict.answer, ground: verdict.ground, by: given.by, at: given.at };
  }
  return judged;
};

/** However waiting for the enterprise ends without its answer, what it was asked is not lost. */
const leftUnanswered = ({ pause, unanswered }: Case): Pick<Case, 'pause' | 'unanswered'> => ({
  pause: null,
  unanswered: pause ? [...unanswered, { at: pause.since, question: pause.question }] : unanswered,
});

const afterPause = (subject: Case): Case => ({
  ...subject,
  state: subject.pause?.returnTo ?? subject.state,
  pause: null,
});

/** 待签收 ends when every unit of the round has acknowledged; an open objection is a unit that has not. */
const whenAllAcknowledged = (subject: Case): Case => {
  const round = currentRound(subject);
  if (subject.state !== 'assigned' || !round) return subject;
  return round.units.every((part) => part.acknowledged !== null) ? { ...subject, state: 'handling' } : subject;
};

const emptyRound = (round: number): Round => ({
  round,
  instruction: null,
  voided: null,
  isUnvetted: false,
  leadNoted: null,
  proposed: null,
  due: null,
  dueMoves: [],
  units: [],
  objections: [],
  progress: [],
  milestones: [],
  lineOwedFor: null,
  pauses: [],
  extensions: [],
  results: [],
  returns: [],
  review: null,
  earlierReviews: [],
  rating: null,
  earlierRatings: [],
  redoCount: 0,
  judgement: null,
  reconsideration: null,
  earlierJudgements: [],
  callAttempts: [],
  earlierCalls: [],
  isUnrated: false,
  planCheck: null,
  contest: null,
  endorsement: null,
});
