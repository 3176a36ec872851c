/**
 * One row of 事项, read just now → at most one submit, one amend and one action, and what the row has to show afterwards.
 * Asks the process and writes nothing to Feishu itself: the answer is a piece of work for `mirror-cases.ts`.
 */
import { cases } from '../../bitable-schema/cases.ts';
import type { Cell } from '../../bitable-schema/columns.ts';
import { decodeRow, emptyRow, normaliseValues, sameCell, type Values } from '../../bitable-schema/table.ts';
import type { DueIntention, Intention, MirrorRow, TableRow } from '../ports.ts';
import type { Actor } from '../workflow/actor.ts';
import { type Case, currentRound } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { DistrictId, Ms, OpenId } from '../workflow/ids.ts';
import type { BaseDeps, Handled, RowWork } from './base-deps.ts';
import { withoutMasks } from './confidential-cells.ts';
import { planRow, type RowPlan } from './plan-row.ts';
import { actionForState, actionNamed, commandOf, stateNamed } from './row-command.ts';
import { actionDelivery, amendDelivery, caseIdOfRow, submitDelivery } from './row-identity.ts';
import {
  amendmentOf,
  type CaseRow,
  isBlankRow,
  type MappingContext,
  peopleCells,
  serviceCells,
  submissionOf,
} from './row-mapping.ts';
import { editNotice, editorOf } from './tell-editor.ts';

export interface RowPull {
  readonly district: DistrictId;
  readonly row: TableRow;
  readonly mirrorRow: MirrorRow | null;
  readonly subject: Case | null;
  readonly mapping: MappingContext;
  readonly dues: readonly DueIntention[];
  /** A write of ours to this row may have happened without being noted: unknown cells are then ours, not a drag. */
  readonly isInDoubt: boolean;
  /** Under which id the app's own writes appear, where that is known. */
  readonly self: OpenId | null;
  readonly columns: {
    /** Cannot be read or written now: taken as unchanged. */
    readonly waiting: ReadonlySet<string>;
    /** An empty cell of this column is no wish of a person: its column was made anew, or its option taken away. */
    readonly isEmptiedByFeishu: (key: string, value: unknown) => boolean;
  };
}

export type PulledRow =
  | { readonly kind: 'nothing' }
  /** The database was busy: nothing was done, come again. */
  | { readonly kind: 'busy' }
  /** No case yet: only a sentence for the person who filled the row in. */
  | { readonly kind: 'notTaken'; readonly sentence: string; readonly isShown: boolean }
  /** `notices`: what the editor is to be told, because something was not taken over. */
  | { readonly kind: 'work'; readonly work: RowWork; readonly notices: readonly Intention[] };

const EMPTY = emptyRow(cases);
const inputKeys = Object.entries(cases.columns)
  .filter(([, column]) => column.owner === 'action')
  .map(([key]) => key);
const emptied = (keys: readonly string[]): Values =>
  Object.fromEntries(Object.entries<Cell>(EMPTY).filter(([key]) => keys.includes(key)));

const minute = (at: Ms): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

