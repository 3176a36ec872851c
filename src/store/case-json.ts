/**
 * The stored shape of a case (事项), checked field by field when it is read back, so that nothing unchecked is ever typed as
 * a `Case`. Unknown fields are refused rather than dropped: a newer version's case must not lose them by passing through.
 */
import { z } from 'zod';
import {
  type Appeal,
  type Case,
  type DueDate,
  GRADES,
  type Grade,
  LIGHT_REASONS,
  LIGHTS,
  type Light,
  type LightReason,
  type Objection,
  type Officer,
  OUTCOMES,
  type Outcome,
  type ProgressLine,
  type Rating,
  type Round,
  type SharedAnswer,
  STATES,
  type StaffNotes,
  type State,
  type TakenIn,
  TOLD_BY,
  type ToldBy,
} from '../workflow/case.ts';
import { beijingDate, caseId, districtId, leaderId, openId, receptionDayId, unitId } from '../workflow/ids.ts';

const keyOf = <T extends string>(table: Readonly<Record<T, unknown>>) => {
  const isKey = (text: string): text is T => Object.hasOwn(table, text);
  return z.string().refine(isKey);
};

const text = z.string();
export const ms = z.number();
const count = z.number().int();
const id = <T>(make: (text: string) => T) => z.string().min(1).transform(make);
export const caseIdJson = id(caseId);
export const districtIdJson = id(districtId);
export const leaderIdJson = id(leaderId);
export const unitIdJson = id(unitId);
export const openIdJson = id(openId);
export const receptionDayIdJson = id(receptionDayId);
export const dateJson = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform(beijingDate);

export const stateJson: z.ZodType<State> = keyOf(STATES);
export const lightJson: z.ZodType<Light> = keyOf(LIGHTS);
// Lights stored before their reasons were kept have none.
export const lightReasonsJson: z.ZodType<readonly LightReason[]> = z.array(z.enum(LIGHT_REASONS)).default([]);
const outcomeJson: z.ZodType<Outcome> = keyOf(OUTCOMES);
const gradeJson: z.ZodType<Grade> = z.number().refine((grade): grade is Grade => Object.hasOwn(GRADES, grade));
export const sourceJson = z.enum(['form', 'staff', 'visit', 'hotline', 'room']);

const toldByJson: z.ZodType<ToldBy> = keyOf(TOLD_BY);
export const receiptStandingJson = z.enum(['own', 'none', 'foreign']);

export const byJson = z.strictObject({ openId: openIdJson.nullable(), name: text, actedFor: text.exactOptional() });
const verdict = z.strictObject({
  answer: z.enum(['yes', 'no', 'unsure']),
  ground: text,
  by: byJson.exactOptional(),
  at: ms.exactOptional(),
});
const proposal = z.strictObject({
  signingLeaderId: leaderIdJson.nullable(),
  leadLeaderId: leaderIdJson.nullable(),
  leadUnitId: unitIdJson.nullable(),
  supportingUnitIds: z.array(unitIdJson),
  limitWorkdays: z.number().nullable(),
  words: text,
});

const appealFields = {
  kind: z.enum(['problem', 'suggestion']),
  category: text,
  enterpriseName: text,
  creditCode: text,
  contactName: text,
  contactRole: text,
  phone: text,
  text,
  wish: text,
  urgency: text,
};
export const appealJson: z.ZodType<Appeal> = z.strictObject(appealFields);
const notesFields = {
  isUrgent: z.boolean(),
  isGrave: z.boolean(),
  isHard: z.boolean(),
  isConfidential: z.boolean(),
  authentic: verdict,
  lawful: verdict,
  reasonable: verdict,
  policyBasis: text,
  // Cases stored before there was such a column have none.
  complainedUnitIds: z.array(unitIdJson).default([]),
  proposal,
  receptionDayId: receptionDayIdJson.nullable(),
  // Nor did they tell how the enterprise was told of the privacy notice.
  toldBy: toldByJson.nullable().default(null),
  toldOn: dateJson.nullable().default(null),
};
export const notesJson: z.ZodType<StaffNotes> = z.strictObject(notesFields);

