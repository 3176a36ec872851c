/**
 * Moments, days and names as cells say them. Pure.
 */
import { type Directory, leaderName as nameOfLeader, unitName as nameOfUnit } from '../src/workflow/directory.ts';
import { type BeijingDate, beijingDate, type LeaderId, type Ms, type UnitId } from '../src/workflow/ids.ts';

const BEIJING_OFFSET_MS = 8 * 3_600_000;
const shifted = (at: Ms): string => new Date(at + BEIJING_OFFSET_MS).toISOString();
export const dayOf = (at: Ms): BeijingDate => beijingDate(shifted(at).slice(0, 10));
export const minuteOf = (at: Ms): string => shifted(at).slice(0, 16).replace('T', ' ');
/** Calendar days from the day of one moment to the day of another. */
export const daysBetween = (from: Ms, to: Ms): number => (Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000;

/** One a line; what has nothing to say has no line. */
export const lines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

export const unitName = (directory: Directory, id: UnitId | null): string =>
  id === null ? '' : nameOfUnit(directory, id);
export const unitNames = (directory: Directory, ids: readonly UnitId[]): string =>
  ids.map((id) => unitName(directory, id)).join('、');
export const leaderName = (directory: Directory, id: LeaderId | null): string =>
  id === null ? '' : nameOfLeader(directory, id);
