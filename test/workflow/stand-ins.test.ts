/** 代收: who gets what somebody cannot be written, in which order, and who is left out. */
import { describe, expect, it } from 'vitest';
import type { Directory, Leader } from '../../src/workflow/directory.ts';
import { beijingDate, type OpenId } from '../../src/workflow/ids.ts';
import { postOf, standInFor } from '../../src/workflow/stand-ins.ts';
import { ACTORS, exampleDirectory, LEADERS } from '../support/given.ts';

const { jia, yi, secretary, housing, housingHead, staff, staffHead, stranger } = ACTORS;
const usual = exampleDirectory();
const standsIn = { openId: stranger.openId, from: beijingDate('2026-03-02'), to: beijingDate('2026-03-04') };
const withLeader = (changes: Partial<Leader>): Directory => ({
  ...usual,
  leaders: usual.leaders.map((one) => (one.id === LEADERS.jia ? { ...one, ...changes } : one)),
});

/** All that are asked one after another, by name. */
const chain = (addressee: OpenId, directory: Directory, today = '2026-03-02'): readonly string[] => {
  const tried: OpenId[] = [addressee];
  for (let next = true; next; ) {
    const one = standInFor(addressee, tried, directory, beijingDate(today));
    next = one !== null;
    if (one !== null) tried.push(one);
  }
  return tried.slice(1).map((who) => postOf(who, directory));
};
const STAFF = ['工商联负责人', '工商联承办人'];

describe('who stands in for somebody who cannot be written to', () => {
  it('is of a leader the substitute, then the secretary, then 工商联', () => {
    const directory = withLeader({ substitute: standsIn });
    expect(chain(jia.openId, directory)).toEqual(['书记甲的受托签批人', '书记甲的联络员', ...STAFF]);
    expect(chain(yi.openId, directory)).toEqual(STAFF);
  });
  it('is a substitute from the first to the last day of the entry only', () => {
    const on = (day: string) => chain(jia.openId, withLeader({ substitute: standsIn }), day)[0];
    expect(['2026-03-01', '2026-03-02', '2026-03-04', '2026-03-05'].map(on)).toEqual([
      '书记甲的联络员',
      '书记甲的受托签批人',
      '书记甲的受托签批人',
      '书记甲的联络员',
    ]);
  });
  it('is of a substitute the leader, then the secretary', () => {
    expect(chain(stranger.openId, withLeader({ substitute: standsIn }))).toEqual([
      '书记甲',
      '书记甲的联络员',
      ...STAFF,
    ]);
    const withoutAccount = withLeader({ substitute: standsIn, openId: null });
    expect(chain(stranger.openId, withoutAccount)).toEqual(['书记甲的联络员', ...STAFF]);
  });
  it('is of a unit its heads, then its officers, then 工商联', () => {
    expect(chain(housing.openId, usual)).toEqual(['住建负责人', ...STAFF]);
    expect(chain(housingHead.openId, usual)).toEqual(['住建承办人', ...STAFF]);
  });
  it('is of anybody else 工商联, and nobody once all were tried', () => {
    expect(chain(secretary.openId, usual)).toEqual(STAFF);
    expect(chain(staff.openId, usual)).toEqual(['工商联负责人']);
    const all = [staff.openId, staffHead.openId];
    expect(standInFor(staff.openId, all, usual, beijingDate('2026-03-02'))).toBeNull();
    const first = (who: OpenId) => standInFor(who, [], usual, beijingDate('2026-03-02'));
    expect([first(staff.openId), first(staffHead.openId)]).toEqual([staffHead.openId, staff.openId]);
  });
  it('is named as outside the list where the district does not know them', () => {
    expect(postOf(stranger.openId, usual)).toBe('名单以外的人员');
  });
});
