/**
 * The outbox: what waits to be delivered, who holds which lane, how attempts end. Every write of a lane's holder is fenced:
 * it carries the number of its lease, and a batch with an older number is refused as a whole. Delivers nothing itself.
 */
import { z } from 'zod';
import type { AttemptRecord, DueIntention, NewId, OutboxStore } from '../ports.ts';
import { isWishKind, type WishKind } from '../wishes/kinds.ts';
import { caseId, districtId, messageId } from '../workflow/ids.ts';
import { ConstraintError, type Database, type Statement } from './database.ts';
import { answerOnItsWay, factStatements } from './facts.ts';
import { jsonColumn, rowsOf, statement } from './statement.ts';
import { wishSheetsOf } from './ties.ts';
import { insertMissingWishes, insertWishes, renewCards, tokenOf, wishCardsOf, wishUnknownCard } from './wishes.ts';

export interface OutboxStoreDeps {
  readonly database: Database;
  readonly newId: NewId;
}

/** An event's door answers only when it is saved; Feishu repeats an event for seven hours if this is not enough. */
const SETTLE_MS = 2_000;
/** More parked rows than a page can show help nobody. */
const MAX_PARKED_SHOWN = 200;

const keyRow = z.object({ key: z.string() });
const wishKindJson = z.custom<WishKind>((kind) => typeof kind === 'string' && isWishKind(kind));
const laneRow = z.object({ lane: z.string() });
const fenceRow = z.object({ fence: z.number() });
const caseIdColumn = z.string().transform(caseId).nullable();
const dueRow = z.object({
  key: z.string(),
  lane: z.string(),
  kind: wishKindJson,
  district: z.string().transform(districtId),
  case_id: caseIdColumn,
  args: jsonColumn(z.record(z.string(), z.string())),
  wanted: z.number(),
  run_at: z.number(),
  attempts: z.number(),
  first_attempt_at: z.number().nullable(),
  token_seed: z.string(),
});
const cardRow = z.object({
  message_id: z.string().transform(messageId).nullable(),
  hash: z.string().nullable(),
  sent_at: z.number().nullable(),
  touches: z.number(),
  held_until: z.number(),
});
const dueCountRow = z.object({ is_base: z.number(), due: z.number(), oldest: z.number().nullable() });
const parkedRow = z.object({
  key: z.string(),
  kind: wishKindJson,
  case_id: caseIdColumn,
  reason: z.string().nullable(),
  errors: jsonColumn(z.array(z.object({ at: z.number(), reason: z.string() }))).nullable(),
  updated_at: z.number(),
});

const LEASE = `
INSERT INTO lanes (key, owner, fence, until) VALUES (?, ?, 1, ?)
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, fence = lanes.fence + 1, until = excluded.until
WHERE lanes.until <= ?
RETURNING fence`;

const CARD = 'SELECT message_id, hash, sent_at, touches, held_until FROM cards WHERE key = ?';
/**
 * What the answer drew is what the message shows, unless another answer or a call was under way at the same time: which of
 * two that meet arrives last, nobody knows.
 */
const ANSWER_LEFT = `
UPDATE cards SET hash = CASE WHEN answering = ? AND NOT EXISTS (SELECT 1 FROM outbox
    WHERE outbox.key = cards.key AND status = 'due' AND first_attempt_at IS NOT NULL) THEN ? ELSE '' END,
  is_answerable = ?, touches = touches + 1, answering = NULL
WHERE key = ? AND message_id = ?`;

