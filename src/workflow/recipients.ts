/**
 * Who is told: effects addressed to the people of a role. Someone without a Feishu account gets nothing here; the row in
 * 事项 still shows it to staff.
 */
import {
  type By,
  type Case,
  currentRound,
  type Instruction,
  nextRound,
  partsInHand,
  responsibleUnits,
  roundInHand,
} from './case.ts';
import { type Directory, type Leader, leaderById, unitById } from './directory.ts';
import type { CardKind, Effect, NoticeKind } from './effects.ts';
import type { BeijingDate, OpenId, UnitId } from './ids.ts';
import { hasNoSeat, leadLeaderPeople, officersOf, peopleOf, signersFor, signersOf, staffOf } from './roles.ts';

export const showCard = (card: CardKind, round: number, people: readonly OpenId[]): readonly Effect[] =>
  people.map((to) => ({ type: 'showCard', card, round, to }));

export const notify = (notice: NoticeKind, people: readonly OpenId[], about: UnitId | null = null): readonly Effect[] =>
  people.map((to) => ({ type: 'notify', notice, to, ...(about === null ? {} : { about }) }));

/** Bundled with whatever else the clock has to say to them today. */
export const remindToday = (people: readonly OpenId[]): readonly Effect[] =>
  people.map((to) => ({ type: 'remindToday', to }));

export const notifyStaff = (notice: NoticeKind, directory: Directory): readonly Effect[] =>
  notify(notice, staffOf(directory));

/** 签批单 of the next round to a leader and to whoever stands in today; secretaries get it to prepare. */
export const showSheet = (subject: Case, leader: Leader | null, today: BeijingDate): readonly Effect[] =>
  leader ? showSigned(nextRound(subject), leader, today) : [];

/** The sheet as it was signed, and from then on what becomes of it: to the same people, also where it was signed elsewhere. */
export const showSigned = (round: number, signer: Leader, today: BeijingDate): readonly Effect[] =>
  showCard('instruction', round, peopleOfSheet(signer, today));

/** Whoever may sign, and the 联络员. */
export const peopleOfSheet = (signer: Leader, today: BeijingDate): readonly OpenId[] => [
  ...signersFor(signer, today),
  ...signer.secretaryOpenIds,
];

/**
 * In the room the leader goes from item to item on one message, and no other comes between; the sheets signed there follow with the first
 * thing that happens to each.
 */
export const showSignedInRoom = (before: Case | null, directory: Directory, today: BeijingDate): readonly Effect[] => {
  const round = before && currentRound(before);
  const signer = round?.instruction?.inTheRoom ? leaderById(directory, round.instruction.signerId) : null;
  return round && signer ? showSigned(round.round, signer, today) : [];
};

/** 交办单 of a round to everyone of these units. */
export const showAssignment = (round: number, unitIds: readonly UnitId[], directory: Directory): readonly Effect[] =>
  showCard('assignment', round, peopleOfUnits(unitIds, directory));

/** 知悉 of a round to the 牵头领导 whom the sheet names, where that is not the one who signed. */
export const showOversight = (
  round: number,
  { leadLeaderId, signerId }: Pick<Instruction, 'leadLeaderId' | 'signerId'>,
  directory: Directory,
): readonly Effect[] => {
  const openId = leadLeaderId === signerId ? null : (leaderById(directory, leadLeaderId)?.openId ?? null);
  return openId === null ? [] : showCard('oversight', round, [openId]);
};

/** Whoever does something knows of it. */
export const othersThan = ({ openId }: By, people: readonly OpenId[]): readonly OpenId[] =>
  people.filter((each) => each !== openId);

/** The result, back to the one who signed. */
export const showResolution = (subject: Case, directory: Directory, today: BeijingDate): readonly Effect[] =>
  showCard('resolution', roundInHand(subject), signersOf(subject, directory, today));

/** 计划核实, to the one who signed: for information, or for a new 批示. */
export const showPlan = (subject: Case, directory: Directory, today: BeijingDate): readonly Effect[] =>
  showCard('plan', roundInHand(subject), signersOf(subject, directory, today));

export const showReconsideration = (subject: Case, directory: Directory, today: BeijingDate): readonly Effect[] =>
  showCard('reconsideration', roundInHand(subject), leadLeaderPeople(subject, directory, today));

export const peopleOfUnits = (unitIds: readonly UnitId[], directory: Directory): readonly OpenId[] =>
  unitIds.flatMap((id) => peopleOf(unitById(directory, id)));

/** Staff take the sheet to the units among these that work by web. */
export const handToWebUnits = (unitIds: readonly UnitId[], directory: Directory): readonly Effect[] =>
  unitIds.some((id) => unitById(directory, id)?.worksByWeb) ? notifyStaff('webUnitAssigned', directory) : [];

/** Staff call those among these whom no message reaches. */
export const callWebUnits = (unitIds: readonly UnitId[], directory: Directory): readonly Effect[] =>
  unitIds.some((id) => hasNoSeat(unitById(directory, id))) ? notifyStaff('webUnitToCall', directory) : [];

/** These people of a unit; staff in their place where the unit has nobody in Feishu. */
export const orStaffFor = (
  unitId: UnitId | null,
  people: readonly OpenId[],
  directory: Directory,
): readonly OpenId[] => (hasNoSeat(unitById(directory, unitId)) ? staffOf(directory) : people);

/** Whom a message to these units reaches: their people, and staff for those whom none reaches, to call them. */
export const reached = (unitIds: readonly (UnitId | null)[], directory: Directory): readonly OpenId[] =>
  unitIds.flatMap((id) => orStaffFor(id, peopleOf(unitById(directory, id)), directory));

export const leadUnitReached = (subject: Case, directory: Directory): readonly OpenId[] =>
  reached([leadUnitOf(subject)], directory);

export const unitsOf = (subject: Case): readonly UnitId[] => partsInHand(subject).map(({ unitId }) => unitId);

export const leadUnitOf = (subject: Case): UnitId | null => responsibleUnits(subject).lead;

export const leadUnitPeople = (subject: Case, directory: Directory): readonly OpenId[] =>
  peopleOf(unitById(directory, leadUnitOf(subject)));

export const leadUnitHeads = (subject: Case, directory: Directory): readonly OpenId[] =>
  unitById(directory, leadUnitOf(subject))?.headOpenIds ?? [];

/** Who does the work in the lead unit. */
export const leadUnitOfficers = (subject: Case, directory: Directory): readonly OpenId[] => {
  const lead = partsInHand(subject).find(({ role }) => role === 'lead');
  return lead ? officersOf(lead, directory) : [];
};

/** Each effect once; a person in two roles gets one card. */
export const uniqueEffects = (effects: readonly Effect[]): readonly Effect[] => [
  ...new Map(effects.map((effect) => [effectKey(effect), effect])).values(),
];

const effectKey = (effect: Effect): string => {
  switch (effect.type) {
    case 'mirrorCase':
    case 'agreeApproval':
    case 'agreeTasks':
      return effect.type;
    case 'agreeCalendar':
      return `${effect.type} ${effect.day}`;
    case 'showCard':
      return `${effect.type} ${effect.card} ${effect.round} ${effect.to}`;
    case 'remindToday':
      return `${effect.type} ${effect.to}`;
    case 'settleMerger':
      return `${effect.type} ${effect.merged}`;
    case 'notifyOnce':
      return `${effect.type} ${effect.notice} ${effect.about} ${effect.to}`;
    case 'notify':
      return `${effect.type} ${effect.notice} ${effect.to}`;
  }
};
