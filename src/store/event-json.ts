/**
 * The stored shape of what happened (`CaseEvent`), one line per type, and the canonical text that is hashed. A type of event
 * that is missing here does not compile: the schema has to produce every member of the union.
 */
import { z } from 'zod';
import type { CaseEvent } from '../workflow/events.ts';
import {
  amendmentJson,
  appealJson,
  byJson,
  caseIdJson,
  dateJson,
  dayFactsJson,
  districtIdJson,
  dueJson,
  filesJson,
  instructionJson,
  instructionTextJson,
  leaderIdJson,
  lightJson,
  lightReasonsJson,
  mergedWithJson,
  ms,
  notesJson,
  officerJson,
  ratingJson,
  receiptStandingJson,
  receptionDayIdJson,
  resultJson,
  sharedAnswerJson,
  sourceJson,
  stateJson,
  takenInJson,
  unitIdJson,
} from './case-json.ts';

const text = z.string();
const yes = z.boolean();
const due = dueJson.nullable();

/** One kind of event in its place: its own fields and, as in every event, number, moment and person. */
const event = <const Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.strictObject({ ...fields, type: z.literal(type), seq: z.number().int(), at: ms, by: byJson });

const known = z.discriminatedUnion('type', [
  event('caseSubmitted', {
    id: caseIdJson,
    district: districtIdJson,
    source: sourceJson,
    appeal: appealJson,
    notes: notesJson,
    receiptHash: text,
    visitKey: text,
    noticeVersion: text,
    receiptStanding: receiptStandingJson.exactOptional(),
  }),
  event('caseAmended', { change: amendmentJson }),
  event('caseAccepted', {}),
  event('caseDeclined', { reason: text }),
  event('caseMerged', { into: caseIdJson, reason: text, with: mergedWithJson.exactOptional() }),
  event('caseTookIn', { merged: takenInJson }),
  event('caseGivenBack', { from: caseIdJson, why: stateJson.nullable(), words: text.exactOptional() }),
  event('answerShared', { answer: sharedAnswerJson }),
  event('sharedAnswerRated', { rating: ratingJson }),
  event('caseRedirected', { reason: text }),
  event('vettingCompleted', {}),
  event('unitConsulted', { unitId: unitIdJson, question: text }),
  event('consultationAnswered', { unitId: unitIdJson, text }),
  event('enterpriseAsked', { question: text }),
  event('enterpriseAnswered', { text, due, since: ms.exactOptional() }),
  event('pauseEnded', { due, since: ms.exactOptional() }),
  event('caseScheduled', { receptionDayId: receptionDayIdJson, day: dayFactsJson.exactOptional() }),
  event('receptionDayChanged', { before: dayFactsJson.nullable(), after: dayFactsJson }),
  event('caseUnscheduled', {}),
  event('caseHeard', { receptionDayId: receptionDayIdJson, note: text, day: dayFactsJson.exactOptional() }),
  event('answeredOnTheSpot', { receptionDayId: receptionDayIdJson, result: resultJson, publicReply: text }),
  event('instructionRequested', { leaderId: leaderIdJson }),
  event('sheetSentBack', { reason: text }),
  event('sheetPassedOn', { leaderId: leaderIdJson, words: text }),
  event('instructionPrepared', { words: text }),
  event('sheetHeld', { reason: text }),
  event('caseInstructed', { round: z.number().int(), instruction: instructionJson, due: dueJson, files: filesJson }),
  event('transcriptChecked', { words: text.nullable() }),
  event('transcriptDisowned', { round: z.number().int(), words: text }),
  event('instructionCorrected', { ...instructionTextJson, due }),
  event('instructionAdded', { words: text }),
  event('assignmentNoted', {}),
  event('unitAcknowledged', { unitId: unitIdJson, isLast: yes }),
  event('unitObjected', { unitId: unitIdJson, reason: text, suggestedUnitId: unitIdJson.nullable() }),
  event('objectionDecided', {
    unitId: unitIdJson,
    isUpheld: yes,
    newUnitId: unitIdJson.nullable(),
    words: text,
    due: due.default(null),
  }),
  event('officerNamed', { unitId: unitIdJson, officer: officerJson }),
  event('enterpriseContacted', { unitId: unitIdJson, note: text }),
  event('progressReported', { unitId: unitIdJson.nullable(), text, files: filesJson }),
  event('milestoneSet', { id: z.number().int(), text, on: dateJson }),
  event('milestoneMoved', { id: z.number().int(), on: dateJson, reason: text }),
  event('milestoneReached', { unitId: unitIdJson, id: z.number().int(), words: text }),
  event('progressAsked', { milestoneIds: z.array(z.number().int()), month: dateJson.nullable() }),
  event('materialSubmitted', { text, files: filesJson }),
  event('contributionMade', { unitId: unitIdJson, text }),
  event('extensionRequested', { reason: text, doneSoFar: text, newDate: dateJson }),
  event('extensionDecided', { isApproved: yes, words: text, due }),
  event('caseResolved', { result: resultJson }),
  event('resultReviewed', { publicReply: text }),
  event('resultReturned', { reason: text, due }),
  event('caseRated', { rating: ratingJson }),
  event('ratingWordsAdded', { words: text }),
  event('callAttempted', { note: text }),
  event('ratingWaived', {}),
  event('ratingJudged', { decision: z.enum(['redo', 'explain']), words: text, due }),
  event('ratingReconsidered', { isUpheld: yes, words: text, due }),
  event('ratingContested', { unitId: unitIdJson, reason: text, ratedAt: ms }),
  event('contestDecided', { round: z.number().int(), isUpheld: yes, words: text }),
  event('caseClosed', {}),
  event('planCheckAsked', {}),
  event('planReported', { unitId: unitIdJson, text }),
  event('planChecked', { isKept: yes, words: text }),
  event('withdrawalRequested', { words: text }),
  event('withdrawalAudited', { isVoluntary: yes, note: text }),
  event('unitCodesIssued', { unitIds: z.array(unitIdJson) }),
  event('unitEnteredByWeb', { unitId: unitIdJson }),
  event('unitReminded', { on: dateJson }),
  event('caseSupervised', { level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]) }),
  event('caseListed', { leaderId: leaderIdJson.nullable().default(null), reason: text.default('') }),
  event('caseUnlisted', { reason: text }),
  event('lightChanged', { light: lightJson.nullable(), reasons: lightReasonsJson }),
  event('dueMoved', { from: dateJson, to: dateJson, why: text, due: dueJson }),
]);

type KnownType = z.infer<typeof known>['type'];
/** Fails to compile while an event type of the process has no line above. */
type Unlisted = Exclude<CaseEvent['type'], KnownType>;
const nothingUnlisted = <T extends never>(..._unlisted: readonly T[]): void => {};
nothingUnlisted<Unlisted>();

export const caseEventJson: z.ZodType<CaseEvent> = known;

/** JSON with keys in code-unit order and nothing optional left undefined: the same event always gives the same text. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
};