export const pullRow = async (deps: BaseDeps, pull: RowPull): Promise<PulledRow> => {
  const read = decodeRow(cases, readable(pull.row.fields, pull.columns.waiting));
  const { row, lost } = asAgreed(read, pull);
  const actor = editorOf(pull.row, pull.dues, pull.self);

  const opened = pull.subject ? null : await openCase(deps, pull, row, actor);
  if (opened?.kind === 'nothing' || opened?.kind === 'busy' || opened?.kind === 'notTaken') return opened;
  const subject = opened ? opened.subject : pull.subject;
  if (!subject) return { kind: 'nothing' };

  // A row without a shadow was never agreed on: what the case knows is then the base.
  const base: Values = pull.mirrorRow
    ? shadowOf(pull.mirrorRow)
    : { ...row, ...emptied(inputKeys), ...normaliseValues(cases, peopleCells(subject)) };
  const meant: CaseRow = { ...row, ...withoutMasks(row, base) };
  const ours: Values = {
    ...without(serviceCells(subject, pull.mapping), pull.columns.waiting),
    operationResult: base['operationResult'] ?? '',
    ...(pull.mirrorRow ? { updatedAt: base['updatedAt'] ?? null } : {}),
  };
  const plan = planRow({ base, ours, theirs: meant, columns: cases.columns });
  const settled = await settle(deps, {
    district: pull.district,
    isInDoubt: pull.isInDoubt,
    tableRow: pull.row,
    row: meant,
    plan,
    base,
    actor,
    subject,
  });
  if (settled.kind === 'busy') return settled;
  const edited = { record: pull.row.recordId, modifiedAt: pull.row.modifiedAt, item: itemOf(settled.subject) };
  return {
    kind: 'work',
    notices:
      settled.isRefused && settled.result !== null
        ? editNotice(pull.district, actor.openId, { ...edited, sentence: settled.result }, deps.now())
        : [],
    work: {
      subject: settled.subject,
      recordId: pull.row.recordId,
      shown: { ...row, ...lost.shown, ...actionFreeAt(deps, pull, base) },
      putBack: { ...lost.wanted, ...settled.putBack },
      // What was said of the draft is over once it is a case.
      result: settled.result ?? (opened ? '' : null),
      dues: pull.dues,
      isRestored: false,
    },
  };
};

/**
 * In the shadow of a row, and no column of it: the moment of the row when 操作 was last seen empty, or was done and cleared. A
 * write that clears 操作 may fail; until one has come through, whatever stands in the cell is the choice that was done.
 */
const ACTION_FREE_AT = 'actionFreeAt';
const actionFreeAt = (deps: BaseDeps, pull: RowPull, base: Values): Values => {
  if (!pull.columns.waiting.has('action')) return { [ACTION_FREE_AT]: pull.row.modifiedAt ?? deps.now() };
  const before = base[ACTION_FREE_AT];
  return before === undefined ? {} : { [ACTION_FREE_AT]: before };
};
/** Another 操作结果 than was agreed on: the clearing came through unnoticed, and this is a new choice. */
const choiceOf = ({ base, tableRow, row }: SettlingRow): string => {
  const isCleared = !sameCell(row.operationResult, base['operationResult'] ?? '');
  return isCleared ? `cleared ${tableRow.modifiedAt ?? 0}` : `since ${JSON.stringify(base[ACTION_FREE_AT] ?? 0)}`;
};

const without = (values: Values, keys: ReadonlySet<string>): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.has(key)));
const readable = (fields: TableRow['fields'], waiting: ReadonlySet<string>): TableRow['fields'] => {
  const names = new Set([...waiting].map((key) => cases.columns[keyIn(key)].name));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
};

/**
 * The row with the cells that nobody touched as they were agreed on: those of columns that cannot be read now, and those that
 * Feishu emptied with their column or option. The latter are written again.
 */
const asAgreed = (
  read: CaseRow,
  { mirrorRow, columns }: RowPull,
): { readonly row: CaseRow; readonly lost: { readonly shown: Values; readonly wanted: Values } } => {
  if (!mirrorRow) return { row: read, lost: { shown: {}, wanted: {} } };
  const shadow = shadowOf(mirrorRow);
  const wanted: Record<string, Cell> = {};
  const waited: Record<string, Cell> = {};
  for (const [key, value] of Object.entries<Cell>(read)) {
    const before = shadow[key];
    const { empty } = cases.columns[keyIn(key)];
    if (columns.waiting.has(key)) waited[key] = before ?? empty;
    else if (before !== undefined && sameCell(value, empty) && !sameCell(before, empty))
      if (columns.isEmptiedByFeishu(key, before)) wanted[key] = before;
  }
  const shown = Object.fromEntries(Object.keys(wanted).map((key) => [key, cases.columns[keyIn(key)].empty]));
  return { row: { ...read, ...waited, ...wanted }, lost: { shown, wanted } };
};

