/** 来访: cases of one enterprise are counted once, by whatever shows that they are of one. */
import { describe, expect, it } from 'vitest';
import { inAgendaOrder } from '../../src/workflow/agenda.ts';
import type { Case } from '../../src/workflow/case.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { byVisit } from '../../src/workflow/visits.ts';
import { givenCase } from '../support/given.ts';

const NAME = '〔虚构〕甲有限公司';
const CODE = '91999999MAXX00015J';
const of = (id: string, enterpriseName: string, creditCode = '', visitKey = `visit-${id}`): Case => ({
  ...givenCase('scheduled', { appeal: { enterpriseName, creditCode } }),
  id: caseId(id),
  visitKey,
});
const idsOf = (cases: readonly Case[]) => byVisit(cases).map((visit) => visit.map(({ id }) => id));

describe('one visit', () => {
  it('is what came under one 查询码, one code, or one name of which one gave no code', () => {
    expect(
      idsOf([of('a', NAME), of('b', '〔虚构〕乙有限公司'), of('c', ` ${NAME}`, CODE), of('d', '〔虚构〕改名', CODE)]),
    ).toEqual([['a', 'c', 'd'], ['b']]);
    expect(idsOf([of('a', NAME, '', 'one'), of('b', `${NAME}（筹）`, '', 'one')])).toEqual([['a', 'b']]);
  });
  it('is known by the name where either gave no code, and by nothing where neither name nor code is given', () => {
    for (const [first, second] of [
      [CODE, ''],
      ['', CODE],
    ] as const)
      expect(idsOf([of('a', NAME, first), of('b', NAME, second)])).toEqual([['a', 'b']]);
    const unnamed = (subject: Case): Case => ({ ...subject, appeal: { ...subject.appeal, enterpriseName: ' ' } });
    expect(idsOf([of('a', NAME, CODE), of('b', NAME), of('c', NAME)].map(unnamed))).toEqual([['a'], ['b'], ['c']]);
  });
  it('is not one name with two codes', () => {
    expect(idsOf([of('a', NAME, CODE), of('b', NAME, '91999999MAXX00023D')])).toEqual([['a'], ['b']]);
  });
  it('joins two that a later case shows to be one', () => {
    expect(idsOf([of('a', NAME), of('b', '〔虚构〕乙', CODE), of('c', '〔虚构〕丙'), of('d', NAME, CODE)])).toEqual([
      ['a', 'b', 'd'],
      ['c'],
    ]);
  });
  it('stands together on the agenda, also under several 查询码', () => {
    const urgent = (subject: Case): Case => ({ ...subject, notes: { ...subject.notes, isUrgent: true } });
    const calm = (subject: Case): Case => ({ ...subject, notes: { ...subject.notes, isUrgent: false } });
    const order = inAgendaOrder([calm(of('a', NAME)), calm(of('b', '〔虚构〕乙')), urgent(of('c', NAME))]);
    expect(order.map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });
});
