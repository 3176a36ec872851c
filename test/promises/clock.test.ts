/** The clock's turn of a day asks for everything that time has brought about, also what only follows from what it did a moment before. */
import { afterEach, expect, it } from 'vitest';
import { bringToHandling, openTown, type Town } from '../support/town.ts';

const DAY_MS = 86_400_000;
let town: Town;
afterEach(() => town.close());

it('a pause that has run out while nobody looked leaves its case overdue, and whoever handles it is pressed in the same turn', async () => {
  town = await openTown();
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  await town.edit(record, { 操作: '请企业补充', 处理说明: '〔虚构〕请补充现场照片。' });
  expect(town.row(record)['状态']).toBe('待企业补充');
  // The machine stood still for ten weeks.
  town.advance(70 * DAY_MS);
  await town.service.tick();
  await town.settle();
  const [subject] = await town.service.cases.openCases(town.base.district, null, 1);
  if (!subject) throw new Error('no case');
  const types = (await town.service.cases.loadEvents(subject.id)).map(({ type }) => type);
  expect(types.slice(types.indexOf('enterpriseAsked'))).toEqual([
    'enterpriseAsked',
    'pauseEnded',
    'lightChanged',
    'caseSupervised',
    'caseListed',
  ]);
  expect(subject).toMatchObject({ state: 'handling', light: 'red', ladderLevel: 4 });
});
