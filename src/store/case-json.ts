/**
 * The stored shape of a case (事项), checked field by field when it is read back, so that nothing unchecked is ever typed as
 * a `Case`. Unknown fields are refused rather than dropped: a newer version's case must not lose them by passing through.
 */
import { z } from 'zod';
import {
  type Appeal,
  type Case,
  GRADES,
  type Grade,
  LIGHTS,
  type Light,
  type Officer,
  OUTCOMES,
  type Outcome,
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
const outcomeJson: z.ZodType<Outcome> = keyOf(OUTCOMES);
const gradeJson: z.ZodType<Grade> = z.number().refine((grade): grade is Grade => Object.hasOwn(GRADES, grade));
export const sourceJson = z.enum(['form', 'staff', 'visit', 'hotline', 'room']);

const toldByJson: z.ZodType<ToldBy> = keyOf(TOLD_BY);
export const receiptStandingJson = z.enum(['own', 'none', 'foreign']);

export const byJson = z.strictObject({ openId: openIdJson.nullable(), name: text });
const verdict = z.strictObject({ answer: z.enum(['yes', 'no', 'unsure']), ground: text });
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

export const dueJson = z.strictObject({
  date: dateJson,
  startedOn: dateJson,
  workdays: z.number().nullable(),
  isProvisional: z.boolean(),
  derivation: text,
});
const limit = z.union([z.strictObject({ workdays: z.number() }), z.strictObject({ date: dateJson })]);
const transcript = z.strictObject({
  recordedBy: byJson,
  writtenOn: dateJson,
  checked: z.strictObject({ at: ms, by: byJson, corrected: text.nullable() }).nullable(),
});
export const instructionJson = z.strictObject({
  number: z.strictObject({ year: count, serial: count, text }),
  signerId: leaderIdJson,
  signedBy: byJson,
  actedForName: text.nullable(),
  signedAt: ms,
  words: text,
  leadLeaderId: leaderIdJson.nullable(),
  leadUnitId: unitIdJson,
  supportingUnitIds: z.array(unitIdJson),
  limit,
  inTheRoom: z.boolean(),
  // Sheets stored before staff could transcribe were signed on cards.
  transcript: transcript.nullable().default(null),
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
const unitPart = z.strictObject({
  unitId: unitIdJson,
  role: z.enum(['lead', 'supporting']),
  acknowledged: done.nullable(),
  officer: officerJson.nullable(),
  objection: z
    .strictObject({
      at: ms,
      by: byJson,
      reason: text,
      suggestedUnitId: unitIdJson.nullable(),
      decision: z.strictObject({ at: ms, by: byJson, isUpheld: z.boolean(), words: text }).nullable(),
    })
    .nullable(),
  contactedAt: ms.nullable(),
  contribution: z.strictObject({ at: ms, by: byJson, text }).nullable(),
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
export const ratingJson = z.strictObject({ at: ms, grade: gradeJson, words: text, recordedBy: byJson.nullable() });

const round = z.strictObject({
  round: count,
  instruction: instructionJson.nullable(),
  due: dueJson.nullable(),
  units: z.array(unitPart),
  progress: z.array(z.strictObject({ at: ms, by: byJson, unitId: unitIdJson.nullable(), text, files: filesJson })),
  // Rounds stored before there were nodes and monthly lines have none, nor do they tell of pauses.
  milestones: z.array(milestone).default([]),
  lineOwedFor: dateJson.nullable().default(null),
  pauses: z.array(z.strictObject({ from: ms, to: ms })).default([]),
  extensions: z.array(extension),
  results: z.array(resultJson),
  review: z.strictObject({ at: ms, by: byJson, publicReply: text }).nullable(),
  rating: ratingJson.nullable(),
  redoCount: count,
  judgement: z.strictObject({ at: ms, by: byJson, decision: z.enum(['redo', 'explain']), words: text }).nullable(),
  reconsideration: z.strictObject({ at: ms, by: byJson, isUpheld: z.boolean(), words: text }).nullable(),
  callAttempts: z.array(z.strictObject({ at: ms, by: byJson, note: text })),
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
  enterpriseAnswers: z.array(z.strictObject({ at: ms, question: text, text })),
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
      hold: z.strictObject({ at: ms, reason: text }).nullable(),
      passedOnBy: text.nullable(),
      // Cases stored before there were drafts have none.
      draft: z.strictObject({ at: ms, by: byJson, words: text }).nullable().default(null),
    })
    .nullable(),
  sentBack: z.strictObject({ at: ms, by: byJson, reason: text }).nullable(),
  rounds: z.array(round),
  withdrawal: z.strictObject({ at: ms, words: text, outcome: z.enum(['pending', 'voluntary', 'void']) }).nullable(),
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
  givenBack: z.strictObject({ at: ms, from: caseIdJson, why: stateJson }).nullable().default(null),
  light: lightJson.nullable(),
  listed: done.nullable(),
  ladderLevel: count,
  lastRemindedOn: dateJson.nullable(),
  closedAt: ms.nullable(),
});
