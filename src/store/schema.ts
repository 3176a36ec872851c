/**
 * The tables, as drizzle describes them; `migrations/` is generated from here. A column that is not obvious says why it
 * exists; who writes and reads a table, and how long its rows live, stands in docs/storage.md. Every row that belongs to a
 * district carries it, so that nothing of one district can be read through another. All moments are milliseconds.
 */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** The Base (多维表格) of a district and where its tables are. */
export const bases = sqliteTable(
  'bases',
  {
    district: text('district').primaryKey(),
    appToken: text('app_token').notNull(),
    url: text('url').notNull(),
    /** JSON: table id by table key. */
    tables: text('tables').notNull(),
    formUrl: text('form_url'),
  },
  // One Base belongs to one district: a second binding to the same token would mix two districts.
  (table) => [uniqueIndex('bases_by_app_token').on(table.appToken)],
);

/** 事项: the fold of each case's events, kept so that a decision needs one row instead of a replay. */
export const cases = sqliteTable(
  'cases',
  {
    id: text('id').primaryKey(),
    district: text('district').notNull(),
    seq: integer('seq').notNull(),
    state: text('state').notNull(),
    /** 1 until a final state; a column of its own so that the clock walks an index and never the closed cases. */
    isOpen: integer('is_open').notNull(),
    /** Hash of the last event, where the next one links on without reading the events. */
    lastHash: text('last_hash').notNull(),
    /** What a status page knows of its visitor: the hash of the receipt code. */
    receiptHash: text('receipt_hash').notNull(),
    visitKey: text('visit_key').notNull(),
    /** By what the enterprise is recognised (`enterpriseKeys`), so that its other cases are found by an index; empty: unknown. */
    enterpriseCode: text('enterprise_code').notNull().default(''),
    enterpriseName: text('enterprise_name').notNull().default(''),
    phone: text('phone').notNull().default(''),
    submittedAt: integer('submitted_at').notNull(),
    /** From this day on something is left to do, although the case may have ended (`followUpOn`); null: nothing. */
    followUpOn: text('follow_up_on'),
    /** JSON of `Case`, read back through `case-json.ts`. */
    data: text('data').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('cases_by_receipt').on(table.receiptHash, table.submittedAt),
    index('cases_open').on(table.district, table.id).where(sql`is_open = 1`),
    index('cases_ended').on(table.district, table.updatedAt).where(sql`is_open = 0`),
    index('cases_follow_up').on(table.district, table.id).where(sql`follow_up_on is not null`),
    index('cases_by_code')
      .on(table.district, table.enterpriseCode, table.submittedAt)
      .where(sql`enterprise_code <> ''`),
    index('cases_by_name')
      .on(table.district, table.enterpriseName, table.submittedAt)
      .where(sql`enterprise_name <> ''`),
    index('cases_by_phone').on(table.district, table.phone, table.submittedAt).where(sql`phone <> ''`),
  ],
);

/** What happened, append-only and hash-chained. The primary key decides every race between two writers of one case. */
export const events = sqliteTable(
  'events',
  {
    caseId: text('case_id').notNull(),
    seq: integer('seq').notNull(),
    district: text('district').notNull(),
    type: text('type').notNull(),
    at: integer('at').notNull(),
    /** Canonical JSON of the whole event: exactly the text that was hashed. */
    body: text('body').notNull(),
    previousHash: text('previous_hash').notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.caseId, table.seq] })],
);

/** 交办单编号. The primary key keeps a number from being used twice; the insert refuses one that would leave a gap. */
export const sheets = sqliteTable(
  'sheets',
  {
    district: text('district').notNull(),
    year: integer('year').notNull(),
    serial: integer('serial').notNull(),
    caseId: text('case_id').notNull(),
    round: integer('round').notNull(),
    /** As printed, because that is what people search for. */
    text: text('text').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.district, table.year, table.serial] }),
    index('sheets_by_text').on(table.district, table.text),
  ],
);

/** Deliveries already acted on: a press, an event, a form post. The same id is always answered the same. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    district: text('district').notNull(),
    /** What was answered; empty for an event, which is answered with nothing. */
    reply: text('reply').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [index('deliveries_by_age').on(table.at)],
);

