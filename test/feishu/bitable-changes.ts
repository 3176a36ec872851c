/**
 * The one way records change, whoever asks: API, person or form. Keeps duplex links (双向关联) in step on both sides,
 * gives auto numbers, raises revisions and, when the base is subscribed, tells the service in one event per table.
 */
import { eventValue, type ReadScope } from './bitable-read.ts';
import { linkedTable, type NewOptions } from './bitable-write.ts';
import type { EventSender } from './events.ts';
import { hearsEvents } from './rights.ts';
import type { Base, Cell, Field, Table, TableRecord } from './state.ts';
import { findPerson, type World } from './world.ts';

export type Tenant = World & { readonly events: EventSender };

export type Change =
  | { readonly kind: 'add'; readonly recordId: string; readonly cells: ReadonlyMap<string, Cell | null> }
  | { readonly kind: 'edit'; readonly record: TableRecord; readonly cells: ReadonlyMap<string, Cell | null> }
  | { readonly kind: 'delete'; readonly record: TableRecord };

type Action = {
  readonly recordId: string;
  readonly action: 'record_added' | 'record_edited' | 'record_deleted';
  readonly before: Map<string, Cell | undefined>;
  readonly after: Map<string, Cell | undefined>;
};

type Journal = {
  readonly tenant: Tenant;
  readonly base: Base;
  readonly operator: string;
  readonly actions: Map<Table, Map<string, Action>>;
};

/** Performs already validated changes; returns the added and edited records in order. */
export const applyChanges = (
  tenant: Tenant,
  base: Base,
  table: Table,
  changes: readonly Change[],
  operator: string,
  newOptions: NewOptions = new Map(),
): readonly TableRecord[] => {
  const journal: Journal = { tenant, base, operator, actions: new Map() };
  for (const [fieldId, options] of newOptions) {
    table.fields.find((field) => field.fieldId === fieldId)?.options.push(...options);
  }
  const touched = changes.map((change) => {
    if (change.kind === 'add') return addRecord(journal, table, change.recordId, change.cells);
    if (change.kind === 'edit') editRecord(journal, table, change.record, change.cells);
    return change.record;
  });
  deleteRecords(
    journal,
    table,
    changes.flatMap((change) => (change.kind === 'delete' ? [change.record] : [])),
  );
  if (newOptions.size > 0 || journal.actions.size > 0) base.revision += 1;
  for (const [each, actions] of journal.actions) {
    each.revision += 1;
    announce(journal, each, [...actions.values()]);
  }
  tenant.changed();
  return touched;
};

const addRecord = (
  journal: Journal,
  table: Table,
  recordId: string,
  cells: ReadonlyMap<string, Cell | null>,
): TableRecord => {
  const now = journal.tenant.now();
  const record: TableRecord = {
    recordId,
    cells: {},
    createdBy: journal.operator,
    createdAt: now,
    modifiedBy: journal.operator,
    modifiedAt: now,
  };
  table.records.push(record);
  const action = actionOn(journal, table, recordId, 'record_added');
  for (const field of table.fields) {
    const cell = cells.get(field.fieldId) ?? defaultCell(journal, field, now);
    if (cell === null) continue;
    setCell(journal, record, field, cell);
    action.after.set(field.fieldId, cell);
  }
  return record;
};

const defaultCell = (journal: Journal, field: Field, now: number): Cell | null => {
  if (field.type === 1005) return nextSerial(journal.base, field, now);
  if (field.type === 5 && field.settings['auto_fill'] === true) return { kind: 'date', ms: now };
  return null;
};

const editRecord = (
  journal: Journal,
  table: Table,
  record: TableRecord,
  cells: ReadonlyMap<string, Cell | null>,
): void => {
  for (const field of table.fields) {
    const next = cells.get(field.fieldId);
    if (next === undefined) continue;
    const before = record.cells[field.fieldId];
    if (JSON.stringify(before ?? null) === JSON.stringify(next)) continue;
    note(journal, table, record, field, before, next ?? undefined);
    setCell(journal, record, field, next);
  }
};

const note = (
  journal: Journal,
  table: Table,
  record: TableRecord,
  field: Field,
  before: Cell | undefined,
  after: Cell | undefined,
): void => {
  const action = actionOn(journal, table, record.recordId, 'record_edited');
  if (action.action === 'record_edited' && !action.before.has(field.fieldId)) action.before.set(field.fieldId, before);
  action.after.set(field.fieldId, after);
  record.modifiedAt = journal.tenant.now();
  record.modifiedBy = journal.operator;
};

const actionOn = (journal: Journal, table: Table, recordId: string, action: Action['action']): Action => {
  const actions = journal.actions.get(table) ?? new Map<string, Action>();
  journal.actions.set(table, actions);
  const known = actions.get(recordId);
  if (known !== undefined && (known.action === action || known.action === 'record_added')) return known;
  const fresh: Action = { recordId, action, before: new Map(), after: new Map() };
  actions.set(recordId, fresh);
  return fresh;
};

/** Stores a cell and, for a duplex link, mirrors the difference on the other side. */
const setCell = (journal: Journal, record: TableRecord, field: Field, next: Cell | null): void => {
  const before = record.cells[field.fieldId];
  if (next === null) delete record.cells[field.fieldId];
  else record.cells[field.fieldId] = next;
  if (field.type !== 21) return;
  const other = linkedTable(journal.base, field);
  const back = other?.fields.find((each) => each.fieldId === field.link?.backFieldId);
  if (other === undefined || back === undefined) return;
  const old = new Set(linkIds(before));
  const fresh = new Set(linkIds(next ?? undefined));
  for (const id of old) if (!fresh.has(id)) changeBackLink(journal, other, back, id, record.recordId, false);
  for (const id of fresh) if (!old.has(id)) changeBackLink(journal, other, back, id, record.recordId, true);
};

