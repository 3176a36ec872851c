/**
 * 异议: a unit says that a sheet is not its own to handle. At most once in a round, whatever comes of it; when a ruling
 * gives the part to another unit, that unit's days begin with the ruling.
 */
import type { Objection, Round } from './case.ts';
import type { Ms, UnitId } from './ids.ts';

/** What this unit objected in the round, also where it is no longer of it. */
export const objectionOf = ({ objections }: Round, unitId: UnitId): Objection | null =>
  objections.find((each) => each.unitId === unitId) ?? null;

/** Those that wait for a ruling, oldest first. */
export const pendingObjections = ({ objections }: Round): readonly Objection[] =>
  objections.filter(({ decision }) => decision === null);

export const isObjecting = (round: Round, unitId: UnitId): boolean =>
  pendingObjections(round).some((each) => each.unitId === unitId);

/** When a unit got its part: by the sheet, or by the latest ruling that gave it one. */
export const assignedAt = (round: Round, unitId: UnitId): Ms => {
  const ruled = round.objections.findLast(({ decision }) => decision?.newUnitId === unitId)?.decision?.at;
  const signing = round.instruction;
  const isNamedInSheet = signing?.leadUnitId === unitId || signing?.supportingUnitIds.includes(unitId);
  // Of rulings stored before each was kept, the first line of history about the new unit is left.
  const firstLine = isNamedInSheet ? undefined : round.progress.find((line) => line.unitId === unitId)?.at;
  return ruled ?? firstLine ?? signing?.signedAt ?? 0;
};
