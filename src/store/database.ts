/**
 * The one door to libSQL. `commit` is the only way to write: one `client.batch(…, 'write')`, which is one round trip and
 * begins IMMEDIATE; interactive transactions do not exist here (they cost three round trips and are lost after 5 s), and
 * drizzle's own `batch` begins DEFERRED. The caller brings `createClient`, so that the same file runs in a Worker and on Node.
 */
import type { Client, Config, ResultSet } from '@libsql/client';
import type { Ms } from '../workflow/ids.ts';

export type SqlValue = string | number | null;
export interface Statement {
  readonly sql: string;
  readonly args: readonly SqlValue[];
}

export type CreateClient = (config: Config) => Client;

export interface DatabaseOptions {
  readonly url: string;
  readonly authToken?: string | null;
  /** How long one `commit` or `read` may take, waiting and retries included. */
  readonly deadlineMs?: number;
  /** Calls under way at once. sqld stops committing for good under many writers; 4 never did (docs/storage.md). */
  readonly concurrency?: number;
  readonly now: () => Ms;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly random: () => number;
  readonly createClient: CreateClient;
  readonly fetch?: typeof fetch;
}

export interface CallOptions {
  /** Instead of the database's own, e.g. longer for migrations. */
  readonly deadlineMs?: number;
  /**
   * Only for a batch that carries its own key and so may arrive twice: a commit in doubt is sent again, for this long,
   * until an answer settles it. Looking instead of sending would settle nothing: what is absent may still be on its way.
   */
  readonly settleMs?: number;
  /**
   * On the clock of deadlines: nothing is sent any more after this moment, and no answer waited for. Somebody waits for it, so it is
   * sent before whatever has no such moment, the most urgent first.
   */
  readonly endsAt?: Ms | null;
}

export interface Database {
  /**
   * All statements or none, in one round trip.
   * @throws ConstraintError a key or NOT NULL refused one statement; nothing was applied.
   * @throws BusyError no turn within the deadline; nothing was applied.
   * @throws InDoubtError it was sent and no trustworthy answer came; it may have been applied.
   * @throws DatabaseError the database refused it for another reason; nothing was applied.
   */
  commit(statements: readonly Statement[], options?: CallOptions): Promise<readonly ResultSet[]>;
  /** One consistent view of all statements, in one round trip. Repeated once when no answer came: reading is harmless. */
  read(statements: readonly Statement[], options?: CallOptions): Promise<readonly ResultSet[]>;
  close(): void;
}

/** A key, NOT NULL or CHECK refused statement number `statementIndex` of the batch. Nothing was applied. */
export class ConstraintError extends Error {
  readonly statementIndex: number;
  /** True when the same batch had been sent before without an answer: then its own first sending may be what refused it. */
  readonly isAfterDoubt: boolean;
  constructor(statementIndex: number, isAfterDoubt: boolean, cause: unknown) {
    super(`statement ${statementIndex} of the batch was refused by a constraint`, { cause });
    this.name = 'ConstraintError';
    this.statementIndex = statementIndex;
    this.isAfterDoubt = isAfterDoubt;
  }
}
/** Others held the database for the whole deadline. Nothing was applied. */
export class BusyError extends Error {
  constructor(cause?: unknown) {
    super('the database was busy for the whole deadline', { cause });
    this.name = 'BusyError';
  }
}
/** Sent, and no trustworthy answer: applied or not. Only a batch that may run twice may be sent again. */
export class InDoubtError extends Error {
  constructor(cause: unknown) {
    super('no answer from the database: the batch may have been applied', { cause });
    this.name = 'InDoubtError';
  }
}
/** The database refused: a wrong statement, a wrong token, a full disk. Nothing was applied. */
export class DatabaseError extends Error {
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super(`the database refused the batch (${code})`, { cause });
    this.name = 'DatabaseError';
    this.code = code;
  }
}

const DEFAULT_DEADLINE_MS = 2_000;
const DEFAULT_CONCURRENCY = 4;
const BUSY_PAUSE_BASE_MS = 8;
const BUSY_PAUSE_CAP_MS = 250;
const DOUBT_PAUSE_BASE_MS = 20;
const DOUBT_PAUSE_CAP_MS = 500;
/** A local file is waited for inside the call, which blocks the process: briefly, then by our own retry. */
const FILE_BUSY_TIMEOUT_MS = 100;
/** One connection carries its pragmas; more would gain nothing, since the local client works synchronously. */
const FILE_CONNECTIONS = 1;
/** Answers of a server or gateway that prove that no statement ran. */
const REFUSED_HTTP_STATUSES: readonly number[] = [400, 401, 403, 404, 405, 413];
const TOO_MANY_REQUESTS = 429;
/** The local client's word for a connection that was closed before the call used it. */
const CONNECTION_RENEWED = 'CLIENT_CLOSED';