export const createOutboxStore = ({ database, newId }: OutboxStoreDeps): OutboxStore => ({
  saveEvent: async (deliveryId, intentions, now) => {
    const district = intentions[0]?.district ?? '';
    const remember = statement("INSERT INTO deliveries (id, district, reply, at) VALUES (?, ?, '', ?)", [
      deliveryId,
      district,
      now,
    ]);
    try {
      await database.commit([remember, ...insertWishes(intentions, newId(), now)], { settleMs: SETTLE_MS });
    } catch (error) {
      // The same event again (Feishu repeats even what was answered): its wishes were saved with it.
      if (error instanceof ConstraintError && error.statementIndex === 0) return;
      throw error;
    }
  },

  dueLanes: async (now, limit) => {
    const [rows] = await database.read([
      statement(
        `SELECT lane FROM outbox WHERE status = 'due' AND run_at <= ?
           AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.key = outbox.lane AND lanes.until > ?)
         GROUP BY lane ORDER BY min(run_at), lane LIMIT ?`,
        [now, now, limit],
      ),
    ]);
    return rowsOf(rows, laneRow).map(({ lane }) => lane);
  },

  lease: async (lane, owner, now, leaseMs) => {
    const [rows] = await database.commit([statement(LEASE, [lane, owner, now + leaseMs, now])]);
    return rowsOf(rows, fenceRow)[0] ?? null;
  },

  dueIn: async (lane, now, limit) => {
    const [rows] = await database.read([
      statement(
        `SELECT key, lane, kind, district, case_id, args, wanted, run_at, attempts, first_attempt_at, token_seed
         FROM outbox WHERE status = 'due' AND lane = ? AND run_at <= ? ORDER BY run_at, key LIMIT ?`,
        [lane, now, limit],
      ),
    ]);
    return rowsOf(rows, dueRow).map(dueIntention);
  },

  begin: (lane, fence, keys, now) =>
    fenced(database, lane, fence, [
      statement(
        `UPDATE outbox SET first_attempt_at = coalesce(first_attempt_at, ?), updated_at = ?
         WHERE key IN (SELECT value FROM json_each(?))`,
        [now, now, JSON.stringify(keys)],
      ),
    ]),

  record: ({ lane, fence, district, now, records, facts, intentions }) => {
    const seed = newId();
    return fenced(database, lane, fence, [
      ...endStatements(records, seed, now),
      ...factStatements(district, facts, now),
      ...(facts.some(({ kind }) => kind === 'enterprisesRead') ? wishSheetsOf(district, seed, now) : []),
      ...insertWishes(intentions, seed, now),
    ]);
  },

  release: async (lane, fence) => {
    await database.commit([statement('UPDATE lanes SET until = 0 WHERE key = ? AND fence = ?', [lane, fence])]);
  },

  card: async (key) => {
    const [rows] = await database.read([statement(CARD, [key])]);
    const row = rowsOf(rows, cardRow)[0];
    return row
      ? {
          messageId: row.message_id,
          hash: row.hash,
          sentAt: row.sent_at,
          touches: row.touches,
          heldUntil: row.held_until,
        }
      : null;
  },

  answering: async ({ key, messageId, press, until, now }) => {
    await database.commit([
      answerOnItsWay({ key, messageId, press, until }),
      wishUnknownCard(key, until, newId(), now),
    ]);
  },

  noteDrawn: async ({ key, press, messageId, hash, isAnswerable, until, now }) => {
    const [, , known] = await database.commit([
      statement(ANSWER_LEFT, [press, hash, isAnswerable ? 1 : 0, key, messageId]),
      wishUnknownCard(key, until, newId(), now),
      statement(CARD, [key]),
    ]);
    return rowsOf(known, cardRow)[0]?.message_id ?? null;
  },

  dealCards: async ({ missing, again, now }) => {
    const seed = newId();
    const statements = [...insertMissingWishes(missing, seed, now), ...wishCardsOf(again, seed, now)];
    if (statements.length > 0) await database.commit(statements);
  },

  renewCards: async (district, sentBefore, now) => {
    await database.commit([renewCards(district, sentBefore, newId(), now)]);
  },

  requeue: async (district, key, now) => {
    const [rows] = await database.commit([
      statement(
        `UPDATE outbox SET status = 'due', wanted = wanted + 1, run_at = ?, attempts = 0, first_attempt_at = NULL,
           token_seed = ?, reason = NULL, updated_at = ?
         WHERE status = 'parked' AND district = ? AND (? IS NULL OR key = ?) RETURNING key`,
        [now, newId(), now, district, key, key],
      ),
    ]);
    return rowsOf(rows, keyRow).map((row) => row.key);
  },

  health: async (district, now) => {
    const [counts, parked] = await database.read([
      statement(
        `SELECT lane LIKE 'base:%' AS is_base, count(*) AS due, min(run_at) AS oldest
         FROM outbox WHERE status = 'due' AND district = ? AND run_at <= ? GROUP BY lane LIKE 'base:%'`,
        [district, now],
      ),
      statement(
        `SELECT key, kind, case_id, reason, errors, updated_at FROM outbox WHERE status = 'parked' AND district = ?
         ORDER BY updated_at DESC, key LIMIT ?`,
        [district, MAX_PARKED_SHOWN],
      ),
    ]);
    const byLane = rowsOf(counts, dueCountRow);
    const laneOf = (isBase: boolean) => {
      const row = byLane.find((one) => (one.is_base === 1) === isBase);
      return { due: row?.due ?? 0, oldestDueAt: row?.oldest ?? null };
    };
    const moments = byLane.flatMap(({ oldest }) => oldest ?? []);
    return {
      due: byLane.reduce((sum, { due }) => sum + due, 0),
      oldestDueAt: moments.length === 0 ? null : Math.min(...moments),
      lanes: { base: laneOf(true), person: laneOf(false) },
      parked: rowsOf(parked, parkedRow).map((row) => ({
        key: row.key,
        kind: row.kind,
        caseId: row.case_id,
        reason: row.reason ?? '',
        at: row.updated_at,
        errors: row.errors ?? [],
      })),
    };
  },
});

