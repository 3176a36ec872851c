/**
 * `npm run bitable` as a person runs it, on a town that works: a healthy district has nothing to mend, and each thing that can go
 * wrong is named with its remedy.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBitable } from '../../src/cli/bitable.ts';
import { DEMO_DISTRICT } from '../../src/cli/demo-district.ts';
import { examine } from '../../src/sync/doctor.ts';
import type { FindingCode } from '../../src/sync/finding.ts';
import type { Base } from '../feishu/state.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(async () => {
  await town.close();
});

const baseOf = (): Base => {
  const base = town.sandbox.state.bases.find((one) => one.appToken === town.base.appToken);
  if (!base) throw new Error('the town has no Base');
  return base;
};
const tableOf = (name: string) => {
  const table = baseOf().tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
};
const fieldOf = (table: string, name: string) => {
  const field = tableOf(table).fields.find((one) => one.name === name);
  if (!field) throw new Error(`no column ${name}`);
  return field;
};
const run = async (...argv: readonly string[]) => {
  const lines: string[] = [];
  const told: string[] = [];
  const open = async () => ({ ...town.service, close: async () => {} });
  const out = { print: (line: string) => void lines.push(line), note: (line: string) => void told.push(line) };
  const code = await runBitable(argv, open, out, town.now);
  return { code, lines, told };
};
const findings = (opened: string | null = null) => {
  const { feishu, mirror, outbox, schema } = town.service;
  const deps = { structure: feishu.structure, documents: feishu.documents, mirror, outbox };
  return examine({ ...deps, pause: schema.pause, now: town.now }, DEMO_DISTRICT, opened);
};
/** Spoils the Base, looks, and puts everything back as it was. */
const whenBroken = async (breakIt: () => void, opened: string | null = null) => {
  const { state, settings } = town.sandbox;
  const before = { bases: structuredClone(state.bases), scopes: settings.scopes, userScopes: settings.userScopes };
  breakIt();
  try {
    return await findings(opened);
  } finally {
    state.bases = before.bases;
    settings.scopes = before.scopes;
    settings.userScopes = before.userScopes;
  }
};