type Opened =
  | Extract<PulledRow, { readonly kind: 'nothing' | 'busy' | 'notTaken' }>
  | { readonly kind: 'opened'; readonly subject: Case };

const openCase = async (deps: BaseDeps, pull: RowPull, row: CaseRow, actor: Actor): Promise<Opened> => {
  if (isBlankRow(row)) return { kind: 'nothing' };
  const { district } = pull;
  const adopted = await caseShownBy(deps, district, row);
  if (adopted) return { kind: 'opened', subject: adopted };

  // People fill a row in cell by cell: until these are there, it is a draft and no filing.
  const missing = [cases.columns.enterpriseName, cases.columns.text]
    .filter((column) => column.decode(pull.row.fields[column.name]) === '')
    .map((column) => column.name);
  if (missing.length > 0) return notTaken(deps, row, { kind: 'fieldsMissing', missing });

  const id = caseIdOfRow(district, pull.row.recordId);
  const receiptHash = deps.hashOfReceipt(row.receipt) ?? deps.hashForRecord(pull.row.recordId);
  const handled = await deps.handle({
    deliveryId: submitDelivery(pull.row.recordId),
    district,
    caseId: id,
    actor: pull.row.createdBy === null && pull.row.modifiedBy === null ? { kind: 'enterprise' } : actor,
    command: {
      type: 'submit',
      id,
      ...submissionOf(row, pull.row.createdBy === null),
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

/** The store keeps shadows as plain JSON; only our own cells were ever put in. */
export const shadowOf = (mirrorRow: MirrorRow): Values => {
  const cells: Record<string, Cell> = {};
  for (const [key, value] of Object.entries(mirrorRow.shadow)) if (isCell(value)) cells[key] = value;
  return cells;
};
const isCell = (value: unknown): value is Cell =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string')) ||
  (typeof value === 'object' &&
    'text' in value &&
    'link' in value &&
    typeof value.text === 'string' &&
    typeof value.link === 'string');

type SettlingRow = Pick<RowPull, 'district' | 'isInDoubt'> & {
  readonly tableRow: TableRow;
  readonly row: CaseRow;
  readonly plan: RowPlan;
  readonly base: Values;
  readonly actor: Actor;
  readonly subject: Case;
};
type Settled =
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'settled';
      readonly subject: Case;
      readonly putBack: Values;
      readonly result: string | null;
      /** Something the editor did was not taken over, and `result` says why. */
      readonly isRefused: boolean;
    };

const settle = async (deps: BaseDeps, work: SettlingRow): Promise<Settled> => {
  const { plan, row } = work;
  // A key that the shadow lacks was empty, whatever stands there now.
  const before: CaseRow = { ...EMPTY, ...work.base };
  const amendment = Object.keys(plan.amend).length === 0 ? null : amendmentOf(before, row);
  let subject = work.subject;

  if (amendment) {
    const handled = await ask(deps, work, amendDelivery(work.tableRow.recordId, work.tableRow.modifiedAt, amendment), {
      type: 'amend',
      change: amendment,
    });
    if (handled.kind === 'refused' && handled.reason.kind === 'busy') return { kind: 'busy' };
    if (handled.kind === 'refused' && handled.reason.kind !== 'nothingChanged') {
      const back = Object.fromEntries(
        Object.keys(plan.amend).map((key) => [key, work.base[key] ?? cases.columns[keyIn(key)].empty]),
      );
      return {
        kind: 'settled',
        subject: handled.subject ?? subject,
        putBack: { ...back, action: null },
        result: said(deps, '修改未采纳', handled.reason),
        isRefused: true,
      };
    }
    subject = handled.subject ?? subject;
  }

  const wish = wishOf(work, subject);
  switch (wish.kind) {
    case 'none':
      return { kind: 'settled', subject, putBack: {}, result: wish.sentence, isRefused: wish.sentence !== null };
    case 'unknownAction':
      return {
        kind: 'settled',
        subject,
        putBack: { action: null },
        result: '没有这个操作，未执行。',
        isRefused: true,
      };
    case 'action': {
      const cleared = { action: null };
      const mergeTarget =
        wish.action === '合并' && row.mergeInto !== ''
          ? await deps.cases.findByNumber(work.district, row.mergeInto)
          : null;
      const asked = commandOf(wish.action, row, subject, { mergeTarget });
      if ('problem' in asked)
        return {
          kind: 'settled',
          subject,
          putBack: cleared,
          result: said(deps, wish.action, asked.problem),
          isRefused: true,
        };
      const handled = await ask(
        deps,
        work,
        actionDelivery(work.tableRow.recordId, choiceOf(work), wish.action),
        asked.command,
      );
      if (handled.kind === 'refused') {
        if (handled.reason.kind === 'busy') return { kind: 'busy' };
        return {
          kind: 'settled',
          subject: handled.subject ?? subject,
          putBack: cleared,
          result: said(deps, wish.action, handled.reason),
          isRefused: true,
        };
      }
      return {
        kind: 'settled',
        subject: handled.subject ?? subject,
        putBack: emptied(inputKeys),
        result: `${minute(deps.now())} ${wish.action}：${handled.reply ?? '已办理。'}`,
        isRefused: false,
      };
    }
  }
};

/** 事项编号, with the sheet's number where there is one. */
export const itemOf = (subject: Case): string => {
  const number = currentRound(subject)?.instruction?.number.text;
  return number ? `事项 ${subject.id}（${number}）` : `事项 ${subject.id}`;
};

const said = (deps: BaseDeps, what: string, reason: Refusal): string => `${what}：${deps.refusalSentence(reason)}`;

const ask = (
  deps: BaseDeps,
  work: SettlingRow,
  deliveryId: Parameters<BaseDeps['handle']>[0]['deliveryId'],
  command: Parameters<BaseDeps['handle']>[0]['command'],
): Promise<Handled> =>
  deps.handle({ deliveryId, district: work.district, caseId: work.subject.id, actor: work.actor, command });

type Wish =
  /** An option that somebody added to 操作. */
  | { readonly kind: 'unknownAction' }
  | { readonly kind: 'none'; readonly sentence: string | null }
  | { readonly kind: 'action'; readonly action: NonNullable<ReturnType<typeof actionNamed>> };

/** An action that was chosen, or the one a drag on the kanban stands for. */
const wishOf = (work: SettlingRow, subject: Case): Wish => {
  const { row, plan } = work;
  if (row.action !== null) {
    const action = actionNamed(row.action);
    return action ? { kind: 'action', action } : { kind: 'unknownAction' };
  }
  if (work.isInDoubt) return { kind: 'none', sentence: null };
  if ('state' in plan.foreign) {
    const to = stateNamed(row.state);
    const action = to && actionForState(subject.state, to);
    if (action) return { kind: 'action', action };
    return { kind: 'none', sentence: `“状态”不能直接改为“${row.state ?? '空'}”，已恢复；请在“操作”列中选择。` };
  }
  const foreign = Object.keys(plan.foreign).filter((key) => key !== 'operationResult' && key !== 'updatedAt');
  if (foreign.length === 0) return { kind: 'none', sentence: null };
  return {
    kind: 'none',
    sentence: `“${foreign.map((key) => cases.columns[keyIn(key)].name).join('”“')}”由系统维护，已恢复。`,
  };
};

const isKey = (key: string): key is keyof typeof cases.columns => Object.hasOwn(cases.columns, key);
const keyIn = (key: string): keyof typeof cases.columns => {
  if (!isKey(key)) throw new Error(`no column ${key} in 事项`);
  return key;
};
