/** 保密: a text without the enterprise, wherever and however it is named in it. */
import { describe, expect, it } from 'vitest';
import { textForAll, withoutEnterprise } from '../../src/workflow/hidden-enterprise.ts';
import { givenCase } from '../support/given.ts';

const NAMES = { enterpriseName: '〔虚构〕密云阁', contactName: '虚构联系人壹', phone: '199-7654-3210' };
const of = (isConfidential: boolean) => givenCase('handling', { appeal: NAMES, notes: { isConfidential } });

describe('a text without the enterprise', () => {
  it.each(['199-7654-3210', '19976543210', '199 7654 3210'])('does not hold its number, written %s', (written) => {
    expect(withoutEnterprise(of(true), `请回电${written}。`)).toBe('请回电〔保密企业〕。');
  });
  it('keeps other numbers, also where the enterprise left next to none', () => {
    const few = givenCase('handling', { appeal: { ...NAMES, phone: '12' }, notes: { isConfidential: true } });
    expect(withoutEnterprise(few, '共12件，2026年10月12日前')).toBe('共12件，2026年10月12日前');
  });
  it('does not hold its name and contact, however they were typed, nor a number of five figures', () => {
    const typed = { enterpriseName: ' 〔虚构〕密云阁 ', contactName: '虚构 ', phone: '12-345' };
    const subject = givenCase('handling', { appeal: typed, notes: { isConfidential: true } });
    expect(withoutEnterprise(subject, '〔虚构〕密云阁，虚构，123 45；再告〔虚构〕密云阁。')).toBe(
      '〔保密企业〕，〔保密企业〕，〔保密企业〕；再告〔保密企业〕。',
    );
    const four = givenCase('handling', { appeal: { ...typed, phone: '1234' }, notes: { isConfidential: true } });
    expect(withoutEnterprise(four, '共1234件')).toBe('共1234件');
  });
  it('keeps what is one character long, which may stand in any word', () => {
    const subject = givenCase('handling', { appeal: { ...NAMES, contactName: '王' }, notes: { isConfidential: true } });
    expect(withoutEnterprise(subject, '国王路𠮷王')).toBe('国王路𠮷王');
    const wide = givenCase('handling', { appeal: { ...NAMES, contactName: '𠮷' }, notes: { isConfidential: true } });
    expect(withoutEnterprise(wide, '国王路𠮷王')).toBe('国王路𠮷王');
  });
  it('is what many read of a confidential case, and of no other', () => {
    const text = '〔虚构〕密云阁的虚构联系人壹来电';
    expect([textForAll(of(true), text), textForAll(of(false), text)]).toEqual(['〔保密企业〕的〔保密企业〕来电', text]);
  });
  it('does not call it for short either: without the mark, the place or the end of its name', () => {
    const called = (enterpriseName: string) => givenCase('handling', { appeal: { ...NAMES, enterpriseName } });
    const milk = called('〔虚构〕示例市虚溪区溪乐预制构件（集团）有限公司');
    for (const short of ['示例市虚溪区溪乐预制构件', '溪乐预制构件有限公司', '溪乐预制', '溪乐预'])
      expect(withoutEnterprise(milk, `已到${short}踏勘`)).toMatch(/^已到〔保密企业〕(?:有限公司)?踏勘$/u);
    expect(withoutEnterprise(milk, '预制构件有限公司甲、溪水乐园')).toBe('预制构件有限公司甲、溪水乐园');
    const market = called('〔虚构〕好好多超市有限公司');
    expect(withoutEnterprise(market, '某某有限公司与好好多超市')).toBe('某某有限公司与〔保密企业〕');
  });
});
