/**
 * Environment → Config. Every setting is checked at once and every problem is listed, in Chinese, with the setting's
 * name; a service with a wrong setting does not start (fail closed). What each setting means stands in README.md.
 */
import { z } from 'zod';

export interface Config {
  readonly feishu: {
    readonly appId: string;
    readonly appSecret: string;
    /** The first one encrypts; a second one is accepted while keys are being changed. */
    readonly encryptKeys: readonly string[];
    readonly verificationToken: string;
    readonly baseUrl: string;
  };
  readonly database: { readonly url: string; readonly authToken: string | null };
  /** Where people's browsers reach this service, without a trailing slash. */
  readonly publicUrl: string;
  /** Sign links and receipts. The first signs; all verify. */
  readonly linkSecrets: readonly string[];
  /** Opens `/metrics`; null keeps it shut. */
  readonly operatorToken: string | null;
  /** How long the edits of one row are gathered before it is read, so that filling in a row is one command. */
  readonly editDebounceMs: number;
  /** Node only. */
  readonly port: number;
}

export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(['服务没有启动，以下设置需要改正：', ...problems.map((problem) => `  · ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const SECRET_MIN_CHARS = 32;

const required = (what: string) =>
  z
    .string({ error: `没有设置（${what}）` })
    .trim()
    .min(1, `没有设置（${what}）`);
const webAddress = (what: string) =>
  required(what).refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
  }, '不是网址，应以 https:// 开头');
const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const DATABASE_SCHEMES = ['file:', 'http:', 'https:', 'libsql:', 'ws:', 'wss:'];

const DEFAULT_DEBOUNCE_MS = 3_000;
const MAX_DEBOUNCE_MS = 60_000;

const DEFAULT_PORT = 3_000;
const MAX_PORT = 65_535;
const port = z.coerce
  .number({ error: '不是数字' })
  .int('应为整数')
  .min(0, '不能小于 0')
  .max(MAX_PORT, `不能大于 ${MAX_PORT}`)
  .default(DEFAULT_PORT);

const environment = z.object({
  FEISHU_APP_ID: required('飞书应用的 App ID').regex(/^cli_[A-Za-z0-9_]+$/, '格式不对，应以 cli_ 开头'),
  FEISHU_APP_SECRET: required('飞书应用的 App Secret'),
  FEISHU_ENCRYPT_KEY: required('飞书“事件与回调”的 Encrypt Key；不设置就无法核对来源').transform(listOf),
  FEISHU_VERIFICATION_TOKEN: required('飞书“事件与回调”的 Verification Token'),
  FEISHU_BASE_URL: webAddress('飞书开放平台地址').default('https://open.feishu.cn'),
  DATABASE_URL: required('数据库地址，例如 file:data/reception-day.db').refine(
    (text) => DATABASE_SCHEMES.some((scheme) => text.startsWith(scheme)),
    '格式不对，应以 file:、http(s):// 或 libsql:// 开头',
  ),
  DATABASE_AUTH_TOKEN: z.string().trim().optional(),
  PUBLIC_URL: webAddress('企业打开页面用的网址'),
  LINK_SECRET: required('生成查询链接用的密钥')
    .transform(listOf)
    .refine(
      (secrets) => secrets.length > 0 && secrets.every((secret) => secret.length >= SECRET_MIN_CHARS),
      `太短，每个密钥至少 ${SECRET_MIN_CHARS} 个字符`,
    ),
  EDIT_DEBOUNCE_MS: z.coerce
    .number({ error: '不是数字' })
    .int('应为整数')
    .min(0, '不能小于 0')
    .max(MAX_DEBOUNCE_MS, `不能大于 ${MAX_DEBOUNCE_MS}`)
    .default(DEFAULT_DEBOUNCE_MS),
  OPERATOR_TOKEN: z.string().trim().min(SECRET_MIN_CHARS, `太短，至少 ${SECRET_MIN_CHARS} 个字符`).optional(),
  PORT: port,
});

/** @throws ConfigError naming every wrong setting. */
export const readConfig = (env: Readonly<Record<string, unknown>>): Config => {
  const known = Object.fromEntries(
    Object.keys(environment.shape).map((name) => [name, env[name] === '' ? undefined : env[name]]),
  );
  const parsed = environment.safeParse(known);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0] ?? '')}：${issue.message}`));
  }
  const given = parsed.data;
  return {
    feishu: {
      appId: given.FEISHU_APP_ID,
      appSecret: given.FEISHU_APP_SECRET,
      encryptKeys: given.FEISHU_ENCRYPT_KEY,
      verificationToken: given.FEISHU_VERIFICATION_TOKEN,
      baseUrl: given.FEISHU_BASE_URL.replace(/\/+$/, ''),
    },
    database: { url: given.DATABASE_URL, authToken: given.DATABASE_AUTH_TOKEN ?? null },
    publicUrl: given.PUBLIC_URL.replace(/\/+$/, ''),
    linkSecrets: given.LINK_SECRET,
    operatorToken: given.OPERATOR_TOKEN ?? null,
    editDebounceMs: given.EDIT_DEBOUNCE_MS,
    port: given.PORT,
  };
};

/** The port alone, for what has to know it before the other settings exist. @throws ConfigError when it cannot be one. */
export const readPort = (env: Readonly<Record<string, unknown>>, name = 'PORT'): number => {
  const parsed = port.safeParse(env[name] === '' ? undefined : env[name]);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${name}：${issue.message}`));
  return parsed.data;
};

/** What is wrong with a port that another program listens on. */
export const portTaken = (setting: string, taken: number): ConfigError =>
  new ConfigError([`${setting}：端口 ${taken} 已被别的程序占用，请停掉它，或换一个端口`]);