/** Wishes about the world outside. A row per key, so that a hundred wishes for one thing become one delivery. */
export const outbox = sqliteTable(
  'outbox',
  {
    key: text('key').primaryKey(),
    lane: text('lane').notNull(),
    kind: text('kind').notNull(),
    district: text('district').notNull(),
    caseId: text('case_id'),
    /** JSON object of strings. */
    args: text('args').notNull(),
    /** How often it was wished … */
    wanted: integer('wanted').notNull(),
    /** … and up to which wish it was fulfilled: a wish made during an attempt is not lost. */
    done: integer('done').notNull(),
    runAt: integer('run_at').notNull(),
    /** due: waits or is being attempted · idle: fulfilled · parked: given up until wished again. */
    status: text('status', { enum: ['due', 'idle', 'parked'] }).notNull(),
    attempts: integer('attempts').notNull(),
    /** Since when the token is in use: Feishu remembers a uuid for one hour only. */
    firstAttemptAt: integer('first_attempt_at'),
    /** With the key it makes the token of all attempts of one wish. A seed, so that one statement may renew many rows. */
    tokenSeed: text('token_seed').notNull(),
    /** Chinese, for 运行状况: why it is parked or has to wait. */
    reason: text('reason'),
    /** JSON: the last attempts that failed, oldest first, with their moments; a success does not wipe them out. */
    errors: text('errors'),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('outbox_due').on(table.runAt, table.lane).where(sql`status = 'due'`),
    index('outbox_due_in_lane').on(table.lane, table.runAt).where(sql`status = 'due'`),
    index('outbox_due_in_district').on(table.district, table.runAt).where(sql`status = 'due'`),
    index('outbox_parked').on(table.district, table.updatedAt).where(sql`status = 'parked'`),
    index('outbox_cards_of_case').on(table.caseId).where(sql`kind = 'card'`),
    index('outbox_idle').on(table.updatedAt).where(sql`status = 'idle' and kind <> 'card'`),
  ],
);

/** Who may deliver for a lane until when. No district: a person who serves two districts still has one lane. */
export const lanes = sqliteTable('lanes', {
  key: text('key').primaryKey(),
  owner: text('owner').notNull(),
  /** Grows with every lease; whatever an older holder still wants to save is refused by it. Rows are kept for its sake. */
  fence: integer('fence').notNull(),
  until: integer('until').notNull(),
});

/** The card of a kind, case, round and person: which message it is and what it shows. */
export const cards = sqliteTable(
  'cards',
  {
    key: text('key').primaryKey(),
    district: text('district').notNull(),
    caseId: text('case_id'),
    /** Null when the message is gone and has to be sent anew if the card is still wanted. */
    messageId: text('message_id'),
    /** Of the card's JSON as last shown: an equal one needs no call. Empty: what it shows is not known. */
    hash: text('hash'),
    sentAt: integer('sent_at'),
    /** Counts whatever changes the message, so that two who change it at once both see that they met. */
    touches: integer('touches').notNull().default(0),
    /** The press whose answer was the last to change it; null when a call was. */
    answering: text('answering'),
    /** Until this moment the answer to a press may still arrive and change the message. */
    heldUntil: integer('held_until').notNull().default(0),
    /** 1 while it shows something to press: such a card is sent anew before Feishu stops taking presses on it. */
    isAnswerable: integer('is_answerable').notNull().default(1),
  },
  (table) => [
    index('cards_waiting').on(table.district, table.sentAt).where(sql`is_answerable = 1 and message_id is not null`),
  ],
);

