/**
 * Makes a district's Base what `bitable-schema` declares: creates what is missing, adds options, shares the form, subscribes,
 * fills 参数设置 once. Running it twice does nothing the second time; interrupted anywhere, the next run goes on.
 */
import { describeStep, plan, planTable, type Step } from '../../bitable-schema/compare.ts';
import { cases, settings, TABLES } from '../../bitable-schema/index.ts';
import { defaultSettingRows } from '../../bitable-schema/settings.ts';
import { decodeRow, encodeNewRow, type Table } from '../../bitable-schema/table.ts';
import type { BaseBinding, MirrorStore, Rows, Structure, TableAddress } from '../ports.ts';
import type { Settings } from '../workflow/directory.ts';
import type { DistrictId, OpenId } from '../workflow/ids.ts';
import { createInsist, fieldSpecOf, findLive, type Insist, liveShapeOf, type Pause } from './live-schema.ts';
import { tokenOf } from './row-identity.ts';

export interface ApplyDeps {
  readonly structure: Structure;
  readonly rows: Pick<Rows, 'page' | 'create'>;
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'saveBase'>;
  readonly pause: Pause;
  /** One line per thing done, in Chinese. */
  readonly say: (line: string) => void;
}

export interface ApplyRequest {
  readonly district: DistrictId;
  /** Name of a Base that has to be created. */
  readonly baseName: string;
  /** Managers of the Base: without one, nobody sees a Base that an app created. */
  readonly staff: readonly OpenId[];
  /** What differs from the defaults in a fresh 参数设置: the district's names. */
  readonly settings: Partial<Settings>;
}

/** In the binding of a Base under construction: the table that Feishu put into it. */
const DEFAULT_TABLE = 'feishuDefault';

/** What `apply` would do; null when there is no Base yet. */
export const planSchema = async (
  deps: Pick<ApplyDeps, 'structure' | 'mirror' | 'pause'>,
  district: DistrictId,
): Promise<readonly Step[] | null> => {
  const insist = createInsist(deps.pause);
  const bound = (await deps.mirror.loadBases()).find((one) => one.district === district);
  if (!bound) return null;
  const live = await insist('读取数据表', () => deps.structure.listTables(bound.appToken));
  const shapes: Record<string, Awaited<ReturnType<typeof liveShapeOf>>> = {};
  for (const table of TABLES) {
    const found = findLive(live, table, bound.tables[table.key]);
    if (found) shapes[table.key] = await liveShapeOf(deps.structure, insist, bound.appToken, table, found);
  }
  return plan(TABLES, shapes);
};

/** Throws SchemaCallFailed with the step at which it stopped. */
export const applySchema = async (deps: ApplyDeps, request: ApplyRequest): Promise<BaseBinding> => {
  const insist = createInsist(deps.pause);
  const begun = await baseOf(deps, insist, request);
  const { appToken } = begun;

  const tableIds: Record<string, string> = { ...begun.tables };
  for (const table of TABLES) tableIds[table.key] = await applyTable(deps, insist, appToken, table, tableIds);

  const defaultTable = tableIds[DEFAULT_TABLE];
  if (defaultTable !== undefined) {
    const live = await insist('读取数据表', () => deps.structure.listTables(appToken));
    if (live.some((one) => one.tableId === defaultTable)) {
      await insist('删除默认数据表', () => deps.structure.deleteTable({ appToken, tableId: defaultTable }));
      deps.say('删除新建多维表格自带的空表');
    }
    delete tableIds[DEFAULT_TABLE];
  }

  await fillSettings(deps, insist, addressIn(appToken, tableIds, settings), request);
  await insist('订阅多维表格事件', () => deps.structure.subscribe(appToken));
  for (const person of request.staff) {
    await insist('添加管理员', () => deps.structure.addCollaborator(appToken, person, 'full_access'));
  }
  const binding: BaseBinding = {
    district: request.district,
    appToken,
    url: begun.url,
    tables: tableIds,
    formUrl: await formUrlOf(deps, insist, addressIn(appToken, tableIds, cases)),
  };
  await deps.mirror.saveBase(binding);
  return binding;
};

const addressIn = (appToken: string, tableIds: Readonly<Record<string, string>>, table: Table): TableAddress => {
  const tableId = tableIds[table.key];
  if (tableId === undefined) throw new Error(`table ${table.key} was applied and has no id`);
  return { appToken, tableId };
};

/** The district's Base; a new one is remembered at once, so that a crash does not make another. */
const baseOf = async (deps: ApplyDeps, insist: Insist, request: ApplyRequest): Promise<BaseBinding> => {
  const bound = (await deps.mirror.loadBases()).find((one) => one.district === request.district);
  if (bound) {
    await insist('读取多维表格', () => deps.structure.getBase(bound.appToken));
    return bound;
  }
  const made = await insist('新建多维表格', () => deps.structure.createBase(request.baseName));
  deps.say(`新建多维表格“${request.baseName}”`);
  const binding: BaseBinding = {
    district: request.district,
    appToken: made.appToken,
    url: made.url,
    tables: { [DEFAULT_TABLE]: made.defaultTableId },
    formUrl: null,
  };
  await deps.mirror.saveBase(binding);
  return binding;
};

/** Steps of the form only show once its view exists, so a table is looked at until nothing is left to do. */
const MAX_LOOKS = 4;

