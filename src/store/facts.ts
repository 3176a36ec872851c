/**
 * What became known at Feishu (a card's message, a row both sides agree on, the directory), as statements that are saved
 * together with the end of the attempt that learnt it. One statement per kind of fact and up to a thousand rows.
 */
import type { Fact } from '../ports.ts';
import type { DistrictId, Ms } from '../workflow/ids.ts';
import type { Statement } from './database.ts';
import { statement } from './statement.ts';

const CARD_SENT = `
INSERT INTO cards (key, district, case_id, message_id, hash, sent_at, is_answerable)
SELECT value ->> 'key', ?, (SELECT case_id FROM outbox WHERE outbox.key = value ->> 'key'), value ->> 'messageId',
  value ->> 'hash', value ->> 'at', value ->> 'isAnswerable'
FROM json_each(?) WHERE true
ON CONFLICT (key) DO UPDATE SET message_id = excluded.message_id, hash = excluded.hash, sent_at = excluded.sent_at,
  is_answerable = excluded.is_answerable, touches = cards.touches + 1, answering = NULL`;
/** Only if nothing else changed the message since the attempt looked at it; else nobody knows what it shows. */
const CARD_DRAWN = `
UPDATE cards SET hash = CASE WHEN touches = drawn.touches_before THEN drawn.new_hash ELSE '' END,
  is_answerable = drawn.answerable, touches = touches + 1, answering = NULL
FROM (SELECT value ->> 'key' AS drawn_key, value ->> 'hash' AS new_hash, value ->> 'isAnswerable' AS answerable,
  value ->> 'touches' AS touches_before FROM json_each(?)) AS drawn
WHERE key = drawn.drawn_key`;
const CARD_GONE = `
UPDATE cards SET message_id = NULL, hash = NULL WHERE key IN (SELECT value ->> 'key' FROM json_each(?))`;

const ROW_AGREED = `
INSERT INTO mirror_rows (district, "table", record_id, entity_id, shadow, deleted_at)
SELECT ?, value ->> 'table', value ->> 'recordId', value ->> 'entityId', value -> 'shadow', NULL FROM json_each(?) WHERE true
ON CONFLICT (district, "table", record_id) DO UPDATE SET
  entity_id = excluded.entity_id, shadow = excluded.shadow, deleted_at = NULL`;
const ROW_DELETED = `
UPDATE mirror_rows SET deleted_at = ? FROM
  (SELECT value ->> 'table' AS in_table, value ->> 'recordId' AS gone FROM json_each(?)) AS deleted
WHERE district = ? AND "table" = deleted.in_table AND record_id = deleted.gone`;

/** The fact holds the whole table as it was read, so a row that is not in it has left the directory. */
const DIRECTORY_ROWS_LEFT = `
UPDATE directory_rows SET left_at = ?
WHERE district = ? AND "table" = ? AND left_at IS NULL AND id NOT IN (SELECT value ->> 'id' FROM json_each(?))`;
const DIRECTORY_ROWS = `
INSERT INTO directory_rows (district, "table", id, value)
SELECT ?, ?, value ->> 'id', value -> 'value' FROM json_each(?) WHERE value ->> 'isFaulty' = 0
ON CONFLICT (district, "table", id) DO UPDATE SET value = excluded.value, left_at = NULL`;
/** The last good value of a faulty row stays in force. */
const FAULTY_DIRECTORY_ROWS = `
INSERT INTO directory_rows (district, "table", id, value)
SELECT ?, ?, value ->> 'id', value -> 'value' FROM json_each(?)
WHERE value ->> 'isFaulty' = 1 AND value ->> 'value' IS NOT NULL
ON CONFLICT (district, "table", id) DO UPDATE SET left_at = NULL`;

/** As with the directory: gone from the table is gone, and a faulty row leaves what was known of it. */
const ENTERPRISES_LEFT = `
DELETE FROM enterprises WHERE district = ? AND id NOT IN (SELECT value ->> 'id' FROM json_each(?))`;
const ENTERPRISES_READ = `
INSERT INTO enterprises (district, id, code, name, value)
SELECT ?, value ->> 'id', value ->> 'code', value ->> 'name', value -> 'value' FROM json_each(?)
WHERE value ->> 'value' IS NOT NULL
ON CONFLICT (district, id) DO UPDATE SET code = excluded.code, name = excluded.name, value = excluded.value`;

