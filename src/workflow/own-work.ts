/**
 * Nobody decides on what they did, reported or asked for themselves, or what their own unit did: passing a result, judging or writing
 * down what the enterprise thinks of it, a contest, a plan, an extension, an objection. Where 工商联 itself has the part all staff are of
 * it: then whoever did the work does not judge it.
 */
import { type By, type Case, currentResult, currentRound, leadUnitIdOf, type Round } from './case.ts';
import type { Refusal } from './decision.ts';
import { unitById } from './directory.ts';
import type { UnitId } from './ids.ts';
import { peopleOf } from './roles.ts';
import { type Judging, refuseIf } from './ruling.ts';

/** `unitId`: whose work is decided on, `asker`: who asked for it. After 现场答复 no unit has a part, and there is no work to be judged. */
export const checkOwnWork = (
  round: Round | null,
  { unitId, asker = null }: { readonly unitId: UnitId | null; readonly asker?: By | null },
  { by, directory }: Judging,
): Refusal | null => {
  const part = round?.units.find((one) => one.unitId === unitId);
  if (!round || !part || by.openId === null) return null;
  if (asker?.openId === by.openId) return { kind: 'reviewerConcerned', why: 'asker' };
  if (currentResult(round)?.by.openId === by.openId) return { kind: 'reviewerConcerned', why: 'reporter' };
  const unit = unitById(directory, unitId);
  const workers = part.officer?.kind === 'person' ? [part.officer.openId] : (unit?.officerOpenIds ?? []);
  const concerned = unit?.isFederation ? workers : peopleOf(unit);
  return refuseIf(concerned.includes(by.openId), { kind: 'reviewerConcerned', why: 'leadUnit' });
};

/** The same of what came of a case: the work of its lead unit. */
export const checkOwnResult = (subject: Case, judging: Judging): Refusal | null => {
  const round = currentRound(subject);
  return checkOwnWork(round, { unitId: round && leadUnitIdOf(round) }, judging);
};
