/** 来访: one enterprise and one day is one visit, however its cases come in. */
import { describe, expect, it } from 'vitest';
import { enterVisit, type VisitDay } from '../../src/sync/visit-book.ts';
import type { Case } from '../../src/workflow/case.ts';
import { beijingDate, caseId } from '../../src/workflow/ids.ts';
import { givenCase } from '../support/given.ts';

const NAME = '〔虚构〕甲有限公司';
const CODE = '91999999MAXX00015J';
const onTheDay = (id: string, enterpriseName: string, creditCode = '', visitKey = `visit-${id}`): Case => ({
  ...givenCase('scheduled', { appeal: { enterpriseName, creditCode } }),
  id: caseId(id),
  visitKey,
});
const entered = (
  cases: readonly Case[],
  date: string | null = '2026-03-12',
  start: ReadonlyMap<string, VisitDay> = new Map(),
) => {
  const days = new Map(start);
  for (const subject of cases) {
    const changed = enterVisit(days, subject, () => (date === null ? null : beijingDate(date)));
    for (const [day, book] of changed) days.set(day, book);
  }
  return days;
};
const visitsIn = (days: ReadonlyMap<string, VisitDay>) => {
  const [book] = days.values();
  if (!book) throw new Error('no day');
  return book.visits.map(({ key, number }) => [
    number,
    Object.entries(book.cases).flatMap(([id, own]) => (own === key ? [id] : [])),
  ]);
};

describe('one visit', () => {
  it('is the four items of one 查询码, also where only some give the code', () => {
    const items = ['', CODE, '', CODE].map((code, index) =>
      onTheDay(`c${index}`, index < 2 ? NAME : `${NAME}（筹）`, code, 'one code'),
    );
    expect(visitsIn(entered(items))).toEqual([['20260312-01', ['c0', 'c1', 'c2', 'c3']]]);
  });
  it('is one name, and the code that comes later', () => {
    expect(
      visitsIn(
        entered([
          onTheDay('c0', NAME),
          onTheDay('c1', ` ${NAME} `, CODE),
          onTheDay('c2', '〔虚构〕改名有限公司', CODE),
        ]),
      ),
    ).toEqual([['20260312-01', ['c0', 'c1', 'c2']]]);
  });
  it('is joined under the first number where a case shows two to be one', () => {
    const two = [onTheDay('c0', NAME), onTheDay('c1', '〔虚构〕乙有限公司', CODE)];
    expect(visitsIn(entered(two))).toHaveLength(2);
    expect(visitsIn(entered([...two, onTheDay('c0', NAME, CODE)]))).toEqual([
      ['20260312-01', ['c0', 'c1']],
      ['20260312-02', []],
    ]);
  });
  it('is not another enterprise of the same name with another code', () => {
    expect(visitsIn(entered([onTheDay('c0', NAME, CODE), onTheDay('c1', NAME, '91999999MAXX000318')]))).toHaveLength(2);
  });
  it('gets the date into its number when the day has one, and keeps it when the day moves', () => {
    const undated = entered([onTheDay('c0', NAME)], null);
    expect(visitsIn(undated)).toEqual([['01', ['c0']]]);
    const dated = entered([onTheDay('c0', NAME)], '2026-03-19', undated);
    expect(visitsIn(dated)).toEqual([['20260319-01', ['c0']]]);
    expect(enterVisit(dated, onTheDay('c0', NAME), () => beijingDate('2026-03-26')).size).toBe(0);
  });
});
