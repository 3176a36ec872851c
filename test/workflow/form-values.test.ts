/** The values of a form, however a client hands them over, and what is said where one cannot be taken. */
import { describe, expect, it } from 'vitest';
import { FIELDS, LABELS, WRITTEN } from '../../src/workflow/whose-turn/acts.ts';
import { membersOf, readForm, textsOf } from '../../src/workflow/whose-turn/form-values.ts';
import { readAct } from '../../src/workflow/whose-turn/read-act.ts';

const WORDS = FIELDS.sendBack.reason;
const LONG = '字'.repeat(1_001);

describe('words of a form', () => {
  it('are tidied, a number is taken as it is typed, and anything else is nothing', () => {
    const text = (value: unknown) => readForm({ [WORDS]: value }).text(WORDS);
    expect([' 请抓紧。\r\n ', 15, null, true, {}, ['甲'], ''].map(text)).toEqual([
      '请抓紧。',
      '15',
      '',
      '',
      '',
      '',
      '',
    ]);
    expect(readForm({}).text(WORDS)).toBe('');
  });
  it('that are too long are not kept, and are named with their bound and nothing besides', () => {
    const values = readForm({ [WORDS]: LONG });
    expect(values.needed(WORDS)).toBe('');
    expect(values.problem()).toEqual({ kind: 'textTooLong', field: '退回原因', max: 1_000 });
    const short = readForm({ [WORDS]: '四个字了吗' });
    expect(short.text(WORDS, 4)).toBe('');
    expect(short.problem()).toEqual({ kind: 'textTooLong', field: '退回原因', max: 4 });
    expect(readForm({ [WORDS]: '字'.repeat(1_000) }).text(WORDS)).toHaveLength(1_000);
  });
  it('that are missing are all named at once, before anything else that is wrong, as the act calls them', () => {
    const values = readForm({ other: LONG });
    values.text('other');
    values.needed(WORDS);
    values.needed(FIELDS.moveMilestone.words, 60, '调整原因');
    values.chosen(FIELDS.resolve.outcome);
    values.neededDate(FIELDS.extend.date);
    values.needed('unnamed');
    expect(values.problem()).toEqual({
      kind: 'fieldsMissing',
      missing: ['退回原因', '调整原因', '办理结果', '新的办结日期', 'unnamed'],
    });
  });
  it('with nothing wrong have no problem, and of several the first is told', () => {
    const values = readForm({ [WORDS]: '请补充' });
    expect([values.needed(WORDS), values.problem()]).toEqual(['请补充', null]);
    values.report({ kind: 'avoids' });
    values.report({ kind: 'dateInvalid' });
    expect(values.problem()).toEqual({ kind: 'avoids' });
  });
});

describe('what is chosen', () => {
  const options = (value: unknown) => readForm({ list: value }).options('list');
  it('comes as a list, as one text or as JSON; each once and trimmed', () => {
    expect(options([' a ', 'b', 'a', ''])).toEqual(['a', 'b']);
    expect(options('a')).toEqual(['a']);
    expect(options('["a","b"]')).toEqual(['a', 'b']);
    expect(options(' ["a", 1] ')).toEqual(['a']);
    expect(options('[a')).toEqual(['[a']);
    expect(options(['a', 1, null])).toEqual(['a']);
  });
  it('is nothing where the client sent nothing, and an empty list where it sent one', () => {
    expect([options(undefined), options(null), options(' '), options(5)]).toEqual([null, null, null, null]);
    expect([options([]), options('[]')]).toEqual([[], []]);
    expect([textsOf('{}'), textsOf('5'), textsOf('"a"')]).toEqual([['{}'], ['5'], ['"a"']]);
  });
  it('is the first where one is asked for', () => {
    const values = readForm({ one: ['b', 'a'], none: [] });
    expect([values.option('one'), values.option('none'), values.chosen('one')]).toEqual(['b', '', 'b']);
    expect(values.problem()).toBeNull();
  });
});

describe('a date of a form', () => {
  it('has the offset of the client behind it, or none', () => {
    const date = (value: unknown) => readForm({ on: value }).date('on');
    expect(['2026-03-12 +0800', '2026-03-12', '', null].map(date)).toEqual(['2026-03-12', '2026-03-12', null, null]);
  });
  it('that is none is said to be invalid, and not to be missing', () => {
    const values = readForm({ on: '明天' });
    expect(values.neededDate('on')).toBe('0001-01-01');
    expect(values.problem()).toEqual({ kind: 'dateInvalid' });
    const given = readForm({ on: '2026-03-12' });
    expect([given.neededDate('on'), given.problem()]).toEqual(['2026-03-12', null]);
  });
});

