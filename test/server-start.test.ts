/**
 * The server as a process, started with settings that cannot be: it must say everything that is wrong at once, in Chinese,
 * and end without having opened a door, touched a database or repeated a secret.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from './support/free-port.ts';

const ROOT = join(import.meta.dirname, '..');
let folder = '';
let port = 0;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reception-day-start-'));
  port = await freePort();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const database = () => join(folder, 'data', 'reception-day.db');
/** Settings with which the server would start. */
const good = (): Readonly<Record<string, string>> => ({
  FEISHU_APP_ID: 'cli_example',
  FEISHU_APP_SECRET: 'app-secret-of-this-test',
  FEISHU_ENCRYPT_KEY: 'encrypt-key-of-this-test',
  FEISHU_VERIFICATION_TOKEN: 'verification-token-of-this-test',
  FEISHU_BASE_URL: 'http://127.0.0.1:9',
  DATABASE_URL: `file:${database()}`,
  PUBLIC_URL: 'https://reception.example',
  LINK_SECRET: 'link-secret-of-this-test-long-enough-to-count',
  PORT: String(port),
});

const isListening = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wasListening: boolean;
}

/** Runs the server with exactly these settings until it ends, or until it listens; then it is stopped. */
const start = async (settings: Readonly<Record<string, string>>, looksForPort = true): Promise<Ended> => {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
    cwd: ROOT,
    env: { PATH, HOME, TMPDIR, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  let code: number | null | undefined;
  child.once('close', (ended) => {
    code = ended;
  });
  let wasListening = false;
  while (code === undefined) {
    if (looksForPort && !wasListening && (await isListening())) {
      wasListening = true;
      child.kill('SIGTERM');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { code, stdout, stderr, wasListening };
};

const linesOf = (stderr: string) => stderr.trim().split('\n');

it('wrong and missing settings stop the start: all are named at once in Chinese, and nothing was opened', async () => {
  const { FEISHU_ENCRYPT_KEY: _key, FEISHU_VERIFICATION_TOKEN: _token, ...rest } = good();
  const settings = {
    ...rest,
    FEISHU_APP_ID: 'wrong-app-id',
    LINK_SECRET: 'hunter2-too-short',
    OPERATOR_TOKEN: 'hunter3-too-short',
    PUBLIC_URL: 'reception.example',
    EDIT_DEBOUNCE_MS: 'soon',
  };
  const ended = await start(settings);

  expect(ended).toMatchObject({ code: 1, stdout: '', wasListening: false });
  const [head, ...problems] = linesOf(ended.stderr);
  expect(head).toBe('服务没有启动，以下设置需要改正：');
  expect(problems.map((line) => /^ {2}· ([A-Z_]+)：(.+)$/.exec(line)?.[1]).sort()).toEqual([
    'EDIT_DEBOUNCE_MS',
    'FEISHU_APP_ID',
    'FEISHU_ENCRYPT_KEY',
    'FEISHU_VERIFICATION_TOKEN',
    'LINK_SECRET',
    'OPERATOR_TOKEN',
    'PUBLIC_URL',
  ]);
  for (const line of problems) expect(line).toMatch(/\p{Script=Han}{2,}/u);
  for (const value of ['hunter', 'wrong-app-id', 'app-secret-of-this-test']) {
    expect(ended.stderr).not.toContain(value);
  }
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

it.each(['soon', '-1', '70000', '3000.5'])('a port that cannot be (%s) is one of those problems', async (wrong) => {
  const { PUBLIC_URL: _url, ...rest } = good();
  const ended = await start({ ...rest, PORT: wrong });

  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(linesOf(ended.stderr)).toEqual([
    '服务没有启动，以下设置需要改正：',
    expect.stringMatching(/^ {2}· PUBLIC_URL：没有设置/),
    expect.stringMatching(/^ {2}· PORT：/),
  ]);
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

it('a port that another program holds is said in a sentence, with the way out', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  try {
    const ended = await start(good(), false);
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(linesOf(ended.stderr)).toEqual([
      '服务没有启动，以下设置需要改正：',
      `  · PORT：端口 ${port} 已被别的程序占用，请停掉它，或换一个端口`,
    ]);
  } finally {
    await new Promise((resolve) => holder.close(resolve));
  }
});

it('with the same settings put right it starts, and repeats no secret', async () => {
  const settings = good();
  const ended = await start(settings);

  expect(ended).toMatchObject({ wasListening: true });
  expect(existsSync(database())).toBe(true);
  for (const name of ['FEISHU_APP_SECRET', 'FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN', 'LINK_SECRET']) {
    expect(ended.stdout + ended.stderr).not.toContain(settings[name]);
  }
});
