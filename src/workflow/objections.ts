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

/**
 * When a unit got its part: by the sheet, or by the ruling that gave it one. A ruling that gives another's part to a unit which has
 * one already leaves that unit the days it had.
 */
export const assignedAt = (round: Round, unitId: UnitId): Ms => {
  const signing = round.instruction;
  const isNamedInSheet = signing?.leadUnitId === unitId || signing?.supportingUnitIds.includes(unitId) === true;
  // Of rulings stored before each was kept, the first line of history about the new unit is left.
  const otherwise = round.progress.find((line) => line.unitId === unitId)?.at ?? signing?.signedAt ?? 0;
  let since: Ms | null = isNamedInSheet ? (signing?.signedAt ?? 0) : null;
  for (const { unitId: objector, decision } of round.objections) {
    if (!decision?.newUnitId) continue;
    if (objector === unitId) since = null;
    else if (decision.newUnitId === unitId) since ??= decision.at;
  }
  return since ?? otherwise;
};
