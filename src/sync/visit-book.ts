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

const dayNote = z.object({
  visits: z.array(z.object({ key: z.string(), number: z.string() })),
  /** Key of the visit by case id. */
  cases: z.record(z.string(), z.string()),
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

/** One enterprise: by its code, where it gave one, else by its name. Hashed, because notes hold no names. */
const enterpriseKeyOf = ({ appeal }: Case): string => {
  const code = codeOf(appeal.creditCode);
  return sha256(code === '' ? `name:${nameOf(appeal.enterpriseName)}` : `code:${code}`).slice(0, 16);
};

/** The days that change by this case, as they are then; days that stay as they are are not mentioned. */
export const enterVisit = (
  days: ReadonlyMap<string, VisitDay>,
  subject: Case,
  dateOf: (day: ReceptionDayId) => BeijingDate | null,
): ReadonlyMap<string, VisitDay> => {
  const wanted = visitDayOf(subject);
  const key = enterpriseKeyOf(subject);
  const changed = new Map<string, VisitDay>();
  for (const [day, book] of days)
    if (day !== wanted && book.cases[subject.id] !== undefined)
      changed.set(day, { ...book, cases: withoutCase(book.cases, subject.id) });
  if (wanted === null) return changed;
  const book = days.get(wanted) ?? { visits: [], cases: {} };
  if (book.cases[subject.id] === key) return changed;
  const visits = book.visits.some((visit) => visit.key === key)
    ? book.visits
    : [...book.visits, { key, number: numberOf(dateOf(wanted), book.visits.length + 1) }];
  changed.set(wanted, { visits, cases: { ...book.cases, [subject.id]: key } });
  return changed;
};

const withoutCase = (cases: VisitDay['cases'], id: CaseId): VisitDay['cases'] =>
  Object.fromEntries(Object.entries(cases).filter(([one]) => one !== id));

const numberOf = (date: BeijingDate | null, serial: number): string =>
  `${date === null ? '' : `${date.replaceAll('-', '')}-`}${String(serial).padStart(2, '0')}`;
