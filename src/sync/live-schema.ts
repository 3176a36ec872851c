/**
 * Reads how a district's Base looks now, for `plan`, `apply` and `doctor`. A call that may be repeated is repeated a few times;
 * any other failure ends the command with the step it happened in.
 */
import type { LiveTableShape, LiveView } from '../../bitable-schema/compare.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { FeishuFailure, FeishuResult, LiveTable, Structure, SyncNote } from '../ports.ts';
import { columnsNoteName, readKnownColumns } from './column-state.ts';

/** A call of `plan` or `apply` that did not succeed. Carries Feishu's code and reason, never cell contents. */
export class SchemaCallFailed extends Error {
  readonly step: string;
  readonly failure: FeishuFailure;
  constructor(step: string, failure: FeishuFailure) {
    super(`${step}: ${failure.kind} ${failure.code} ${failure.reason}`);
    this.step = step;
    this.failure = failure;
    this.name = 'SchemaCallFailed';
  }
}

/** Waits this long; injected, because waiting belongs to the root. */
export type Pause = (ms: number) => Promise<void>;
export type Insist = <T>(step: string, call: () => Promise<FeishuResult<T>>) => Promise<T>;
/** For calls that must not happen twice: `find` looks whether an earlier try has done it after all. */
export type MakeOnce = <T>(
  step: string,
  make: () => Promise<FeishuResult<T>>,
  find: () => Promise<T | null>,
) => Promise<T>;

const MAX_TRIES = 6;
const MAX_WAIT_MS = 30_000;
/** Base, table, view, row or field “not found”: for some seconds also what was made just now. */
const NOT_YET_THERE = new Set([1254040, 1254041, 1254042, 1254043, 1254044]);
/** The name is taken, which may have been by our own earlier try. */
const NAME_TAKEN = new Set([1254013, 1254014, 1254020]);

const waitAfter = (failure: FeishuFailure, attempt: number): number =>
  failure.kind === 'retry' ? Math.min(failure.afterMs, MAX_WAIT_MS) : 500 * attempt;

/**
 * For calls that may be repeated: reads, overwrites, and creates that carry a token. `afterMaking`: what was made a moment
 * ago may be asked for, and is not found everywhere yet.
 */
export const createInsist =
  (pause: Pause, { afterMaking = false } = {}): Insist =>
  async (step, call) => {
    for (let attempt = 1; ; attempt += 1) {
      const result = await call();
      if (result.kind === 'ok') return result.data;
      const isPassing =
        result.kind === 'retry' ||
        result.kind === 'conflict' ||
        result.kind === 'unknown' ||
        (afterMaking && NOT_YET_THERE.has(result.code));
      if (!isPassing || attempt === MAX_TRIES) throw new SchemaCallFailed(step, result);
      await pause(waitAfter(result, attempt));
    }
  };

export const createMakeOnce =
  (pause: Pause): MakeOnce =>
  async (step, make, find) => {
    for (let attempt = 1; ; attempt += 1) {
      const result = await make();
      if (result.kind === 'ok') return result.data;
      const isOpen = result.kind === 'unknown' || NAME_TAKEN.has(result.code);
      const isPassing = isOpen || result.kind === 'retry' || result.kind === 'conflict';
      if (!isPassing || attempt === MAX_TRIES) throw new SchemaCallFailed(step, result);
      await pause(waitAfter(result, attempt));
      const made = isOpen ? await find() : null;
      if (made !== null) return made;
    }
  };

/** Where a table is looked at, and what is remembered of its columns. */
export interface LookAt {
  readonly structure: Structure;
  readonly insist: Insist;
  readonly appToken: string;
  readonly knownIds: Readonly<Record<string, string>>;
}

/** `withViews`: also what each declared view filters and hides, one call each. */
export const liveShapeOf = async (
  { structure, insist, appToken, knownIds }: LookAt,
  declared: Table,
  live: Pick<LiveTable, 'tableId' | 'name'>,
  { withViews = false } = {},
): Promise<LiveTableShape> => {
  const address = { appToken, tableId: live.tableId };
  const columns = await insist(`读取“${live.name}”的列`, () => structure.listFields(address));
  const listed = await insist(`读取“${live.name}”的视图`, () => structure.listViews(address));
  const views: LiveView[] = [];
  for (const view of listed) {
    const isOurs = declared.views.some((one) => one.name === view.name && one.type !== 'form');
    if (!withViews || !isOurs) views.push(view);
    else {
      const property = await insist(`读取视图“${view.name}”`, () => structure.viewProperty(address, view.viewId));
      views.push({ ...view, property });
    }
  }
  const formView = views.find((view) => view.type === 'form' && view.name === declared.form?.viewName);
  if (!formView) return { name: live.name, columns, knownIds, views, form: null };
  const form = await insist('读取登记表单', () => structure.getForm(address, formView.viewId));
  const questions = await insist('读取登记表单的问题', () => structure.listFormQuestions(address, formView.viewId));
  return {
    name: live.name,
    columns,
    knownIds,
    views,
    form: { formId: formView.viewId, name: form.name, isShared: form.shared, sharedLimit: form.sharedLimit, questions },
  };
};

/** Field ids of a table by column key, as an earlier look at this very table found them. */
export const knownIdsOf = (
  notes: ReadonlyMap<string, SyncNote>,
  table: Table,
  tableId: string | undefined,
): Readonly<Record<string, string>> => {
  const known = readKnownColumns(notes.get(columnsNoteName(table.key))?.value);
  return known && known.tableId === tableId ? known.ids : {};
};

/** The live table of a declared one: by the id remembered in the binding (people may rename), else by name. */
export const findLive = (
  tables: readonly LiveTable[],
  declared: Table,
  boundId: string | undefined,
): LiveTable | null =>
  tables.find((one) => one.tableId === boundId) ?? tables.find((one) => one.name === declared.name) ?? null;