const applyTable = async (
  deps: ApplyDeps,
  insist: Insist,
  appToken: string,
  table: Table,
  tableIds: Readonly<Record<string, string>>,
): Promise<string> => {
  const live = await insist('读取数据表', () => deps.structure.listTables(appToken));
  let tableId = findLive(live, table, tableIds[table.key])?.tableId;
  if (tableId === undefined) {
    const specs = Object.values(table.columns).map((column) => fieldSpecOf(column, tableIds));
    const made = await insist(`新建数据表“${table.name}”`, () =>
      deps.structure.createTable(appToken, table.name, table.views[0]?.name ?? '全部', specs),
    );
    deps.say(describeStep({ kind: 'createTable', table }));
    tableId = made.tableId;
  }
  const address = { appToken, tableId };
  for (let look = 1; ; look += 1) {
    const shape = await liveShapeOf(deps.structure, insist, appToken, table, { tableId, name: table.name });
    const steps = planTable(table, shape);
    for (const step of steps) if (step.kind === 'askPerson' && look === 1) deps.say(describeStep(step));
    const todo = steps.filter((step) => step.kind !== 'askPerson');
    if (todo.length === 0) return tableId;
    if (look === MAX_LOOKS)
      throw new Error(
        `table ${table.key} still differs after ${MAX_LOOKS} rounds: ${todo.map((step) => step.kind).join(', ')}`,
      );
    for (const step of todo) {
      await execute(deps, insist, address, step, shape.form?.formId ?? null, { ...tableIds, [table.key]: tableId });
      deps.say(describeStep(step));
    }
  }
};

const execute = async (
  deps: ApplyDeps,
  insist: Insist,
  address: TableAddress,
  step: Step,
  formId: string | null,
  tableIds: Readonly<Record<string, string>>,
): Promise<void> => {
  const { structure } = deps;
  const words = describeStep(step);
  switch (step.kind) {
    case 'createColumn':
      await insist(words, () =>
        structure.createField(
          address,
          fieldSpecOf(step.column, tableIds),
          tokenOf([address.tableId, step.column.name]),
        ),
      );
      return;
    case 'changeColumn': {
      const options = step.column.kind.options ? step.options : undefined;
      await insist(words, () =>
        structure.updateField(address, step.fieldId, fieldSpecOf(step.column, tableIds, null, options)),
      );
      return;
    }
    case 'createView': {
      const made = await insist(words, () => structure.createView(address, step.view.name, step.view.type));
      await hideColumns(deps, insist, address, step, made.viewId);
      return;
    }
    case 'shareForm':
      await shareForm(deps, insist, address, step, words, formId);
      return;
    case 'hideQuestion':
      await question(deps, insist, address, formId, words, step.fieldId, { visible: false });
      return;
    case 'showQuestion':
      await question(deps, insist, address, formId, words, step.fieldId, { visible: true });
      return;
    case 'changeQuestion': {
      const { title, description, isRequired } = step.question;
      await question(deps, insist, address, formId, words, step.fieldId, { title, description, required: isRequired });
      return;
    }
    case 'orderQuestions': {
      let previousFieldId = '';
      for (const fieldId of step.fieldIds) {
        await question(deps, insist, address, formId, words, fieldId, { previousFieldId });
        previousFieldId = fieldId;
      }
      return;
    }
    case 'createTable':
    case 'askPerson':
      throw new Error(`${step.kind} is not executed here`);
  }
};

const hideColumns = async (
  deps: ApplyDeps,
  insist: Insist,
  address: TableAddress,
  step: Extract<Step, { readonly kind: 'createView' }>,
  viewId: string,
): Promise<void> => {
  const hides = (step.view.hides ?? []).map((key) => step.table.columns[key]?.name);
  if (hides.length === 0) return;
  const fields = await insist('读取列', () => deps.structure.listFields(address));
  const hidden = fields.filter((field) => hides.includes(field.name)).map((field) => field.fieldId);
  await insist(`设置视图“${step.view.name}”`, () =>
    deps.structure.updateView(address, viewId, { property: { hidden_fields: hidden } }),
  );
};

const question = async (
  deps: ApplyDeps,
  insist: Insist,
  address: TableAddress,
  formId: string | null,
  words: string,
  fieldId: string,
  change: Parameters<Structure['updateFormQuestion']>[3],
): Promise<void> => {
  if (formId === null) throw new Error('a form without a view has no questions');
  await insist(words, () => deps.structure.updateFormQuestion(address, formId, fieldId, change));
};

/** Two calls: who may fill it in can be set only once it is shared. */
const shareForm = async (
  deps: ApplyDeps,
  insist: Insist,
  address: TableAddress,
  step: Step,
  words: string,
  formId: string | null,
): Promise<void> => {
  const { form } = step.table;
  if (!form || formId === null) throw new Error('a table without a form has none to share');
  await insist(words, () =>
    deps.structure.updateForm(address, formId, { name: form.title, description: form.description, shared: true }),
  );
  await insist(words, () => deps.structure.updateForm(address, formId, { sharedLimit: 'anyone_editable' }));
};

const formUrlOf = async (deps: ApplyDeps, insist: Insist, address: TableAddress): Promise<string | null> => {
  const views = await insist('读取视图', () => deps.structure.listViews(address));
  const view = views.find((one) => one.type === 'form' && one.name === cases.form?.viewName);
  return view ? (await insist('读取登记表单', () => deps.structure.getForm(address, view.viewId))).sharedUrl : null;
};

const fillSettings = async (
  deps: ApplyDeps,
  insist: Insist,
  address: TableAddress,
  request: ApplyRequest,
): Promise<void> => {
  const page = await insist('读取参数设置', () => deps.rows.page(address, null));
  if (page.rows.some((row) => decodeRow(settings, row.fields).key !== '')) return;
  const rows = defaultSettingRows(request.settings).map((row) => encodeNewRow(settings, row));
  await insist('填写参数设置', () => deps.rows.create(address, rows, tokenOf([address.tableId, 'defaults'])));
  deps.say(`填写参数设置，${rows.length} 项`);
};
