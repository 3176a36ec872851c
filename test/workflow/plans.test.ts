/** 计划解决: which result is a promise, and how it stands. */
import { describe, expect, it } from 'vitest';
import type { PlanCheck, Round } from '../../src/workflow/case.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { isPlanCheckDue, pendingPlan, planOf, planStandingOf } from '../../src/workflow/plans.ts';
import { ACTORS, givenCase, playTo } from '../support/given.ts';

const day = beijingDate('2026-06-01');
const promised = givenCase('awaiting_rating', { result: { outcome: 'planned', plannedDate: day } });
const [round] = promised.rounds;
if (!round) throw new Error('no round');
const by = { openId: null, name: '工商联' };
const verdict = (isKept: boolean) => ({ at: 2, by, isKept, words: '资金已到账。' });
const checked = (planCheck: PlanCheck | null): Round => ({ ...round, planCheck });

describe('a plan', () => {
  it('is what the enterprise was told of with its day, and nothing before the result is passed', () => {
    expect(planOf(round)?.plannedDate).toBe(day);
    expect(planOf({ ...round, review: null })).toBeNull();
    const [resolved] = givenCase('awaiting_rating').rounds;
    expect(resolved && planOf(resolved)).toBeNull();
  });

  it('waits, was asked after, was kept or broken; a result without one has no such standing', () => {
    const standings = [null, { askedAt: 1, verdict: null }, { askedAt: null, verdict: verdict(true) }];
    expect(standings.map((check) => planStandingOf(checked(check)))).toEqual(['waiting', 'asked', 'kept']);
    expect(planStandingOf(checked({ askedAt: 1, verdict: verdict(false) }))).toBe('broken');
    const [resolved] = givenCase('awaiting_rating').rounds;
    expect(resolved && planStandingOf(resolved)).toBeNull();
  });

  it('is reported on by the lead unit, and staff hear of it', () => {
    const play = playTo('awaiting_rating', { result: { outcome: 'planned', plannedDate: day } });
    const { effects } = play.ask(ACTORS.housing, { type: 'reportPlan', text: '资金已拨付' });
    expect(effects).toContainEqual({ type: 'notify', notice: 'planReported', to: ACTORS.staff.openId });
  });

  it('is to be checked from its day on, once, while nobody has said whether it was kept', () => {
    const withCheck = (planCheck: PlanCheck | null) => ({ ...promised, rounds: [checked(planCheck)] });
    const [eve, later] = [beijingDate('2026-05-31'), beijingDate('2026-06-02')];
    expect([eve, day, later].map((today) => isPlanCheckDue(promised, today))).toEqual([false, true, true]);
    expect(isPlanCheckDue(withCheck({ askedAt: 1, verdict: null }), later)).toBe(false);
    expect(pendingPlan(promised)).toEqual({ on: day, isAsked: false });
    expect(pendingPlan(withCheck({ askedAt: 1, verdict: null }))).toEqual({ on: day, isAsked: true });
    expect(pendingPlan(withCheck({ askedAt: 1, verdict: verdict(true) }))).toBeNull();
    expect(pendingPlan({ ...promised, state: 'handling' })).toBeNull();
    expect([pendingPlan(givenCase('ready')), isPlanCheckDue(givenCase('ready'), later)]).toEqual([null, false]);
  });
});
