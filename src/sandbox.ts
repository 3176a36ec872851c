/**
 * Trying it without Feishu: starts the stand-in Feishu as a process of its own, gives the service settings that fit it, and
 * sets up the demo district. Only `server.ts` loads this, and only when no FEISHU_APP_ID is set. Node only.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO_DISTRICT, setUpDemoDistrict } from './cli/demo-district.ts';
import type { ReceptionDay } from './compose.ts';
import { portTaken, readPort } from './config.ts';

export interface RunningSandbox {
  /** Settings for this service; what is set in the environment outranks nothing here. */
  readonly env: Readonly<Record<string, string>>;
  /** Creates the demo district's Base where there is none; returns what to print. */
  readonly setUp: (receptionDay: ReceptionDay) => Promise<string>;
  readonly stop: () => void;
}

const DATA_FOLDER = process.env['DATA_FOLDER'] ?? 'data';
const FEISHU_PORT = readPort(
  { SANDBOX_FEISHU_PORT: process.env['SANDBOX_FEISHU_PORT'] ?? '3900' },
  'SANDBOX_FEISHU_PORT',
);
const START_LIMIT_MS = 30_000;

/** Kept between starts, so that links printed yesterday still open today. */
const linkSecret = (): string => {
  const path = join(DATA_FOLDER, 'link-secret');
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600 });
  return readFileSync(path, 'utf8').trim();
};

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
};

const startFeishu = async (feishuUrl: string, serviceUrl: string): Promise<ChildProcess> => {
  if (await answers(feishuUrl)) throw portTaken('SANDBOX_FEISHU_PORT', FEISHU_PORT);
  const args = [
    '--import',
    'tsx',
    'test/feishu/main.ts',
    '--port',
    String(FEISHU_PORT),
    '--state',
    join(DATA_FOLDER, 'feishu.json'),
    '--service',
    serviceUrl,
  ];
  const child = spawn(process.execPath, args, {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const until = performance.now() + START_LIMIT_MS;
  while (!(await answers(feishuUrl))) {
    if (child.exitCode !== null || performance.now() > until) throw new Error('模拟飞书没有启动成功，详见上面的提示。');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return child;
};

export const startSandbox = async (serviceUrl: string): Promise<RunningSandbox> => {
  if (serviceUrl.endsWith(`:${FEISHU_PORT}`)) throw portTaken('PORT', FEISHU_PORT);
  mkdirSync(DATA_FOLDER, { recursive: true });
  const feishuUrl = `http://127.0.0.1:${FEISHU_PORT}`;
  const feishu = await startFeishu(feishuUrl, serviceUrl);
  process.once('exit', () => feishu.kill());
  return {
    env: {
      FEISHU_APP_ID: 'cli_sandbox',
      FEISHU_APP_SECRET: 'sandbox',
      FEISHU_ENCRYPT_KEY: 'sandbox-encrypt-key',
      FEISHU_VERIFICATION_TOKEN: 'sandbox-token',
      FEISHU_BASE_URL: feishuUrl,
      DATABASE_URL: process.env['DATABASE_URL'] ?? `file:${join(DATA_FOLDER, 'reception-day.db')}`,
      PUBLIC_URL: process.env['PUBLIC_URL'] ?? serviceUrl,
      LINK_SECRET: linkSecret(),
    },
    setUp: async (receptionDay) => {
      const base = await setUpDemoDistrict(receptionDay, (line) => process.stderr.write(`  ${line}\n`), {
        approvalCentre: true,
        tasks: true,
      });
      return welcome(feishuUrl, serviceUrl, base.appToken, base.tables['cases'] ?? '');
    },
    stop: () => {
      feishu.kill();
    },
  };
};

const welcome = (feishuUrl: string, serviceUrl: string, appToken: string, casesTable: string): string =>
  [
    '',
    '接待日已启动（没有配置飞书应用，正在使用“模拟飞书”和示例区，全部数据均为〔虚构〕）。',
    '',
    `  企业扫码页        ${serviceUrl}/a/${DEMO_DISTRICT}`,
    `  多维表格·事项     ${feishuUrl}/base/${appToken}/${casesTable}`,
    `  全部表格与聊天    ${feishuUrl}/`,
    '',
    `  书记甲的聊天      ${feishuUrl}/chats/ou_sandbox_leader_jia`,
    `  常务副区长丙      ${feishuUrl}/chats/ou_sandbox_leader_bing`,
    `  住建承办人        ${feishuUrl}/chats/ou_sandbox_zhujian_1`,
    `  工商联经办人      ${feishuUrl}/chats/ou_sandbox_staff_1`,
    '',
    '  先在企业扫码页填一件诉求，再到“事项”表的“操作”列里依次选择：受理 → 核查完成 → 排入接待日或提交签批。',
    '  按 Ctrl+C 停止；数据保存在 data/ 里，删掉这个文件夹就从头开始。',
    '',
  ].join('\n');
