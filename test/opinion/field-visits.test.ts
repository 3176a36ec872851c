/**
 * 走访 beside a second opinion: whatever staff type into a row and in whatever order, 操作结果 and 受理编号 say what became of it.
 * Longer runs: OPINION_VISITS=5000 npx vitest run test/opinion/field-visits.test.ts
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { fieldVisits } from '../../bitable-schema/field-visits.ts';
import { encodeCells, type Values } from '../../bitable-schema/table.ts';
import { refusalSentence } from '../../cards/answer.ts';
import type { DueIntention, MirrorRow, TableRow } from '../../src/ports.ts';
import { type FieldVisitDeps, pullFieldVisits } from '../../src/sync/pull-field-visits.ts';
import { caseIdOfFieldVisit } from '../../src/sync/row-identity.ts';
import type { Case } from '../../src/workflow/case.ts';
import { decide } from '../../src/workflow/decide.ts';
import { type CaseId, openId, recordId } from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { createFindings, lots, townOf } from './histories.ts';
import type { Want } from './law-row-words.ts';
import { faultsOfRow } from './law-tables.ts';
import { PEOPLE } from './towns.ts';

const ROWS = Number(process.env['OPINION_VISITS'] ?? 400);
const EDITS = 8;
const RECORD = recordId('rec_field_visit');
/** What a 走访 needs to become a case, by the names people read. */
const NEEDED = { enterpriseName: '企业名称', kind: '类型', category: '类别', text: '诉求内容' } as const;
const FILLED: Readonly<Record<keyof typeof NEEDED, string>> = {
  enterpriseName: '〔虚构〕望舒航运有限公司',
  kind: '建议',
  category: '融资',
  text: '建议统一口岸收费公示。',
};
const ASKED = '转为事项';

const found = createFindings();
beforeAll(async () => {
  for (let seed = 1; seed <= ROWS; seed += 1) await oneRow(seed);
}, 120_000);

