/**
 * Whose turn it is: who has to do the next thing, by state and by what is open. And by when an act is asked of them.
 */
import type { LeaderId, UnitId } from '../../../src/workflow/ids.ts';
import { openObjections, parts, stateOf } from './road.ts';
import { leadLeaderOf, ratingOf, receivingLeader, type Scene, signerOf } from './scene.ts';
import { every, last, since, walkInHand } from './tale.ts';

export interface Turn {
  readonly isStaff: boolean;
  readonly isEnterprise: boolean;
  readonly units: readonly UnitId[];
  readonly leaders: readonly LeaderId[];
}
const NOBODY: Turn = { isStaff: false, isEnterprise: false, units: [], leaders: [] };
const STAFF: Turn = { ...NOBODY, isStaff: true };
const leader = (id: LeaderId | undefined): Turn => ({ ...NOBODY, leaders: id ? [id] : [] });

export const turnOf = (scene: Scene): Turn => {
  const { tale } = scene;
  const walk = walkInHand(tale);
  switch (stateOf(tale)) {
    case 'submitted':
    case 'vetting':
    case 'ready':
    case 'awaiting_review':
      return STAFF;
    case 'awaiting_enterprise':
      return { ...NOBODY, isEnterprise: true };
    case 'scheduled':
    case 'heard':
      return { ...leader(receivingLeader(scene)?.id), isStaff: true };
    case 'awaiting_instruction':
    case 'awaiting_closure':
      return leader(signerOf(scene)?.id);
    case 'assigned': {
      const objected = walk ? openObjections(walk) : [];
      const open = (walk ? parts(walk) : []).filter(
        ({ unitId, acknowledged }) => !acknowledged && !objected.some((one) => one.unitId === unitId),
      );
      return { ...NOBODY, isStaff: objected.length > 0, units: open.map(({ unitId }) => unitId) };
    }
    case 'handling': {
      const asks = walk ? every(walk.tale, 'extensionRequested').length : 0;
      const decided = walk ? every(walk.tale, 'extensionDecided') : [];
      const isSecond = decided.some(({ isApproved }) => isApproved);
      return {
        ...NOBODY,
        isStaff: asks > decided.length && !isSecond,
        units: (walk ? parts(walk) : []).map(({ unitId }) => unitId),
      };
    }
    case 'awaiting_rating': {
      const rated = walk && ratingOf(walk);
      if (!walk || !rated) return { ...STAFF, isEnterprise: true };
      const isJudged = last(since(walk.tale, rated), 'ratingJudged') !== null;
      return isJudged ? leader(leadLeaderOf(scene)?.id) : STAFF;
    }
    default:
      return NOBODY;
  }
};
