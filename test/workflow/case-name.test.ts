/** How a case is called: by number and firm, so that nobody has to look an id up, and nobody learns a firm that is confidential. */
import { describe, expect, it } from 'vitest';
import { caseName, rowName } from '../../src/workflow/case-name.ts';
import { HIDDEN_NAME } from '../../src/workflow/hidden-enterprise.ts';
import { CASE_ID, givenCase } from '../support/given.ts';

const FIRM = '〔虚构〕溪乐预制构件有限公司';
const unnumbered = (appeal: Parameters<typeof givenCase>[1] = {}) => givenCase('vetting', appeal);

describe('a case', () => {
  it('is its number and the firm, before there is a number the firm and its category', () => {
    expect(caseName(givenCase('handling'), 'staff')).toBe(`示接交〔2026〕1号 ${FIRM}`);
    expect(caseName(unnumbered(), 'staff')).toBe(`${FIRM}“审批验收办证”事项`);
    expect(caseName(unnumbered({ appeal: { category: '' } }), 'unit')).toBe(FIRM);
  });
  it('is named to the end, up to forty characters', () => {
    const named = (length: number) => ({
      ...unnumbered(),
      appeal: { ...unnumbered().appeal, category: '', enterpriseName: ` ${'厂'.repeat(length)} ` },
    });
    expect(caseName(named(40), 'staff')).toBe('厂'.repeat(40));
    expect(caseName(named(41), 'staff')).toBe(`${'厂'.repeat(40)}…`);
    expect(caseName(named(0), 'staff')).toBe('未填企业名称');
  });
  it('is without its firm where it is confidential, for everybody but the leader who reads its sheet', () => {
    const secret = givenCase('handling', { notes: { isConfidential: true } });
    expect(caseName(secret, 'leader')).toBe(`示接交〔2026〕1号 ${FIRM}`);
    for (const reader of ['staff', 'unit'] as const)
      expect(caseName(secret, reader)).toBe(`示接交〔2026〕1号 ${HIDDEN_NAME}`);
  });
  it('in a row bears its id until it has a number', () => {
    expect(rowName(unnumbered())).toBe(`${FIRM}“审批验收办证”事项（受理编号 ${CASE_ID}）`);
    expect(rowName(givenCase('handling'))).toBe(`示接交〔2026〕1号 ${FIRM}`);
  });
});
