/**
 * Names derived from what a row is, so that a step which runs twice names the same thing twice: the case a row opens, the
 * token of a batch, the id of one wish. Pure hashing; nothing here is secret.
 */
import { createHash } from 'node:crypto';
import { type CaseId, caseId, type DeliveryId, type DistrictId, deliveryId, type RecordId } from '../workflow/ids.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const ROW_BORN = 'r';
/** The case that a row of 事项 opens: the same id however often the row is read. 60 bits, short enough to be read out. */
export const caseIdOfRow = (district: DistrictId, record: RecordId): CaseId =>
  caseId(`${ROW_BORN}${sha256(`${district}:${record}`).slice(0, 15)}`);
const VISIT_BORN = 'v';
/** The case that a row of 走访 becomes, by the same rule. */
export const caseIdOfFieldVisit = (district: DistrictId, record: RecordId): CaseId =>
  caseId(`${VISIT_BORN}${sha256(`${district}:${record}`).slice(0, 15)}`);
/** Whether a case was opened by a row, so that a row of it must exist or have existed. */
export const isRowBorn = (id: CaseId): boolean => /^r[0-9a-f]{15}$/.test(id);

/** A UUID of version 4's form, made from what is written, as Feishu wants a `client_token`. */
export const tokenOf = (parts: readonly string[]): string => {
  const hex = sha256(JSON.stringify(parts));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export const submitDelivery = (record: RecordId): DeliveryId => deliveryId(`row:${record}:submit`);
/** `choice`: tells one choice of the action from the next one of the same, whatever else is typed meanwhile. */
export const actionDelivery = (record: RecordId, choice: string, action: string): DeliveryId =>
  deliveryId(`row:${record}:${choice}:${action}`);
/** `since`: tells one edit from the next one of the same. Two edits within one moment differ by what they say. */
export const amendDelivery = (record: RecordId, since: string, change: object): DeliveryId =>
  deliveryId(`row:${record}:${since}:amend:${sha256(JSON.stringify(change)).slice(0, 16)}`);