/** What a row of a Base and we last agreed on. */
export const mirrorRows = sqliteTable(
  'mirror_rows',
  {
    district: text('district').notNull(),
    table: text('table').notNull(),
    recordId: text('record_id').notNull(),
    entityId: text('entity_id').notNull(),
    /** JSON of normalised values by column key. */
    shadow: text('shadow').notNull(),
    /** Set when people deleted the row; kept, so that the restored row is known as the same thing. */
    deletedAt: integer('deleted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.district, table.table, table.recordId] }),
    index('mirror_rows_by_entity').on(table.district, table.table, table.entityId),
  ],
);

/** 领导, 单位, 接待日 and 参数 as read from the Base: what a decision needs to know of them. */
export const directoryRows = sqliteTable(
  'directory_rows',
  {
    district: text('district').notNull(),
    table: text('table', { enum: ['leaders', 'units', 'receptionDays', 'settings'] }).notNull(),
    id: text('id').notNull(),
    /** JSON of Leader, Unit, ReceptionDay or one setting. */
    value: text('value').notNull(),
    /** Set when people deleted the row; kept, so that what it once answered for goes on naming it. */
    leftAt: integer('left_at'),
  },
  (table) => [primaryKey({ columns: [table.district, table.table, table.id] })],
);

/** 企业 as far as a sheet shows it: who is linked to an enterprise or has an interest in it, and which others are tied to it. */
export const enterprises = sqliteTable(
  'enterprises',
  {
    district: text('district').notNull(),
    /** The row of 企业. */
    id: text('id').notNull(),
    /** As in `cases`. */
    code: text('code').notNull(),
    name: text('name').notNull(),
    /** JSON of `KnownEnterprise`. */
    value: text('value').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.district, table.id] }),
    index('enterprises_by_code').on(table.district, table.code).where(sql`code <> ''`),
    index('enterprises_by_name').on(table.district, table.name).where(sql`name <> ''`),
  ],
);

/** What stands in 飞书审批, 飞书日历 and 飞书任务 for us, and under which id. */
export const links = sqliteTable(
  'links',
  {
    /** What it is for: a sheet, a reception day, a unit's part in a round. */
    key: text('key').primaryKey(),
    district: text('district').notNull(),
    what: text('what', { enum: ['definition', 'approval', 'calendar', 'event', 'task'] }).notNull(),
    caseId: text('case_id'),
    /** Null when a making ended in doubt that nothing can settle: it must not be made a second time. */
    remoteId: text('remote_id'),
    /** Feishu keeps the approval with the greater one, so it must never go back. */
    version: integer('version').notNull(),
    /** JSON: what it shows, so that an equal wish needs no call. */
    shown: text('shown').notNull(),
  },
  (table) => [
    index('links_by_case').on(table.caseId, table.what),
    index('links_by_remote').on(table.remoteId),
    index('links_of_district').on(table.district, table.what),
  ],
);

/** How far the clock's turn of a day has come. */
export const clockRuns = sqliteTable(
  'clock_runs',
  {
    district: text('district').notNull(),
    day: text('day').notNull(),
    /** The last case looked at; the next part of the turn goes on behind it. */
    after: text('after'),
    isDone: integer('is_done').notNull(),
  },
  (table) => [primaryKey({ columns: [table.district, table.day] })],
);

/**
 * What the sync remembers of a district between two runs, by name: columns as last seen, how far a comparison has come,
 * what only a person can mend. A table of its own, because none of it belongs to a row of the Base.
 */
export const syncNotes = sqliteTable(
  'sync_notes',
  {
    district: text('district').notNull(),
    name: text('name').notNull(),
    /** JSON; each name has its own shape, read back through a schema. */
    value: text('value').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.district, table.name] })],
);

/** Calls to Feishu of a Beijing day, by endpoint and end. No district: Feishu counts an app's calls together. */
export const callCounts = sqliteTable(
  'call_counts',
  {
    day: text('day').notNull(),
    what: text('what').notNull(),
    /** `ok`, or the class of the failure. */
    kind: text('kind').notNull(),
    count: integer('count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.what, table.kind] })],
);

/** Requests counted per bucket and window, because isolates share no memory. */
export const rateCounts = sqliteTable(
  'rate_counts',
  {
    bucket: text('bucket').notNull(),
    windowStart: integer('window_start').notNull(),
    count: integer('count').notNull(),
    endsAt: integer('ends_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.windowStart] }), index('rate_counts_by_end').on(table.endsAt)],
);

/** Written by `/healthz`: a server that answers reads may still have stopped committing (sqld under many writers). */
export const heartbeats = sqliteTable('heartbeats', {
  name: text('name').primaryKey(),
  at: integer('at').notNull(),
});

/**
 * Never holds a row. `INSERT INTO guards SELECT NULL WHERE <the condition is broken>` makes a batch fail as a whole, which
 * is how a lost lease refuses what its holder wants to save.
 */
export const guards = sqliteTable('guards', { broken: integer('broken').notNull() });
