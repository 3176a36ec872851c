/**
 * Makes a district's Base what `bitable-schema` declares: creates what is missing, adds options, shares the form, subscribes,
 * fills 参数设置. Running it twice does nothing the second time; interrupted anywhere, the next run goes on.
 */
import { plan, type Step } from '../../bitable-schema/compare.ts';
import { cases, settings, TABLES, units } from '../../bitable-schema/index.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { BaseBinding, Documents, MirrorStore, Rows, Structure, TableAddress } from '../ports.ts';
import { DEFAULT_SETTINGS, type Settings } from '../workflow/directory.ts';
import type { OpenId } from '../workflow/ids.ts';
import { applyTable } from './apply-table.ts';
import { fillFederation, fillSettings } from './fill-settings.ts';
import { ApplyStopped, type BaseWanted, DEFAULT_TABLE, findOrMakeBase } from './find-base.ts';
import {
  createInsist,
  createMakeOnce,
  findLive,
  type Insist,
  knownIdsOf,
  liveShapeOf,
  type Pause,
} from './live-schema.ts';
import { createLiveTables } from './live-tables.ts';
import { createTroubles } from './troubles.ts';

export interface ApplyDeps {
  readonly structure: Structure;
  readonly documents: Documents;
  readonly rows: Rows;
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'saveBase' | 'loadNotes' | 'saveFacts'>;
  readonly pause: Pause;
  /** One line per thing done, in Chinese. */
  readonly say: (line: string) => void;
}

export interface ApplyRequest extends BaseWanted {
  /** Managers of the Base: without one, nobody sees a Base that an app created. */
  readonly staff: readonly OpenId[];
  /** Whether `staff` become the officers of the 工商联 where 单位与承办人 is still empty. */
  readonly fillsFederation?: boolean;
  /** Names of views that are to show what is declared now; those not named stay as people have them. */
  readonly viewsAnew?: readonly string[];
  /** What differs from the defaults in a fresh 参数设置: the district's names. */
  readonly settings: Partial<Settings>;
}

/** What `apply` would do; null when there is no Base yet. */
export const planSchema = async (
  deps: Pick<ApplyDeps, 'structure' | 'mirror' | 'pause'>,
  district: BaseWanted['district'],
): Promise<readonly Step[] | null> => {
  const insist = createInsist(deps.pause);
  const bound = (await deps.mirror.loadBases()).find((one) => one.district === district);
  if (!bound) return null;
  const { appToken } = bound;
  const notes = await deps.mirror.loadNotes(district);
  const live = await insist('读取数据表', () => deps.structure.listTables(appToken));
  const shapes: Record<string, Awaited<ReturnType<typeof liveShapeOf>>> = {};
  for (const table of TABLES) {
    const found = findLive(live, table, bound.tables[table.key]);
    if (!found) continue;
    const knownIds = knownIdsOf(notes, table, found.tableId);
    shapes[table.key] = await liveShapeOf({ structure: deps.structure, insist, appToken, knownIds }, table, found);
  }
  return plan(TABLES, shapes);
};

/** Throws SchemaCallFailed with the step at which it stopped, ApplyStopped when a person has to decide. */
export const applySchema = async (deps: ApplyDeps, request: ApplyRequest): Promise<BaseBinding> => {
  const { structure, mirror, say } = deps;
  const insist = createInsist(deps.pause, { afterMaking: true });
  const makeOnce = createMakeOnce(deps.pause);
  const { binding: begun, isNew } = await findOrMakeBase(deps, createInsist(deps.pause), makeOnce, request);
  const { appToken } = begun;
  const base = await insist('读取多维表格', () => structure.getBase(appToken));
  const notes = await mirror.loadNotes(request.district);
  const live = await insist('读取数据表', () => structure.listTables(appToken));

  const tableIds: Record<string, string> = { ...begun.tables };
  for (const [index, table] of TABLES.entries()) {
    const said = countingLines(say, `(${index + 1}/${TABLES.length}) ${table.name}`, table);
    const knownIds = knownIdsOf(notes, table, findLive(live, table, tableIds[table.key])?.tableId);
    const work = {
      structure,
      insist,
      makeOnce,
      say: said.say,
      appToken,
      tableIds,
      knownIds,
      viewsAnew: request.viewsAnew ?? [],
      revision: base.revision,
    };
    tableIds[table.key] = await applyTable(work, table, live);
    said.end();
  }
  await dropDefaultTable(deps, insist, appToken, tableIds);

  const draft: BaseBinding = { ...begun, tables: tableIds };
  const liveTables = createLiveTables({ rows: deps.rows, structure }, draft, notes, createTroubles(notes));
  const work = { rows: liveTables.rows, insist, say };
  const wasFilled = !isNew && begun.tables[settings.key] !== undefined;
  await fillSettings(work, addressIn(appToken, tableIds, settings), request.settings, () => {
    if (wasFilled && base.isAdvanced) throw new ApplyStopped(UNSEEN);
  });
  if (request.fillsFederation) {
    const name = request.settings.organName ?? DEFAULT_SETTINGS.organName;
    await fillFederation(work, addressIn(appToken, tableIds, units), name, request.staff);
  }
  await openToPeople(deps, insist, appToken, request.staff);
  const binding: BaseBinding = {
    ...draft,
    formUrl: await formUrlOf(deps, insist, addressIn(appToken, tableIds, cases)),
  };
  await mirror.saveBase(binding);
  return binding;
};