/** The parts of people's columns that an amendment carries: any of them, none required, none null by accident. */
export const amendmentJson = z.strictObject({
  appeal: z
    .strictObject({
      kind: appealFields.kind.exactOptional(),
      category: text.exactOptional(),
      enterpriseName: text.exactOptional(),
      creditCode: text.exactOptional(),
      contactName: text.exactOptional(),
      contactRole: text.exactOptional(),
      phone: text.exactOptional(),
      text: text.exactOptional(),
      wish: text.exactOptional(),
      urgency: text.exactOptional(),
    })
    .exactOptional(),
  notes: z
    .strictObject({
      isUrgent: z.boolean().exactOptional(),
      isGrave: z.boolean().exactOptional(),
      isHard: z.boolean().exactOptional(),
      isConfidential: z.boolean().exactOptional(),
      authentic: verdict.exactOptional(),
      lawful: verdict.exactOptional(),
      reasonable: verdict.exactOptional(),
      policyBasis: text.exactOptional(),
      complainedUnitIds: z.array(unitIdJson).exactOptional(),
      proposal: proposal.exactOptional(),
      receptionDayId: receptionDayIdJson.nullable().exactOptional(),
      toldBy: toldByJson.nullable().exactOptional(),
      toldOn: dateJson.nullable().exactOptional(),
    })
    .exactOptional(),
});

const dueBasis = z.strictObject({
  named: dateJson.nullable(),
  standstills: z.array(z.strictObject({ from: dateJson, to: dateJson, most: count })),
});
export const dueJson = z
  .strictObject({
    date: dateJson,
    startedOn: dateJson,
    workdays: z.number().nullable(),
    isProvisional: z.boolean(),
    derivation: text,
    basis: dueBasis.nullable().exactOptional(),
  })
  .transform(({ basis, ...due }): DueDate => ({ ...due, basis: basis === undefined ? basisOfOld(due) : basis }));

/** Stored before the basis was: a limit that stood still in between cannot be reckoned again, because its pauses are not known. */
const basisOfOld = ({ date, workdays, derivation }: Omit<DueDate, 'basis'>): DueDate['basis'] =>
  derivation.includes('顺延') ? null : { named: workdays === null ? date : null, standstills: [] };

const limit = z.union([z.strictObject({ workdays: z.number() }), z.strictObject({ date: dateJson })]);
const transcript = z.strictObject({
  recordedBy: byJson,
  writtenOn: dateJson,
  checked: z.strictObject({ at: ms, by: byJson, corrected: text.nullable() }).nullable(),
});
export const instructionTextJson = {
  words: text,
  leadLeaderId: leaderIdJson.nullable(),
  leadUnitId: unitIdJson,
  supportingUnitIds: z.array(unitIdJson),
  limit,
};
export const instructionJson = z.strictObject({
  ...instructionTextJson,
  number: z.strictObject({ year: count, serial: count, text }),
  signerId: leaderIdJson,
  signedBy: byJson,
  actedForName: text.nullable(),
  signedAt: ms,
  inTheRoom: z.boolean(),
  // Sheets stored before staff could transcribe were signed on cards.
  transcript: transcript.nullable().default(null),
  // Nor could they be corrected or added to.
  corrections: z.array(z.strictObject({ at: ms, by: byJson, before: z.strictObject(instructionTextJson) })).default([]),
  additions: z.array(z.strictObject({ at: ms, by: byJson, words: text })).default([]),
});