const dueIntention = (row: z.infer<typeof dueRow>): DueIntention => ({
  key: row.key,
  lane: row.lane,
  kind: row.kind,
  district: row.district,
  caseId: row.case_id,
  args: row.args,
  runAt: row.run_at,
  wanted: row.wanted,
  attempts: row.attempts,
  firstAttemptAt: row.first_attempt_at,
  token: tokenOf(row.token_seed, row.key),
});

/** False when the lane belongs to someone else by now; then nothing of the batch was applied. */
const fenced = async (
  database: Database,
  lane: string,
  fence: number,
  statements: readonly Statement[],
): Promise<boolean> => {
  const guard = statement(
    'INSERT INTO guards (broken) SELECT NULL WHERE NOT EXISTS (SELECT 1 FROM lanes WHERE key = ? AND fence = ?)',
    [lane, fence],
  );
  try {
    await database.commit([guard, ...statements]);
    return true;
  } catch (error) {
    if (error instanceof ConstraintError && error.statementIndex === 0) return false;
    throw error;
  }
};

/** A row that was wished again during the attempt stays due whatever the end was, with what that end says about when. */
const FINISH = `
UPDATE outbox SET done = max(done, ended.wish), status = CASE WHEN wanted > ended.wish THEN 'due' ELSE 'idle' END,
  attempts = 0, first_attempt_at = NULL, token_seed = ?, reason = NULL, updated_at = ?
FROM (SELECT value ->> 'key' AS ended_key, value ->> 'wanted' AS wish FROM json_each(?)) AS ended
WHERE key = ended.ended_key AND done < ended.wish`;
const MOST_ERRORS = 5;
/** Takes the moment. */
const WITH_ERROR = `json_insert(
    CASE WHEN json_array_length(coalesce(errors, '[]')) < ${MOST_ERRORS} THEN coalesce(errors, '[]') ELSE json_remove(errors, '$[0]') END,
    '$[#]', json_object('at', ?, 'reason', ended.why))`;
const TRY_AGAIN = `
UPDATE outbox SET run_at = ended.at, attempts = attempts + ended.counted, reason = ended.why, updated_at = ?,
  errors = CASE WHEN ended.counted THEN ${WITH_ERROR} ELSE errors END,
  first_attempt_at = CASE WHEN ended.is_unsent THEN NULL ELSE first_attempt_at END
FROM (SELECT value ->> 'key' AS ended_key, value ->> 'at' AS at, value ->> 'counted' AS counted,
  value ->> 'unsent' AS is_unsent, value ->> 'reason' AS why FROM json_each(?)) AS ended
WHERE key = ended.ended_key AND status = 'due'`;
const PARK = `
UPDATE outbox SET status = CASE WHEN wanted > ended.wish THEN 'due' ELSE 'parked' END, reason = ended.why,
  token_seed = ?, first_attempt_at = NULL, updated_at = ?, errors = ${WITH_ERROR}
FROM (SELECT value ->> 'key' AS ended_key, value ->> 'wanted' AS wish, value ->> 'reason' AS why FROM json_each(?)) AS ended
WHERE key = ended.ended_key AND status = 'due'`;

const endStatements = (records: readonly AttemptRecord[], seed: string, now: number): readonly Statement[] => {
  const finished = records.flatMap(({ key, wanted, end }) => (end.kind === 'finished' ? [{ key, wanted }] : []));
  const again = records.flatMap(({ key, end }) =>
    end.kind === 'again'
      ? [
          {
            key,
            at: end.at,
            reason: end.reason,
            counted: end.countsAsAttempt ? 1 : 0,
            unsent: end.isUnsent ? 1 : 0,
          },
        ]
      : [],
  );
  const parked = records.flatMap(({ key, wanted, end }) =>
    end.kind === 'parked' ? [{ key, wanted, reason: end.reason }] : [],
  );
  return [
    ...(finished.length > 0 ? [statement(FINISH, [seed, now, JSON.stringify(finished)])] : []),
    ...(again.length > 0 ? [statement(TRY_AGAIN, [now, now, JSON.stringify(again)])] : []),
    ...(parked.length > 0 ? [statement(PARK, [seed, now, now, JSON.stringify(parked)])] : []),
  ];
};
