/** What is personal is blotted out in whatever spelling; what only looks like it stays. */
import { describe, expect, it } from 'vitest';
import { maskPersonal } from '../../src/workflow/mask-personal.ts';
import { SPELLINGS } from '../support/spellings.ts';

describe('a personal number within words', () => {
  it.each([
    ...SPELLINGS.phone,
    '１３９ ００００ ０００１',
    '一三九零零零零零零零一',
    '一三九〇〇〇〇〇〇〇一',
    '幺三九零零零零零零零一',
    '壹叁贰零零零零零零零零',
    '139.0000.0001',
    '(86)13900000001',
    '0572-0000001',
    '0572 00000001',
    '（0572）0000001',
    '０５７２－０００００００',
    '+86 572 0000001',
    '0572-0000001转801',
    '400-000-0001',
    '110101199001010018',
    '11010119900101001X',
    '110101 19900101 0018',
    '１１０１０１１９９００１０１００１８',
    '6222000000000000001',
    '6222 0000 0000 0000 001',
    '6222-0000-0000-0001',
  ])('%s is blotted out', (number) => {
    expect(maskPersonal(`请联系${number}，谢谢`)).toMatch(/^请联系[(（]?〔号码〕，谢谢$/u);
  });
  it.each([
    'someone@example.com',
    'Some.One+a@mail.example.com.cn',
    'someone＠example.com',
    'someone @ example.com',
    'someone(at)example.com',
    'someone[at]example.com',
    'someone at example.com',
    'someone@example .com',
    'someone@example. com',
  ])('%s is blotted out', (address) => {
    expect(maskPersonal(`请发到${address}。`)).toBe('请发到〔邮箱〕。');
  });
  it.each(['座机2345678', '电话：23456789', 'QQ 1234567890', '微信号13456789'])(
    '%s is blotted out after its word',
    (words) => {
      expect(maskPersonal(words)).toMatch(/〔号码〕$/u);
    },
  );
  it('is found in its place behind signs of any width', () => {
    expect(maskPersonal('😀𠮷请联系13900000001，谢谢')).toBe('😀𠮷请联系〔号码〕，谢谢');
    expect(maskPersonal('😀请发到someone@example.com。')).toBe('😀请发到〔邮箱〕。');
  });
  it('stands twice and each is found', () => {
    expect(maskPersonal('13900000001/13900000002')).toBe('〔号码〕/〔号码〕');
  });
});

describe('what is nobody’s number stays', () => {
  it.each([
    '投资12345678元',
    '补贴 3500000 元',
    '欠款1,390,000,000.01元',
    '2026-10-08 09:30至2026年10月9日',
    '20261008',
    '2024-2026年',
    '示接交〔2026〕7号',
    '91999999MAXX00015J',
    '湖政发〔2026〕12号第3条',
    '一、用地；二、用电；三、用工',
    '用地1200平方米，设备500台',
  ])('%s', (words) => {
    expect(maskPersonal(words)).toBe(words);
  });
  it('is the office’s own telephone, which is meant to be called', () => {
    expect(maskPersonal('请打电话0572-0000001或13900000001', ['0572-0000001'])).toBe('请打电话0572-0000001或〔号码〕');
  });
});
