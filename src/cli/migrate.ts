/** `npm run migrate`: brings the database named by DATABASE_URL to the newest schema. Deploying a Worker needs it first. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';

const { DATABASE_URL: url = '', DATABASE_AUTH_TOKEN: authToken } = process.env;
if (url === '') {
  process.stderr.write('没有设置 DATABASE_URL（数据库地址，例如 file:data/reception-day.db），没有做任何改动。\n');
  process.exit(1);
}
if (url.startsWith('file:')) mkdirSync(dirname(url.slice('file:'.length)) || '.', { recursive: true });

const database = openDatabase({
  url,
  authToken: authToken || null,
  now: Date.now,
  sleep,
  random: Math.random,
  createClient,
});
try {
  const applied = await migrate(database);
  process.stdout.write(applied.length === 0 ? '数据库已是最新，没有改动。\n' : `数据库已更新：${applied.join('、')}\n`);
} finally {
  database.close();
}
