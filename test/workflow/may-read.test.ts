/** Who may see a case on a card, in whose lists it stands, whom a district knows at all. */
import { describe, expect, it } from 'vitest';
import type { Case, State } from '../../src/workflow/case.ts';
import type { Directory, Leader } from '../../src/workflow/directory.ts';
import { beijingDate, type LeaderId } from '../../src/workflow/ids.ts';
import { hostsOf, isConcerned, isKnown, mayRead, mayReport } from '../../src/workflow/roles.ts';
import { ACTORS, exampleDirectory, givenCase, LEADERS, playTo } from '../support/given.ts';

const usual = exampleDirectory();
const today = beijingDate('2026-03-02');
const changed = (id: LeaderId, changes: Partial<Leader>): Directory => ({
  ...usual,
  leaders: usual.leaders.map((one) => (one.id === id ? { ...one, ...changes } : one)),
});
type Who = keyof typeof ACTORS &
  ('staff' | 'jia' | 'yi' | 'bing' | 'ding' | 'secretary' | 'housing' | 'safety' | 'stranger');
const PEOPLE: readonly Who[] = ['staff', 'jia', 'yi', 'bing', 'ding', 'secretary', 'housing', 'safety', 'stranger'];
type Rule = typeof mayRead;
const among = (rule: Rule, subject: Case, directory: Directory = usual): readonly Who[] =>
  PEOPLE.filter((who) => rule(ACTORS[who].openId, subject, directory, today));

describe('a case', () => {
  it.each<[State, readonly Who[], readonly Who[]]>([
    ['ready', ['staff', 'jia', 'yi', 'bing'], ['staff', 'jia', 'secretary']],
    ['scheduled', ['staff', 'jia', 'yi', 'bing', 'secretary'], ['staff', 'jia', 'secretary']],
    [
      'handling',
      ['staff', 'jia', 'yi', 'bing', 'secretary', 'housing'],
      ['staff', 'jia', 'bing', 'secretary', 'housing'],
    ],
  ])('in %s may be read by %j, and stands in the lists of %j', (state, readers, concerned) => {
    expect(among(mayRead, givenCase(state))).toEqual(readers);
    expect(among(isConcerned, givenCase(state))).toEqual(concerned);
  });

  it('that waits for a day is in the list of whoever receives, who may not sign, and of the secretary', () => {
    const mayNot = changed(LEADERS.jia, { maySign: false });
    expect(among(mayRead, givenCase('ready'), mayNot)).toContain('jia');
    const received = {
      ...usual,
      receptionDays: usual.receptionDays.map((day) => ({ ...day, leaderId: LEADERS.ding })),
    };
    expect(among(mayRead, givenCase('ready'), received)).toContain('ding');
    expect(among(isConcerned, givenCase('ready'), received)).toEqual(['staff', 'ding']);
    const served = {
      ...received,
      leaders: usual.leaders.map((one) => ({
        ...one,
        secretaryOpenIds: one.id === LEADERS.ding ? [ACTORS.stranger.openId] : [],
      })),
    };
    expect(among(isConcerned, givenCase('ready'), served)).toEqual(['staff', 'ding', 'stranger']);
  });

  it('is read by the secretary of its 牵头领导', () => {
    const served = changed(LEADERS.bing, { secretaryOpenIds: [ACTORS.stranger.openId] });
    expect(among(mayRead, givenCase('handling'), served)).toContain('stranger');
    expect(among(isConcerned, givenCase('handling'), served)).toContain('stranger');
    expect(among(mayRead, givenCase('ready'), served)).not.toContain('stranger');
  });
});

describe('the hosts of a day', () => {
  const [first] = usual.receptionDays;
  if (!first) throw new Error('no day');
  const substitute = { openId: ACTORS.stranger.openId, from: beijingDate('2026-03-05'), to: beijingDate('2026-03-05') };
  const directory = changed(LEADERS.jia, { substitute });
  const hosts = (day: typeof first | null, on = '2026-03-02') => [...new Set(hostsOf(day, directory, beijingDate(on)))];
  it('are who receives, and who will stand in on the day', () => {
    const coming = { ...first, date: beijingDate('2026-03-05') };
    expect(hosts(coming)).toEqual([ACTORS.jia.openId, ACTORS.stranger.openId]);
    expect(hosts(coming, '2026-03-05')).toEqual([ACTORS.jia.openId, ACTORS.stranger.openId]);
    expect(hosts(coming, '2026-03-06')).toEqual([ACTORS.jia.openId]);
    expect(hosts({ ...first, date: null })).toEqual([ACTORS.jia.openId]);
  });
  it('are nobody of a day without a leader, or of none', () => {
    expect(hosts({ ...first, leaderId: null })).toEqual([]);
    expect(hosts(null)).toEqual([]);
  });
});

describe('a report', () => {
  it('is for people of a unit of the round, while it is handled', () => {
    const reporters = (subject: Case) => PEOPLE.filter((who) => mayReport(ACTORS[who].openId, subject, usual));
    expect(reporters(givenCase('handling'))).toEqual(['housing']);
    expect(reporters(givenCase('awaiting_review'))).toEqual([]);
    expect(reporters(givenCase('ready'))).toEqual([]);
  });
});

describe('a district', () => {
  it('knows its units, its leaders, their secretaries and whoever stands in, and nobody else', () => {
    const substitute = { openId: ACTORS.stranger.openId, from: today, to: today };
    const known = (directory: Directory) => PEOPLE.filter((who) => isKnown(ACTORS[who].openId, directory));
    expect(known(usual)).toEqual(PEOPLE.filter((who) => who !== 'stranger'));
    expect(known(changed(LEADERS.yi, { substitute }))).toEqual(PEOPLE);
  });
  it('shows a leader the case that was passed on to another no longer as the own', () => {
    const play = playTo('awaiting_instruction');
    play.ask(ACTORS.jia, { type: 'passOn', leaderId: LEADERS.yi, words: '' });
    expect(among(isConcerned, play.subject())).toEqual(['staff', 'jia', 'yi', 'secretary']);
  });
});
