/**
 * Which hats someone wears towards a case today. Read from the directory and the case, never from what a card or a form
 * says. A secretary (联络员) wears one that prepares and signs nothing.
 */
import type { Actor, Role } from './actor.ts';
import { type Case, currentRound, leadFirst, partsInHand, sheetInHand, type UnitPart } from './case.ts';
import {
  type Directory,
  type Leader,
  leaderById,
  type ReceptionDay,
  receptionDayById,
  type Unit,
  unitById,
} from './directory.ts';
import type { BeijingDate, LeaderId, OpenId } from './ids.ts';
import { hasStep } from './transitions.ts';
import { webPartsOf } from './web-units.ts';

export const rolesOf = (
  actor: Actor,
  subject: Case | null,
  directory: Directory,
  today: BeijingDate,
): ReadonlySet<Role> => {
  switch (actor.kind) {
    case 'enterprise':
      return new Set(['enterprise']);
    case 'clock':
      return new Set(['clock']);
    case 'editor':
      return new Set(['staff']);
    case 'person':
      return new Set(rolesOfPerson(actor.openId, subject, directory, today));
    case 'unit': {
      const [part] = subject ? partsOfActor(actor, subject, directory) : [];
      if (!part) return new Set();
      // Whoever holds a code that was not used yet may come in with it, and nothing else.
      if (part.webCode?.enteredAt === null) return new Set(['web_unit']);
      return new Set(part.role === 'lead' ? ['web_unit', 'handler', 'lead_handler'] : ['web_unit', 'handler']);
    }
  }
};

const rolesOfPerson = (
  who: OpenId,
  subject: Case | null,
  directory: Directory,
  today: BeijingDate,
): readonly Role[] => {
  const roles: Role[] = [];
  if (staffOf(directory).includes(who)) roles.push('staff');
  // Whoever stands in for a leader today does what the leader would.
  if (directory.leaders.some((leader) => leader.maySign && signersFor(leader, today).includes(who)))
    roles.push('leader');
  if (!subject) return roles;

  const signer = signingLeaderOf(subject, directory);
  if (signersFor(signer, today).includes(who)) roles.push('signer');
  if (signer?.secretaryOpenIds.includes(who)) roles.push('secretary');
  if (leadLeaderPeople(subject, directory, today).includes(who)) roles.push('lead_leader');

  const parts = partsOf(who, subject, directory);
  if (parts.length > 0 || isConsulted(who, subject, directory)) roles.push('handler');
  if (parts[0]?.role === 'lead') roles.push('lead_handler');
  return roles;
};

/**
 * Who may see a case on a card: whoever has a part in it today, and the secretaries (联络员) of the leaders who have one. To
 * prepare is to see, not to sign.
 */
export const mayRead = (who: OpenId, subject: Case, directory: Directory, today: BeijingDate): boolean =>
  rolesOfPerson(who, subject, directory, today).length > 0 ||
  receiversOf(subject, directory, today).includes(who) ||
  leadersConcerned(subject, directory).some(({ secretaryOpenIds }) => secretaryOpenIds.includes(who));

/**
 * Whose case it is in lists and answers of the bot: staff see all, a leader the own ones (to receive, sign or lead), a unit
 * those it handles or was asked about, a secretary the leader's. Narrower than `mayRead`, which keeps a card that was sent.
 */
export const isConcerned = (who: OpenId, subject: Case, directory: Directory, today: BeijingDate): boolean => {
  const roles = rolesOfPerson(who, subject, directory, today);
  const receiving = leaderById(directory, receivingLeaderIdOf(subject, directory));
  return (
    roles.some((role) => role !== 'leader') ||
    receiversOf(subject, directory, today).includes(who) ||
    [...leadersConcerned(subject, directory), ...(receiving ? [receiving] : [])].some(({ secretaryOpenIds }) =>
      secretaryOpenIds.includes(who),
    )
  );
};

/** Whether the district knows this person at all, as staff, of a unit, a leader or somebody of a leader's. */
export const isKnown = (who: OpenId, directory: Directory): boolean =>
  directory.units.some((unit) => peopleOf(unit).includes(who)) ||
  directory.leaders.some(
    ({ openId, substitute, secretaryOpenIds }) =>
      openId === who || substitute?.openId === who || secretaryOpenIds.includes(who),
  );

const leadersConcerned = (subject: Case, directory: Directory): readonly Leader[] =>
  [signingLeaderOf(subject, directory), leaderById(directory, sheetInHand(subject)?.leadLeaderId ?? null)].filter(
    (leader) => leader !== null,
  );

/** Whether a report of progress, with or without files, would count now: somebody of a unit of the round, while it is handled. */
export const mayReport = (who: OpenId, subject: Case, directory: Directory): boolean =>
  hasStep('reportProgress', subject) && partsOf(who, subject, directory).length > 0;

/** Heads and officers of a unit, each once. */
export const peopleOf = (unit: Unit | null): readonly OpenId[] =>
  unit ? [...new Set([...unit.headOpenIds, ...unit.officerOpenIds])] : [];

/** Who does the work of a unit's part: whoever was named, as long as still of the unit; else its 承办人, else its heads. */
export const officersOf = (part: UnitPart, directory: Directory): readonly OpenId[] => {
  const unit = unitById(directory, part.unitId);
  const { officer } = part;
  if (!unit) return [];
  if (officer?.kind === 'person' && peopleOf(unit).includes(officer.openId)) return [officer.openId];
  return [...new Set(unit.officerOpenIds.length > 0 ? unit.officerOpenIds : unit.headOpenIds)];
};

