/**
 * What a reception day goes through in which order, and who comes to it besides the enterprises: the receiving leader and whoever
 * stands in on that day, 工商联, and the heads of the units that the cases on the agenda concern.
 */
import type { Case } from './case.ts';
import { type Directory, leaderById, type ReceptionDay, unitById } from './directory.ts';
import type { OpenId, ReceptionDayId, UnitId } from './ids.ts';
import { signersFor, staffOf } from './roles.ts';
import { FINAL_STATES } from './states.ts';
import { byVisit } from './visits.ts';

/** The day a case is to be, or was, received, also when it is over; null when it is on no agenda. */
export const agendaDayOf = ({ hearing, notes, state }: Case): ReceptionDayId | null =>
  hearing?.receptionDayId ?? (state === 'scheduled' ? notes.receptionDayId : null);

/** That day and the units it brings along, while it is open. */
export const agendaItemOf = (
  subject: Case,
): { readonly day: ReceptionDayId; readonly units: readonly UnitId[] } | null => {
  const day = agendaDayOf(subject);
  if (FINAL_STATES.includes(subject.state)) return null;
  return day === null ? null : { day, units: unitsConcerned(subject) };
};

/** 急, then 重, then 难, then as they were filed. Items of one enterprise stand together, where its most pressing one stands. */
export const inAgendaOrder = (cases: readonly Case[]): readonly Case[] => {
  const sorted = cases.toSorted(byPressure);
  return byVisit(sorted).flat();
};

const byPressure = (a: Case, b: Case): number =>
  Number(b.notes.isUrgent) - Number(a.notes.isUrgent) ||
  Number(b.notes.isGrave) - Number(a.notes.isGrave) ||
  Number(b.notes.isHard) - Number(a.notes.isHard) ||
  a.submittedAt - b.submittedAt ||
  (a.id < b.id ? -1 : 1);

/** Units that are proposed, or were asked beforehand. */
export const unitsConcerned = ({ notes, consultations }: Case): readonly UnitId[] => {
  const { leadUnitId, supportingUnitIds } = notes.proposal;
  const asked = consultations.map(({ unitId }) => unitId);
  return [...new Set([...(leadUnitId === null ? [] : [leadUnitId]), ...supportingUnitIds, ...asked])].toSorted();
};

export const attendeesOf = (day: ReceptionDay, cases: readonly Case[], directory: Directory): readonly OpenId[] => {
  const leader = leaderById(directory, day.leaderId);
  const units = [...new Set(cases.flatMap(unitsConcerned))];
  return [
    ...new Set([
      ...(day.date ? signersFor(leader, day.date) : leader?.openId ? [leader.openId] : []),
      ...staffOf(directory),
      ...units.flatMap((id) => headsOf(id, directory)),
    ]),
  ].toSorted();
};

const headsOf = (id: UnitId, directory: Directory): readonly OpenId[] => {
  const unit = unitById(directory, id);
  if (!unit) return [];
  return unit.headOpenIds.length > 0 ? unit.headOpenIds : unit.officerOpenIds;
};
