/**
 * What a column of 事项 means, said where the column is declared: a service column carries what it shows (`shows`), a column of
 * people's or the enterprise's carries where its value stands in the case (`of`, `into`). Everything that turns a case into a
 * row or a row into a change is derived from these. Pure.
 */
import type { Appeal, Case, Proposal, Round, StaffNotes, Verdict } from '../src/workflow/case.ts';
import type { Directory } from '../src/workflow/directory.ts';
import type { RecordId, UnitId } from '../src/workflow/ids.ts';
import { recordId } from '../src/workflow/ids.ts';
import type { LookAlike } from '../src/workflow/ties.ts';
import type { Cell, Column } from './column.ts';

/** All that a row of 事项 follows from. */
export interface CaseFacts {
  readonly subject: Case;
  /** The round in hand. */
  readonly round: Round | null;
  readonly directory: Directory;
  /** Whether the check character of a 统一社会信用代码 is right. */
  readonly isCreditCode: (code: string) => boolean;
  /** 疑似重复 */
  readonly lookAlikes: readonly LookAlike[];
  readonly statusUrl: string;
  /** Null while there is nothing to rate. */
  readonly ratingUrl: string | null;
  /** 网页办理, of the units that work so. */
  readonly unitUrls: readonly { readonly unitId: UnitId; readonly url: string }[];
}

export interface ShownColumn<V extends Cell = Cell> extends Column<V> {
  shows(facts: CaseFacts): V;
}
/** A service column, with what it shows. The same facts give the same cell for days, so that a row comes to rest. */
export const shown = <V extends Cell>(column: Column<V>, shows: (facts: CaseFacts) => V): ShownColumn<V> => ({
  ...column,
  shows,
});
export const isShown = (column: Column): column is ShownColumn => 'shows' in column;

/** What enterprises and staff say of a case by filling in its row. */
export interface Said {
  readonly appeal: Appeal;
  readonly notes: StaffNotes;
}
/** Where a value stands in what was said. */
export interface Place<V> {
  of(said: Said): V;
  into(said: Said, value: V): Said;
}
export interface SaidColumn<V extends Cell = Cell> extends Column<V>, Place<V> {}
/** A column of people's or the enterprise's, with the place of its value. */
export const said = <V extends Cell>(column: Column<V>, place: Place<V>): SaidColumn<V> => ({ ...column, ...place });
export const isSaid = (column: Column): column is SaidColumn => 'into' in column;

export const inAppeal = <K extends keyof Appeal>(key: K): Place<Appeal[K]> => ({
  of: ({ appeal }) => appeal[key],
  into: ({ appeal, notes }, value) => ({ appeal: { ...appeal, [key]: value }, notes }),
});
export const inNotes = <K extends keyof StaffNotes>(key: K): Place<StaffNotes[K]> => ({
  of: ({ notes }) => notes[key],
  into: ({ appeal, notes }, value) => ({ appeal, notes: { ...notes, [key]: value } }),
});
export const inProposal = <K extends keyof Proposal>(key: K): Place<Proposal[K]> => ({
  of: ({ notes }) => notes.proposal[key],
  into: ({ appeal, notes }, value) => ({
    appeal,
    notes: { ...notes, proposal: { ...notes.proposal, [key]: value } },
  }),
});
type VerdictName = 'authentic' | 'lawful' | 'reasonable';
export const inVerdict = <K extends keyof Verdict>(name: VerdictName, key: K): Place<Verdict[K]> => ({
  of: ({ notes }) => notes[name][key],
  into: ({ appeal, notes }, value) => ({ appeal, notes: { ...notes, [name]: { ...notes[name], [key]: value } } }),
});

/** The same place, in another spelling. */
export const spelt = <V, W>(place: Place<V>, write: (value: V) => W, read: (value: W) => V): Place<W> => ({
  of: (all) => write(place.of(all)),
  into: (all, value) => place.into(all, read(value)),
});
/** A select whose options have Chinese names for our keys; what is none of them reads as `otherwise`. */
export const named = <K extends string>(
  place: Place<K>,
  names: Readonly<Record<K, string>>,
  otherwise: K,
): Place<string | null> =>
  spelt(
    place,
    (key): string | null => names[key],
    (name) => keyOf(names, name) ?? otherwise,
  );
/** A select of free words; empty is no choice. */
export const chosen = (place: Place<string>): Place<string | null> =>
  spelt(
    place,
    (word): string | null => (word === '' ? null : word),
    (word) => word ?? '',
  );
/** One row of another table, whose record id is our id. */
export const linked = <Id extends string>(
  place: Place<Id | null>,
  make: (id: string) => Id,
): Place<readonly RecordId[]> =>
  spelt(
    place,
    (id): readonly RecordId[] => (id === null ? [] : [recordId(id)]),
    ([id]) => (id === undefined ? null : make(id)),
  );
/** Several of them. */
export const linkedAll = <Id extends string>(
  place: Place<readonly Id[]>,
  make: (id: string) => Id,
): Place<readonly RecordId[]> =>
  spelt(
    place,
    (ids): readonly RecordId[] => ids.map(recordId),
    (ids) => ids.map(make),
  );

export const keyOf = <K extends string>(names: Readonly<Record<K, string>>, name: string | null): K | null => {
  for (const key in names) if (names[key] === name) return key;
  return null;
};