/** Everyone of 工商联. */
export const staffOf = (directory: Directory): readonly OpenId[] => [
  ...new Set(directory.units.filter((unit) => unit.isFederation).flatMap(peopleOf)),
];

/** 负责人 of 工商联. */
export const federationHeads = ({ units }: Directory): readonly OpenId[] => [
  ...new Set(units.filter(({ isFederation }) => isFederation).flatMap(({ headOpenIds }) => headOpenIds)),
];

/**
 * The leader with whom the sheet lies, or to whom the result returns; before there is a sheet, the one who receives on
 * the case's reception day. Null when there is none yet, or the row was removed from 领导.
 */
export const signingLeaderOf = (subject: Case, directory: Directory): Leader | null =>
  leaderById(directory, signingLeaderIdOf(subject, directory));

const signingLeaderIdOf = (subject: Case, directory: Directory): LeaderId | null => {
  if (subject.awaiting) return subject.awaiting.leaderId;
  const round = currentRound(subject);
  if (round) return round.instruction?.signerId ?? receivingLeaderIdOf(subject, directory);
  return subject.state === 'scheduled' || subject.state === 'heard' ? receivingLeaderIdOf(subject, directory) : null;
};

/** 接待领导 of the day the enterprise was, or is to be, received. */
export const receivingLeaderIdOf = (subject: Case, directory: Directory): LeaderId | null =>
  receptionDayOf(subject, directory)?.leaderId ?? null;

/** The day on which the enterprise was received, else the one it is to be received on. */
const receptionDayOf = ({ hearing, notes }: Case, directory: Directory): ReceptionDay | null =>
  receptionDayById(directory, hearing?.receptionDayId ?? notes.receptionDayId);

const receiversOf = (subject: Case, directory: Directory, today: BeijingDate): readonly OpenId[] =>
  hostsOf(receptionDayOf(subject, directory), directory, today);

/** Who may sign for the receiving leader today, or will on a day that is still to come: of it they read on the eve. */
export const hostsOf = (day: ReceptionDay | null, directory: Directory, today: BeijingDate): readonly OpenId[] => {
  const leader = leaderById(directory, day?.leaderId ?? null);
  const on = day?.date && day.date > today ? day.date : today;
  return [...signersFor(leader, today), ...signersFor(leader, on)];
};

/** Who may sign for a leader on a day: the leader, and the substitute within the dates of the entry; nobody for no leader. */
export const signersFor = (leader: Leader | null, today: BeijingDate): readonly OpenId[] => {
  if (!leader) return [];
  const { substitute } = leader;
  const isStandingIn = substitute !== null && substitute.from <= today && today <= substitute.to;
  return [...new Set([...(leader.openId ? [leader.openId] : []), ...(isStandingIn ? [substitute.openId] : [])])];
};

/** The same for the leader with whom the sheet lies, or to whom the result returns. */
export const signersOf = (subject: Case, directory: Directory, today: BeijingDate): readonly OpenId[] =>
  signersFor(signingLeaderOf(subject, directory), today);

/** 牵头领导 whom the sheet in hand names, where that is somebody else than who signed it: looks on, and need not wait to be asked. */
export const overseerOf = (subject: Case, directory: Directory): OpenId | null => {
  const signed = sheetInHand(subject);
  return signed && signed.leadLeaderId !== signed.signerId
    ? (leaderById(directory, signed.leadLeaderId)?.openId ?? null)
    : null;
};

/** 知悉 by the overseer is still to come. */
export const isLeadUnnoted = (subject: Case): boolean =>
  hasStep('noteAssignment', subject) && currentRound(subject)?.leadNoted === null;

/**
 * 牵头领导 of the round, and on its days whoever stands in. Where the 批示 names none, or one without an account, the signer answers
 * for it: a 复核 must find someone, above all after an answer on the spot.
 */
export const leadLeaderPeople = (subject: Case, directory: Directory, today: BeijingDate): readonly OpenId[] =>
  signersFor(leadLeaderOf(subject, directory), today);
export const leadLeaderOf = (subject: Case, directory: Directory): Leader | null => {
  const round = currentRound(subject);
  if (!round) return null;
  const named = leaderById(directory, round.instruction?.leadLeaderId ?? null);
  return named?.openId ? named : signingLeaderOf(subject, directory);
};

/** The parts of this person's units in the round in hand, the lead unit's first. Mostly one. */
export const partsOf = (who: OpenId, subject: Case, directory: Directory): readonly UnitPart[] =>
  leadFirst(partsInHand(subject)).filter((part) => peopleOf(unitById(directory, part.unitId)).includes(who));

/** For whose parts an asker speaks. A unit that came in by web speaks for its own, until another code is given out. */
export const partsOfActor = (actor: Actor, subject: Case, directory: Directory): readonly UnitPart[] => {
  if (actor.kind === 'person') return partsOf(actor.openId, subject, directory);
  if (actor.kind !== 'unit') return [];
  return webPartsOf(subject, directory).filter(
    ({ unitId, webCode }) => unitId === actor.unitId && webCode?.issue === actor.issue,
  );
};

/** A unit with nobody in Feishu: whatever it has to hear goes through staff, who have its phone number. */
export const hasNoSeat = (unit: Unit | null): boolean => unit !== null && peopleOf(unit).length === 0;

/** Nobody in Feishu and nobody by web: nobody speaks for it. */
export const isDeserted = (unit: Unit | null): boolean => unit !== null && !unit.worksByWeb && hasNoSeat(unit);

const isConsulted = (who: OpenId, subject: Case, directory: Directory): boolean =>
  subject.consultations.some(({ unitId }) => peopleOf(unitById(directory, unitId)).includes(who));
