/** What every ruling goes by: whose name an act is kept under. */
import { describe, expect, it } from 'vitest';
import { CLOCK } from '../../src/workflow/case.ts';
import { byOf } from '../../src/workflow/ruling.ts';
import { ACTORS, exampleDirectory, UNITS } from '../support/given.ts';

const directory = exampleDirectory();

describe('an act is kept under the name', () => {
  it('of the person, with the account, on a card as in the table', () => {
    const { openId, name } = ACTORS.staff;
    expect([byOf(ACTORS.staff, directory), byOf(ACTORS.editor, directory)]).toEqual([
      { openId, name },
      { openId, name },
    ]);
  });
  it('of the unit and who came in for it, on its page; 责任单位 once the unit is no longer listed', () => {
    const actor = { kind: 'unit', unitId: UNITS.housing, issue: 1, name: '经办人甲' } as const;
    expect(byOf(actor, directory)).toEqual({ openId: null, name: '住建 经办人甲（网页）' });
    expect(byOf(actor, { ...directory, units: [] }).name).toBe('责任单位 经办人甲（网页）');
  });
  it('企业 of the enterprise, and of the system what the clock does', () => {
    expect(byOf(ACTORS.enterprise, directory)).toEqual({ openId: null, name: '企业' });
    expect(byOf(ACTORS.clock, directory)).toEqual(CLOCK);
  });
});
