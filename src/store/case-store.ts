/**
 * Cases, their events and sheet numbers (事项、交办单编号): loading for a decision is one round trip, saving one is another.
 * Decides nothing about the process; what it decides is who was first, and it leaves that to primary keys.
 */
import { z } from 'zod';
import { type CaseStore, type NewId, type SaveOutcome, UnreadError } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { FINAL_STATES } from '../workflow/case.ts';
import type { CaseEvent } from '../workflow/events.ts';
import { followUpOn } from '../workflow/follow-ups.ts';
import { caseId, type DistrictId, districtId } from '../workflow/ids.ts';
import { nameOf, sheetNumberOf, tidyText } from '../workflow/plain-text.ts';
import { enterpriseKeys, NO_TIES } from '../workflow/ties.ts';
import { caseJson } from './case-json.ts';
import { BusyError, ConstraintError, type Database, InDoubtError, type Statement } from './database.ts';
import { createReadDirectory, selectDirectory } from './directory-json.ts';
import { caseEventJson } from './event-json.ts';
import { answerOnItsWay } from './facts.ts';
import { type Link, linked, NO_HASH } from './hash-chain.ts';
import { jsonColumn, rowsOf, statement } from './statement.ts';
import { peersOf, readPeers, readTies, readTiesWhere, tiesOf, wishRowsNear, wishSheetsNear } from './ties.ts';
import { insertWishes, wishCardsAgain } from './wishes.ts';

export interface CaseStoreDeps {
  readonly database: Database;
  readonly newId: NewId;
}

/** How long a save in doubt is sent again before it has to be admitted that its end is not known. */
const SETTLE_MS = 6_000;

const BY_ENTERPRISE = `
SELECT data ->> '$.appeal.enterpriseName' AS name, data ->> '$.appeal.creditCode' AS code, sum(is_open) AS open, count(*) AS total
FROM cases WHERE district = ? AND data ->> '$.notes.isConfidential' = 0 GROUP BY 1, 2`;
const enterpriseRow = z.object({ name: z.string(), code: z.string(), open: z.number(), total: z.number() });

const caseRow = z.object({ data: jsonColumn(caseJson), last_hash: z.string() });
const districtRow = z.object({ district: z.string().transform(districtId) });
const eventRow = z.object({ body: jsonColumn(caseEventJson) });
const serialRow = z.object({ next: z.number() });
const replyRow = z.object({ reply: z.string() });
const hashRow = z.object({ hash: z.string() });
const idRow = z.object({ id: z.string().transform(caseId) });

const OF_A_DAY = `district = ? AND is_open = 1
  AND coalesce(data ->> '$.hearing.receptionDayId', data ->> '$.notes.receptionDayId') = ? ORDER BY id LIMIT ?`;

const FOLLOW_UPS = 'district = ? AND follow_up_on IS NOT NULL AND follow_up_on <= ?';

