/**
 * A row of 事项 that is no case yet → the case it opens, or what is missing before it is one. The id follows from the row, so a
 * row read twice opens one case.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { TableRow } from '../ports.ts';
import type { Actor } from '../workflow/actor.ts';
import type { Case } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { DistrictId } from '../workflow/ids.ts';
import type { BaseDeps } from './base-deps.ts';
import { caseIdOfRow, submitDelivery } from './row-identity.ts';
import { type CaseRow, isBlankRow, submissionOf } from './row-mapping.ts';

export type Unopened =
  | { readonly kind: 'nothing' }
  /** The database was busy: nothing was done, come again. */
  | { readonly kind: 'busy' }
  /** No case yet: only a sentence for the person who filled the row in. */
  | { readonly kind: 'notTaken'; readonly sentence: string; readonly isShown: boolean };
type Opened = Unopened | { readonly kind: 'opened'; readonly subject: Case };

export const openCase = async (
  deps: BaseDeps,
  district: DistrictId,
  read: TableRow,
  row: CaseRow,
  actor: Actor,
): Promise<Opened> => {
  if (isBlankRow(row)) return { kind: 'nothing' };
  const adopted = await caseShownBy(deps, district, row);
  if (adopted) return { kind: 'opened', subject: adopted };

  // People fill a row in cell by cell: until these are there, it is a draft and no filing.
  const missing = [cases.columns.enterpriseName, cases.columns.text]
    .filter((column) => column.decode(read.fields[column.name]) === '')
    .map((column) => column.name);
  if (missing.length > 0) return notTaken(deps, row, { kind: 'fieldsMissing', missing });

  const id = caseIdOfRow(district, read.recordId);
  const receiptHash = deps.hashOfReceipt(row.receipt) ?? deps.hashForRecord(read.recordId);
  const handled = await deps.handle({
    deliveryId: submitDelivery(read.recordId),
    district,
    caseId: id,
    actor: read.createdBy === null && read.modifiedBy === null ? { kind: 'enterprise' } : actor,
    command: {
      type: 'submit',
      id,
      ...submissionOf(row, read.createdBy === null),
      receiptHash,
      visitKey: receiptHash,
      noticeVersion: deps.noticeVersion,
    },
  });
  if (handled.kind === 'refused') {
    if (handled.reason.kind === 'busy') return { kind: 'busy' };
    return notTaken(deps, row, handled.reason);
  }
  const subject = handled.subject ?? (await deps.cases.loadCases([id]))[0];
  if (!subject) throw new Error(`case ${id} was opened and cannot be loaded`);
  return { kind: 'opened', subject };
};

const notTaken = (deps: BaseDeps, row: CaseRow, reason: Refusal): Opened => {
  const sentence = `尚未登记：${deps.refusalSentence(reason)}`;
  return { kind: 'notTaken', sentence, isShown: row.operationResult === sentence };
};

/** A row that we made ourselves without learning so: it shows a 事项编号 whose case has no other living row. */
const caseShownBy = async (deps: BaseDeps, district: DistrictId, row: CaseRow): Promise<Case | null> => {
  if (row.shortId === '') return null;
  const id = await deps.cases.findByNumber(district, row.shortId);
  if (!id) return null;
  const known = await deps.mirror.rowsByEntity(district, cases.key, [id]);
  if (known.some((one) => !one.isDeleted)) return null;
  return (await deps.cases.loadCases([id]))[0] ?? null;
};
