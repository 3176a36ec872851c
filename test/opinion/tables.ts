/**
 * The rows that the service keeps besides the process's own: what every plan of it would write, turn by turn, into tables that
 * remember only cells, as a Base does.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { confidential } from '../../bitable-schema/confidential.ts';
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { progress } from '../../bitable-schema/progress.ts';
import { normaliseValues, type Values } from '../../bitable-schema/table.ts';
import { visits } from '../../bitable-schema/visits.ts';
import type { EnterpriseCount, Fact, TableRow } from '../../src/ports.ts';
import type { RowWork } from '../../src/sync/base-deps.ts';
import { cellsUnderMask } from '../../src/sync/confidential-cells.ts';
import { cellsForAll, planConfidential, realCells } from '../../src/sync/mirror-confidential.ts';
import { planProgress } from '../../src/sync/mirror-progress.ts';
import type { TablePlan } from '../../src/sync/mirror-table.ts';
import { planVisits } from '../../src/sync/mirror-visits.ts';
import { readEnterprises } from '../../src/sync/read-enterprises.ts';
import type { MappingContext } from '../../src/sync/row-mapping.ts';
import type { Case } from '../../src/workflow/case.ts';
import { isCreditCode } from '../../src/workflow/credit-code.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { type CaseId, type Ms, recordId } from '../../src/workflow/ids.ts';
import {
  changedLooks,
  type EnterpriseKeys,
  enterpriseKeys,
  neighbourOf,
  type PeersByCase,
} from '../../src/workflow/ties.ts';
import type { Turn } from './lives.ts';
import { LINKS } from './surfaces.ts';

export type Rows = ReadonlyMap<string, Values>;
export const rowIdOf = (id: CaseId) => recordId(`rec-of-${id}`);

const mappingOf = (directory: Directory, now: Ms, peers: PeersByCase = {}): MappingContext => ({
  directory,
  now,
  isCreditCode,
  peers,
  links: LINKS,
});

/** Other cases of the enterprise of one, as the store finds them. */
const peersOf = (subject: Case, all: ReadonlyMap<CaseId, Case>): PeersByCase => ({
  [subject.id]: [...all.values()]
    .filter((other) => other.id !== subject.id && !other.notes.isConfidential && areOfOne(subject, other))
    .map(neighbourOf),
});
const areOfOne = (one: Case, other: Case): boolean => {
  const [a, b] = [enterpriseKeys(one.appeal), enterpriseKeys(other.appeal)];
  return a.code !== '' && b.code !== '' ? a.code === b.code : a.name !== '' && a.name === b.name;
};

export const createTables = (directory: Directory) => {
  const tables = new Map<string, Map<string, Values>>();
  const rowsOf = (key: string): Map<string, Values> => {
    const known = tables.get(key) ?? new Map<string, Values>();
    tables.set(key, known);
    return known;
  };
  const write = (key: string, entity: string, cells: Values): void => {
    rowsOf(key).set(entity, { ...rowsOf(key).get(entity), ...cells });
  };
  const notes = new Map<string, { readonly value: unknown; readonly at: Ms }>();
  const base = {
    district: directory.district,
    appToken: 'app',
    url: '',
    tables: Object.fromEntries([visits, progress, confidential].map(({ key }) => [key, `tbl_${key}`])),
    formUrl: null,
  };
  const putDown = (plan: TablePlan | null): void => {
    for (const { entityId, cells } of plan?.items ?? []) write(plan?.table.key ?? '', entityId, cells);
  };

  return {
    rows: (key: string): Rows => rowsOf(key),
    /** Everything that follows from one case having moved. */
    follow: async ({ moved, before, cases: all, now }: Turn): Promise<void> => {
      const subject = all.get(moved);
      if (!subject) return;
      const facts: Fact[] = [];
      const run = { base, facts, notes };
      const mapping = mappingOf(directory, now, peersOf(subject, all));
      const works = [workOf(subject)];
      putDown(planProgress(run, works, mapping));
      const loadCases = async (ids: readonly CaseId[]): Promise<readonly Case[]> =>
        ids.flatMap((id) => all.get(id) ?? []);
      putDown(await planVisits({ cases: { loadCases } }, run, works, mapping, { looksAt: () => new Map() }));
      putDown(planConfidential(run, works, mapping));
      if (!subject.notes.isConfidential) rowsOf(confidential.key).delete(moved);
      const shown = rowsOf(cases.key).get(moved) ?? {};
      const hidden = cellsUnderMask(subject, shown, realCells(subject, mapping), () => true);
      write(cases.key, moved, normaliseValues(cases, { ...cellsForAll(subject, mapping), ...hidden }));
      // Rows of others that may name this one.
      const alike = changedLooks(before, subject);
      for (const other of all.values())
        if (other !== subject && alike.some((keys) => isFoundBy(other, keys)))
          write(cases.key, other.id, cellsForAll(other, mappingOf(directory, now, peersOf(other, all))));
      for (const fact of facts)
        if (fact.kind === 'noted') notes.set(fact.name, { value: JSON.parse(JSON.stringify(fact.value)), at: now });
    },
    /** 企业 as staff keep it, with what the service writes beside each row. */
    enterprises: (kept: readonly TableRow[], counts: readonly EnterpriseCount[]): Rows =>
      new Map(
        readEnterprises(kept, counts, isCreditCode).map(({ recordId: id, service }) => [
          id,
          normaliseValues(enterprises, service),
        ]),
      ),
  };
};

const isFoundBy = (subject: Case, { code, name }: EnterpriseKeys): boolean => {
  const own = enterpriseKeys(subject.appeal);
  return (code !== '' && own.code === code) || (name !== '' && own.name === name);
};

const workOf = (subject: Case): RowWork => ({
  subject,
  recordId: rowIdOf(subject.id),
  shown: {},
  putBack: {},
  result: null,
  dues: [],
  isRestored: false,
});
