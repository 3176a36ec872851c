import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const GOOD = {
  FEISHU_APP_ID: 'cli_example',
  FEISHU_APP_SECRET: 'secret',
  FEISHU_ENCRYPT_KEY: 'key',
  FEISHU_VERIFICATION_TOKEN: 'token',
  DATABASE_URL: 'file:data/test.db',
  PUBLIC_URL: 'https://reception.example',
  LINK_SECRET: 'x'.repeat(32),
};

const problemsOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('settings', () => {
  it('are read when all are right, with defaults where there are any', () => {
    const config = readConfig({ ...GOOD, PUBLIC_URL: 'https://reception.example/', FEISHU_ENCRYPT_KEY: 'new, old' });
    expect(config.feishu.baseUrl).toBe('https://open.feishu.cn');
    expect(config.publicUrl).toBe('https://reception.example');
    expect(config.feishu.encryptKeys).toEqual(['new', 'old']);
    expect(config.operatorToken).toBeNull();
  });

  it('name every missing one at once, in Chinese', () => {
    const problems = problemsOf({});
    for (const name of Object.keys(GOOD))
      expect(problems.filter((problem) => problem.startsWith(`${name}：没有设置`))).toHaveLength(1);
    expect(problems).toHaveLength(Object.keys(GOOD).length);
  });

  it.each([
    ['FEISHU_APP_ID', 'app', '格式不对'],
    ['PUBLIC_URL', 'reception.example', '不是网址'],
    ['PUBLIC_URL', 'javascript:alert(1)', '不是网址'],
    ['DATABASE_URL', 'postgres://x', '格式不对'],
    ['LINK_SECRET', 'short', '太短'],
    ['LINK_SECRET', `${'x'.repeat(32)},short`, '太短'],
    ['LINK_SECRET', ',', '太短'],
    ['OPERATOR_TOKEN', 'short', '太短'],
    ['FEISHU_BASE_URL', 'feishu', '不是网址'],
  ])('refuse %s = %s', (name, value, words) => {
    expect(problemsOf({ ...GOOD, [name]: value })).toEqual([expect.stringContaining(`${name}：${words}`)]);
  });

  it('an empty value is a missing one', () => {
    expect(problemsOf({ ...GOOD, FEISHU_ENCRYPT_KEY: ' ' })).toHaveLength(1);
    expect(problemsOf({ ...GOOD, PUBLIC_URL: '' })).toHaveLength(1);
  });

  it('never repeat a secret in what they say', () => {
    expect(problemsOf({ ...GOOD, LINK_SECRET: 'hunter2' }).join()).not.toContain('hunter2');
  });
});
