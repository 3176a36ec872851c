/**
 * Rules of 催办, 督办 and 挂牌督办: pressing whoever has to act. The clock issues each rung of the ladder once.
 */
import { type Case, currentRound, partsInHand } from './case.ts';
import { leaderById } from './directory.ts';
import type { CaseEventBody } from './events.ts';
import type { LeaderId, OpenId, UnitId } from './ids.ts';
import { isSameLight, lightReason, readLight, supervisionLevel } from './lights.ts';
import { isObjecting, pendingObjections } from './objections.ts';
import {
  callWebUnits,
  leadUnitHeads,
  leadUnitOf,
  leadUnitOfficers,
  notify,
  notifyStaff,
  orStaffFor,
  peopleOfUnits,
  remindToday,
  unitsOf,
} from './recipients.ts';
import { leadLeaderPeople, receivingLeaderIdOf, signersFor, signingLeaderOf, staffOf } from './roles.ts';
import { checkLength, checkReason, type Judging, no, type Ruling, refuseIf, unless, yes, yesAll } from './ruling.ts';

/** Reminds whoever has the next step, once a day however many ask. */
export const remind = (subject: Case, { directory, today }: Judging): Ruling =>
  unless([refuseIf(subject.lastRemindedOn === today, { kind: 'remindedToday' })], () =>
    yes(
      { type: 'unitReminded', on: today },
      notify('reminder', whoseTurn(subject, directory)),
      callWebUnits(unitsInTurn(subject), directory),
    ),
  );

/** A unit that objected waits for the ruling, and so do staff for nobody else. */
const whoseTurn = (subject: Case, directory: Judging['directory']): readonly OpenId[] => {
  const round = currentRound(subject);
  const isStaffs = subject.state === 'awaiting_review' || (round !== null && pendingObjections(round).length > 0);
  return [...(isStaffs ? staffOf(directory) : []), ...peopleOfUnits(unitsInTurn(subject), directory)];
};

const unitsInTurn = (subject: Case): readonly UnitId[] => {
  const round = currentRound(subject);
  if (!round || subject.state === 'awaiting_review') return [];
  if (subject.state !== 'assigned') return leadUnitIds(subject);
  const waiting = round.units.filter(
    ({ unitId, acknowledged }) => acknowledged === null && !isObjecting(round, unitId),
  );
  return waiting.map(({ unitId }) => unitId);
};
const leadUnitIds = (subject: Case): readonly UnitId[] =>
  partsInHand(subject).flatMap(({ role, unitId }) => (role === 'lead' ? [unitId] : []));

export const supervise = (subject: Case, level: 1 | 2 | 3 | 4, judging: Judging): Ruling => {
  const { now, directory, calendar } = judging;
  const events: CaseEventBody[] = [{ type: 'caseSupervised', level }];
  if (level === 4 && !subject.listed) {
    const reason = `超期满${directory.settings.ladderDays[2]}个工作日`;
    events.push({ type: 'caseListed', leaderId: signingLeaderOf(subject, directory)?.id ?? null, reason });
  }
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
        ...leaders.flatMap((leader) => signersFor(leader, today)),
        ...leadLeaderPeople(subject, directory, today),
      ];
    }
  }
};

/** Without words the reason is what the light says. */
export const list = (subject: Case, reason: string, judging: Judging): Ruling => {
  const { directory } = judging;
  const words = reason.trim() || lightReason(subject, directory.settings) || '领导要求重点督办';
  return unless([refuseIf(subject.listed !== null, { kind: 'alreadyDone' }), checkLength('挂牌理由', words)], () =>
    yes(
      { type: 'caseListed', leaderId: listingLeader(judging), reason: words },
      notify('supervision', peopleOfUnits(unitsOf(subject), directory)),
      notifyStaff('supervision', directory),
      callWebUnits(leadUnitIds(subject), directory),
    ),
  );
};

/** Whoever lists in person does it in the own name; whoever stands in, in the name of the leader in whose place. */
const listingLeader = ({ actor, directory, actingFor }: Judging): LeaderId | null => {
  const own = directory.leaders.find(({ openId }) => actor.kind === 'person' && openId === actor.openId);
  return (actingFor ?? own)?.id ?? null;
};

export const unlist = (subject: Case, reason: string, { directory }: Judging): Ruling =>
  unless([refuseIf(subject.listed === null, { kind: 'notListed' }), checkReason('解除挂牌的理由', reason)], () =>
    yes(
      { type: 'caseUnlisted', reason },
      notify('unlisted', peopleOfUnits(unitsOf(subject), directory)),
      notifyStaff('unlisted', directory),
    ),
  );

export const changeLight = (subject: Case, { now, directory, calendar }: Judging): Ruling => {
  const reading = readLight(subject, now, directory.settings, calendar);
  return isSameLight(reading, { light: subject.light, reasons: subject.lightReasons })
    ? no({ kind: 'nothingChanged' })
    : yes({ type: 'lightChanged', ...reading });
};
