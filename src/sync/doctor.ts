/**
 * `doctor` (体检): everything that can keep a district's Base from working, each with its remedy. Reads only, changes nothing, and
 * goes on after a failure as far as what comes next still makes sense.
 */
import { cases, health, TABLES } from '../../bitable-schema/index.ts';
import type { Table } from '../../bitable-schema/table.ts';
import type { BaseBinding, Documents, MirrorStore, OutboxStore, Structure, SyncNote } from '../ports.ts';
import { calendarGap } from '../workflow/calendar-gap.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import { DEFAULT_SETTINGS, type Directory } from '../workflow/directory.ts';
import type { BeijingDate, DistrictId, Ms } from '../workflow/ids.ts';
import { hasPhone } from '../workflow/settings.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';
import { CALENDAR_REMEDY, calendarSentence } from './district-troubles.ts';
import { examineAccess, examineScopes } from './examine-rights.ts';
import { examineTables } from './examine-tables.ts';
import { tokenIn } from './find-base.ts';
import { APPLY, act, type Finding, note } from './finding.ts';
import { createInsist, type Pause, SchemaCallFailed } from './live-schema.ts';
import { troublesIn } from './troubles.ts';

export interface DoctorDeps {
  readonly structure: Structure;
  readonly documents: Documents;
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'loadNotes' | 'loadDirectory'>;
  readonly outbox: Pick<OutboxStore, 'health'>;
  readonly pause: Pause;
  readonly now: () => Ms;
}

/** Older than this, what waits is not waited for by anyone. */
const STANDS_STILL_MS = 15 * 60_000;
/** Without these nothing is kept in step; any other table that is missing holds back itself alone. */
const NEEDED: readonly Table[] = [cases, health];
const FORBIDDEN = new Set([91403, 1254302, 1254304, 1254305]);
const GONE = new Set([1254003, 1254040]);

/** `opened`: the address of the Base that people say they use, to tell a copy from the real one. */
export const examine = async (
  deps: DoctorDeps,
  district: DistrictId,
  opened: string | null = null,
): Promise<readonly Finding[]> => {
  const findings = await allFindings(deps, district, opened);
  // A remedy is typed as it stands, so it names the district.
  const named = new RegExp(`${APPLY}(?! --district)`, 'g');
  return findings.map((one) => ({ ...one, remedy: one.remedy.replace(named, `${APPLY} --district ${district}`) }));
};

const allFindings = async (
  deps: DoctorDeps,
  district: DistrictId,
  opened: string | null,
): Promise<readonly Finding[]> => {
  const directory = await deps.mirror.loadDirectory(district);
  const scopes = await deps.documents.listScopes();
  if (scopes.kind === 'auth')
    return [
      act('credentials', `飞书没有接受应用的凭证：${scopes.reason}。`, '核对 App ID 和 App Secret，确认应用已启用。'),
    ];
  const findings: Finding[] = [
    ...(scopes.kind === 'ok'
      ? examineScopes(scopes.data, directory.settings)
      : [note('scopesUnknown', `没有查到应用的权限：${scopes.reason}。`, '稍后再运行一次体检。')]),
  ];

  const bases = await deps.mirror.loadBases();
  const base = bases.find((one) => one.district === district);
  if (!base)
    return [
      ...findings,
      act('noBase', '该区还没有多维表格。', `运行 ${APPLY} --district ${district} --name <名称> --staff <open_id>。`),
    ];
  if (opened !== null && tokenIn(opened) !== base.appToken)
    findings.push(
      act(
        'copiedBase',
        '给出的地址不是本区使用的多维表格，多半是副本；其中的改动系统不采用。',
        `请改用 ${base.url}；副本中已填的内容请手工抄回。`,
      ),
    );
  const notes = await deps.mirror.loadNotes(district);
  findings.push(
    ...(await examineBase(deps, base, new Set(bases.map((one) => one.appToken)), directory, notes)),
    ...examineDirectory(directory),
    ...examineCalendar(directory, beijingDateOf(deps.now())),
    ...troubles(notes),
  );
  return [...findings, ...(await examineQueue(deps, district))];
};

const examineBase = async (
  deps: DoctorDeps,
  base: BaseBinding,
  bound: ReadonlySet<string>,
  directory: Directory,
  notes: ReadonlyMap<string, SyncNote>,
): Promise<readonly Finding[]> => {
  const insist = createInsist(deps.pause);
  const findings: Finding[] = [];
  try {
    const live = await insist('读取多维表格', () => deps.structure.getBase(base.appToken));
    findings.push(...(await examineAccess(deps.documents, base, bound, directory, live)));
    if (NEEDED.some(({ key }) => base.tables[key] === undefined))
      findings.push(act('baseUnfinished', '多维表格没有建完，同步尚未开始。', `运行 ${APPLY}，会接着建。`));
    if (!live.isAdvanced)
      findings.push(
        note(
          'confidentialOpen',
          '多维表格没有开启高级权限，能打开它的人都能看到“保密事项”。',
          '在“高级权限”中开启，新建只含保密经办人的角色，其余角色对“保密事项”设为“无权限”；并给本应用“可管理”权限。',
        ),
      );
    findings.push(...(await examineTables({ ...deps, insist, base, notes, isAdvanced: live.isAdvanced })));
    findings.push(...(await examineForm(deps, base)));
  } catch (error) {
    if (!(error instanceof SchemaCallFailed)) throw error;
    findings.push(failureOf(error, base));
  }
  return findings;
};

