/** Nobody decides on what they did, reported or asked for themselves, or what is the work of their own unit. */
import type { CaseEvent } from '../../../src/workflow/events.ts';
import type { UnitId } from '../../../src/workflow/ids.ts';
import { leadOf } from './road.ts';
import type { Asked } from './rules.ts';
import { peopleIn, unitOf } from './scene.ts';
import { every, last, type Walk, walkInHand } from './tale.ts';

export const OWN = 'decides on what it did itself';

/** The work of a unit in a walk, by somebody of 工商联 who looks at it; `asked` is what they are asked to decide. */
export const isOwnWork = (
  asked: Asked,
  walk: Walk | null,
  unitId: UnitId | null,
  request: Pick<CaseEvent, 'by'> | null = null,
): boolean => {
  const { openId } = asked.who;
  if (!walk || unitId === null || openId === null) return false;
  if (request?.by.openId === openId) return true;
  if (last(walk.tale, 'caseResolved')?.by.openId === openId) return true;
  const unit = unitOf(asked, unitId);
  if (!unit?.isFederation) return peopleIn(unit).includes(openId);
  // All staff are of it then: whoever did the work does not judge it.
  const named = every(walk.tale, 'officerNamed').findLast((event) => event.unitId === unit.id)?.officer;
  return named?.kind === 'person' ? named.openId === openId : unit.officerOpenIds.includes(openId);
};

/** What came of the case: the work of its lead unit. */
export const isOwnResult = (asked: Asked): boolean => {
  const walk = walkInHand(asked.tale);
  return isOwnWork(asked, walk, leadOf(walk));
};