const linkIds = (cell: Cell | undefined): readonly string[] => (cell?.kind === 'links' ? cell.recordIds : []);

const changeBackLink = (
  journal: Journal,
  other: Table,
  back: Field,
  otherId: string,
  ownId: string,
  isAdded: boolean,
): void => {
  const record = other.records.find((each) => each.recordId === otherId);
  if (record === undefined) return;
  const before = record.cells[back.fieldId];
  const kept = linkIds(before).filter((id) => id !== ownId);
  const recordIds = isAdded ? [...kept, ownId] : kept;
  const after: Cell | undefined = recordIds.length === 0 ? undefined : { kind: 'links', recordIds };
  note(journal, other, record, back, before, after);
  if (after === undefined) delete record.cells[back.fieldId];
  else record.cells[back.fieldId] = after;
};

const deleteRecords = (journal: Journal, table: Table, records: readonly TableRecord[]): void => {
  if (records.length === 0) return;
  const gone = new Set(records.map((record) => record.recordId));
  table.records = table.records.filter((record) => !gone.has(record.recordId));
  for (const record of records) {
    const action = actionOn(journal, table, record.recordId, 'record_deleted');
    for (const field of table.fields) {
      const cell = record.cells[field.fieldId];
      if (cell !== undefined) action.before.set(field.fieldId, cell);
    }
  }
  unlink(journal, table, gone);
};

/** Links to deleted records vanish from the rows that held them. */
const unlink = (journal: Journal, table: Table, gone: ReadonlySet<string>): void => {
  for (const holder of journal.base.tables) {
    for (const field of holder.fields) {
      if (field.link?.tableId !== table.tableId) continue;
      for (const record of holder.records) {
        const before = record.cells[field.fieldId];
        const ids = linkIds(before);
        const kept = ids.filter((id) => !gone.has(id));
        if (kept.length === ids.length) continue;
        const after: Cell | undefined = kept.length === 0 ? undefined : { kind: 'links', recordIds: kept };
        note(journal, holder, record, field, before, after);
        if (after === undefined) delete record.cells[field.fieldId];
        else record.cells[field.fieldId] = after;
      }
    }
  }
};

const announce = (journal: Journal, table: Table, actions: readonly Action[]): void => {
  const { tenant, base, operator } = journal;
  if (!hearsEvents(tenant, base) || actions.length === 0) return;
  const scope: ReadScope = { world: tenant, base, idType: 'open_id' };
  const values = (cells: ReadonlyMap<string, Cell | undefined>): readonly unknown[] =>
    table.fields.flatMap((field) => {
      if (!cells.has(field.fieldId)) return [];
      const value = eventValue(scope, field, cells.get(field.fieldId));
      return value === undefined ? [] : [value];
    });
  const filledUp = (
    action: Action,
    cells: ReadonlyMap<string, Cell | undefined>,
  ): ReadonlyMap<string, Cell | undefined> => {
    if (!tenant.settings.sendsWholeRows || action.action !== 'record_edited') return cells;
    const record = table.records.find((each) => each.recordId === action.recordId);
    return new Map([...Object.entries(record?.cells ?? {}), ...cells]);
  };
  tenant.events.send('drive.file.bitable_record_changed_v1', {
    file_type: 'bitable',
    file_token: base.appToken,
    table_id: table.tableId,
    revision: base.revision,
    operator_id: operatorJson(tenant, operator),
    action_list: actions.map((action) => ({
      record_id: action.recordId,
      action: action.action,
      ...(action.action === 'record_added' ? {} : { before_value: values(filledUp(action, action.before)) }),
      ...(action.action === 'record_deleted' ? {} : { after_value: values(filledUp(action, action.after)) }),
    })),
    subscriber_id_list: [],
    update_time: Math.floor(tenant.now() / 1000),
  });
};

/** Empty ids for an anonymous form filler; the documents do not say what the real one sends. */
export const operatorJson = (world: World, openId: string): Readonly<Record<string, string>> => {
  const person = findPerson(world, openId);
  return { open_id: openId, union_id: person?.unionId ?? '', user_id: person?.userId ?? '' };
};

/** The next auto number (自动编号) by the rule in the field's settings. */
export const nextSerial = (base: Base, field: Field, now: number): Cell => {
  const sequence = field.nextSequence;
  field.nextSequence += 1;
  return { kind: 'serial', sequence, text: serialText(base, field, sequence, now) };
};

const serialText = (base: Base, field: Field, sequence: number, now: number): string => {
  const rule = field.settings['auto_serial'];
  if (typeof rule !== 'object' || rule === null || !('type' in rule) || rule.type !== 'custom') return String(sequence);
  const parts: readonly unknown[] = 'options' in rule && Array.isArray(rule.options) ? rule.options : [];
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: base.timeZone }).format(now).replaceAll('-', '');
  return parts
    .map((part) => {
      if (typeof part !== 'object' || part === null || !('type' in part) || !('value' in part)) return '';
      const value = String(part.value);
      switch (part.type) {
        case 'system_number':
          return String(sequence).padStart(Number(value), '0');
        case 'fixed_text':
          return value;
        case 'created_time':
          return value.replace('yyyy', day.slice(0, 4)).replace('MM', day.slice(4, 6)).replace('dd', day.slice(6, 8));
        default:
          return '';
      }
    })
    .join('');
};
