/**
 * Who edited a row, and the wish to tell them what was not taken over. Nobody is told who is unknown, and never the app itself,
 * which shows up as an editor wherever it wrote last.
 */

import { z } from 'zod';
import type { Table } from '../../bitable-schema/table.ts';
import type { DueIntention, Intention, SyncNote, TableRow } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import type { Actor } from '../workflow/actor.ts';
import type { DistrictId, Ms, OpenId, RecordId } from '../workflow/ids.ts';
import { openId } from '../workflow/ids.ts';
import type { BaseDeps, Run } from './base-deps.ts';
import { sha256 } from './row-identity.ts';

export interface Edited {
  readonly record: RecordId;
  readonly modifiedAt: Ms | null;
  /** The row, as people know it. */
  readonly item: string;
  readonly sentence: string;
}

/** The note that says under which id the app's own writes appear. */
export const SELF_NOTE = 'self';
const selfNote = z.object({ openId: z.string() });
export const selfOf = (notes: ReadonlyMap<string, SyncNote>): OpenId | null => {
  const known = selfNote.safeParse(notes.get(SELF_NOTE)?.value);
  return known.success ? openId(known.data.openId) : null;
};

/**
 * Under which id the app appears: it filled a table with its defaults, so whoever made most of those rows is the app. Nothing
 * else tells: Feishu does not document what stands there for an app.
 */
export const makerOf = (rows: readonly TableRow[]): OpenId | null => {
  const counts = new Map<OpenId, number>();
  for (const { createdBy } of rows) if (createdBy) counts.set(createdBy, (counts.get(createdBy) ?? 0) + 1);
  const [most] = [...counts].toSorted((a, b) => b[1] - a[1]);
  return most && most[1] >= MANY_ROWS && most[1] * 2 > rows.length ? most[0] : null;
};
/** Nobody types that many settings by hand. */
const MANY_ROWS = 10;

const operatorOf = (dues: readonly DueIntention[], self: OpenId | null): OpenId | null => {
  const named = dues.map((due) => due.args['operator'] ?? '').find((one) => one !== '' && one !== self);
  return named === undefined ? null : openId(named);
};

/** Whom the row names as the last to have changed it, else whom the event named. */
export const editorOf = (
  row: TableRow,
  dues: readonly DueIntention[],
  self: OpenId | null,
): Actor & { kind: 'editor' } =>
  row.modifiedBy !== null && row.modifiedBy !== self
    ? { kind: 'editor', openId: row.modifiedBy, name: row.modifiedByName ?? '工作人员' }
    : { kind: 'editor', openId: operatorOf(dues, self), name: '工作人员' };

export const deleterOf = operatorOf;

/** One wish for one edit: the key names the row, the moment of the edit and what is said of it. */
export const editNotice = (district: DistrictId, to: OpenId | null, edited: Edited, now: Ms): readonly Intention[] =>
  to === null
    ? []
    : [
        wish('editNotice', {
          key: `edit:${district}:${edited.record}:${edited.modifiedAt ?? 0}:${sha256(`${to}:${edited.sentence}`).slice(0, 16)}`,
          district,
          caseId: null,
          args: { to, item: edited.item, sentence: edited.sentence },
          runAt: now,
        }),
      ];

/** Columns of the service that were typed over and show again what they said. */
export const putBackSentence = (names: readonly string[]): string => `“${names.join('”“')}”由系统维护，已恢复。`;

/** Whoever typed over columns of the service, by row, in a table that is read whole. Told before anything is put back. */
export const tellOverwritten = (
  deps: BaseDeps,
  run: Run,
  table: Table,
  rows: readonly TableRow[],
  typed: ReadonlyMap<RecordId, readonly string[]>,
): void => {
  const self = selfOf(run.notes);
  for (const { recordId, modifiedAt, modifiedBy } of rows) {
    const names = typed.get(recordId);
    if (!names || modifiedBy === null || modifiedBy === self) continue;
    const sentence = putBackSentence(names);
    const edited = { record: recordId, modifiedAt, item: `“${table.name}”表的一行`, sentence };
    run.notices.push(...editNotice(run.base.district, modifiedBy, edited, deps.now()));
  }
};