interface Bounds {
  readonly deadlineAt: Ms;
  /** Of whoever waits for the answer; infinite where nobody does. */
  readonly endsAt: Ms;
}
interface Slot {
  readonly client: Client;
  /** 0 when free. A slot whose time is over counts as free: a Worker's request may be cut off without giving it back. */
  takenUntil: Ms;
  deadlineAt: Ms;
}

export const openDatabase = (options: DatabaseOptions): Database => {
  const isFile = options.url.startsWith('file:');
  const deadlineMs = options.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const slots = isFile ? [fileSlot(options)] : remoteSlots(options);
  const file = isFile ? fileConnection(slots) : null;
  const takeSlot = createTakeSlot(slots, isFile, options);

  const boundsOf = (call: CallOptions | undefined): Bounds => {
    const endsAt = call?.endsAt ?? Number.POSITIVE_INFINITY;
    return { endsAt, deadlineAt: Math.min(options.now() + (call?.deadlineMs ?? deadlineMs), endsAt) };
  };

  let isClosed = false;
  const attempt = async (statements: readonly Statement[], mode: 'read' | 'write', { deadlineAt, endsAt }: Bounds) => {
    if (isClosed) throw new DatabaseError('CLOSED', null);
    if (options.now() >= deadlineAt) throw new BusyError();
    const slot = await takeSlot(deadlineAt, endsAt);
    try {
      await file?.prepare();
      const batch = statements.map(({ sql, args }) => ({ sql, args: [...args] }));
      return await (mode === 'write' ? slot.client.batch(batch, 'write') : slot.client.batch(batch, 'read'));
    } catch (error) {
      const failure = classified(error);
      if (failure instanceof BusyError) file?.renew();
      throw failure;
    } finally {
      slot.takenUntil = 0;
      takeSlot.freed();
    }
  };

  /** BUSY means that nothing was applied, so it is the one failure that may simply be tried again. */
  const untilNotBusy = async (statements: readonly Statement[], mode: 'read' | 'write', bounds: Bounds) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await attempt(statements, mode, bounds);
      } catch (error) {
        if (!(error instanceof BusyError)) throw error;
        const pause = options.random() * Math.min(BUSY_PAUSE_CAP_MS, BUSY_PAUSE_BASE_MS * 2 ** tries);
        if (options.now() + pause >= bounds.deadlineAt) throw error;
        await options.sleep(pause);
      }
    }
  };

  /** Once a sending is in doubt, only an answer to the same batch ends the doubt: applied now, or refused by its own key. */
  const untilSettled = async (statements: readonly Statement[], call: CallOptions | undefined) => {
    const settleBy = Math.min(options.now() + (call?.settleMs ?? 0), boundsOf(call).endsAt);
    let doubt: InDoubtError | null = null;
    for (let tries = 0; ; tries += 1) {
      try {
        return await untilNotBusy(statements, 'write', boundsOf(call));
      } catch (error) {
        if (error instanceof InDoubtError) doubt = error;
        if (!doubt) throw error;
        if (error instanceof ConstraintError) throw new ConstraintError(error.statementIndex, true, error);
        const pause = options.random() * Math.min(DOUBT_PAUSE_CAP_MS, DOUBT_PAUSE_BASE_MS * 2 ** tries);
        if (options.now() + pause >= settleBy) throw doubt;
        await options.sleep(pause);
      }
    }
  };

  return {
    commit: untilSettled,
    read: async (statements, call) => {
      const bounds = boundsOf(call);
      try {
        return await untilNotBusy(statements, 'read', bounds);
      } catch (error) {
        if (!(error instanceof InDoubtError) || options.now() >= bounds.deadlineAt) throw error;
        return await untilNotBusy(statements, 'read', bounds);
      }
    },
    close: () => {
      isClosed = true;
      for (const slot of slots) slot.client.close();
    },
  };
};

const fileSlot = ({ url, createClient }: DatabaseOptions): Slot => ({
  client: createClient({ url, timeout: FILE_BUSY_TIMEOUT_MS, concurrency: FILE_CONNECTIONS }),
  takenUntil: 0,
  deadlineAt: 0,
});

/**
 * WAL lets readers pass a writer; FULL makes an answered 批示 survive a power cut. Both belong to the connection, so they are
 * set again on each new one. A new one is needed after BUSY: the BEGIN that was refused stays open inside the local driver,
 * and every later COMMIT on that connection fails with “SQL statements in progress”.
 */