const failureOf = ({ step, failure }: SchemaCallFailed, base: BaseBinding): Finding => {
  if (GONE.has(failure.code))
    return act(
      'baseGone',
      `多维表格 ${base.url} 不见了。`,
      '请从云文档回收站恢复；恢复不了的请联系运维人员重建，事项都在数据库中，不会丢失。',
    );
  if (FORBIDDEN.has(failure.code))
    return act(
      'baseForbidden',
      `应用没有权限：${step}（代码 ${failure.code}）。`,
      '在多维表格右上角“…”—“更多”—“添加文档应用”中添加本应用，并给“可管理”权限。',
    );
  return act(
    'callFailed',
    `${step}没有成功：${failure.reason}（代码 ${failure.code}）。`,
    '排除原因后再运行一次体检。',
  );
};

/** The address that the pages hand out must be the one under which the form is open now. */
const examineForm = async (deps: DoctorDeps, base: BaseBinding): Promise<readonly Finding[]> => {
  const insist = createInsist(deps.pause);
  for (const table of TABLES) {
    const tableId = base.tables[table.key];
    if (!table.form || tableId === undefined) continue;
    const address = { appToken: base.appToken, tableId };
    const views = await insist('读取视图', () => deps.structure.listViews(address));
    const view = views.find((one) => one.type === 'form' && one.name === table.form?.viewName);
    if (!view) return [];
    const form = await insist('读取登记表单', () => deps.structure.getForm(address, view.viewId));
    if (form.shared && form.sharedUrl !== base.formUrl)
      return [act('formAddress', '登记表单的地址变了，扫码页还在用旧地址。', `运行 ${APPLY} 更新。`)];
  }
  return [];
};

/** Limits that reach into a year without holidays are said to be provisional; whoever looks after the system should know. */
const examineCalendar = ({ settings }: Directory, today: BeijingDate): readonly Finding[] => {
  const year = calendarGap(today, createWorkCalendar(settings));
  return year === null ? [] : [note('calendarGap', calendarSentence(year), CALENDAR_REMEDY)];
};

const examineDirectory = ({ units, leaders, settings }: Directory): readonly Finding[] => [
  ...(settings.organName === DEFAULT_SETTINGS.organName || !settings.organName.includes(settings.districtName)
    ? [
        act(
          'namesUnset',
          '“参数设置”中的区县名称、工商联名称还是示例，或两者对不上。',
          '改为本区的名称，工商联名称写全称。',
        ),
      ]
    : []),
  ...(hasPhone(settings)
    ? []
    : [
        act(
          'phoneUnset',
          '“参数设置”中没有填写工商联联系电话，扫码页不开放线上登记。',
          '填写企业打得通的办公电话；收集个人信息，须先告知联系方式。',
        ),
      ]),
  ...(units.some((unit) => unit.isFederation && unit.headOpenIds.length + unit.officerOpenIds.length > 0)
    ? []
    : [
        act(
          'noFederation',
          '“单位与承办人”中没有勾选“工商联”且有人的行，谁都不能受理事项。',
          '新增一行，填工商联名称，勾选“工商联”，填负责人或承办人。',
        ),
      ]),
  ...(leaders.some((leader) => leader.maySign && leader.openId !== null)
    ? []
    : [act('noSigner', '“领导”中没有可签批的领导。', '填写领导的称谓和飞书账号，勾选“可签批”。')]),
];

/** Columns and tables are looked at afresh above; what remains is what only a call can meet. */
const troubles = (notes: ReadonlyMap<string, SyncNote>): readonly Finding[] =>
  [...troublesIn(notes)]
    .filter(([name]) => !name.startsWith('column:') && !name.startsWith('missing:'))
    .map(([, trouble]) => act('trouble', `${trouble.item}：${trouble.sentence}`, '处理后同步会自行继续。'));

const examineQueue = async (deps: DoctorDeps, district: DistrictId): Promise<readonly Finding[]> => {
  const now = deps.now();
  const { parked, oldestDueAt } = await deps.outbox.health(district, now);
  const reasons = new Map<string, number>();
  for (const one of parked) reasons.set(one.reason, (reasons.get(one.reason) ?? 0) + 1);
  const waitedMinutes = oldestDueAt === null ? 0 : Math.floor((now - oldestDueAt) / 60_000);
  return [
    ...[...reasons].map(([reason, count]) =>
      act(
        'parked',
        `有 ${count} 项没有送达：${reason}。`,
        `排除原因后运行 npm run admin -- requeue --district ${district}。`,
      ),
    ),
    ...(oldestDueAt !== null && now - oldestDueAt > STANDS_STILL_MS
      ? [
          act(
            'queueStands',
            `有内容已等待 ${waitedMinutes} 分钟没有发出，服务可能没有运行。`,
            '检查服务进程和定时任务是否在运行。',
          ),
        ]
      : []),
  ];
};
