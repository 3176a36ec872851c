/** Who should have which card, from the case alone: what its acts showed, and not a card more. */
import { describe, expect, it } from 'vitest';
import { cardsDue } from '../../src/workflow/cards-due.ts';
import { type Case, STATES, type State } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { beijingDate } from '../../src/workflow/ids.ts';
import { isState } from '../../src/workflow/states.ts';
import { ACTORS, asProposed, exampleDirectory, givenCase, LEADERS, playTo, UNITS } from '../support/given.ts';

const { staff, staffHead, jia, bing, secretary, housing, housingHead, finance, financeHead, safety, enterprise } =
  ACTORS;
const today = beijingDate('2026-03-02');
const due = (subject: Case, directory: Directory = exampleDirectory()): readonly string[] =>
  cardsDue(subject, directory, today).map((effect) =>
    effect.type === 'showCard' ? `${effect.card} ${effect.round} ${effect.to}` : effect.type,
  );
const cards = (card: string, round: number, ...people: readonly { readonly openId: string }[]) =>
  people.map(({ openId }) => `${card} ${round} ${openId}`);
const ASSIGNED = [
  ...cards('assignment', 1, housingHead, housing, financeHead, finance),
  ...cards('oversight', 1, bing),
];
const SHEET = cards('instruction', 1, jia, secretary);

describe('a card is due', () => {
  const expected: Partial<Record<State, readonly string[]>> = {
    heard: SHEET,
    awaiting_instruction: SHEET,
    assigned: ASSIGNED,
    handling: ASSIGNED,
    awaiting_enterprise: ASSIGNED,
    awaiting_review: [...ASSIGNED, ...cards('review', 1, staffHead, staff)],
    awaiting_closure: cards('resolution', 1, jia),
  };
  it.each(Object.keys(STATES).filter(isState))('of a case that is %s, to whoever has to act', (state) => {
    expect(due(givenCase(state)).toSorted()).toEqual((expected[state] ?? []).toSorted());
  });

  it('to the 牵头领导 while a bad rating was explained and not looked at again', () => {
    const play = playTo('awaiting_rating');
    play.ask(enterprise, { type: 'rate', grade: 1, words: '没解决' });
    expect(due(play.subject()), 'not judged').toEqual([]);
    play.ask(staff, { type: 'judgeRating', decision: 'explain', words: '政策限制' });
    expect(due(play.subject())).toEqual(cards('reconsideration', 1, bing));
    const explained = play.subject();
    const [round] = explained.rounds;
    if (!round?.judgement) throw new Error('judged');
    const withRound = (changes: Partial<typeof round>): Case => ({ ...explained, rounds: [{ ...round, ...changes }] });
    expect(due(withRound({ judgement: { ...round.judgement, decision: 'redo' } }))).toEqual([]);
    const reconsideration = { at: 1, by: { openId: null, name: '丙' }, isUpheld: true, words: '' };
    expect(due(withRound({ reconsideration }))).toEqual([]);
  });

  it('of a question to a unit until it answers or the first sheet is signed', () => {
    const play = playTo('heard');
    const asked = playTo('vetting');
    asked.ask(staff, { type: 'consult', unitIds: [UNITS.safety, UNITS.finance], question: '还缺什么' });
    expect(due(asked.subject())).toEqual(cards('consultation', 0, safety, financeHead, finance));
    const { consultations } = asked.subject();
    asked.ask(safety, { type: 'answerConsultation', text: '缺消防意见' });
    expect(due(asked.subject())).toEqual(cards('consultation', 0, financeHead, finance));
    expect(due({ ...play.subject(), consultations }).filter((card) => card.startsWith('consultation'))).toHaveLength(3);
    expect(due({ ...givenCase('handling'), consultations })).toEqual(due(givenCase('handling')));
  });

  it('to nobody for knowing of it, where the signer leads as well, or who leads has no account', () => {
    const play = playTo('awaiting_instruction');
    play.ask(jia, { type: 'instruct', signing: { ...asProposed, leadLeaderId: LEADERS.jia } });
    expect(due(play.subject()).filter((card) => card.startsWith('oversight'))).toEqual([]);
    const other = playTo('awaiting_instruction');
    other.ask(jia, { type: 'instruct', signing: { ...asProposed, leadLeaderId: LEADERS.wu } });
    expect(due(other.subject()).filter((card) => card.startsWith('oversight'))).toEqual([]);
  });

  it('to a newcomer of a unit, and no longer to who left it', () => {
    const usual = exampleDirectory();
    const units = usual.units.map((unit) =>
      unit.id === UNITS.housing ? { ...unit, officerOpenIds: [ACTORS.stranger.openId] } : unit,
    );
    const now = due(givenCase('handling'), { ...usual, units });
    expect(now).toContain(`assignment 1 ${ACTORS.stranger.openId}`);
    expect(now).not.toContain(`assignment 1 ${housing.openId}`);
  });
});
