/**
 * The two runtimes on which the story is played, each with real parts: (Node process, libSQL file) and (built Worker in
 * workerd, sqld). The stand-in Feishu runs in this process and reaches them over loopback HTTP, encrypted and signed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { DEMO_DISTRICT, setUpDemoDistrict } from '../../src/cli/demo-district.ts';
import { compose, type ReceptionDay } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createSandbox, type Sandbox, serve } from '../feishu/sandbox.ts';
import { freePort } from '../support/free-port.ts';
import { startSqld } from '../support/sqld.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { startWorker } from '../support/worker.ts';
import { createPeople, type People } from './people.ts';
import type { Stage } from './play.ts';

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Playhouse {
  readonly stage: Stage;
  readonly people: People;
  readonly sandbox: Sandbox;
  readonly base: BaseBinding;
  /** A second composition over the same database, for looking into it. */
  readonly inside: ReceptionDay;
  readonly close: () => Promise<void>;
}

const settingsFor = (feishuUrl: string, serviceUrl: string, databaseUrl: string): Record<string, string> => ({
  FEISHU_APP_ID: 'cli_sandbox',
  FEISHU_APP_SECRET: 'sandbox',
  FEISHU_ENCRYPT_KEY: 'sandbox-encrypt-key',
  FEISHU_VERIFICATION_TOKEN: 'sandbox-token',
  FEISHU_BASE_URL: feishuUrl,
  DATABASE_URL: databaseUrl,
  PUBLIC_URL: serviceUrl,
  LINK_SECRET: 'a-secret-of-the-tests-long-enough-to-count',
  OPERATOR_TOKEN: 'an-operator-token-of-the-tests-long-enough',
  // The story edits a row in one go and waits for each step.
  EDIT_DEBOUNCE_MS: '150',
});

const lookInside = (settings: Record<string, string>, now?: () => number): ReceptionDay =>
  compose(readConfig(settings), {
    createClient,
    log: () => {},
    background: () => {},
    ...(now ? { now } : {}),
  });

export interface StageOptions {
  readonly tell?: (who: string, what: string) => void;
  readonly patienceMs?: number;
  /** Called at every look, e.g. to kill the server now and then. */
  readonly onBreath?: () => Promise<void>;
}

const BREATH_MS = 60;

/** Something that runs the service until told to stop. */
interface Service {
  readonly tick: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const openPlayhouse = async (
  databaseUrl: string,
  startService: (settings: Record<string, string>, port: number) => Promise<Service>,
  options: StageOptions,
): Promise<Playhouse> => {
  const [feishuPort, servicePort] = [await freePort(), await freePort()];
  const serviceUrl = `http://127.0.0.1:${servicePort}`;
  const sandbox = createSandbox({ serviceUrl });
  const feishu = await serve(sandbox, { port: feishuPort });
  const settings = settingsFor(feishu.url, serviceUrl, databaseUrl);

  const inside = lookInside(settings);
  await migrate(inside.database);
  const service = await startService(settings, servicePort);
  const base = await setUpDemoDistrict(inside);
  const people = createPeople(feishu.url, base.appToken);

  return {
    sandbox,
    people,
    base,
    inside,
    stage: {
      people,
      serviceUrl,
      district: DEMO_DISTRICT,
      moveTo: async () => {},
      breathe: async () => {
        await options.onBreath?.();
        await sleep(BREATH_MS);
        await sandbox.tick();
        await service.tick();
      },
      tell: options.tell ?? (() => {}),
      today: () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      patienceMs: options.patienceMs ?? 60_000,
    },
    close: async () => {
      await service.stop();
      await inside.close();
      await feishu.close();
    },
  };
};

/** The server as a process of its own that can be killed and started again. */
export const startServerProcess = async (
  settings: Record<string, string>,
  port: number,
): Promise<{
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly output: () => string;
}> => {
  let child: ChildProcess | null = null;
  let output = '';
  const begin = async () => {
    const started = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, ...settings, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-20_000);
      });
    }
    for (;;) {
      if (started.exitCode !== null) throw new Error(`the server did not start:\n${output}`);
      const isUp = await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isUp) return;
      await sleep(50);
    }
  };
  await begin();
  const kill = async () => {
    const dying = child;
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => dying.once('exit', () => resolve()));
    dying.kill('SIGKILL');
    await gone;
  };
  return { kill, restart: begin, output: () => output };
};

/** (Node, libSQL file): the real server process. `hold` gets the handle with which it can be killed. */
export const onNode = async (
  options: StageOptions & { readonly hold?: (server: Awaited<ReturnType<typeof startServerProcess>>) => void } = {},
): Promise<Playhouse> => {
  const folder = makeTempFolder();
  const house = await openPlayhouse(
    `file:${join(folder.path, 'reception-day.db')}`,
    async (settings, port) => {
      const server = await startServerProcess(settings, port);
      options.hold?.(server);
      return { tick: async () => {}, stop: server.kill };
    },
    options,
  );
  return {
    ...house,
    close: async () => {
      await house.close();
      folder.remove();
    },
  };
};

/** (built Worker in workerd, sqld). */
export const onWorkerd = async (options: StageOptions = {}): Promise<Playhouse> => {
  const sqld = await startSqld();
  const house = await openPlayhouse(
    sqld.url,
    async (settings, port) => {
      const worker = await startWorker(settings, port);
      return { tick: worker.tick, stop: worker.stop };
    },
    options,
  );
  return {
    ...house,
    close: async () => {
      await house.close();
      await sqld.close();
    },
  };
};
