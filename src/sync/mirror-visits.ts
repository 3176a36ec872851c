/**
 * 来访: one row per enterprise and reception day, with its cases. Made when the first case is put on the day; 到场人 and 现场记录 are
 * staff's and are never written. A visit whose cases were all taken off keeps its row and its number, and is
 * called as they are now.
 */
import { CONFIDENTIAL_MARK } from '../../bitable-schema/confidential.ts';
import { normaliseValues } from '../../bitable-schema/table.ts';
import { visits } from '../../bitable-schema/visits.ts';
import type { DueIntention } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { receptionDayById } from '../workflow/directory.ts';
import { caseId, type ReceptionDayId, receptionDayId, recordId } from '../workflow/ids.ts';
import { ANSWERED_STATES } from '../workflow/states.ts';
import type { BaseDeps, RowWork, Run } from './base-deps.ts';
import type { KeptRows } from './kept-rows.ts';
import type { TableItem, TablePlan } from './mirror-table.ts';
import type { MappingContext } from './row-mapping.ts';
import { enterVisit, type VisitDay, visitDayOf, visitDaysIn, visitNoteName } from './visit-book.ts';

/** The result was reviewed and the enterprise told. */
const SETTLED = ANSWERED_STATES;

/** What the visits of every day should show that these cases or looks concern; null where the Base has no such table. */
export const planVisits = async (
  deps: { readonly cases: Pick<BaseDeps['cases'], 'loadCases'> },
  run: Pick<Run, 'base' | 'facts' | 'notes'>,
  works: readonly RowWork[],
  mapping: Pick<MappingContext, 'directory'>,
  kept: Pick<KeptRows, 'looksAt'>,
): Promise<TablePlan | null> => {
  const tableId = run.base.tables[visits.key];
  if (tableId === undefined) return null;
  const dateOf = (day: ReceptionDayId) => receptionDayById(mapping.directory, day)?.date ?? null;
  const days = new Map<string, VisitDay>(visitDaysIn(run.notes));
  const noted = new Set<string>();
  const duesByDay = new Map<string, DueIntention[]>();
  const concern = (day: string, dues: readonly DueIntention[]): void => {
    duesByDay.set(day, [...new Set([...(duesByDay.get(day) ?? []), ...dues])]);
  };
  for (const { subject, dues } of works) {
    const changed = enterVisit(days, subject, dateOf);
    for (const [day, book] of changed) {
      days.set(day, book);
      noted.add(day);
    }
    const day = visitDayOf(subject);
    const left = [...days].filter(([, book]) => book.left[subject.id] !== undefined).map(([one]) => one);
    for (const one of new Set([...changed.keys(), ...left, ...(day === null ? [] : [day])])) concern(one, dues);
  }
  for (const { mirrorRow, dues } of kept.looksAt(visits.key).values()) concern(dayOfVisit(mirrorRow.entityId), dues);
  for (const day of noted) {
    const book = days.get(day);
    if (book) run.facts.push({ kind: 'noted', name: visitNoteName(day), value: book });
  }
  const items: TableItem[] = [];
  for (const [day, dues] of duesByDay) {
    const book = days.get(day);
    if (book) items.push(...(await itemsOf(deps, works, receptionDayId(day), book, dues)));
  }
  return { table: visits, address: { appToken: run.base.appToken, tableId }, items };
};

/** The entity of a visit is its day and its enterprise. */
const entityOf = (day: ReceptionDayId, enterprise: string): string => `${day}:${enterprise}`;
const dayOfVisit = (entityId: string): string => entityId.slice(0, entityId.lastIndexOf(':'));

const itemsOf = async (
  deps: { readonly cases: Pick<BaseDeps['cases'], 'loadCases'> },
  works: readonly RowWork[],
  day: ReceptionDayId,
  book: VisitDay,
  dues: readonly DueIntention[],
): Promise<readonly TableItem[]> => {
  const inHand = new Map(works.map(({ subject }) => [subject.id, subject]));
  const others = Object.keys({ ...book.left, ...book.cases })
    .map(caseId)
    .filter((id) => !inHand.has(id));
  const loaded = new Map([...inHand, ...(await deps.cases.loadCases(others)).map((one) => [one.id, one] as const)]);
  const under = (keys: VisitDay['cases'], key: string): readonly Case[] =>
    Object.entries(keys)
      .filter(([, one]) => one === key)
      .flatMap(([id]) => loaded.get(caseId(id)) ?? [])
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return book.visits.map(({ key, number }): TableItem => {
    const subjects = under(book.cases, key);
    const named = subjects.length > 0 ? subjects : under(book.left, key);
    return {
      entityId: entityOf(day, key),
      cells: normaliseValues(visits, {
        number,
        enterpriseName: nameOf(named),
        receptionDay: [recordId(day)],
        caseCount: subjects.length,
        caseNumbers: subjects.map(({ id }) => id).join('、'),
        settledCount: subjects.filter(({ state }) => SETTLED.includes(state)).length,
      }),
      unknown: [],
      dues,
      name: number,
    };
  });
};

const nameOf = (subjects: readonly Case[]): string =>
  subjects.some(({ notes }) => notes.isConfidential) ? CONFIDENTIAL_MARK : (subjects[0]?.appeal.enterpriseName ?? '');