export const createCaseStore = ({ database, newId }: CaseStoreDeps): CaseStore => {
  const { readDirectory } = createReadDirectory();
  const readCases = async (one: Statement): Promise<readonly Case[]> => {
    const [rows] = await database.read([one]);
    return rowsOf(rows, caseRow).map(({ data }) => data);
  };

  return {
    loadForDecision: async (what) => {
      const ofCase = '(SELECT district FROM cases WHERE id = ?)';
      const [found, districts, directory, serials, replies, targets, enterprises, near] = await unlessUnread(
        database.read(
          [
            statement('SELECT data, last_hash FROM cases WHERE id = ?', [what.caseId]),
            statement(`SELECT coalesce(${ofCase}, ?) AS district WHERE district IS NOT NULL`, [
              what.caseId,
              what.district,
            ]),
            statement(selectDirectory(`coalesce(${ofCase}, ?)`), [what.caseId, what.district]),
            statement(
              `SELECT coalesce(max(serial), 0) + 1 AS next FROM sheets WHERE district = coalesce(${ofCase}, ?) AND year = ?`,
              [what.caseId, what.district, what.year],
            ),
            statement('SELECT reply FROM deliveries WHERE id = ?', [what.deliveryId]),
            statement('SELECT data, last_hash FROM cases WHERE id = ?', [what.mergeTarget ?? '']),
            ...(what.withTies ? readTies([what.caseId]) : []),
          ],
          { endsAt: what.endsAt ?? null },
        ),
      );
      const row = rowsOf(found, caseRow)[0];
      const district = rowsOf(districts, districtRow)[0]?.district;
      if (!district) return null;
      return {
        subject: row?.data ?? null,
        directory: readDirectory(district, directory),
        nextSerial: rowsOf(serials, serialRow)[0]?.next ?? 1,
        lastHash: row?.last_hash ?? NO_HASH,
        earlierReply: rowsOf(replies, replyRow)[0]?.reply ?? null,
        mergeTarget: rowsOf(targets, caseRow)[0]?.data ?? null,
        ties: what.withTies ? (tiesOf(enterprises, near)[what.caseId] ?? NO_TIES) : null,
      };
    },

    saveDecision: (what) => {
      const links = linked(what.events, what.lastHash);
      const seed = newId();
      const places = [
        ...links.map((link) => insertEvent(what.next, link)),
        ...what.events.flatMap((event) => insertSheet(what.next, event)),
      ];
      const batch = [
        statement('INSERT INTO deliveries (id, district, reply, at) VALUES (?, ?, ?, ?)', [
          what.deliveryId,
          what.next.district,
          what.reply,
          what.now,
        ]),
        ...places,
        ...upsertCase(what.next, links, what.now),
        ...(what.pressedCardKey
          ? [
              answerOnItsWay({
                key: what.pressedCardKey,
                messageId: null,
                press: what.deliveryId,
                until: what.pressedCardAt,
              }),
            ]
          : []),
        wishCardsAgain({ ...what, caseId: what.next.id, seed, now: what.now }),
        ...wishSheetsNear({
          caseId: what.next.id,
          district: what.next.district,
          keys: what.nearTo ?? [],
          seed,
          now: what.now,
        }),
        ...wishRowsNear({
          caseId: what.next.id,
          district: what.next.district,
          keys: what.alikeTo ?? [],
          seed,
          now: what.now,
        }),
        ...insertWishes(
          what.intentions.map((wish) =>
            wish.key === what.pressedCardKey ? { ...wish, runAt: Math.max(wish.runAt, what.pressedCardAt) } : wish,
          ),
          seed,
          what.now,
        ),
      ];
      return settle(database, batch, places.length, links.at(-1) ?? null, what);
    },

    loadCase: async (id) => {
      const [found, directory] = await database.read([
        statement('SELECT data, last_hash FROM cases WHERE id = ?', [id]),
        statement(selectDirectory('(SELECT district FROM cases WHERE id = ?)'), [id]),
      ]);
      const subject = rowsOf(found, caseRow)[0]?.data;
      return subject ? { subject, directory: readDirectory(subject.district, directory) } : null;
    },

    loadCases: (ids) =>
      readCases(
        statement('SELECT data, last_hash FROM cases WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id', [
          JSON.stringify(ids),
        ]),
      ),

    loadTies: async (ids) => {
      const [enterprises, near] = await database.read(readTies(ids));
      return tiesOf(enterprises, near);
    },

    loadPeers: async (ids) => {
      if (ids.length === 0) return {};
      const [found] = await database.read([readPeers(ids)]);
      return peersOf(found);
    },

    loadEvents: async (id) => {
      const [rows] = await database.read([statement('SELECT body FROM events WHERE case_id = ? ORDER BY seq', [id])]);
      return rowsOf(rows, eventRow).map(({ body }) => body);
    },

    loadByReceipt: async (receiptHash) => {
      const ofReceipt = '(SELECT district FROM cases WHERE receipt_hash = ? ORDER BY submitted_at LIMIT 1)';
      const [found, directory] = await database.read([
        statement(
          `SELECT data, last_hash FROM cases WHERE receipt_hash = ? AND district = ${ofReceipt} ORDER BY submitted_at, id`,
          [receiptHash, receiptHash],
        ),
        statement(selectDirectory(ofReceipt), [receiptHash]),
      ]);
      const cases = rowsOf(found, caseRow).map(({ data }) => data);
      const first = cases[0];
      return first ? { cases, directory: readDirectory(first.district, directory) } : null;
    },

    findByNumber: (district, numberOrId) => findByNumber(database, district, numberOrId),

    loadReceptionDay: async (district, day) => {
      const onTheDay = [district, day, MAX_ITEMS_OF_A_DAY];
      const [found, directory, enterprises, near] = await database.read([
        statement(`SELECT data, last_hash FROM cases WHERE ${OF_A_DAY}`, onTheDay),
        statement(selectDirectory('?'), [district]),
        ...readTiesWhere(OF_A_DAY, onTheDay),
      ]);
      const items = rowsOf(found, caseRow).map(({ data }) => data);
      return {
        directory: readDirectory(district, directory),
        items,
        ties: tiesOf(enterprises, near),
      };
    },

    countByEnterprise: async (district) => {
      const [rows] = await database.read([statement(BY_ENTERPRISE, [district])]);
      return rowsOf(rows, enterpriseRow).map(({ name, code, ...counts }) => ({ name, creditCode: code, ...counts }));
    },

    openCases: (district, after, limit) =>
      readCases(
        statement(
          'SELECT data, last_hash FROM cases WHERE district = ? AND is_open = 1 AND id > ? ORDER BY id LIMIT ?',
          [district, after ?? '', limit],
        ),
      ),

    followUps: (district, until, after, limit) =>
      readCases(
        statement(`SELECT data, last_hash FROM cases WHERE ${FOLLOW_UPS} AND id > ? ORDER BY id LIMIT ?`, [
          district,
          until,
          after ?? '',
          limit,
        ]),
      ),

    endedCases: async (district, { since, leftBy }, limit) => {
      const [changed, left] = await database.read([
        statement(
          `SELECT data, last_hash FROM cases WHERE district = ? AND is_open = 0 AND updated_at >= ?
           ORDER BY updated_at DESC LIMIT ?`,
          [district, since, limit],
        ),
        statement(`SELECT data, last_hash FROM cases WHERE ${FOLLOW_UPS} AND is_open = 0 ORDER BY id LIMIT ?`, [
          district,
          leftBy,
          limit,
        ]),
      ]);
      const all = [...rowsOf(changed, caseRow), ...rowsOf(left, caseRow)].map(({ data }) => data);
      return [...new Map(all.map((subject) => [subject.id, subject])).values()];
    },

    searchByEnterprise: (district, words, limit) => {
      // By the name as it is compared, too; of a word that compares as nothing, only as it stands.
      const named = "(instr(data ->> '$.appeal.enterpriseName', ?) > 0 OR instr(enterprise_name, ?) > 0)";
      const asked = [words, nameOf(words) || words];
      return readCases(
        statement(
          `SELECT data, last_hash FROM (SELECT data, last_hash FROM cases WHERE district = ? AND is_open = 1 AND ${named} LIMIT ?)
           UNION ALL SELECT data, last_hash FROM (SELECT data, last_hash FROM
             (SELECT data, last_hash, enterprise_name FROM cases WHERE district = ? AND is_open = 0 ORDER BY updated_at DESC LIMIT ?)
             WHERE ${named} LIMIT ?)`,
          [district, ...asked, limit, district, MAX_ENDED_SEARCHED, ...asked, limit],
        ),
      );
    },
  };
};