const fileConnection = (slots: readonly Slot[]) => {
  let preparing: Promise<void> | null = null;
  const prepare = async () => {
    for (const { client } of slots) {
      await client.execute('PRAGMA journal_mode = WAL');
      await client.execute('PRAGMA synchronous = FULL');
    }
  };
  return {
    prepare: () => {
      preparing ??= prepare().catch((error: unknown) => {
        preparing = null;
        throw error;
      });
      return preparing;
    },
    renew: () => {
      for (const { client } of slots) client.reconnect();
      preparing = null;
    },
  };
};

/** One client per slot, because a client's `fetch` cannot see which call it works for, and each call has its own deadline. */
const remoteSlots = (options: DatabaseOptions): readonly Slot[] => {
  const send = options.fetch ?? fetch;
  return Array.from({ length: options.concurrency ?? DEFAULT_CONCURRENCY }, () => {
    const clock = { takenUntil: 0, deadlineAt: 0 };
    const client = options.createClient({
      url: overHttp(options.url),
      ...(options.authToken ? { authToken: options.authToken } : {}),
      concurrency: 0,
      fetch: (request: Request) =>
        send(request, { signal: AbortSignal.timeout(Math.max(1, clock.deadlineAt - options.now())) }),
    });
    return Object.assign(clock, { client });
  });
};

/** The WebSocket protocol cannot be given a deadline per call; the same server speaks HTTP at the same address. */
const overHttp = (url: string): string => url.replace(/^ws(s?):/, 'http$1:');

interface TakeSlot {
  (deadlineAt: Ms, endsAt: Ms): Promise<Slot>;
  freed(): void;
}

const byUrgency = (one: { readonly endsAt: Ms }, other: { readonly endsAt: Ms }): number =>
  one.endsAt === other.endsAt ? 0 : one.endsAt - other.endsAt;

const createTakeSlot = (slots: readonly Slot[], isShared: boolean, { now, sleep }: DatabaseOptions): TakeSlot => {
  const waiting: { readonly wake: () => void; readonly endsAt: Ms }[] = [];
  const take = async (deadlineAt: Ms, endsAt: Ms): Promise<Slot> => {
    for (;;) {
      const at = now();
      const free = slots.find((slot) => isShared || slot.takenUntil <= at);
      if (free) {
        free.takenUntil = deadlineAt;
        free.deadlineAt = deadlineAt;
        return free;
      }
      if (at >= deadlineAt) throw new BusyError();
      const soonest = Math.min(deadlineAt, ...slots.map((slot) => slot.takenUntil));
      const freed = new Promise<void>((wake) => waiting.push({ wake, endsAt }));
      await Promise.race([freed, sleep(Math.max(1, soonest - at))]);
    }
  };
  // All are woken, because some have given up meanwhile: waking one of those would leave the slot idle. The first takes it: a press,
  // for whose answer a person has a second left, before the rows and messages that may be written later.
  const freed = () => {
    for (const { wake } of waiting.splice(0).sort(byUrgency)) wake();
  };
  return Object.assign(take, { freed });
};

const textOf = (error: unknown, name: 'code' | 'name'): string => {
  if (typeof error !== 'object' || error === null || !(name in error)) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
};
const numberOf = (error: unknown, name: 'status' | 'statementIndex'): number | null => {
  if (typeof error !== 'object' || error === null || !(name in error)) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'number' ? value : null;
};

/**
 * Reads codes, never texts. A failed statement is rolled back with its batch, so its code is final; a failed COMMIT, a
 * broken connection, a gateway's answer or our own deadline leave it open whether the batch was applied.
 */
const classified = (error: unknown): Error => {
  if (error instanceof BusyError) return error;
  const code = textOf(error, 'code');
  const statementIndex = numberOf(error, 'statementIndex');
  // Another call's renewal closed the connection before this one had begun.
  if (code === CONNECTION_RENEWED) return new BusyError(error);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new BusyError(error);
  if (statementIndex !== null && code.startsWith('SQLITE_CONSTRAINT'))
    return new ConstraintError(statementIndex, false, error);
  if (statementIndex !== null) return new DatabaseError(code, error);
  const status = error instanceof Error ? numberOf(error.cause, 'status') : null;
  if (status === TOO_MANY_REQUESTS) return new BusyError(error);
  if (status !== null && REFUSED_HTTP_STATUSES.includes(status)) return new DatabaseError(`HTTP ${status}`, error);
  return new InDoubtError(error);
};
