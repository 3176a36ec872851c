/**
 * Makes one table (数据表) what is declared: the table, its columns, then its views, then its form. Looks again until nothing is
 * left to do, because a later step shows only once an earlier one is done.
 */
import {
  columnsByKey,
  type LiveTableShape,
  planTable,
  type Step,
  unfinishedName,
} from '../../bitable-schema/compare.ts';
import { describeStep, describeSteps } from '../../bitable-schema/describe-step.ts';
import type { Table, View } from '../../bitable-schema/table.ts';
import { type OptionWords, viewPropertyOf } from '../../bitable-schema/view-property.ts';
import type { FeishuResult, LiveTable, Structure, TableAddress } from '../ports.ts';
import { fieldIdsOf, fieldSpecOf } from './field-spec.ts';
import { findLive, type Insist, liveShapeOf, type MakeOnce } from './live-schema.ts';
import { tokenOf } from './row-identity.ts';

export interface TableWork {
  readonly structure: Structure;
  readonly insist: Insist;
  readonly makeOnce: MakeOnce;
  readonly say: (line: string) => void;
  readonly appToken: string;
  /** Table ids by key, as far as they are known. */
  readonly tableIds: Readonly<Record<string, string>>;
  readonly knownIds: Readonly<Record<string, string>>;
  /** Names of views that are to show what is declared now. */
  readonly viewsAnew?: readonly string[];
  /** Of the Base, when the command began. */
  readonly revision: number;
}

const MAX_LOOKS = 6;

/** Gives the table's id. `live`: the tables of the Base as they were at the beginning. */
export const applyTable = async (work: TableWork, table: Table, live: readonly LiveTable[]): Promise<string> => {
  const tableId = findLive(live, table, work.tableIds[table.key])?.tableId ?? (await makeTable(work, table));
  const address = { appToken: work.appToken, tableId };
  const tableIds = { ...work.tableIds, [table.key]: tableId };
  for (let look = 1; ; look += 1) {
    const { viewsAnew = [] } = work;
    const withViews = table.views.some(({ name }) => viewsAnew.includes(name));
    const shape = await liveShapeOf(work, table, { tableId, name: table.name }, { withViews });
    const steps = planTable(table, shape, viewsAnew);
    if (look === 1) for (const step of steps) if (step.kind === 'askPerson') work.say(describeStep(step));
    const todo = steps.filter((step) => step.kind !== 'askPerson');
    if (todo.length === 0) return tableId;
    if (look === MAX_LOOKS)
      throw new Error(
        `table ${table.key} still differs after ${MAX_LOOKS} rounds: ${todo.map((step) => step.kind).join(', ')}`,
      );
    // Views and the form need the ids of columns, so these come alone.
    const columns = todo.filter((step) => step.kind === 'createColumn' || step.kind === 'changeColumn');
    const now = columns.length > 0 ? columns : todo;
    for (const step of now) await execute(work, address, tableIds, shape, step);
    for (const line of describeSteps(now)) work.say(line);
  }
};

/** Formulas come later: they name columns by ids. So do columns that a person has to make. */
const makeTable = async (work: TableWork, table: Table): Promise<string> => {
  const specs = Object.values(table.columns)
    .filter((column) => column.kind.expression === undefined && column.kind.byHand === undefined)
    .map((column) => fieldSpecOf(column, work.tableIds));
  const { tableId } = await work.makeOnce(
    `新建数据表“${table.name}”`,
    () => work.structure.createTable(work.appToken, table.name, table.views[0]?.name ?? '全部', specs),
    async () => {
      const tables = await work.insist('读取数据表', () => work.structure.listTables(work.appToken));
      return tables.find((one) => one.name === table.name) ?? null;
    },
  );
  work.say(describeStep({ kind: 'createTable', table }));
  return tableId;
};