/** Whoever asked can be told that nothing happened: a look changes nothing, whether it was answered or not. */
const unlessUnread = async <T>(look: Promise<T>): Promise<T> => {
  try {
    return await look;
  } catch (error) {
    throw error instanceof BusyError || error instanceof InDoubtError ? new UnreadError(error) : error;
  }
};

/** Older ones are found by their number. Bounds what one question may cost. */
const MAX_ENDED_SEARCHED = 3_000;
/** More than a day can hold; bounds what one press may read. */
const MAX_ITEMS_OF_A_DAY = 100;

/** People may type a sheet number, a whole id, or the start of one as the 受理编号 column shows it. */
const SHORT_ID_CHARS = 12;

const findByNumber = async (database: Database, district: DistrictId, numberOrId: string) => {
  const wanted = tidyText(numberOrId);
  const number = sheetNumberOf(numberOrId);
  const idStart = number.length >= SHORT_ID_CHARS ? number.toLowerCase() : '';
  const [rows] = await database.read([
    statement(
      `SELECT id FROM cases WHERE district = ? AND id >= ? AND id < ? || '~' AND ? <> ''
       UNION SELECT case_id AS id FROM sheets WHERE district = ? AND text IN (?, ?) LIMIT 2`,
      [district, idStart, idStart, idStart, district, wanted, number],
    ),
  ]);
  const [first, second] = rowsOf(rows, idRow);
  // Two cases that share a start: guessing would act on the wrong one.
  return first && !second ? first.id : null;
};

const insertEvent = (next: Case, { event, body, previousHash, hash }: Link): Statement =>
  statement(
    'INSERT INTO events (case_id, seq, district, type, at, body, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    [next.id, event.seq, next.district, event.type, event.at, body, previousHash, hash],
  );

