/** What is left of a case that has ended: from which day on something of it may have to be done. */
import { expect, it } from 'vitest';
import { followUpOn } from '../../src/workflow/follow-ups.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { ACTORS, givenCase, playTo } from '../support/given.ts';

it('is the first of the day of a plan and the day of a contest; nothing where there is neither', () => {
  const planned = beijingDate('2026-06-01');
  expect(followUpOn(givenCase('closed'))).toBeNull();
  expect(followUpOn(givenCase('closed', { result: { outcome: 'planned', plannedDate: planned } }))).toBe(planned);
  const contested = (plannedDate: typeof planned | null) => {
    const play = playTo('awaiting_rating', {
      result: plannedDate === null ? {} : { outcome: 'planned', plannedDate },
    });
    play.ask(ACTORS.enterprise, { type: 'rate', grade: 2, words: '没解决' });
    play.ask(ACTORS.housing, { type: 'contestRating', reason: '政策限制' });
    return followUpOn(play.subject());
  };
  expect(contested(null)).toBe('2026-03-02');
  expect(contested(planned)).toBe('2026-03-02');
});
