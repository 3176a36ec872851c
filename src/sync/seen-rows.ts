/**
 * Which rows the pages of one comparison have shown, so that only the others have to be asked for by their ids. Kept as a note a
 * page, saved together with the step that read it: a comparison that was cut short still knows what it saw. A mark is short;
 * two rows with the same one would at worst leave a deleted row to the next night.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Fact, SyncNote } from '../ports.ts';
import type { Ms, RecordId } from '../workflow/ids.ts';

const PREFIX = 'seen:';
const MARK_LENGTH = 6;
const pageNote = z.object({ marks: z.string() });

/** `comparison` names one comparison of one table. */
const nameOf = (comparison: string, page: number): string => `${PREFIX}${comparison}:${page}`;
const isOf = (name: string, comparison: string): boolean => name.startsWith(`${PREFIX}${comparison}:`);

const markOf = (comparison: string, id: RecordId): string =>
  createHash('sha256').update(`${comparison} ${id}`).digest('base64').slice(0, MARK_LENGTH);

export const rowsSeen = (comparison: string, page: number, ids: readonly RecordId[]): readonly Fact[] =>
  ids.length === 0
    ? []
    : [
        {
          kind: 'noted',
          name: nameOf(comparison, page),
          value: { marks: ids.map((id) => markOf(comparison, id)).join('') },
        },
      ];

export const isSeenIn = (notes: ReadonlyMap<string, SyncNote>, comparison: string): ((id: RecordId) => boolean) => {
  const seen = new Set<string>();
  for (const [name, note] of notes) {
    const text = isOf(name, comparison) ? (pageNote.safeParse(note.value).data?.marks ?? '') : '';
    for (let at = 0; at < text.length; at += MARK_LENGTH) seen.add(text.slice(at, at + MARK_LENGTH));
  }
  return (id) => seen.has(markOf(comparison, id));
};

const forget = (names: readonly string[]): readonly Fact[] =>
  names.map((name) => ({ kind: 'noted', name, value: null }));

export const seenForgotten = (notes: ReadonlyMap<string, SyncNote>, comparison: string): readonly Fact[] =>
  forget([...notes.keys()].filter((name) => isOf(name, comparison)));

/** Of comparisons that were given up. */
export const oldSeenForgotten = (notes: ReadonlyMap<string, SyncNote>, before: Ms): readonly Fact[] =>
  forget([...notes].flatMap(([name, { at }]) => (name.startsWith(PREFIX) && at < before ? [name] : [])));