const TABLE_MADE_ANEW = 'DELETE FROM mirror_rows WHERE district = ? AND "table" = ?';

const NOTED = `
INSERT INTO sync_notes (district, name, value, at)
SELECT ?, value ->> 'name', value -> 'value', ? FROM json_each(?) WHERE value ->> 'value' IS NOT NULL
ON CONFLICT (district, name) DO UPDATE SET value = excluded.value, at = excluded.at`;
const FORGOTTEN = `
DELETE FROM sync_notes WHERE district = ? AND name IN
  (SELECT value ->> 'name' FROM json_each(?) WHERE value ->> 'value' IS NULL)`;

const LINK_MADE = `
INSERT INTO links (key, district, what, case_id, remote_id, version, shown)
SELECT value ->> 'key', ?, value ->> 'what', value ->> 'caseId', value ->> 'remoteId', value ->> 'version', value -> 'shown'
FROM json_each(?) WHERE true
ON CONFLICT (key) DO UPDATE SET
  remote_id = excluded.remote_id, version = excluded.version, shown = excluded.shown`;
const LINK_GONE = "DELETE FROM links WHERE key IN (SELECT value ->> 'key' FROM json_each(?))";

const ANSWER_ON_ITS_WAY = `
UPDATE cards SET hash = '', touches = touches + 1, answering = ?, held_until = ?
WHERE key = ? AND message_id = coalesce(?, message_id)`;

/**
 * Saved before a press is answered with a card: until that has left, nobody knows what the message shows, and no call may
 * touch it. Should this process end before it can say what it drew, the card is drawn anew.
 */
export const answerOnItsWay = (what: {
  readonly key: string;
  /** The pressed message, which may not be the card's own any more; null: its own. */
  readonly messageId: string | null;
  readonly press: string;
  readonly until: Ms;
}): Statement => statement(ANSWER_ON_ITS_WAY, [what.press, what.until, what.key, what.messageId]);

/** Facts in their order of kinds; of two about the same thing and kind the later one stands. */
export const factStatements = (district: DistrictId, facts: readonly Fact[], now: Ms): readonly Statement[] => {
  const of = (kind: Fact['kind']): string | null => {
    const some = facts.filter((fact) => fact.kind === kind);
    return some.length === 0 ? null : JSON.stringify(some);
  };
  const gone = of('cardGone');
  const sent = of('cardSent');
  const drawn = of('cardDrawn');
  const deleted = of('rowDeleted');
  const agreed = of('rowAgreed');
  const unlinked = of('linkGone');
  const linked = of('linkMade');
  const noted = of('noted');
  return [
    ...(gone ? [statement(CARD_GONE, [gone])] : []),
    ...(sent ? [statement(CARD_SENT, [district, sent])] : []),
    ...(drawn ? [statement(CARD_DRAWN, [drawn])] : []),
    ...facts.flatMap((fact) =>
      fact.kind === 'tableMadeAnew' ? [statement(TABLE_MADE_ANEW, [district, fact.table])] : [],
    ),
    ...(deleted ? [statement(ROW_DELETED, [now, deleted, district])] : []),
    ...(agreed ? [statement(ROW_AGREED, [district, agreed])] : []),
    ...(noted ? [statement(FORGOTTEN, [district, noted]), statement(NOTED, [district, now, noted])] : []),
    ...(unlinked ? [statement(LINK_GONE, [unlinked])] : []),
    ...(linked ? [statement(LINK_MADE, [district, linked])] : []),
    ...facts.flatMap((fact) => {
      if (fact.kind !== 'enterprisesRead') return [];
      const rows = JSON.stringify(fact.rows);
      return [statement(ENTERPRISES_LEFT, [district, rows]), statement(ENTERPRISES_READ, [district, rows])];
    }),
    ...facts.flatMap((fact) => {
      if (fact.kind !== 'directoryRows') return [];
      const rows = JSON.stringify(
        fact.rows.map(({ id, value, isFaulty }) => ({ id, value: value ?? null, isFaulty: isFaulty ? 1 : 0 })),
      );
      return [
        statement(DIRECTORY_ROWS_LEFT, [now, district, fact.table, rows]),
        statement(DIRECTORY_ROWS, [district, fact.table, rows]),
        statement(FAULTY_DIRECTORY_ROWS, [district, fact.table, rows]),
      ];
    }),
  ];
};
