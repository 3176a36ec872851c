/** 查询: what a search gives to whom. */
import { expect, it } from 'vitest';
import { queryView } from '../../src/outbox/boards.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { ACTORS, exampleDirectory, givenCase } from '../support/given.ts';

const secret = givenCase('handling', { notes: { isConfidential: true } });
const found = (by: 'number' | 'name', who: 'housing' | 'staff' | 'jia', cases = [secret]) =>
  queryView(
    { by, cases },
    {
      directory: exampleDirectory(),
      viewer: ACTORS[who].openId,
      today: beijingDate('2026-03-12'),
      open: [],
      ended: [],
    },
  ).cases;

it('a confidential case is not found by the name of its enterprise by the unit that handles it, but by its number', () => {
  expect(found('name', 'housing')).toEqual([]);
  expect(found('number', 'housing')).toEqual([secret]);
});
it('a confidential case is found by name by staff and by the leader whose it is', () => {
  expect(found('name', 'staff')).toEqual([secret]);
  expect(found('name', 'jia')).toEqual([secret]);
});
it('an open case is found by name by the unit that handles it', () => {
  const open = givenCase('handling');
  expect(found('name', 'housing', [open])).toEqual([open]);
});
