/** 评价申诉: which rating a unit may contest, and which is left out of its figures. */
import { describe, expect, it } from 'vitest';
import type { Contest, Grade, Rating, Round } from '../../src/workflow/case.ts';
import { isLeftOut, mayContest } from '../../src/workflow/contests.ts';
import { givenCase, UNITS } from '../support/given.ts';

const [round] = givenCase('awaiting_rating').rounds;
if (!round) throw new Error('no round');
const by = { openId: null, name: '企业' };
const rated = (grade: Grade, at = 10): Rating => ({
  at,
  grade,
  words: '没有解决',
  recordedBy: null,
  channel: 'page',
  asks: null,
  added: [],
});
const contested = (isUpheld: boolean | null): Contest => ({
  at: 20,
  by,
  unitId: UNITS.housing,
  reason: '超出本级权限',
  ratedAt: 10,
  decision: isUpheld === null ? null : { at: 30, by, isUpheld, words: '政策限制' },
});
const withRating = (rating: Rating | null, contest: Contest | null): Round => ({ ...round, rating, contest });

describe('a unit', () => {
  it('may contest a rating of 1 or 2, once, and none that was not given', () => {
    const may = (rating: Rating | null, contest: Contest | null = null) => mayContest(withRating(rating, contest));
    expect([may(null), may(rated(1)), may(rated(2)), may(rated(3))]).toEqual([false, true, true, false]);
    expect([may(rated(1), contested(null)), may(rated(1), contested(false))]).toEqual([false, false]);
  });
});

describe('a rating', () => {
  it('is left out of the figures of the unit once staff uphold what was contested about this very one', () => {
    const out = (rating: Rating | null, contest: Contest | null) => isLeftOut(withRating(rating, contest));
    expect(out(rated(1), contested(true))).toBe(true);
    expect(out(rated(1), contested(false)), 'found to count').toBe(false);
    expect(out(rated(1), contested(null)), 'not decided yet').toBe(false);
    expect(out(rated(1), null), 'not contested').toBe(false);
    expect(out(rated(1, 40), contested(true)), 'of the result that was handled again').toBe(false);
    expect(out(null, contested(true)), 'handled again and not rated yet').toBe(false);
  });
});
