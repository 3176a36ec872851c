/**
 * 现场签批: what somebody may see of a reception day, as the view of its card. The door that answers presses and the lane that
 * sends the card draw from the same view.
 */
import type { Case } from '../src/workflow/case.ts';
import { type Directory, leaderById, receptionDayById } from '../src/workflow/directory.ts';
import type { BeijingDate, CaseId, DistrictId, OpenId, ReceptionDayId } from '../src/workflow/ids.ts';
import { hostsOf, staffOf } from '../src/workflow/roles.ts';
import type { TiesByCase } from '../src/workflow/ties.ts';
import type { RoomView } from './board-view.ts';

export interface RoomWorld {
  readonly directory: Directory;
  /** All open cases of the day. */
  readonly items: readonly Case[];
  readonly ties: TiesByCase;
  readonly viewer: OpenId;
  readonly today: BeijingDate;
}

/** Null for whoever has no business in that room, and for a day that is not there (any more). */
export const roomView = (world: RoomWorld, dayId: ReceptionDayId, at: CaseId | null): RoomView | null => {
  const { directory, items, ties, viewer, today } = world;
  const day = receptionDayById(directory, dayId);
  if (!day || !maySeeRoom(viewer, directory, dayId, today)) return null;
  return { kind: 'room', directory, viewer, today, day, cases: items, ties, at };
};

/** The leader who receives, whoever stands in today or that day, the leader's secretaries, and staff. */
export const maySeeRoom = (who: OpenId, directory: Directory, dayId: ReceptionDayId, today: BeijingDate): boolean => {
  const day = receptionDayById(directory, dayId);
  const leader = leaderById(directory, day?.leaderId ?? null);
  return (
    staffOf(directory).includes(who) ||
    hostsOf(day, directory, today).includes(who) ||
    leader?.secretaryOpenIds.includes(who) === true
  );
};

/** The room in which an item stands; null where it was taken off the agenda. */
export const roomOf = (subject: Case): { readonly district: DistrictId; readonly day: ReceptionDayId } | null => {
  const day = subject.hearing?.receptionDayId ?? subject.notes.receptionDayId;
  return day ? { district: subject.district, day } : null;
};
