/**
 * Rows of a directory that were deleted while something lies with them. What was known of a unit or a leader stays in force until that is
 * done, as of a row that cannot be read: else nobody could act on the case any more, and nobody would hear of it. The same of 工商联, without
 * which nobody could act at all. Each is named in 运行状况, with what to do about it.
 */
import type { DirectoryRow, DirectoryTable } from '../ports.ts';
import { type Case, partsInHand, sheetInHand } from '../workflow/case.ts';
import { rowName } from '../workflow/case-name.ts';
import type { Directory } from '../workflow/directory.ts';
import type { CaseId } from '../workflow/ids.ts';
import type { BaseDeps } from './base-deps.ts';
import type { DirectoryReading } from './read-directory.ts';
import type { Trouble } from './troubles.ts';

/** Troubles of this name, by table and row. */
export const GONE = 'gone';
export const goneName = (table: DirectoryTable, id: string): string => `${GONE}:${table}:${id}`;

const PAGE = 200;
const MOST_NAMED = 3;

export interface InUse {
  /** Rows as if they still stood there. */
  readonly kept: readonly DirectoryRow[];
  readonly troubles: readonly (Trouble & { readonly id: string })[];
}

export const rowsInUse = async (
  deps: Pick<BaseDeps, 'cases'>,
  table: DirectoryTable,
  { rows }: DirectoryReading,
  before: Directory,
): Promise<InUse> => {
  if (table === 'settings') return { kept: [], troubles: [] };
  const ids = new Set<string>(rows.map(({ id }) => id));
  const known: readonly { readonly id: string; readonly name: string }[] =
    table === 'receptionDays' ? [] : before[table];
  // A day is left by its cases alone: each names the one it is on.
  if (table !== 'receptionDays' && known.every(({ id }) => ids.has(id))) return { kept: [], troubles: [] };
  const uses = new Map<string, { readonly name: string; readonly cases: Case[] }>();
  for await (const subject of openCases(deps, before))
    for (const { id, name } of namedBy(subject, table, known).filter((one) => !ids.has(one.id)))
      uses.set(id, { name, cases: [...(uses.get(id)?.cases ?? []), subject] });
  return {
    kept: table === 'receptionDays' ? [] : [...uses.keys()].map((id) => ({ id, value: null, isFaulty: true })),
    troubles: [...uses].map(([id, { name, cases }]) => ({ id, ...SAID[table](name, countOf(cases)) })),
  };
};

async function* openCases({ cases }: Pick<BaseDeps, 'cases'>, { district }: Directory): AsyncGenerator<Case> {
  for (let after: CaseId | null = null; ; ) {
    const page: readonly Case[] = await cases.openCases(district, after, PAGE);
    yield* page;
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return;
  }
}

/** With whom something of this case lies. */
const namedBy = (
  subject: Case,
  table: Exclude<DirectoryTable, 'settings'>,
  known: readonly { readonly id: string; readonly name: string }[],
): readonly { readonly id: string; readonly name: string }[] => {
  const of = (ids: readonly (string | null | undefined)[]) => known.filter(({ id }) => ids.includes(id));
  const sheet = sheetInHand(subject);
  switch (table) {
    case 'units':
      return of(partsInHand(subject).map(({ unitId }) => unitId));
    case 'leaders':
      return of([subject.awaiting?.leaderId, sheet?.signerId, sheet?.leadLeaderId]);
    case 'receptionDays':
      return subject.state === 'scheduled' && subject.onDay
        ? [{ id: subject.onDay.now.dayId, name: subject.onDay.now.title }]
        : [];
  }
};

const countOf = (cases: readonly Case[]): string =>
  `${cases.length}件事项（${cases.slice(0, MOST_NAMED).map(rowName).join('、')}${cases.length > MOST_NAMED ? '等' : ''}）`;

const SAID: Readonly<Record<Exclude<DirectoryTable, 'settings'>, (name: string, cases: string) => Trouble>> = {
  units: (name, cases) => ({
    item: `单位“${name}”`,
    sentence: `“单位与承办人”表中“${name}”一行已删除，还有${cases}由其办理，办结前原有登记仍按原内容执行。请撤销删除；机构调整的，保留该行，改填单位名称和人员。`,
  }),
  leaders: (name, cases) => ({
    item: `领导“${name}”`,
    sentence: `“领导”表中“${name}”一行已删除，还有${cases}由其签批或者牵头，办结前原有登记仍按原内容执行。请撤销删除；换人的，保留该行，改填称谓和飞书账号。`,
  }),
  receptionDays: (name, cases) => ({
    item: `接待日“${name}”`,
    sentence: `“接待日”表中“${name}”一行已删除，还有${cases}排在这一天。请逐件另选接待日，或者选操作“撤出接待日”，并告知企业。`,
  }),
};

const NO_STAFF =
  '没有勾选“工商联”且填有人员的单位，谁都不能受理事项，也没有人收到提醒；原有登记的仍按原内容执行。请撤销删除，或者重新勾选“工商联”。';

/** 工商联 whose row was deleted, or its tick taken away, and nobody in its place: what was known of it stays in force. */
export const keepingStaff = (reading: DirectoryReading, before: Directory): DirectoryReading & InUse => {
  const ids = before.units.flatMap(({ id, isFederation }): readonly string[] => (isFederation ? [id] : []));
  const stands = reading.hasStaff || reading.rows.some(({ id, isFaulty }) => isFaulty === true && ids.includes(id));
  if (ids.length === 0 || stands) return { ...reading, kept: [], troubles: [] };
  return {
    ...reading,
    rows: reading.rows.filter(({ id }) => !ids.includes(id)),
    checks: reading.checks.map((check) => (ids.includes(check.recordId) ? { ...check, wanted: NO_STAFF } : check)),
    kept: ids.map((id) => ({ id, value: null, isFaulty: true })),
    troubles: [{ id: 'staff', item: '工商联', sentence: `“单位与承办人”表中${NO_STAFF}` }],
  };
};
