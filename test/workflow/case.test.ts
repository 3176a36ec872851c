/** What can be read off a case: who answers for it, how a rating was judged then, what the clock did. */
import { describe, expect, it } from 'vitest';
import {
  CLOCK,
  isByClock,
  judgedThen,
  leadUnitIdOf,
  partsInHand,
  type Rating,
  type Round,
  responsibleUnits,
  returnedResult,
  standingResult,
} from '../../src/workflow/case.ts';
import { ACTORS, givenCase, UNITS } from '../support/given.ts';

const { staff } = ACTORS;
const by = { openId: staff.openId, name: staff.name };

describe('who answers for a case', () => {
  it('are the units of its round, the lead and the others', () => {
    expect(responsibleUnits(givenCase('handling'))).toEqual({ lead: UNITS.housing, supporting: [UNITS.finance] });
  });
  it('is nobody before there is a round', () => {
    expect(responsibleUnits(givenCase('ready'))).toEqual({ lead: null, supporting: [] });
    expect(partsInHand(givenCase('ready'))).toEqual([]);
  });
});

describe('of a round', () => {
  const [handled] = givenCase('awaiting_review').rounds;
  const [result] = handled?.results ?? [];
  if (!handled || !result) throw new Error('no result');

  it('the lead unit is the one that leads, wherever it stands', () => {
    expect(leadUnitIdOf({ ...handled, units: handled.units.toReversed() })).toBe(UNITS.housing);
  });
  it('a result stands until it is sent back, or handled again after the enterprise was answered', () => {
    const again = { ...result, at: result.at + 1 };
    const back = { at: result.at, by, reason: '情况不清' };
    const review = { at: result.at, by, publicReply: '已办结' };
    const stands = (changes: Partial<Round>) => standingResult({ ...handled, ...changes });
    expect(stands({})).toBe(result);
    expect(stands({ results: [] })).toBeNull();
    expect(stands({ returns: [back] })).toBeNull();
    expect(stands({ returns: [back], results: [result, again] })).toBe(again);
    expect(stands({ earlierReviews: [review] })).toBeNull();
    expect(stands({ earlierReviews: [review], results: [result, again] })).toBe(again);
    expect(stands({ earlierReviews: [review], returns: [back], results: [result, again] })).toBeNull();
  });
  it('the result was sent back where that was not before it was reported', () => {
    const back = (at: number) => returnedResult({ ...handled, returns: [{ at, by, reason: '情况不清' }] });
    expect(back(result.at)).toEqual({ result, at: result.at, by, reason: '情况不清' });
    expect(back(result.at - 1), 'another was reported since').toBeNull();
    expect(returnedResult(handled)).toBeNull();
  });
});

describe('what was done', () => {
  it('by the clock bears its name and no account', () => {
    expect(isByClock(CLOCK)).toBe(true);
    expect(isByClock({ openId: null, name: '企业' })).toBe(false);
    expect(isByClock({ openId: staff.openId, name: CLOCK.name })).toBe(false);
  });
});

describe('the judgement of an earlier rating', () => {
  const [round] = givenCase('awaiting_rating').rounds;
  if (!round) throw new Error('no round');
  const rating = (at: number): Rating => ({
    at,
    grade: 1,
    words: '没有解决',
    recordedBy: null,
    channel: 'page',
    asks: null,
    added: [],
  });
  const judged = (at: number): Round['earlierJudgements'][number] => ({
    judgement: { at, by, decision: 'redo', words: `${at}` },
    reconsideration: null,
  });
  const wordsOf = (of: Round, at: number) => judgedThen(of, rating(at))?.judgement?.words ?? null;
  const thrice: Round = {
    ...round,
    earlierRatings: [rating(10), rating(20)],
    rating: rating(30),
    earlierJudgements: [judged(15), judged(25)],
  };

  it('is the one between it and the next rating', () => {
    expect([wordsOf(thrice, 10), wordsOf(thrice, 20), wordsOf(thrice, 30)]).toEqual(['15', '25', null]);
  });
  it('may fall on the moment of either', () => {
    expect(wordsOf({ ...thrice, earlierJudgements: [judged(10)] }, 10)).toBe('10');
    expect(wordsOf({ ...thrice, earlierJudgements: [judged(20)] }, 10)).toBe('20');
  });
  it('is none where it was never judged, though a later one was', () => {
    expect(wordsOf({ ...thrice, earlierJudgements: [judged(25)] }, 10)).toBeNull();
    const unjudged = { judgement: null, reconsideration: null };
    expect(wordsOf({ ...thrice, earlierJudgements: [unjudged, judged(25)] }, 10)).toBeNull();
    expect(wordsOf({ ...thrice, rating: null, earlierJudgements: [judged(25)] }, 20)).toBe('25');
  });
});
