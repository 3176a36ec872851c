/**
 * 来访: one row per enterprise and reception day, with its cases. Made when the first case is put on the day; 到场人 and 现场记录 are
 * staff's and are never written. A visit whose cases were all taken off keeps its row and its number.
 */
import { CONFIDENTIAL_MARK } from '../../bitable-schema/confidential.ts';
import { normaliseValues } from '../../bitable-schema/table.ts';
import { visits } from '../../bitable-schema/visits.ts';
import type { DueIntention, TableAddress } from '../ports.ts';
import type { Case, State } from '../workflow/case.ts';
import { receptionDayById } from '../workflow/directory.ts';
import { caseId, type ReceptionDayId, receptionDayId, recordId } from '../workflow/ids.ts';
import type { BaseDeps, RowWork, Run } from './base-deps.ts';
import { mirrorTable, type TableItem } from './mirror-table.ts';
import type { MappingContext } from './row-mapping.ts';
import { enterVisit, type VisitDay, visitDayOf, visitDaysIn, visitNoteName } from './visit-book.ts';

/** 办结: the result was reviewed and the enterprise told. */
const SETTLED: readonly State[] = ['awaiting_rating', 'awaiting_closure', 'closed'];

export const mirrorVisits = async (
  deps: BaseDeps,
  run: Run,
  works: readonly RowWork[],
  mapping: MappingContext,
): Promise<void> => {
  const tableId = run.base.tables[visits.key];
  if (tableId === undefined) return;
  const address: TableAddress = { appToken: run.base.appToken, tableId };
  const dateOf = (day: ReceptionDayId) => receptionDayById(mapping.directory, day)?.date ?? null;
  const days = new Map<string, VisitDay>(visitDaysIn(run.notes));
  const noted = new Set<string>();
  const duesByDay = new Map<string, DueIntention[]>();
  for (const { subject, dues } of works) {
    const changed = enterVisit(days, subject, dateOf);
    for (const [day, book] of changed) {
      days.set(day, book);
      noted.add(day);
    }
    const day = visitDayOf(subject);
    for (const one of new Set([...changed.keys(), ...(day === null ? [] : [day])]))
      duesByDay.set(one, [...(duesByDay.get(one) ?? []), ...dues]);
  }
  for (const day of noted) {
    const book = days.get(day);
    if (book) run.facts.push({ kind: 'noted', name: visitNoteName(day), value: book });
  }
  const items: TableItem[] = [];
  for (const [day, dues] of duesByDay) {
    const book = days.get(day);
    if (book) items.push(...(await itemsOf(deps, works, receptionDayId(day), book, dues)));
  }
  await mirrorTable(deps, run, visits, address, items);
};

const itemsOf = async (
  deps: BaseDeps,
  works: readonly RowWork[],
  day: ReceptionDayId,
  book: VisitDay,
  dues: readonly DueIntention[],
): Promise<readonly TableItem[]> => {
  const inHand = new Map(works.map(({ subject }) => [subject.id, subject]));
  const others = Object.keys(book.cases)
    .map(caseId)
    .filter((id) => !inHand.has(id));
  const loaded = new Map([...inHand, ...(await deps.cases.loadCases(others)).map((one) => [one.id, one] as const)]);
  return book.visits.map(({ key, number }): TableItem => {
    const subjects = Object.entries(book.cases)
      .filter(([, one]) => one === key)
      .flatMap(([id]) => loaded.get(caseId(id)) ?? [])
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return {
      entityId: `${day}:${key}`,
      cells: normaliseValues(visits, {
        number,
        ...(subjects.length === 0 ? {} : { enterpriseName: nameOf(subjects) }),
        receptionDay: [recordId(day)],
        caseCount: subjects.length,
        caseNumbers: subjects.map(({ id }) => id).join('、'),
        settledCount: subjects.filter(({ state }) => SETTLED.includes(state)).length,
      }),
      dues,
      key: { column: visits.columns.number.name, text: number },
    };
  });
};

const nameOf = (subjects: readonly Case[]): string =>
  subjects.some(({ notes }) => notes.isConfidential) ? CONFIDENTIAL_MARK : (subjects[0]?.appeal.enterpriseName ?? '');