// It was a name before it could be a person.
export const officerJson = z.union([
  text.transform((name): Officer => ({ kind: 'named', name })),
  z.strictObject({ kind: z.literal('person'), openId: openIdJson }),
  z.strictObject({ kind: z.literal('named'), name: text }),
]);
// Reports stored before they could carry files have none.
export const filesJson = z.array(z.strictObject({ token: text, name: text, bytes: count })).default([]);
const done = z.strictObject({ at: ms, by: byJson });
const objection = z.strictObject({
  unitId: unitIdJson,
  at: ms,
  by: byJson,
  reason: text,
  suggestedUnitId: unitIdJson.nullable(),
  decision: z
    .strictObject({
      at: ms,
      by: byJson,
      isUpheld: z.boolean(),
      words: text,
      newUnitId: unitIdJson.nullable().default(null),
    })
    .nullable(),
});
const contribution = z.strictObject({ at: ms, by: byJson, text });
const unitPart = z.strictObject({
  unitId: unitIdJson,
  role: z.enum(['lead', 'supporting']),
  acknowledged: done.nullable(),
  officer: officerJson.nullable(),
  // It stood at the part before the round kept them all.
  objection: objection.omit({ unitId: true }).nullable().exactOptional(),
  contactedAt: ms.nullable(),
  contribution: contribution.nullable(),
  // Parts stored before several were kept have none.
  earlierContributions: z.array(contribution).default([]),
  // Parts stored before units could work by web have none.
  webCode: z
    .strictObject({ issue: count, issuedAt: ms, issuedTo: openIdJson.nullable(), enteredAt: ms.nullable() })
    .nullable()
    .default(null),
});
const milestone = z.strictObject({
  id: count,
  text,
  on: dateJson,
  setAt: ms,
  moves: z.array(z.strictObject({ at: ms, by: byJson, from: dateJson, reason: text })),
  askedAt: ms.nullable(),
  reached: z.strictObject({ at: ms, by: byJson, words: text }).nullable(),
});
const extension = z.strictObject({
  at: ms,
  by: byJson,
  reason: text,
  doneSoFar: text,
  newDate: dateJson,
  oldDate: dateJson,
  decision: z.strictObject({ at: ms, by: byJson, isApproved: z.boolean(), words: text }).nullable(),
});
export const resultJson = z.strictObject({
  at: ms,
  by: byJson,
  outcome: outcomeJson,
  text,
  plannedDate: dateJson.nullable(),
  basis: text,
  unitHead: text,
});
export const ratingJson = z
  .strictObject({
    at: ms,
    grade: gradeJson,
    words: text,
    recordedBy: byJson.nullable(),
    channel: z.enum(['page', 'phone']).exactOptional(),
    asks: z.enum(['redo', 'reconsider']).nullable().default(null),
    added: z.array(z.strictObject({ at: ms, words: text })).default([]),
  })
  .transform(
    ({ channel, ...rating }): Rating => ({ ...rating, channel: channel ?? (rating.recordedBy ? 'phone' : 'page') }),
  );

const withdrawal = z.strictObject({
  at: ms,
  words: text,
  outcome: z.enum(['pending', 'voluntary', 'void']),
  audit: z.strictObject({ at: ms, by: byJson, note: text }).nullable().default(null),
});
const review = z.strictObject({ at: ms, by: byJson, publicReply: text });
const callAttempt = z.strictObject({ at: ms, by: byJson, note: text });
const judgement = z.strictObject({ at: ms, by: byJson, decision: z.enum(['redo', 'explain']), words: text }).nullable();
const reconsideration = z.strictObject({ at: ms, by: byJson, isUpheld: z.boolean(), words: text }).nullable();

