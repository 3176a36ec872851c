/**
 * 来访: which cases belong to which visit (one enterprise at one reception day), and the number of each. Kept as a note per day:
 * a number once given stays, also when the cases are over or were taken off again. Pure.
 */
import { z } from 'zod';
import type { SyncNote } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import type { BeijingDate, CaseId, ReceptionDayId } from '../workflow/ids.ts';
import { codeOf, nameOf } from '../workflow/plain-text.ts';
import { sha256 } from './row-identity.ts';

const keys = z.array(z.string()).default([]);
const dayNote = z.object({
  visits: z.array(
    z.object({
      key: z.string(),
      number: z.string(),
      // Notes written before an enterprise was known by more than one key have none.
      codes: keys,
      names: keys,
      visits: keys,
    }),
  ),
  /** Key of the visit by case id. */
  cases: z.record(z.string(), z.string()),
  /** The same of cases that were taken off again: what such a visit is called still depends on them. */
  left: z.record(z.string(), z.string()).default({}),
});
export type VisitDay = z.infer<typeof dayNote>;

const PREFIX = 'visits:';
export const visitNoteName = (day: string): string => `${PREFIX}${day}`;
export const visitDaysIn = (notes: ReadonlyMap<string, SyncNote>): ReadonlyMap<string, VisitDay> =>
  new Map(
    [...notes].flatMap(([name, note]) => {
      const parsed = name.startsWith(PREFIX) ? dayNote.safeParse(note.value) : null;
      return parsed?.success ? [[name.slice(PREFIX.length), parsed.data] as const] : [];
    }),
  );

/** The reception day a case is on: where it was heard, else where it is scheduled. */
export const visitDayOf = (subject: Case): ReceptionDayId | null =>
  subject.hearing?.receptionDayId ?? (subject.state === 'scheduled' ? subject.notes.receptionDayId : null);

type Visit = VisitDay['visits'][number];

/** By what an enterprise is known on a day. Hashed, because notes hold no names. */
const keysOf = ({ appeal, visitKey }: Case) => {
  const code = codeOf(appeal.creditCode);
  return {
    code: code === '' ? null : hashed(`code:${code}`),
    name: hashed(`name:${nameOf(appeal.enterpriseName)}`),
    visit: hashed(`visit:${visitKey}`),
  };
};
const hashed = (text: string): string => sha256(text).slice(0, 16);

/** One 查询码 is one visit; else the code tells, and the name where one of the two has no code. */
const isOf = (visit: Visit, { code, name, visit: together }: ReturnType<typeof keysOf>): boolean =>
  visit.visits.includes(together) ||
  (code !== null && (visit.codes.includes(code) || visit.key === code)) ||
  ((visit.names.includes(name) || visit.key === name) &&
    (code === null || visit.codes.length === 0 || visit.codes.includes(code)));

/**
 * The days that change by this case, as they are then; days that stay as they are are not mentioned. A case that shows two visits to
 * be of one enterprise joins them under the number that was given first.
 */
export const enterVisit = (
  days: ReadonlyMap<string, VisitDay>,
  subject: Case,
  dateOf: (day: ReceptionDayId) => BeijingDate | null,
): ReadonlyMap<string, VisitDay> => {
  const wanted = visitDayOf(subject);
  const changed = new Map<string, VisitDay>();
  for (const [day, book] of days)
    if (day !== wanted && book.cases[subject.id] !== undefined) changed.set(day, withoutCase(book, subject.id));
  if (wanted === null) return changed;
  const book = days.get(wanted) ?? { visits: [], cases: {}, left: {} };
  const entered = numbered(withCase(book, subject), dateOf(wanted));
  if (JSON.stringify(entered) !== JSON.stringify(book)) changed.set(wanted, entered);
  return changed;
};

const withCase = (book: VisitDay, subject: Case): VisitDay => {
  const keys = keysOf(subject);
  const before = book.cases[subject.id];
  const [first, ...others] = book.visits.filter(
    (visit) => isOf(visit, keys) || (visit.key === before && visit.names.length === 0),
  );
  const own: Visit = first ?? { key: keys.code ?? keys.name, number: '', codes: [], names: [], visits: [] };
  const joined: Visit = {
    ...own,
    codes: union(
      own.codes,
      others.flatMap(({ codes }) => codes),
      keys.code === null ? [] : [keys.code],
    ),
    names: union(
      own.names,
      others.flatMap(({ names }) => names),
      [keys.name],
    ),
    visits: union(
      own.visits,
      others.flatMap(({ visits }) => visits),
      [keys.visit],
    ),
  };
  const gone = new Set(others.map(({ key }) => key));
  // The other visits keep their row and number, and nothing is found under them any more.
  const visits = book.visits.map((visit) =>
    visit === first ? joined : gone.has(visit.key) ? { ...visit, codes: [], names: [], visits: [] } : visit,
  );
  const moved = (keys: VisitDay['cases']): VisitDay['cases'] =>
    Object.fromEntries(Object.entries(keys).map(([id, key]) => [id, gone.has(key) ? joined.key : key]));
  return {
    visits: first ? visits : [...visits, joined],
    cases: { ...moved(book.cases), [subject.id]: joined.key },
    left: without(moved(book.left), subject.id),
  };
};

const union = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];

/** A number that was given while the day had no date gets its date, and then stays. */
const numbered = (book: VisitDay, date: BeijingDate | null): VisitDay => ({
  ...book,
  visits: book.visits.map((visit, index) => {
    const serial = visit.number === '' ? String(index + 1).padStart(2, '0') : visit.number;
    const isDated = serial.includes('-');
    return { ...visit, number: isDated || date === null ? serial : `${date.replaceAll('-', '')}-${serial}` };
  }),
});

const withoutCase = (book: VisitDay, id: CaseId): VisitDay => {
  const key = book.cases[id];
  return {
    ...book,
    cases: without(book.cases, id),
    left: key === undefined ? book.left : { ...book.left, [id]: key },
  };
};

const without = (keys: VisitDay['cases'], id: CaseId): VisitDay['cases'] =>
  Object.fromEntries(Object.entries(keys).filter(([one]) => one !== id));
