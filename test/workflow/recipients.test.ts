/** Who is told, and each of them once. */
import { describe, expect, it } from 'vitest';
import type { Effect } from '../../src/workflow/effects.ts';
import { beijingDate, caseId, receptionDayId } from '../../src/workflow/ids.ts';
import {
  leadUnitHeads,
  leadUnitOfficers,
  showResolution,
  showSheet,
  showSignedInRoom,
  uniqueEffects,
  unitsOf,
} from '../../src/workflow/recipients.ts';
import { ACTORS, asProposed, exampleDirectory, givenCase, playTo, UNITS } from '../support/given.ts';

const { jia, bing, secretary, housing, housingHead } = ACTORS;
const directory = exampleDirectory();
const today = beijingDate('2026-03-02');
const [one, other] = [jia.openId, bing.openId];

describe('effects', () => {
  const all: readonly Effect[] = [
    { type: 'mirrorCase' },
    { type: 'agreeApproval' },
    { type: 'agreeTasks' },
    { type: 'agreeCalendar', day: receptionDayId('rec_1') },
    { type: 'agreeCalendar', day: receptionDayId('rec_2') },
    { type: 'showCard', card: 'assignment', round: 1, to: one },
    { type: 'showCard', card: 'assignment', round: 1, to: other },
    { type: 'showCard', card: 'assignment', round: 2, to: one },
    { type: 'showCard', card: 'oversight', round: 1, to: one },
    { type: 'remindToday', to: one },
    { type: 'remindToday', to: other },
    { type: 'settleMerger', merged: caseId('case-1') },
    { type: 'settleMerger', merged: caseId('case-2') },
    { type: 'notifyOnce', notice: 'dueMoved', about: '2026', to: one },
    { type: 'notifyOnce', notice: 'dueMoved', about: '2027', to: one },
    { type: 'notifyOnce', notice: 'dueMoved', about: '2026', to: other },
    { type: 'notifyOnce', notice: 'reminder', about: '2026', to: one },
    { type: 'notify', notice: 'dueMoved', to: one },
    { type: 'notify', notice: 'dueMoved', to: other },
    { type: 'notify', notice: 'reminder', to: one },
  ];
  it('of every kind are kept once, and none is taken for another', () => {
    expect(uniqueEffects([...all, ...all])).toEqual(all);
  });
});

describe('people', () => {
  const ready = givenCase('ready');
  it('are none, of a sheet that lies with nobody or a unit that is not named yet', () => {
    expect(showSheet(ready, null, today)).toEqual([]);
    expect(showResolution(ready, directory, today)).toEqual([]);
    expect([unitsOf(ready), leadUnitHeads(ready, directory), leadUnitOfficers(ready, directory)]).toEqual([[], [], []]);
  });
  it('of the lead unit are those of the one that leads, wherever it stands', () => {
    const handled = givenCase('handling');
    const reversed = {
      ...handled,
      rounds: handled.rounds.map((each) => ({ ...each, units: each.units.toReversed() })),
    };
    for (const subject of [handled, reversed]) {
      expect(leadUnitHeads(subject, directory)).toEqual([housingHead.openId]);
      expect(leadUnitOfficers(subject, directory)).toEqual([housing.openId]);
    }
    expect(unitsOf(handled)).toEqual([UNITS.housing, UNITS.finance]);
  });
  it('of a sheet that was signed in the room get it with the next thing that happens, and of any other at once', () => {
    const sheet = [jia, secretary].map(({ openId: to }) => ({ type: 'showCard', card: 'instruction', round: 1, to }));
    const play = playTo('heard');
    play.ask(jia, { type: 'instruct', signing: asProposed });
    expect(showSignedInRoom(play.subject(), directory, today)).toEqual(sheet);
    expect(play.ask(housing, { type: 'acknowledge' }).effects).toEqual(expect.arrayContaining(sheet));
    expect(showSignedInRoom(givenCase('assigned'), directory, today)).toEqual([]);
    expect(showSignedInRoom(null, directory, today)).toEqual([]);
    expect(showSignedInRoom(ready, directory, today)).toEqual([]);
  });
});
