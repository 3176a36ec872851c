/**
 * Presses per second, beside the official SDK's own adapter in the same run (DESIGN.md 10). The two servers take turns, so
 * that a slower minute of the machine falls on both. Load and server are separate processes; every body is encrypted and
 * signed before the watch starts.
 */
import { spawn } from 'node:child_process';
import { createDecipheriv, createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { cardPressEnvelope, sealedBody, signatureHeaders } from '../support/signed-callback.ts';
import { TOWN_KEYS } from '../support/town.ts';
import { type Figure, median } from './figure.ts';

const CONNECTIONS = 20;
const PRESSES_A_ROUND = 1_500;
const ROUNDS = 5;
const FLOOR_REPEATS = 4_000;

const ready = z.object({
  port: z.number(),
  openId: z.string(),
  presses: z.array(z.object({ value: z.looseObject({}), form: z.looseObject({}) })),
});
type Ready = z.infer<typeof ready>;

const startServer = async (args: readonly string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'press-server.ts'), ...args], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"port"')) continue;
    return { server: ready.parse(JSON.parse(line)), stop: () => child.kill(), pid: child.pid ?? 0 };
  }
  throw new Error(`the server ${args.join(' ')} did not start`);
};

interface Sealed {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

let serial = 0;
const sealPresses = (from: Ready, count: number): readonly Sealed[] =>
  Array.from({ length: count }, (_, index) => {
    serial += 1;
    const press = from.presses[index % from.presses.length];
    const body = sealedBody(
      cardPressEnvelope({
        eventId: `bench-${serial}`,
        token: TOWN_KEYS.verificationToken,
        appId: TOWN_KEYS.appId,
        createTime: String(Date.now() * 1_000),
        openId: from.openId,
        messageId: `om_bench_${index}`,
        value: press?.value ?? {},
        form: press?.form ?? {},
      }),
      TOWN_KEYS.encryptKey,
    );
    return { body, headers: signatureHeaders(body, TOWN_KEYS.encryptKey, Math.floor(Date.now() / 1_000), 'bench') };
  });

/** Every press once, over a fixed number of connections; presses per second and the slowest hundredth in ms. */
const load = async (port: number, path: string, presses: readonly Sealed[]) => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const times: number[] = [];
  const queue = [...presses];
  const send = (press: Sealed): Promise<void> =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now();
      const outgoing = request(
        { port, host: '127.0.0.1', path, method: 'POST', agent, headers: press.headers },
        (answer) => {
          if (answer.statusCode !== 200) reject(new Error(`${path} answered ${answer.statusCode}`));
          answer.resume();
          answer.once('end', () => {
            times.push(performance.now() - startedAt);
            resolve();
          });
        },
      );
      outgoing.once('error', reject);
      outgoing.end(press.body);
    });
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let press = queue.pop(); press; press = queue.pop()) await send(press);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  times.sort((a, b) => a - b);
  return { rate: presses.length / seconds, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
};

/** The least that any receiver must do with such a body: hash, key, decrypt, parse. Microseconds. */
const floorMicros = (presses: readonly Sealed[]): number => {
  const startedAt = performance.now();
  for (let index = 0; index < FLOOR_REPEATS; index += 1) {
    const { body, headers } = presses[index % presses.length] ?? { body: '', headers: {} };
    createHash('sha256')
      .update(`${headers['x-lark-request-timestamp']}${headers['x-lark-request-nonce']}${TOWN_KEYS.encryptKey}`)
      .update(body)
      .digest('hex');
    const sealed = Buffer.from(z.object({ encrypt: z.string() }).parse(JSON.parse(body)).encrypt, 'base64');
    const key = createHash('sha256').update(TOWN_KEYS.encryptKey).digest();
    const decipher = createDecipheriv('aes-256-cbc', key, sealed.subarray(0, 16));
    JSON.parse(Buffer.concat([decipher.update(sealed.subarray(16)), decipher.final()]).toString('utf8'));
  }
  return ((performance.now() - startedAt) * 1_000) / FLOOR_REPEATS;
};

export const benchPress = async (say: (line: string) => void): Promise<readonly Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'reception-day-bench-'));
  say('准备按卡片的对照服务…');
  const ours = await startServer(['ours', folder]);
  const sdk = await startServer(['sdk']);
  try {
    const rates = { ours: [] as number[], bare: [] as number[], sdk: [] as number[] };
    const floors: number[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      say(`按卡片，第 ${round}/${ROUNDS} 轮…`);
      const presses = () => sealPresses(ours.server, PRESSES_A_ROUND);
      const done = {
        sdk: await load(sdk.server.port, '/feishu/cards', presses()),
        ours: await load(ours.server.port, '/feishu/cards', presses()),
        bare: await load(ours.server.port, '/bench/no-commit', presses()),
      };
      // The first round warms both up.
      if (round === 0) continue;
      rates.sdk.push(done.sdk.rate);
      rates.ours.push(done.ours.rate);
      rates.bare.push(done.bare.rate);
      floors.push(floorMicros(presses()));
    }
    const [own, bare, theirs] = [median(rates.ours), median(rates.bare), median(rates.sdk)];
    return [
      {
        name: 'presses, whole path with its commit',
        value: own,
        unit: 'presses/s',
        reference: theirs,
        against: 'official SDK adapter without a database',
        reach: { least: 0.5 },
      },
      {
        name: 'presses, everything but the two round trips',
        value: bare,
        unit: 'presses/s',
        reference: theirs,
        against: 'official SDK adapter without a database',
        reach: { least: 1.2 },
      },
      {
        name: 'time of a press without its round trips, HTTP included',
        value: 1_000_000 / bare,
        unit: 'µs',
        reference: median(floors),
        against: 'hash, decrypt and parse alone',
        reach: null,
      },
    ];
  } finally {
    ours.stop();
    sdk.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