/** A number that is not the next one makes `case_id` NULL, which the table refuses: neither a repeat nor a gap gets in. */
const insertSheet = (next: Case, event: CaseEvent): readonly Statement[] => {
  if (event.type !== 'caseInstructed') return [];
  const { year, serial, text } = event.instruction.number;
  return [
    statement(
      `INSERT INTO sheets (district, year, serial, round, text, case_id) VALUES (?, ?, ?, ?, ?,
         CASE WHEN ? = (SELECT coalesce(max(serial), 0) + 1 FROM sheets WHERE district = ? AND year = ?) THEN ? END)`,
      [next.district, year, serial, event.round, text, serial, next.district, year, next.id],
    ),
  ];
};

/** Guarded by the events before it: their primary keys fail first when another decision took the place. */
const upsertCase = (next: Case, links: readonly Link[], now: number): readonly Statement[] => {
  const last = links.at(-1);
  if (!last) return [];
  const isOpen = FINAL_STATES.some((state) => state === next.state) ? 0 : 1;
  const keys = enterpriseKeys(next.appeal);
  return [
    statement(
      `INSERT INTO cases (id, district, seq, state, is_open, last_hash, receipt_hash, visit_key, submitted_at, data, updated_at,
         enterprise_code, enterprise_name, phone, follow_up_on)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, state = excluded.state, is_open = excluded.is_open,
         last_hash = excluded.last_hash, receipt_hash = excluded.receipt_hash, visit_key = excluded.visit_key,
         data = excluded.data, updated_at = excluded.updated_at, enterprise_code = excluded.enterprise_code,
         enterprise_name = excluded.enterprise_name, phone = excluded.phone, follow_up_on = excluded.follow_up_on`,
      [
        next.id,
        next.district,
        next.seq,
        next.state,
        isOpen,
        last.hash,
        next.receiptHash,
        next.visitKey,
        next.submittedAt,
        JSON.stringify(next),
        now,
        keys.code,
        keys.name,
        keys.phone,
        followUpOn(next),
      ],
    ),
  ];
};

type SettleRequest = Pick<Parameters<CaseStore['saveDecision']>[0], 'deliveryId' | 'next' | 'endsAt'>;

/**
 * The rule for a save in doubt. Looking whether the delivery id is there proves only that it was saved: when it is absent,
 * the batch may still be on its way, so absence proves nothing. Sending the same batch again does settle it, because the
 * delivery id is its first key: either the second one is saved and the first can never be, or the first one was and the
 * second is refused at statement 0. So it is sent again until an answer comes. If none comes for SETTLE_MS, or until `endsAt`, the error goes
 * on to the door, which may promise neither success nor that nothing happened; the next press finds out by deciding again.
 * “busy” is answered only when nothing that was sent is in doubt.
 */
const settle = async (
  database: Database,
  batch: readonly Statement[],
  /** Statements 1 to this one take a place that a rival may have taken. */
  lastPlace: number,
  ours: Link | null,
  { deliveryId, next, endsAt = null }: SettleRequest,
): Promise<SaveOutcome> => {
  try {
    await database.commit(batch, { settleMs: SETTLE_MS, endsAt });
    return { kind: 'saved' };
  } catch (error) {
    if (error instanceof BusyError) return { kind: 'busy' };
    if (!(error instanceof ConstraintError)) throw error;
    if (error.statementIndex > lastPlace) throw error;
    if (error.statementIndex > 0) return { kind: 'conflict' };
    return await earlierOutcome(database, deliveryId, error.isAfterDoubt ? ours : null, next);
  }
};

/** The delivery was saved before: by this very save, whose answer was lost, or by an earlier or parallel one. */
const earlierOutcome = async (
  database: Database,
  delivery: string,
  ours: Link | null,
  next: Case,
): Promise<SaveOutcome> => {
  const [replies, hashes] = await database.read([
    statement('SELECT reply FROM deliveries WHERE id = ?', [delivery]),
    statement('SELECT hash FROM events WHERE case_id = ? AND seq = ?', [next.id, next.seq]),
  ]);
  if (ours && rowsOf(hashes, hashRow)[0]?.hash === ours.hash) return { kind: 'saved' };
  const reply = rowsOf(replies, replyRow)[0]?.reply;
  // Refused by the delivery's key and yet not there: rows of deliveries live for days, so this is no race but a fault.
  if (reply === undefined) throw new Error('a delivery refused as repeated has no stored reply');
  return { kind: 'repeated', reply };
};
