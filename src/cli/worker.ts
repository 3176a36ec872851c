/**
 * `npm run worker`: the Worker on this machine, in real workerd through wrangler, with a real libSQL server. Without
 * FEISHU_APP_ID it brings the stand-in Feishu and the demo district, like `npm start`. Cron does not run by itself in
 * `wrangler dev`, so this program knocks once a second where the trigger would.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import { createLog, errorTag } from '../log.ts';
import { startSandbox } from '../sandbox.ts';
import { migrate } from '../store/migrate.ts';

const ROOT = join(import.meta.dirname, '../..');
const BIN = join(ROOT, 'node_modules/.bin');
const DATA_FOLDER = process.env['DATA_FOLDER'] ?? 'data';
const PORT = process.env['PORT'] ?? '3000';
const SQLD_PORT = process.env['SQLD_PORT'] ?? '8080';
const START_LIMIT_MS = 60_000;
const KNOCK_EVERY_MS = 1_000;

const children: ChildProcess[] = [];
const start = (command: string, args: readonly string[]): ChildProcess => {
  // wrangler would ask the internet for a sample `request.cf` and for newer versions of itself.
  const env = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' };
  const child = spawn(join(BIN, command), args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  children.push(child);
  return child;
};

const untilItAnswers = async (what: string, url: string, child: ChildProcess): Promise<void> => {
  const until = performance.now() + START_LIMIT_MS;
  for (;;) {
    const isUp = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) return;
    if (child.exitCode !== null || performance.now() > until) throw new Error(`${what}没有启动成功，详见上面的提示。`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
};

const main = async (): Promise<void> => {
  mkdirSync(DATA_FOLDER, { recursive: true });
  const sqldUrl = `http://127.0.0.1:${SQLD_PORT}`;
  // Four connections: beyond that this server may stop committing for good (docs/storage.md).
  const sqld = start('sqld', [
    '-d',
    join(DATA_FOLDER, 'sqld'),
    '--http-listen-addr',
    `127.0.0.1:${SQLD_PORT}`,
    '--max-concurrent-connections',
    '4',
  ]);
  await untilItAnswers('数据库', `${sqldUrl}/health`, sqld);

  const serviceUrl = `http://127.0.0.1:${PORT}`;
  const sandbox = process.env['FEISHU_APP_ID'] ? null : await startSandbox(serviceUrl);
  const settings: Record<string, string> = { DATABASE_URL: sqldUrl, PUBLIC_URL: serviceUrl };
  for (const name of [
    'FEISHU_APP_ID',
    'FEISHU_APP_SECRET',
    'FEISHU_ENCRYPT_KEY',
    'FEISHU_VERIFICATION_TOKEN',
    'FEISHU_BASE_URL',
    'LINK_SECRET',
    'OPERATOR_TOKEN',
    'PUBLIC_URL',
  ]) {
    const value = process.env[name];
    if (value) settings[name] = value;
  }
  Object.assign(settings, sandbox?.env, { DATABASE_URL: sqldUrl });

  const log = createLog((line) => process.stderr.write(`${line}\n`));
  const inside = compose(readConfig(settings), {
    createClient,
    log,
    background: () => {},
  });
  await migrate(inside.database);
  const vars = Object.entries(settings).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  const worker = start('wrangler', [
    'dev',
    '--ip',
    '127.0.0.1',
    '--port',
    PORT,
    '--test-scheduled',
    '--show-interactive-dev-session=false',
    ...vars,
  ]);
  await untilItAnswers('Worker', `${serviceUrl}/healthz`, worker);
  setInterval(() => {
    fetch(`${serviceUrl}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`).catch((error: unknown) =>
      log({ event: 'knock.failed', error: errorTag(error) }),
    );
  }, KNOCK_EVERY_MS);
  process.stdout.write(`${sandbox ? await sandbox.setUp(inside) : `Worker 已启动：${serviceUrl}`}\n`);
};

const stop = (): void => {
  for (const child of children) child.kill();
  process.exit();
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  for (const child of children) child.kill();
  process.exit(1);
});
