/**
 * Rules of 催办, 督办 and 挂牌督办: pressing whoever has to act. The clock issues each rung of the ladder once.
 */
import { type Case, currentRound } from './case.ts';
import { lightOf, supervisionLevel } from './deadlines.ts';
import { leaderById } from './directory.ts';
import type { CaseEventBody } from './events.ts';
import type { OpenId, UnitId } from './ids.ts';
import {
  callWebUnits,
  leadUnitHeads,
  leadUnitOf,
  leadUnitOfficers,
  notify,
  orStaffFor,
  peopleOfUnits,
  remindToday,
} from './recipients.ts';
import { leadLeaderPeople, receivingLeaderIdOf, signersFor, signingLeaderOf, staffOf } from './roles.ts';
import { type Judging, no, type Ruling, refuseIf, unless, yes, yesAll } from './ruling.ts';

/** Reminds whoever has the next step, once a day however many ask. */
export const remind = (subject: Case, { directory, today }: Judging): Ruling =>
  unless([refuseIf(subject.lastRemindedOn === today, { kind: 'remindedToday' })], () =>
    yes(
      { type: 'unitReminded', on: today },
      notify('reminder', whoseTurn(subject, directory)),
      callWebUnits(unitsInTurn(subject), directory),
    ),
  );

const whoseTurn = (subject: Case, directory: Judging['directory']): readonly OpenId[] =>
  subject.state === 'awaiting_review' ? staffOf(directory) : peopleOfUnits(unitsInTurn(subject), directory);

const unitsInTurn = (subject: Case): readonly UnitId[] => {
  if (subject.state === 'awaiting_review') return [];
  if (subject.state !== 'assigned') return [leadUnitOf(subject)].filter((id) => id !== null);
  const waiting = (currentRound(subject)?.units ?? []).filter(({ acknowledged }) => acknowledged === null);
  return waiting.map(({ unitId }) => unitId);
};

export const supervise = (subject: Case, level: 1 | 2 | 3 | 4, judging: Judging): Ruling => {
  const { now, directory, calendar } = judging;
  const events: CaseEventBody[] = [{ type: 'caseSupervised', level }];
  if (level === 4 && !subject.listed) events.push({ type: 'caseListed' });
  return unless(
    [
      refuseIf(level <= subject.ladderLevel, { kind: 'nothingChanged' }),
      refuseIf(level > supervisionLevel(subject, now, directory.settings, calendar), { kind: 'notDueYet' }),
    ],
    () => yesAll(events, remindToday(supervisedBy(subject, level, judging))),
  );
};

/** domain rule: 承办人 → 单位负责人 → 牵头领导 → 接待领导. */
const supervisedBy = (subject: Case, level: 1 | 2 | 3 | 4, { directory, today }: Judging): readonly OpenId[] => {
  const ofLeadUnit = (people: readonly OpenId[]) => orStaffFor(leadUnitOf(subject), people, directory);
  switch (level) {
    case 1:
      return ofLeadUnit(leadUnitOfficers(subject, directory));
    case 2:
      return ofLeadUnit(leadUnitHeads(subject, directory));
    case 3:
      return [...leadLeaderPeople(subject, directory, today), ...ofLeadUnit(leadUnitHeads(subject, directory))];
    case 4: {
      const leaders = [
        signingLeaderOf(subject, directory),
        leaderById(directory, receivingLeaderIdOf(subject, directory)),
      ];
      return [
        ...leaders.flatMap((leader) => (leader ? signersFor(leader, today) : [])),
        ...leadLeaderPeople(subject, directory, today),
      ];
    }
  }
};

export const list = (subject: Case, { directory }: Judging): Ruling =>
  unless([refuseIf(subject.listed !== null, { kind: 'alreadyDone' })], () =>
    yes(
      { type: 'caseListed' },
      notify('supervision', leadUnitHeads(subject, directory)),
      callWebUnits(
        [leadUnitOf(subject)].filter((id) => id !== null),
        directory,
      ),
    ),
  );

export const changeLight = (subject: Case, { now, directory, calendar }: Judging): Ruling => {
  const light = lightOf(subject, now, directory.settings, calendar);
  return light === subject.light ? no({ kind: 'nothingChanged' }) : yes({ type: 'lightChanged', light });
};