const storedRound = z.strictObject({
  round: count,
  instruction: instructionJson.nullable(),
  // Rounds stored before these were kept have none of them.
  voided: z.strictObject({ at: ms, by: byJson, words: text }).nullable().default(null),
  isUnvetted: z.boolean().default(false),
  proposed: proposal.nullable().default(null),
  leadNoted: done.nullable().default(null),
  due: dueJson.nullable(),
  // Rounds stored before moves, objections, returns and earlier ratings were kept have none, or only what can be told.
  dueMoves: z
    .array(
      z.strictObject({
        at: ms,
        from: dateJson,
        to: dateJson,
        why: z.enum(['pause', 'extension', 'redo', 'ruling', 'calendar']),
      }),
    )
    .default([]),
  units: z.array(unitPart),
  objections: z.array(objection).exactOptional(),
  returns: z.array(z.strictObject({ at: ms, by: byJson, reason: text })).exactOptional(),
  earlierRatings: z.array(ratingJson).default([]),
  progress: z.array(z.strictObject({ at: ms, by: byJson, unitId: unitIdJson.nullable(), text, files: filesJson })),
  // Rounds stored before there were nodes and monthly lines have none, nor do they tell of pauses.
  milestones: z.array(milestone).default([]),
  lineOwedFor: dateJson.nullable().default(null),
  pauses: z.array(z.strictObject({ from: ms, to: ms })).default([]),
  extensions: z.array(extension),
  results: z.array(resultJson),
  review: review.nullable(),
  earlierReviews: z.array(review).default([]),
  rating: ratingJson.nullable(),
  redoCount: count,
  judgement,
  reconsideration,
  // Of ratings that were judged before this was kept, the judgement is in the events alone.
  earlierJudgements: z.array(z.strictObject({ judgement, reconsideration })).default([]),
  callAttempts: z.array(callAttempt),
  earlierCalls: z.array(callAttempt).default([]),
  isUnrated: z.boolean(),
  // Rounds stored before plans were checked have none.
  planCheck: z
    .strictObject({
      askedAt: ms.nullable(),
      verdict: z.strictObject({ at: ms, by: byJson, isKept: z.boolean(), words: text }).nullable(),
    })
    .nullable()
    .default(null),
  // Nor could a rating be contested.
  contest: z
    .strictObject({
      at: ms,
      by: byJson,
      unitId: unitIdJson,
      reason: text,
      ratedAt: ms,
      decision: z.strictObject({ at: ms, by: byJson, isUpheld: z.boolean(), words: text }).nullable(),
    })
    .nullable()
    .default(null),
  endorsement: done.nullable(),
});

const RETURNED = '审核退回：';
const returnsIn = (progress: readonly ProgressLine[]): Round['returns'] =>
  progress
    .filter(({ unitId, text: line }) => unitId === null && line.startsWith(RETURNED))
    .map(({ at, by, text: line }) => ({ at, by, reason: line.slice(RETURNED.length) }));

const round = storedRound.transform(({ units, objections, returns, redoCount, ...rest }): Round => {
  const ofParts = units.flatMap(({ unitId: id, objection: own }): readonly Objection[] =>
    own ? [{ ...own, unitId: id }] : [],
  );
  const back = returns ?? returnsIn(rest.progress);
  return {
    ...rest,
    units: units.map(({ objection: _, ...part }) => part),
    objections: objections ?? ofParts,
    returns: back,
    // Both were counted as one.
    redoCount: returns ? redoCount : Math.max(0, redoCount - back.length),
  };
});
export const dayFactsJson = z.strictObject({
  dayId: receptionDayIdJson,
  title: text,
  date: dateJson.nullable(),
  from: text,
  to: text,
  place: text,
  leaderId: leaderIdJson.nullable(),
});
const mergedWithFields = { isSameEnterprise: z.boolean(), category: text, submittedAt: ms };
export const mergedWithJson = z.strictObject(mergedWithFields);
const takenInFields = { ...mergedWithFields, caseId: caseIdJson, enterpriseName: text, reason: text };
export const takenInJson: z.ZodType<TakenIn> = z.strictObject(takenInFields);
const sharedAnswerFields = {
  from: caseIdJson,
  round: count,
  reviewedAt: ms,
  outcome: outcomeJson,
  publicReply: text,
  basis: text,
  plannedDate: dateJson.nullable(),
};
export const sharedAnswerJson: z.ZodType<SharedAnswer> = z.strictObject(sharedAnswerFields);

// Of those listed before it was kept, neither leader nor reason is known.
const listingFields = {
  at: ms,
  by: byJson,
  leaderId: leaderIdJson.nullable().default(null),
  reason: text.default(''),
};

