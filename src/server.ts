/**
 * The same app on one Node machine: HTTP, a timer instead of a cron trigger, migrations at start. Without FEISHU_APP_ID it
 * starts the stand-in Feishu with the demo district beside it (`sandbox.ts`), so that everything can be tried at once.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { serve } from '@hono/node-server';
import { createClient } from '@libsql/client';
import { compose, type ReceptionDay } from './compose.ts';
import { ConfigError, portTaken, readConfig, readPort } from './config.ts';
import { createLog, errorTag } from './log.ts';

const TURN_EVERY_MS = 500;

const log = createLog((line) => process.stderr.write(`${line}\n`));

const start = async (): Promise<void> => {
  const host = process.env['HOST'] ?? '127.0.0.1';
  const sandbox = process.env['FEISHU_APP_ID']
    ? null
    : await (await import('./sandbox.ts')).startSandbox(`http://127.0.0.1:${readPort(process.env)}`);
  const config = readConfig({ ...process.env, ...sandbox?.env });
  if (config.database.url.startsWith('file:')) {
    mkdirSync(dirname(config.database.url.slice('file:'.length)) || '.', { recursive: true });
  }

  const receptionDay = compose(config, {
    createClient,
    log,
    background: () => {},
  });
  const { migrate } = await import('./store/migrate.ts');
  await migrate(receptionDay.database);

  const server = serve({ fetch: receptionDay.app.fetch, port: config.port, hostname: host });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? portTaken('PORT', config.port) : error),
    );
  });
  const address: AddressInfo | string | null = server.address();
  log({ event: 'server.listening', port: typeof address === 'object' && address ? address.port : config.port });

  // What was edited while this machine was down sends no second event.
  await receptionDay.lookAround(`start ${randomUUID()}`);
  const turns = takeTurns(receptionDay);
  const welcome = sandbox ? await sandbox.setUp(receptionDay) : `接待日已启动：${config.publicUrl}`;
  process.stdout.write(`${welcome}\n`);

  const stop = async () => {
    clearInterval(turns);
    server.close();
    await receptionDay.close();
    sandbox?.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

/** Delivers what waits and takes the clock's turn, one at a time: a slow turn delays the next, it never overlaps it. */
const takeTurns = (receptionDay: ReceptionDay): NodeJS.Timeout => {
  let isBusy = false;
  return setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    receptionDay
      .tick()
      .catch((error: unknown) => log({ event: 'turn.failed', error: errorTag(error) }))
      .finally(() => {
        isBusy = false;
      });
  }, TURN_EVERY_MS);
};

start().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigError ? error.message : (error instanceof Error && error.stack) || String(error)}\n`,
  );
  process.exit(1);
});
