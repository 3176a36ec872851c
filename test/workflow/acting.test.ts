/** 代: whoever does what only a leader may do, on the days of the entry, does it in the leader's name. */
import { describe, expect, it } from 'vitest';
import { serviceCells } from '../../src/sync/row-mapping.ts';
import { byWords } from '../../src/workflow/acting.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { LINKS } from '../opinion/surfaces.ts';
import { ACTORS, exampleDirectory, LEADERS, playTo } from '../support/given.ts';

const { staff, staffHead, housing } = ACTORS;

/** 工商联's head stands in for the leader who signed. */
const standingIn = () => {
  const { leaders } = exampleDirectory();
  const substitute = { openId: staffHead.openId, from: beijingDate('2026-01-01'), to: beijingDate('2026-12-31') };
  const directory = exampleDirectory({
    leaders: leaders.map((leader) => (leader.id === LEADERS.jia ? { ...leader, substitute } : leader)),
  });
  return playTo('handling', { directory });
};
const extend = (day: string) =>
  ({
    type: 'requestExtension',
    reason: '需第三方检测',
    doneSoFar: '已完成两项',
    newDate: beijingDate(day),
  }) as const;

it('whoever acted is named, with the leader in whose place; without a name it says so', () => {
  expect(byWords({ name: '副书记己', actedFor: '书记甲' })).toBe('副书记己（代书记甲）');
  expect(byWords({ name: '副书记己' })).toBe('副书记己');
  expect(byWords({ name: '' })).toBe('未具名');
});

describe('staff who stand in for a leader', () => {
  it('grant a first extension as staff, and a further one 代 the leader, as the row says', () => {
    const play = standingIn();
    play.ask(housing, extend('2026-04-10'));
    play.ask(staffHead, { type: 'decideExtension', isApproved: true, words: '同意' });
    play.ask(housing, extend('2026-05-10'));
    expect(play.tryOut(staff, { type: 'decideExtension', isApproved: true, words: '同意' }).kind).toBe('refused');
    play.ask(staffHead, { type: 'decideExtension', isApproved: true, words: '同意再延' });
    const cells = serviceCells(play.subject(), {
      directory: play.directory,
      links: LINKS,
      now: play.now(),
      isCreditCode: () => true,
      peers: {},
    });
    const [first, second] = String(cells['extensions']).split('\n');
    expect(first).toContain('工商联负责人同意】');
    expect(second).toContain('工商联负责人（代书记甲）同意】');
  });
});