describe('the members of a form', () => {
  it('are its own, of an object or its JSON, and of nothing else', () => {
    expect([...membersOf({ a: 1 })]).toEqual([['a', 1]]);
    expect([...membersOf('{"a":1}')]).toEqual([['a', 1]]);
    for (const form of [null, undefined, 5, 'a', '[1]', ['a'], '{']) expect([...membersOf(form)]).toEqual([]);
    expect(readForm({}).options('toString')).toBeNull();
  });
});

describe('an act', () => {
  const command = (act: Parameters<typeof readAct>[0], form: unknown, files: Parameters<typeof readAct>[2] = []) =>
    readAct(act, form, files);
  it('of 报进展 needs words where no file goes with it, now or in a moment', () => {
    const file = { token: 'file-1', name: '现场.jpg', bytes: 120_000 };
    expect(command('progress', {}).problem).toEqual({ kind: 'fieldsMissing', missing: ['进展情况'] });
    expect(command('progress', {}, [file])).toEqual({
      command: { type: 'reportProgress', text: '', files: [file] },
      problem: null,
    });
    expect(command('progress', {}, 'coming')).toEqual({ command: { type: 'reportProgress', text: '' }, problem: null });
  });
  it('of signing takes days of the calendar or 1 to 250 workdays, and nothing between', () => {
    const limit = (form: Readonly<Record<string, unknown>>) => {
      const { command: read, problem } = command('sign', form);
      return problem ?? (read.type === 'instruct' ? read.signing.limit : null);
    };
    const invalid = { kind: 'limitInvalid', max: 250 };
    const days = (typed: unknown) => limit({ [FIELDS.sign.workdays]: typed });
    expect(['', '1', 250, '15天'].map(days)).toEqual([null, { workdays: 1 }, { workdays: 250 }, { workdays: 15 }]);
    expect(['0', '251', '3个月', '十五', '-3'].map(days)).toEqual([invalid, invalid, invalid, invalid, invalid]);
  });
  it('on a node reads its number, and none from anything else', () => {
    const id = (value: unknown) => {
      const { command: read } = command('reachMilestone', { [FIELDS.reachMilestone.id]: value });
      return read.type === 'reachMilestone' ? read.id : null;
    };
    expect(['1', '12', '999', '1000', 'x1', '1x', ''].map(id)).toEqual([1, 12, 999, 0, 0, 0, 0]);
    expect(command('reachMilestone', {}).problem).toEqual({ kind: 'fieldsMissing', missing: ['节点', '完成情况'] });
    expect(command('moveMilestone', {}).problem).toEqual({
      kind: 'fieldsMissing',
      missing: ['节点', '新的日期', '调整原因'],
    });
  });
  it('of 报结果 that names no outcome is refused as such, and reports none of the room', () => {
    const { command: read, problem } = command('resolve', {
      [FIELDS.resolve.outcome]: 'toString',
      [FIELDS.resolve.text]: '已办妥。',
      [FIELDS.resolve.unitHead]: '负责人',
    });
    expect(problem).toEqual({ kind: 'outcomeUnfit' });
    expect(read).toMatchObject({ type: 'resolve', outcome: 'answered_on_the_spot' });
  });
  it('that lifts or decides is told what it wants by the name on its form', () => {
    expect(command('unlist', {}).problem).toEqual({ kind: 'fieldsMissing', missing: ['解除挂牌的理由'] });
    expect(command('list', { [FIELDS.list.reason]: LONG }).problem).toMatchObject({ field: '挂牌理由' });
    expect(command('refuseExtension', { [FIELDS.refuseExtension.words]: LONG }).problem).toMatchObject({
      field: '审批意见',
    });
  });
  it('of naming an officer takes whoever was chosen before a name that was typed', () => {
    const { person, name } = FIELDS.nameOfficer;
    expect(command('nameOfficer', { [person]: 'ou_1', [name]: '某人' }).command).toEqual({
      type: 'nameOfficer',
      officer: { kind: 'person', openId: 'ou_1' },
    });
    expect(command('nameOfficer', { [name]: '字'.repeat(51) }).problem).toEqual({
      kind: 'textTooLong',
      field: '承办人',
      max: 50,
    });
  });
});

it('every field is either chosen or written, and has a name', () => {
  const names = new Set(Object.values(FIELDS).flatMap((fields) => Object.values(fields)));
  expect([...names].filter((name) => LABELS[name] === undefined).toSorted()).toEqual([]);
  const chosen = Object.keys(LABELS).filter((name) => !WRITTEN.includes(name));
  expect(
    chosen.every((name) => /(?:phrase|leader|unit|units|workdays|date|person|id|outcome|visit|kind)$/u.test(name)),
  ).toBe(true);
  expect(WRITTEN.some((name) => /(?:date|workdays|leader|person|outcome)$/u.test(name))).toBe(false);
});