describe('doctor', () => {
  it('has nothing to mend in a district that works, and exits with 0', async () => {
    expect((await findings()).filter((one) => one.level === 'act')).toEqual([]);
    const { code, lines } = await run('doctor', '--district', 'demo');
    expect(code).toBe(0);
    expect(lines[0]).toBe('没有发现需要处理的问题。');
  });

  it('lists what only a person can set as steps, in words', async () => {
    const steps = (await findings()).filter((one) => one.code === 'handStep');
    expect(steps.map((one) => one.what)).toContain('“接待日”还没有视图“接待日历”，飞书接口不能代建。');
    expect(steps.map((one) => one.remedy)).toContain('看板的分组依据选“状态”。');
    expect(steps.map((one) => one.remedy)).toContain('在左侧数据表列表中把“事项”拖到最上面。');
  });

  it.each<[FindingCode, string, () => void]>([
    ['scopeMissing', 'bitable:app', () => without('bitable:app')],
    ['scopeMissing', 'calendar:calendar', () => without('calendar:calendar.event:create')],
    ['scopeForPeople', '用户身份', () => void Object.assign(town.sandbox.settings, { userScopes: [] })],
    ['unsubscribed', '订阅', () => void Object.assign(baseOf(), { isSubscribed: false })],
    ['cannotManage', '可管理', () => void Object.assign(baseOf(), { appRight: 'edit' })],
    ['baseForbidden', '添加文档应用', () => void Object.assign(baseOf(), { appRight: 'none' })],
    ['rowsUnseen', '高级权限', () => void Object.assign(baseOf(), { isAdvanced: true, appRight: 'edit' })],
    ['timeZone', 'UTC', () => void Object.assign(baseOf(), { timeZone: 'UTC' })],
    ['nobodyManages', '--staff', () => void Object.assign(baseOf(), { members: [] })],
    ['staffShutOut', '1 人', () => void baseOf().members.shift()],
    ['formClosed', '互联网', () => void Object.assign(formOf(), { isShared: false })],
    ['formClosed', '互联网', () => void Object.assign(formOf(), { sharedLimit: 'tenant_editable' })],
    ['formChanged', '查询码', () => void Object.assign(receiptQuestion(), { title: '编号' })],
    ['formAddress', '旧地址', () => void Object.assign(formOf(), { shareToken: 'shrcnOther' })],
    ['tableMissing', '来访', () => drop(baseOf().tables, (table) => table.name === '来访')],
    ['columnMissing', '批示', () => drop(tableOf('事项').fields, (field) => field.name === '批示')],
    ['columnType', '文本', () => void Object.assign(fieldOf('事项', '批示'), { type: 2 })],
    ['optionMissing', '催办', () => drop(fieldOf('事项', '操作').options, (option) => option.name === '催办')],
    ['viewMissing', '台账', () => drop(tableOf('事项').views, (view) => view.name === '台账')],
    ['noBase', 'apply', () => {}],
  ])('finds %s (%s) and says what to do', async (code, word, breakIt) => {
    const found = code === 'noBase' ? await ofNobody() : await whenBroken(breakIt);
    const one = found.find((each) => each.code === code);
    expect(one).toMatchObject({ level: 'act' });
    expect(`${one?.what}${one?.remedy}`).toContain(word);
    expect(one?.remedy).toMatch(/。$/);
  });

  it.each<[FindingCode, string, () => void]>([
    ['columnRenamed', '“批示语”', () => void Object.assign(fieldOf('事项', '批示'), { name: '批示语' })],
    ['viewChanged', '超期与临期', () => void Object.assign(viewOf('超期与临期'), { property: {} })],
    ['nearlyFull', '近两百个视图', () => void tableOf('事项').views.push(...manyViews())],
  ])('mentions %s (%s) without asking for anything', async (code, word, change) => {
    const found = await whenBroken(change);
    expect(found.filter((one) => one.level === 'act')).toEqual([]);
    const one = found.find((each) => each.code === code);
    expect(`${one?.what}${one?.remedy}`).toContain(word);
  });

  it('says that nothing is collected on the web while no telephone is set', async () => {
    const { feishu, mirror, outbox, schema } = town.service;
    const loadDirectory: typeof mirror.loadDirectory = async (district) => {
      const directory = await mirror.loadDirectory(district);
      return { ...directory, settings: { ...directory.settings, organPhone: '' } };
    };
    const deps = {
      structure: feishu.structure,
      documents: feishu.documents,
      outbox,
      pause: schema.pause,
      now: town.now,
    };
    const found = await examine({ ...deps, mirror: { ...mirror, loadDirectory } }, DEMO_DISTRICT);
    expect(found.filter(({ level }) => level === 'act')).toMatchObject([
      { code: 'phoneUnset', what: expect.stringContaining('扫码页不开放线上登记') },
    ]);
  });

  it('knows a copy from the real Base', async () => {
    const found = await whenBroken(() => {
      town.sandbox.state.bases.push({
        ...structuredClone(baseOf()),
        appToken: 'basCopy',
        name: `${baseOf().name} 副本`,
      });
    }, 'https://example.feishu.cn/base/basCopy');
    expect(found.filter((one) => one.level === 'act').map((one) => one.code)).toEqual(['copiedBase']);
    expect(found.map((one) => one.code)).toContain('otherBase');
    expect(await findings(town.base.url)).not.toContainEqual(expect.objectContaining({ code: 'copiedBase' }));
  });

  it('goes on after a deleted Base, and says where to look', async () => {
    const found = await whenBroken(() =>
      drop(town.sandbox.state.bases, (base) => base.appToken === town.base.appToken),
    );
    expect(found.map((one) => one.code)).toContain('baseGone');
  });

  it('tells what the sync has met and what was given up, with the command that goes on', async () => {
    await town.service.mirror.saveFacts(DEMO_DISTRICT, [
      { kind: 'noted', name: 'trouble:add:cases', value: { item: '“事项”表', sentence: '该表行数已达上限。' } },
    ]);
    const found = await findings();
    expect(found).toContainEqual(expect.objectContaining({ code: 'trouble', what: '“事项”表：该表行数已达上限。' }));
    await town.service.mirror.saveFacts(DEMO_DISTRICT, [{ kind: 'noted', name: 'trouble:add:cases', value: null }]);
  });

  it('exits with 1 when something is to be done, and speaks JSON on demand', async () => {
    baseOf().isSubscribed = false;
    const { code, lines } = await run('doctor', '--district', 'demo', '--json');
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    const said: unknown = JSON.parse(lines[0] ?? '');
    expect(said).toMatchObject({ district: 'demo', isHealthy: false });
    expect(lines[0]).toContain('"code":"unsubscribed"');
    expect(lines[0]).toContain('npm run bitable -- apply --district demo 重新订阅');
    expect((await run('apply', '--district', 'demo')).code).toBe(0);
    expect((await run('doctor', '--district', 'demo')).code).toBe(0);
  });
});