const oneRow = async (seed: number): Promise<void> => {
  const lot = lots(seed);
  const directory = townOf(seed);
  const id = caseIdOfFieldVisit(directory.district, RECORD);
  const cases = new Map<CaseId, Case>();
  let cells: Values = {};
  let shadow: MirrorRow | null = null;
  let now = Date.parse('2026-09-18T15:59:00+08:00');
  const due: DueIntention = {
    key: 'pull',
    lane: 'base',
    kind: 'pullRow',
    district: directory.district,
    caseId: null,
    args: { table: fieldVisits.key, record: RECORD, operator: PEOPLE.staff.openId },
    runAt: now,
    wanted: 1,
    attempts: 0,
    firstAttemptAt: null,
    token: '00000000-0000-4000-8000-000000000000',
  };
  const rowNow = (): TableRow => ({
    recordId: RECORD,
    fields: encodeCells(fieldVisits, cells),
    createdBy: null,
    modifiedBy: openId(PEOPLE.staff.openId),
    modifiedByName: PEOPLE.staff.name,
    modifiedAt: now,
  });
  const deps: FieldVisitDeps = {
    now: () => now,
    hashForRecord: () => '0'.repeat(64),
    refusalSentence,
    endAfter: () => ({ kind: 'parked', reason: 'no call fails here' }),
    rows: {
      get: async () => ({ kind: 'ok', data: { rows: [rowNow()], absent: [] } }),
      page: async () => ({ kind: 'ok', data: { rows: [], nextPageToken: null } }),
      update: async (_table, writes) => {
        for (const { fields } of writes)
          for (const [key, column] of Object.entries(fieldVisits.columns))
            if (column.name in fields) cells = { ...cells, [key]: column.decode(fields[column.name]) };
        return { kind: 'ok', data: null };
      },
    },
    mirror: { rowsByRecord: async () => (shadow ? [shadow] : []) },
    cases: { loadCases: async (ids) => ids.flatMap((one) => cases.get(one) ?? []) },
    handle: async ({ caseId, actor, command }) => {
      const subject = cases.get(caseId) ?? null;
      const calendar = createWorkCalendar(directory.settings);
      const decision = decide(subject, command, { actor, now, directory, calendar, nextSerial: 1, mergeTarget: null });
      if (decision.kind === 'refused') return { kind: 'refused', subject, reason: decision.reason };
      cases.set(caseId, decision.next);
      return { kind: 'accepted', subject: decision.next };
    },
  };

  const history: string[] = [];
  let said: Readonly<Record<string, Want>> = { caseNumber: { is: '' }, operationResult: { is: '' } };
  for (let edit = 0; edit < EDITS; edit += 1) {
    now += (1 + lot(90)) * 60_000;
    const subject = cases.get(id);
    // 保密 is ticked in 事项 meanwhile.
    if (subject && lot(4) === 0)
      cases.set(id, { ...subject, notes: { ...subject.notes, isConfidential: !subject.notes.isConfidential } });
    const [key = 'text', filled = ''] = Object.entries(FILLED)[lot(4)] ?? [];
    const typed: readonly Values[] = [
      Object.fromEntries(Object.entries(FILLED)),
      { [key]: '' },
      { [key]: filled },
      { operationResult: '办好了' },
      { caseNumber: 'abc' },
    ];
    const action = [ASKED, ASKED, null, '作废'][lot(4)] ?? null;
    cells = { ...cells, ...typed[lot(typed.length)], action };
    if (action !== null) said = answerTo(action, cells, cases.get(id) ?? null, { id, now, said });
    history.push(`${new Date(now).toISOString()} ${JSON.stringify(cells)}`);
    const facts: Parameters<typeof pullFieldVisits>[1]['facts'] = [];
    const run = {
      base: { district: directory.district, appToken: 'app', url: '', tables: { fieldVisits: 'tbl' }, formUrl: null },
      facts,
      notices: [],
      notes: new Map(),
      ends: new Map(),
      unfinished: new Map(),
      callsUntil: Number.MAX_SAFE_INTEGER,
      takesUntil: null,
      shareForRows: 0.5,
      live: { waiting: () => new Set<string>() },
    };
    const { write } = await pullFieldVisits(deps, run, [due]);
    await write();
    for (const fact of facts)
      if (fact.kind === 'rowAgreed')
        shadow = {
          table: fact.table,
          recordId: RECORD,
          entityId: fact.entityId,
          shadow: fact.shadow,
          isDeleted: false,
        };
    for (const fault of faultsOfRow(
      '走访',
      { caseNumber: '', operationResult: '', ...cells },
      { ...said, action: { is: null } },
    ))
      found.note(fault, seed, history, '');
  }
};

/** What must stand beside the row once it was read. */
const answerTo = (
  action: string,
  cells: Values,
  subject: Case | null,
  { id, now, said }: { readonly id: string; readonly now: number; readonly said: Readonly<Record<string, Want>> },
): Readonly<Record<string, Want>> => {
  if (action !== ASKED) return { ...said, operationResult: { holds: ['没有这个操作'], lacks: ['已登记'] } };
  const name = String(cells['enterpriseName'] ?? '');
  const missing = Object.entries(NEEDED).flatMap(([key, label]) => (cells[key] ? [] : [label]));
  if (subject) {
    const called = subject.notes.isConfidential ? '保密企业' : subject.appeal.enterpriseName;
    const hidden = subject.notes.isConfidential ? [subject.appeal.enterpriseName] : [];
    return {
      caseNumber: { is: id },
      operationResult: { holds: ['此前已登记', '不重复登记', called, id], lacks: hidden },
    };
  }
  if (missing.length > 0)
    return {
      caseNumber: { is: '' },
      operationResult: {
        holds: [ASKED, ...missing],
        lacks: Object.values(NEEDED).filter((label) => !missing.includes(label)),
      },
    };
  const minute = new Date(now + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
  return {
    caseNumber: { is: id },
    operationResult: { holds: [minute, ASKED, '已登记为', name, String(cells['category']), id], lacks: ['此前'] },
  };
};

describe('走访', () => {
  it('has a law for each column that the service keeps', () => {
    const kept = Object.entries(fieldVisits.columns).flatMap(([key, { owner }]) => (owner === 'service' ? [key] : []));
    expect(kept.sort()).toEqual(['caseNumber', 'operationResult']);
  });
  it('agrees with the second opinion', () => {
    expect(found.names().map(found.told).join('\n\n')).toBe('');
  });
});