const execute = async (
  work: TableWork,
  address: TableAddress,
  tableIds: Readonly<Record<string, string>>,
  shape: LiveTableShape,
  step: Step,
): Promise<void> => {
  const { structure, insist } = work;
  const words = describeStep(step);
  const own = { table: address.tableId, fields: fieldIdsOf(step.table, shape) };
  switch (step.kind) {
    case 'createColumn': {
      const spec = fieldSpecOf(step.column, tableIds, own);
      // Names are unique in a table, which settles what a lost answer leaves open. The token knows which columns were there:
      // one that was made, deleted by people and is made again is not the same.
      const token = tokenOf([address.tableId, String(work.revision), spec.name, ...Object.values(own.fields)]);
      await work.makeOnce(
        words,
        () => structure.createField(address, spec, token),
        async () => {
          const fields = await insist('读取列', () => structure.listFields(address));
          return fields.find((field) => field.name === spec.name) ?? null;
        },
      );
      return;
    }
    case 'changeColumn': {
      const property = step.column.kind.options ? { ...step.kept, options: step.options } : step.kept;
      const { name, kind, description } = step.column;
      await insist(words, () =>
        structure.updateField(address, step.fieldId, {
          name,
          type: kind.type,
          uiType: kind.uiType,
          ...(Object.keys(property).length === 0 ? {} : { property }),
          ...(description === '' ? {} : { description }),
        }),
      );
      return;
    }
    case 'makeView':
      await makeView(work, address, step.table, step.view, step.viewId, shape);
      return;
    case 'shareForm':
      await shareForm(work, address, step.table, words, shape.form);
      return;
    case 'hideQuestion':
      await question(work, address, shape, words, step.fieldId, { visible: false });
      return;
    case 'showQuestion':
      await question(work, address, shape, words, step.fieldId, { visible: true });
      return;
    case 'changeQuestion': {
      const { title, description, isRequired } = step.question;
      await question(work, address, shape, words, step.fieldId, { title, description, required: isRequired });
      return;
    }
    case 'orderQuestions':
      for (const { fieldId, after } of step.moves)
        await question(work, address, shape, words, fieldId, { previousFieldId: after });
      return;
    case 'createTable':
    case 'askPerson':
      throw new Error(`${step.kind} is not executed here`);
  }
};

/** Made under a name that says it is not ready; filter, hidden columns and the final name come in one call. */
const makeView = async (
  work: TableWork,
  address: TableAddress,
  table: Table,
  view: View,
  begun: string | null,
  shape: LiveTableShape,
): Promise<void> => {
  const { structure, insist } = work;
  const words = `新建视图“${view.name}”`;
  if (view.type === 'calendar') throw new Error('the API makes no calendars');
  const { type } = view;
  const columns = columnsByKey(table, shape);
  const isPlain = viewPropertyOf(table, view, columns) === null;
  const name = isPlain ? view.name : unfinishedName(view);
  const viewId =
    begun ??
    (
      await work.makeOnce(
        words,
        () => structure.createView(address, name, type),
        async () => {
          const views = await insist('读取视图', () => structure.listViews(address));
          return views.find((one) => one.name === name && one.type === type) ?? null;
        },
      )
    ).viewId;
  if (isPlain && begun === null) return;
  const finish = (optionWords: OptionWords): Promise<FeishuResult<null>> => {
    const property = viewPropertyOf(table, view, columns, optionWords);
    return structure.updateView(address, viewId, { name: view.name, ...(property ? { property } : {}) });
  };
  let optionWords: OptionWords = 'ids';
  await insist(words, async () => {
    const result = await finish(optionWords);
    if (result.kind !== 'reject' || result.code !== INVALID_FILTER || optionWords === 'names') return result;
    optionWords = 'names';
    return finish(optionWords);
  });
};
const INVALID_FILTER = 1254018;

const question = async (
  { structure, insist }: TableWork,
  address: TableAddress,
  shape: LiveTableShape,
  words: string,
  fieldId: string,
  change: Parameters<Structure['updateFormQuestion']>[3],
): Promise<void> => {
  const { form } = shape;
  if (!form) throw new Error('a form without a view has no questions');
  await insist(words, () => structure.updateFormQuestion(address, form.formId, fieldId, change));
};

/** Two calls: who may fill it in can be set only once it is shared. */
const shareForm = async (
  { structure, insist }: TableWork,
  address: TableAddress,
  table: Table,
  words: string,
  live: LiveTableShape['form'],
): Promise<void> => {
  const { form } = table;
  if (!form || !live) throw new Error('a table without a form has none to share');
  if (!live.isShared || live.name !== form.title) {
    await insist(words, () =>
      structure.updateForm(address, live.formId, { name: form.title, description: form.description, shared: true }),
    );
  }
  if (live.sharedLimit !== 'anyone_editable')
    await insist(words, () => structure.updateForm(address, live.formId, { sharedLimit: 'anyone_editable' }));
};
