/** One spelling of what people type, for each kind of thing they type. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clauses,
  codeOf,
  dateOf,
  isBlank,
  listOf,
  nameListOf,
  nameOf,
  phoneOf,
  sheetNumberOf,
  stopped,
  tidyText,
  wholeNumberOf,
} from '../../src/workflow/plain-text.ts';
import { SPELLINGS } from '../support/spellings.ts';

describe('words', () => {
  it('keep their lines and tabs, and lose what cannot be seen', () => {
    expect(tidyText('\ufeff 第一行\r\n第\u200b二行\t。\u0007\u2028第三行\u202e \n')).toBe('第一行\n第二行\t。\n第三行');
    expect(tidyText('e\u0301')).toBe('é');
  });
  it.each(['\r', '\r\n', '\n', '\u0085', '\u2028', '\u2029'])('%j ends a line', (end) => {
    expect(tidyText(`甲${end}乙`)).toBe('甲\n乙');
  });
  it.each(SPELLINGS.blank)('%j says nothing', (typed) => {
    expect(isBlank(typed)).toBe(true);
    expect(tidyText(typed)).toBe('');
  });
  it('are the same when they are tidied again, and hold no lone half of a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const once = tidyText(typed);
        expect(tidyText(once)).toBe(once);
        expect(once).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}/u);
      }),
    );
  });
});

describe('sentences', () => {
  it('end with the stop they have, else with one', () => {
    const said = ['甲', '甲。', '甲！', '甲。”', '甲；', '甲。乙'];
    expect(said.map(stopped)).toEqual(['甲。', '甲。', '甲！', '甲。”', '甲；', '甲。乙。']);
  });
  it('of several parts have a ； between them, or the stop that a part brings itself; empty parts are left out', () => {
    expect(clauses(['', '甲', '', '乙。', '丙', ''])).toBe('甲；乙。丙');
    expect(clauses(['甲。乙', '丙'])).toBe('甲。乙；丙');
    expect(clauses(['', ''])).toBe('');
  });
});

describe('codes, names, telephones', () => {
  it('a word before a code is left out, and none within it', () => {
    expect(codeOf('信用代码：A1')).toBe('A1');
    expect(codeOf('A甲1')).toBe('A甲1');
  });
  it.each(SPELLINGS.creditCode)('%j is the code 91999999MAXX00015J', (typed) => {
    expect(codeOf(typed)).toBe('91999999MAXX00015J');
  });
  it.each(SPELLINGS.receipt)('%j is the code 7K2MQ9XD4RTB', (typed) => {
    expect(codeOf(typed)).toBe('7K2MQ9XD4RTB');
  });
  it.each(SPELLINGS.enterpriseName)('%j is one enterprise', (typed) => {
    expect(nameOf(typed)).toBe(nameOf('示例（湖州）机械有限公司'));
  });
  it('another enterprise is another one', () => {
    expect(nameOf('示例（杭州）机械有限公司')).not.toBe(nameOf('示例（湖州）机械有限公司'));
  });
  it.each(SPELLINGS.phone)('%j is the number 13900000001', (typed) => {
    expect(phoneOf(typed)).toBe('13900000001');
  });
  it.each([
    '示接交〔2026〕7号',
    '示接交[2026]7号',
    '示接交（２０２６）第7号',
    '示接交【2026】7 号。',
    '示接交〔2026〕7',
  ])('%j is the number of one sheet', (typed) => {
    expect(sheetNumberOf(typed)).toBe('示接交〔2026〕7号');
  });
  it('a number of a sheet may have many figures, and stays as it was typed where something follows', () => {
    expect(sheetNumberOf('示接交（2026）第 128 号。')).toBe('示接交〔2026〕128号');
    expect(sheetNumberOf('示接交（2026）7号附件')).toBe('示接交(2026)7号附件');
  });
  it('a name with a point within is another than the one without', () => {
    expect(nameOf('甲•乙')).toBe(nameOf('甲·乙'));
    expect(nameOf('甲•乙')).not.toBe(nameOf('甲乙'));
  });
  it.each([
    ['0572-0000001', '05720000001'],
    ['+86 572 0000001', '05720000001'],
    ['（0572）０００００００', '05720000000'],
    ['+852 0000 0001', '+85200000001'],
    ['+44 86 139 0000 0001', '+448613900000001'],
    ['+86 10 0000 0001', '01000000001'],
    ['+86 10 0000 0001 转 01', '0100000000101'],
    ['0086 400 000 0001', '4000000001'],
    ['+86 800 000 0001', '8000000001'],
    ['86 100 000 0000', '861000000000'],
    ['86 0139 0000 0001', '86013900000001'],
    ['86 139 0000 00012', '86139000000012'],
    ['0044 139 0000 0001', '004413900000001'],
    ['139+0000+0001', '13900000001'],
    ['+', ''],
    ['没有', ''],
  ])('%j is the number %j', (typed, expected) => {
    expect(phoneOf(typed)).toBe(expected);
  });
});

describe('lists, days, numbers', () => {
  it.each(SPELLINGS.ladder)('%j is three numbers', (typed) => {
    expect(listOf(typed).map(wholeNumberOf)).toEqual([1, 5, 10]);
  });
  it('names may have blanks within', () => {
    expect(nameListOf('示例 Trading、示例（二）厂，\n示例三厂')).toEqual(['示例 Trading', '示例（二）厂', '示例三厂']);
  });
  it.each(SPELLINGS.date)('%j is the eighth of October 2026', (typed) => {
    expect(dateOf(typed)).toBe('2026-10-08');
  });
  it.each([
    ['2026-3-2', '2026-03-02'],
    ['2026年3月12日', '2026-03-12'],
    ['20260302', '2026-03-02'],
  ])('%j is the day %s', (typed, day) => {
    expect(dateOf(typed)).toBe(day);
  });
  it.each(['2026-02-30', '2026-13-01', '10月8日', '明天', '', '2026-10-081', '第2026-10-08', '120261008', '202610081'])(
    '%j is no day',
    (typed) => {
      expect(dateOf(typed)).toBeNull();
    },
  );
  it.each(SPELLINGS.fifteen)('%j is fifteen', (typed) => {
    expect(wholeNumberOf(typed)).toBe(15);
  });
  it.each([
    ['0', 0],
    ['-3', -3],
    ['- 3', -3],
    ['x3', null],
    ['15天3', null],
    ['3个月', null],
    ['3月', null],
    ['10个自然日', null],
    ['1年', null],
    ['－３天', -3],
    ['−3', -3],
    ['1.5', null],
    ['十五', null],
    ['', null],
    ['工作日', null],
    ['1e3', null],
  ])('%j is the number %j', (typed, expected) => {
    expect(wholeNumberOf(typed)).toBe(expected);
  });
});
