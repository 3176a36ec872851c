/**
 * One row of 事项, read just now → at most one submit, one amend and one action, and what the row has to show afterwards.
 * Asks the process and writes nothing to Feishu itself: the answer is a piece of work for `mirror-cases.ts`.
 */
import { ASKS_CONFIDENTIALITY } from '../../bitable-schema/case-choices.ts';
import { cases } from '../../bitable-schema/cases.ts';
import { normaliseValues, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, Intention, MirrorRow, TableAddress, TableRow } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { rowName } from '../workflow/case-name.ts';
import type { CaseId, DistrictId, OpenId } from '../workflow/ids.ts';
import type { BaseDeps, RowWork } from './base-deps.ts';
import { withoutMasks } from './confidential-cells.ts';
import { openCase, type Unopened } from './open-case.ts';
import { planRow } from './plan-row.ts';
import { type RowColumns, readRow } from './read-row.ts';
import { type CaseRow, type MappingContext, peopleCells, serviceCells } from './row-mapping.ts';
import { actionFreeBefore, agreedAt, EMPTY_INPUTS, isOfRefusedEdit, settleRow, takenAt } from './settle-row.ts';
import { shadowOf } from './shadow.ts';
import { editNotice, editorOf } from './tell-editor.ts';

export interface RowPull {
  readonly district: DistrictId;
  readonly table: TableAddress;
  readonly row: TableRow;
  readonly mirrorRow: MirrorRow | null;
  /** The case whose row this was before it was deleted: somebody took that back. */
  readonly former: CaseId | null;
  readonly subject: Case | null;
  readonly mapping: MappingContext;
  readonly dues: readonly DueIntention[];
  /** A write of ours to this row may have happened without being noted: unknown cells are then ours, not a drag. */
  readonly isInDoubt: boolean;
  /** Under which id the app's own writes appear, where that is known. */
  readonly self: OpenId | null;
  readonly columns: RowColumns;
}

export type PulledRow =
  | Unopened
  /** `notices`: what the editor is to be told, because something was not taken over. */
  | { readonly kind: 'work'; readonly work: RowWork; readonly notices: readonly Intention[] };

const pick = (row: Values, keys: readonly string[]): Values =>
  Object.fromEntries(keys.map((key) => [key, row[key] ?? null]));

export const pullRow = async (deps: BaseDeps, pull: RowPull): Promise<PulledRow> => {
  const agreed = pull.mirrorRow ? shadowOf(pull.mirrorRow) : null;
  const { row: read, lost } = readRow(pull.row.fields, agreed, pull.columns);
  // 要求保密 of the form counts when the row becomes a case; from then on 保密 is staff's.
  const asked: Values =
    pull.subject === null && read.asksConfidentiality === ASKS_CONFIDENTIALITY ? { isConfidential: true } : {};
  const row: CaseRow = { ...read, ...asked };
  const actor = editorOf(pull.row, pull.dues, pull.self);

  const opened = pull.subject ? null : await openCase(deps, pull, row, actor);
  if (opened && opened.kind !== 'opened') return opened;
  const subject = opened?.subject ?? pull.subject;
  if (!subject) return { kind: 'nothing' };

  // A row without a shadow was never agreed on: what the case knows is then the base.
  const base: Values = agreed ?? { ...row, ...EMPTY_INPUTS, ...normaliseValues(cases, peopleCells(subject)) };
  const meant: CaseRow = { ...row, ...withoutMasks(row, base) };
  const ours: Values = {
    ...without(serviceCells(subject, pull.mapping), pull.columns.waiting),
    operationResult: base['operationResult'] ?? '',
    ...(agreed ? { updatedAt: base['updatedAt'] ?? null } : {}),
  };
  const plan = planRow({ base, ours, theirs: meant, columns: cases.columns });
  const settled = await settleRow(deps, {
    district: pull.district,
    isInDoubt: pull.isInDoubt,
    tableRow: pull.row,
    row: meant,
    plan,
    base,
    actor,
    directory: pull.mapping.directory,
    subject,
  });
  if (settled.kind === 'busy') return settled;
  const isMended = settled.taken.length > 0 && isOfRefusedEdit(row.operationResult);
  const edited = {
    record: pull.row.recordId,
    modifiedAt: pull.row.modifiedAt,
    item: rowName(settled.subject),
  };
  return {
    kind: 'work',
    notices:
      settled.isRefused && settled.result !== null
        ? editNotice(pull.district, actor.openId, { ...edited, sentence: settled.result }, deps.now())
        : [],
    work: {
      subject: settled.subject,
      recordId: pull.row.recordId,
      ...(agreed || row.operationResult !== '' ? {} : { unnoted: base }),
      ...(agreed && settled.taken.length > 0
        ? { takenIn: { ...base, ...takenAt(pull.row, base, deps.now()), ...pick(meant, settled.taken) } }
        : {}),
      shown: { ...read, ...lost.shown, ...agreedAt(pull.row, pull.columns.waiting, base, deps.now()) },
      ifActionStays: actionFreeBefore(base),
      putBack: { ...lost.wanted, ...(opened ? asked : {}), ...settled.putBack },
      // What was said of the draft is over once it is a case, and of an edit once another was taken in.
      result: settled.result ?? (opened || isMended ? '' : null),
      dues: pull.dues,
      isRestored: false,
    },
  };
};

const without = (values: Values, keys: ReadonlySet<string>): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