/** Events are sent only to who subscribed; a Base that an app made is seen only by those it was shared with. */
const openToPeople = async (
  { documents, say }: ApplyDeps,
  insist: Insist,
  appToken: string,
  staff: readonly OpenId[],
): Promise<void> => {
  if (!(await insist('查询事件订阅', () => documents.isSubscribed(appToken)))) {
    await insist('订阅多维表格事件', () => documents.subscribe(appToken));
    say('订阅多维表格的改动');
  }
  if (staff.length === 0) return;
  const present = await insist('读取协作者', () => documents.listCollaborators(appToken));
  const managers = present.filter((one) => one.right === 'full_access').map((one) => one.openId);
  const added = staff.filter((person) => !managers.includes(person));
  for (const person of added)
    await insist('添加管理员', () => documents.addCollaborator(appToken, person, 'full_access'));
  if (added.length > 0) say(`添加管理员 ${added.length} 人`);
};

const UNSEEN =
  '多维表格开启了高级权限，应用读不到其中的数据，不能继续。请在多维表格“…”菜单的“添加文档应用”中给本应用“可管理”权限，再重新运行。';

const addressIn = (appToken: string, tableIds: Readonly<Record<string, string>>, table: Table): TableAddress => {
  const tableId = tableIds[table.key];
  if (tableId === undefined) throw new Error(`table ${table.key} was applied and has no id`);
  return { appToken, tableId };
};

/** A heading with the lines below it, or one line where there was nothing to do. */
const countingLines = (say: (line: string) => void, heading: string, table: Table) => {
  // Below its own heading a table need not be named again.
  const short = (line: string): string => line.replace(new RegExp(`^(新建数据表)?“${table.name}”的?`), '$1');
  let count = 0;
  return {
    say: (line: string) => {
      if (count === 0) say(heading);
      count += 1;
      say(`  ${short(line)}`);
    },
    end: () => {
      if (count === 0) say(`${heading}：已是最新`);
    },
  };
};

/** What Feishu put into a Base that we made; it goes once ours are there, because the last table cannot. */
const dropDefaultTable = async (
  { structure, say }: ApplyDeps,
  insist: Insist,
  appToken: string,
  tableIds: Record<string, string>,
): Promise<void> => {
  const tableId = tableIds[DEFAULT_TABLE];
  if (tableId === undefined) return;
  let isDone = false;
  await insist('删除默认数据表', async () => {
    const tables = await structure.listTables(appToken);
    if (tables.kind !== 'ok') return tables;
    if (!tables.data.some((one) => one.tableId === tableId)) return { kind: 'ok', data: null };
    const deleted = await structure.deleteTable({ appToken, tableId });
    isDone = deleted.kind === 'ok';
    return deleted;
  });
  if (isDone) say('删除新建多维表格自带的空表');
  delete tableIds[DEFAULT_TABLE];
};

const formUrlOf = async ({ structure }: ApplyDeps, insist: Insist, address: TableAddress): Promise<string | null> => {
  const views = await insist('读取视图', () => structure.listViews(address));
  const view = views.find((one) => one.type === 'form' && one.name === cases.form?.viewName);
  return view ? (await insist('读取登记表单', () => structure.getForm(address, view.viewId))).sharedUrl : null;
};
