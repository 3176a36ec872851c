/**
 * What only a person can mend (结构异常): a column that is gone, a right that was taken away, a full table. Each is one line of
 * 运行状况 that stays until it is no longer so. Kept as notes; a run gathers what it met and what it found mended.
 */
import { z } from 'zod';
import type { Fact, SyncNote } from '../ports.ts';

export interface Trouble {
  /** What it is about, as people know it: “事项”表. */
  readonly item: string;
  /** What is so, and what to do about it. */
  readonly sentence: string;
}

const PREFIX = 'trouble:';
const troubleNote = z.object({ item: z.string(), sentence: z.string() });

/** Open troubles by name. */
export const troublesIn = (
  notes: ReadonlyMap<string, SyncNote>,
): ReadonlyMap<string, Trouble & { readonly at: number }> =>
  new Map(
    [...notes].flatMap(([name, note]) => {
      const parsed = name.startsWith(PREFIX) ? troubleNote.safeParse(note.value) : null;
      return parsed?.success ? [[name.slice(PREFIX.length), { ...parsed.data, at: note.at }] as const] : [];
    }),
  );

export interface Troubles {
  readonly meet: (name: string, trouble: Trouble) => void;
  /** Everything of this name or below it (`column:cases` covers `column:cases:text`) is mended. */
  readonly mended: (name: string) => void;
  /** What has to be noted, nothing when all is as it was. */
  readonly facts: () => readonly Fact[];
  /** Whether anything of this name or below it is open now. */
  readonly has: (name: string) => boolean;
}

const covers = (name: string, one: string): boolean => one === name || one.startsWith(`${name}:`);

export const createTroubles = (notes: ReadonlyMap<string, SyncNote>): Troubles => {
  const before = troublesIn(notes);
  const now = new Map<string, Trouble>(before);
  return {
    meet: (name, trouble) => {
      now.set(name, trouble);
    },
    mended: (name) => {
      for (const one of [...now.keys()]) if (covers(name, one)) now.delete(one);
    },
    has: (name) => [...now.keys()].some((one) => covers(name, one)),
    facts: () => [
      ...[...now].flatMap(([name, { item, sentence }]): readonly Fact[] =>
        before.get(name)?.sentence === sentence && before.get(name)?.item === item
          ? []
          : [{ kind: 'noted', name: `${PREFIX}${name}`, value: { item, sentence } }],
      ),
      ...[...before.keys()].flatMap((name): readonly Fact[] =>
        now.has(name) ? [] : [{ kind: 'noted', name: `${PREFIX}${name}`, value: null }],
      ),
    ],
  };
};