describe('the other commands', () => {
  it('print docs/tables.md', async () => {
    const { code, lines } = await run('docs');
    expect(code).toBe(0);
    expect(`${lines.join('\n')}\n`, 'npm run format writes it').toBe(readFileSync('docs/tables.md', 'utf8'));
  });
  it('plan shows a difference and changes nothing', async () => {
    const calls = town.sandbox.log.calls.length;
    const lost = fieldOf('事项', '类别').options.shift();
    const { code, lines } = await run('plan', '--district', 'demo');
    expect([code, ...lines]).toEqual([0, '“事项”的列“类别”增加选项 用地', '共 1 处，运行 apply 执行。']);
    const methods = town.sandbox.log.calls.slice(calls).map((call) => call.method);
    expect(new Set(methods)).toEqual(new Set(['GET']));
    if (lost) fieldOf('事项', '类别').options.unshift(lost);
  });
  it('delete a column only when it is named, surely, and not ours', async () => {
    const own = { ...structuredClone(fieldOf('事项', '批示')), fieldId: 'fldOwn', name: '自用列' };
    tableOf('事项').fields.push(own);
    const names = () => tableOf('事项').fields.map((field) => field.name);
    expect((await run('apply', '--district', 'demo', '--remove', '事项.批示', '--yes')).told.join()).toContain(
      '不能删除',
    );
    expect((await run('apply', '--district', 'demo', '--remove', '事项.企业名称', '--yes')).code).toBe(1);
    expect((await run('apply', '--district', 'demo', '--remove', '事项.自用列')).lines.join()).toContain('--yes');
    expect(names()).toContain('自用列');
    expect((await run('apply', '--district', 'demo', '--remove', '事项.自用列', '--yes')).code).toBe(0);
    expect(names()).not.toContain('自用列');
    expect(names()).toContain('批示');
  });
  it('take staff by number or address, and say who is not known without repeating the number', async () => {
    const [, , third] = town.sandbox.state.people;
    if (!third) throw new Error('nobody lives here');
    const mobile = third.mobile.replace('+86', '');
    const unknown = await run('apply', '--district', 'demo', '--staff', `${mobile},19999999999`);
    expect(unknown.code).toBe(1);
    expect(unknown.told.join()).toContain('第 2 个');
    expect(unknown.told.join()).not.toContain('19999999999');
    expect((await run('apply', '--district', 'demo', '--staff', `${mobile},ou_sandbox_staff_1`)).code).toBe(0);
    expect(baseOf().members).toContainEqual(expect.objectContaining({ memberId: third.openId, perm: 'full_access' }));
  });
  it.each([
    [[], '用法'],
    [['apply'], '--district'],
    [['apply', '--district', '云溪'], '小写字母'],
    [['heal', '--district', 'demo'], 'heal'],
    [['apply', '--district', 'demo', '--set', '问题办理时限=十五'], '1 至 250 的整数'],
    [['apply', '--district', 'demo', '--base', 'basOther'], '不能改用另一个'],
  ])('refuse %j with a sentence', async (argv, word) => {
    const { code, told } = await run(...argv);
    expect(code).toBe(1);
    expect(told.join('\n')).toContain(word);
  });
});

// ----------------------------------------------------------------------------------------------- ways to break things

const without = (scope: string): void => {
  town.sandbox.settings.scopes = town.sandbox.settings.scopes.filter((one) => one !== scope);
};
const drop = <T>(list: T[], isIt: (one: T) => boolean): void => {
  const at = list.findIndex(isIt);
  if (at < 0) throw new Error('nothing to drop');
  list.splice(at, 1);
};
const viewOf = (name: string) => {
  const view = tableOf('事项').views.find((one) => one.name === name);
  if (!view) throw new Error(`no view ${name}`);
  return view;
};
const formOf = () => {
  const { form } = viewOf('民营企业接待日诉求登记');
  if (!form) throw new Error('no form');
  return form;
};
const receiptQuestion = () => {
  const question = formOf().questions.find((one) => one.title === '查询码');
  if (!question) throw new Error('no question');
  return question;
};
const manyViews = () =>
  Array.from({ length: 180 }, (_, index) => ({
    ...structuredClone(viewOf('全部')),
    viewId: `vewX${index}`,
    name: `自用${index}`,
  }));
const ofNobody = async () => {
  const { lines } = await run('doctor', '--district', 'nobody', '--json');
  const said: { readonly findings: Awaited<ReturnType<typeof findings>> } = JSON.parse(lines[0] ?? '');
  return said.findings;
};
