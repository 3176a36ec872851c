/**
 * What single columns of 事项 say: who is in charge by what was signed and ruled, what leaders said, what came before, and what
 * waits for staff. From cases that were really walked.
 */
import { describe, expect, it } from 'vitest';
import type { Values } from '../../bitable-schema/table.ts';
import { serviceCells } from '../../src/sync/row-mapping.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { ACTORS, asProposed, LEADERS, type Play, playTo, UNITS } from '../support/given.ts';

const { staff, jia, housing } = ACTORS;
const links = {
  status: () => 'https://reception.example/s/1',
  rating: () => 'https://reception.example/r/1',
  unit: () => 'https://reception.example/w/1',
};
const cellsOf = (play: Play): Values =>
  serviceCells(play.subject(), { directory: play.directory, links, now: play.now(), isCreditCode: () => true });

describe('who is in charge', () => {
  it('is nobody before a sheet is signed, whatever is proposed', () => {
    expect(cellsOf(playTo('awaiting_instruction'))).toMatchObject({
      leaderInCharge: '',
      unitInCharge: '',
      unitsInSupport: '',
      proposalDifference: '',
    });
  });

  it('is as proposed where the leader agreed, and then nothing differs', () => {
    expect(cellsOf(playTo('assigned'))).toMatchObject({
      leaderInCharge: '常务副区长丙',
      unitInCharge: '住建',
      unitsInSupport: '财政',
      proposalDifference: '',
    });
  });

  it('is as signed where the leader named others, with each point that differs from the proposal', () => {
    const play = playTo('awaiting_instruction');
    play.ask(jia, {
      type: 'instruct',
      signing: {
        ...asProposed,
        leadLeaderId: LEADERS.yi,
        leadUnitId: UNITS.safety,
        supportingUnitIds: [],
        limit: { date: beijingDate('2026-04-20') },
      },
    });
    expect(cellsOf(play)).toMatchObject({
      leaderInCharge: '区长乙',
      unitInCharge: '应急',
      unitsInSupport: '',
      proposalDifference: [
        '牵头领导：拟常务副区长丙，批示区长乙',
        '主办单位：拟住建，批示应急',
        '协办单位：拟财政，批示无',
        '时限：拟15个工作日，批示2026-04-20前',
      ].join('\n'),
    });
  });

  it('is the unit that took over once an objection is upheld', () => {
    const play = playTo('assigned');
    play.ask(housing, { type: 'object', reason: '职责在应急', suggestedUnitId: UNITS.safety });
    play.ask(staff, { type: 'decideObjection', isUpheld: true, newUnitId: UNITS.safety, words: '按三定方案' });
    expect(cellsOf(play)).toMatchObject({
      unitInCharge: '应急',
      unitsInSupport: '财政',
      proposalDifference: '主办单位：拟住建，批示住建，异议成立后应急',
    });
  });
});