export const caseJson: z.ZodType<Case> = z.strictObject({
  id: caseIdJson,
  district: districtIdJson,
  seq: count,
  state: stateJson,
  submittedAt: ms,
  source: sourceJson,
  receiptHash: text,
  visitKey: text,
  receiptStanding: receiptStandingJson.nullable().default(null),
  noticeVersion: text,
  appeal: appealJson,
  notes: notesJson,
  consultations: z.array(
    z.strictObject({
      unitId: unitIdJson,
      question: text,
      askedAt: ms,
      answer: z.strictObject({ at: ms, by: byJson, text }).nullable(),
    }),
  ),
  pause: z.strictObject({ since: ms, returnTo: stateJson, question: text, askedBy: byJson }).nullable(),
  enterpriseAnswers: z.array(
    z.strictObject({ at: ms, question: text, text, recordedBy: byJson.nullable().default(null) }),
  ),
  // Cases stored before these were kept have none of them, nor of the others below that default to nothing.
  unanswered: z.array(z.strictObject({ at: ms, question: text })).default([]),
  materials: z.array(z.strictObject({ at: ms, text, files: filesJson })).default([]),
  onDay: z
    .strictObject({ now: dayFactsJson, before: dayFactsJson.nullable(), changedAt: ms.nullable() })
    .nullable()
    .default(null),
  hearing: z.strictObject({ at: ms, receptionDayId: receptionDayIdJson, note: text }).nullable(),
  awaiting: z
    .strictObject({
      leaderId: leaderIdJson,
      since: ms,
      cameFrom: z.enum(['ready', 'heard']),
      // It was not kept by whom before it was shown.
      hold: z.strictObject({ at: ms, by: byJson.default({ openId: null, name: '签批领导' }), reason: text }).nullable(),
      passedOn: z.array(z.strictObject({ at: ms, by: byJson, from: leaderIdJson.nullable(), words: text })).default([]),
      // The name of whoever passed it on last, before there were words to it.
      passedOnBy: text.nullable().exactOptional(),
      // Cases stored before there were drafts have none.
      draft: z.strictObject({ at: ms, by: byJson, words: text }).nullable().default(null),
    })
    .transform(({ passedOnBy, passedOn, ...awaiting }) => ({
      ...awaiting,
      passedOn:
        passedOn.length === 0 && typeof passedOnBy === 'string'
          ? [{ at: awaiting.since, by: { openId: null, name: passedOnBy }, from: null, words: '' }]
          : passedOn,
    }))
    .nullable(),
  sentBack: z.strictObject({ at: ms, by: byJson, reason: text }).nullable(),
  leaderSayings: z
    .array(
      z.strictObject({
        kind: z.enum(['sentBack', 'held', 'passedOn', 'disowned']),
        at: ms,
        by: byJson,
        to: leaderIdJson.nullable(),
        words: text,
      }),
    )
    .default([]),
  rounds: z.array(round),
  withdrawal: withdrawal.nullable(),
  earlierWithdrawals: z.array(withdrawal).default([]),
  // Cases stored before mergers were followed tell nothing of them.
  exit: z
    .strictObject({
      at: ms,
      reason: text,
      mergedInto: caseIdJson.nullable(),
      mergedWith: mergedWithJson.nullable().default(null),
    })
    .nullable(),
  tookIn: z.array(z.strictObject({ ...takenInFields, at: ms })).default([]),
  sharedAnswers: z.array(z.strictObject({ ...sharedAnswerFields, at: ms, rating: ratingJson.nullable() })).default([]),
  givenBack: z
    .strictObject({ at: ms, from: caseIdJson, why: stateJson.nullable(), words: text.default('') })
    .nullable()
    .default(null),
  light: lightJson.nullable(),
  lightReasons: lightReasonsJson,
  listed: z.strictObject(listingFields).nullable(),
  liftedListings: z
    .array(z.strictObject({ ...listingFields, lifted: z.strictObject({ at: ms, by: byJson, reason: text }) }))
    .default([]),
  ladderLevel: count,
  lastRemindedOn: dateJson.nullable(),
  closedAt: ms.nullable(),
});
