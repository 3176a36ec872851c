/**
 * A row of 事项 that is no case yet → the case it opens, or what is missing before it is one. The id follows from the row, so a
 * row read twice opens one case.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { DueIntention, FeishuFailure, TableAddress } from '../ports.ts';
import type { Actor } from '../workflow/actor.ts';
import type { Case } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { CaseId, DistrictId } from '../workflow/ids.ts';
import { isBlank } from '../workflow/plain-text.ts';
import { isCertainlyAbsent } from './absent-rows.ts';
import type { BaseDeps } from './base-deps.ts';
import type { RowPull } from './pull-row.ts';
import { caseIdOfRow, submitDelivery } from './row-identity.ts';
import { type CaseRow, isBlankRow, submissionOf } from './row-mapping.ts';

export type Unopened =
  | { readonly kind: 'nothing' }
  /** The database was busy: nothing was done, come again. */
  | { readonly kind: 'busy' }
  /** Whether its case still has the row it had could not be read. */
  | { readonly kind: 'unread'; readonly failure: FeishuFailure }
  /** The row its case had was not found: that has to be seen once more. */
  | { readonly kind: 'lookOnceMore' }
  /** No case yet: only a sentence for the person who filled the row in. */
  | { readonly kind: 'notTaken'; readonly sentence: string; readonly isShown: boolean };
type Opened = Unopened | { readonly kind: 'opened'; readonly subject: Case };

export const openCase = async (
  deps: BaseDeps,
  { district, table, row: read, former, dues }: Pick<RowPull, 'district' | 'table' | 'row' | 'former' | 'dues'>,
  row: CaseRow,
  actor: Actor,
): Promise<Opened> => {
  if (isBlankRow(row)) return { kind: 'nothing' };
  const shown = await caseShownBy(deps, district, table, row, former, dues);
  if (shown) return shown;

  // People fill a row in cell by cell: until these are there, it is a draft and no filing.
  const missing = [cases.columns.enterpriseName, cases.columns.text]
    .filter((column) => column.decode(read.fields[column.name]) === '')
    .map((column) => column.name);
  if (missing.length > 0) return notTaken(deps, row, { kind: 'fieldsMissing', missing });

  const id = caseIdOfRow(district, read.recordId);
  const ours = deps.hashOfReceipt(row.receipt);
  const receiptHash = ours ?? deps.hashForRecord(read.recordId);
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
      receiptStanding: ours ? 'own' : isBlank(row.receipt) ? 'none' : 'foreign',
      // Whoever comes by our page has read the notice there, and brings a code of ours.
      noticeVersion: ours ? deps.noticeVersionOf((await deps.mirror.loadDirectory(district)).settings) : '',
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

const MADE_ANEW = '本行删除后，系统已为这一事项另建一行，请在那一行办理；恢复的这一行不起作用，请删除。';

/**
 * A row that we made ourselves without learning so: it shows a 受理编号 whose case has no other living row. Which row lives is
 * asked of Feishu: what was known of a deleted one may have been lost with the attempt that made it anew.
 */
const caseShownBy = async (
  deps: BaseDeps,
  district: DistrictId,
  table: TableAddress,
  row: CaseRow,
  former: CaseId | null,
  dues: readonly DueIntention[],
): Promise<Opened | null> => {
  const id = former ?? (row.shortId === '' ? null : await deps.cases.findByNumber(district, row.shortId));
  if (!id) return null;
  const living = (await deps.mirror.rowsByEntity(district, cases.key, [id])).filter((one) => !one.isDeleted);
  if (living.length > 0) {
    const found = await deps.rows.get(
      table,
      living.map(({ recordId }) => recordId),
    );
    if (found.kind !== 'ok') return { kind: 'unread', failure: found };
    // Copied by hand: the words of another row, and a case of its own. One that was deleted and taken back is none.
    if (found.data.rows.length > 0)
      return former ? { kind: 'notTaken', sentence: MADE_ANEW, isShown: row.operationResult === MADE_ANEW } : null;
    if (!isCertainlyAbsent(dues, deps.now())) return { kind: 'lookOnceMore' };
  }
  const subject = (await deps.cases.loadCases([id]))[0];
  return subject ? { kind: 'opened', subject } : null;
};
