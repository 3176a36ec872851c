/**
 * Rules of 催办, 督办 and 挂牌督办: pressing whoever has to act. The clock issues each rung of the ladder once.
 */
import { type Case, currentRound } from './case.ts';
import { lightOf, supervisionLevel } from './deadlines.ts';
import { leaderById } from './directory.ts';
import type { CaseEventBody } from './events.ts';
import type { OpenId } from './ids.ts';
import { leadUnitHeads, leadUnitOfficers, leadUnitPeople, notify, peopleOfUnits, remindToday } from './recipients.ts';
import { leadLeaderPeople, receivingLeaderIdOf, signersFor, signingLeaderOf, staffOf } from './roles.ts';
import { type Judging, no, type Ruling, refuseIf, unless, yes, yesAll } from './ruling.ts';

/** Reminds whoever has the next step, once a day however many ask. */
export const remind = (subject: Case, { directory, today }: Judging): Ruling =>
  unless([refuseIf(subject.lastRemindedOn === today, { kind: 'remindedToday' })], () =>
    yes({ type: 'unitReminded', on: today }, notify('reminder', whoseTurn(subject, directory))),
  );

const whoseTurn = (subject: Case, directory: Judging['directory']): readonly OpenId[] => {
  if (subject.state === 'awaiting_review') return staffOf(directory);
  if (subject.state !== 'assigned') return leadUnitPeople(subject, directory);
  const waiting = (currentRound(subject)?.units ?? []).filter(({ acknowledged }) => acknowledged === null);
  return peopleOfUnits(
    waiting.map(({ unitId }) => unitId),
    directory,
  );
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
  switch (level) {
    case 1:
      return leadUnitOfficers(subject, directory);
    case 2:
      return leadUnitHeads(subject, directory);
    case 3:
      return [...leadLeaderPeople(subject, directory, today), ...leadUnitHeads(subject, directory)];
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
    yes({ type: 'caseListed' }, notify('supervision', leadUnitHeads(subject, directory))),
  );

export const changeLight = (subject: Case, { now, directory, calendar }: Judging): Ruling => {
  const light = lightOf(subject, now, directory.settings, calendar);
  return light === subject.light ? no({ kind: 'nothingChanged' }) : yes({ type: 'lightChanged', light });
};
