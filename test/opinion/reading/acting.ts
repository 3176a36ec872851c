/**
 * In whose place somebody acts: a leader's deputy of the day, where only that leader may do what was done. Whoever is asked for in
 * person, or as staff, acts in the own name.
 */
import type { Leader } from '../../../src/workflow/directory.ts';
import type { CaseEvent, CaseEventType } from '../../../src/workflow/events.ts';
import { dayOf } from './days.ts';
import { leadLeaderOf, type Scene, signerOf, signersOf, staffIn } from './scene.ts';
import { every, walkInHand } from './tale.ts';

type Asked = 'signer' | 'lead' | 'anyLeader' | 'staff';
/** Of whom an act is asked, where a leader is among them. */
const ASKED: Partial<Record<CaseEventType, readonly Asked[]>> = {
  caseSubmitted: ['anyLeader', 'staff'],
  caseHeard: ['signer', 'staff'],
  answeredOnTheSpot: ['signer', 'staff'],
  caseInstructed: ['signer'],
  sheetSentBack: ['signer'],
  sheetPassedOn: ['signer'],
  sheetHeld: ['signer'],
  transcriptChecked: ['signer'],
  transcriptDisowned: ['signer'],
  instructionCorrected: ['signer'],
  instructionAdded: ['signer'],
  caseClosed: ['signer'],
  assignmentNoted: ['lead'],
  ratingReconsidered: ['lead'],
  extensionDecided: ['signer', 'lead', 'staff'],
  unitReminded: ['signer', 'lead', 'staff'],
  caseListed: ['signer', 'lead', 'anyLeader'],
  caseUnlisted: ['signer', 'lead', 'anyLeader'],
};

/** `scene`: as it was before the event. */
export const inPlaceOf = (event: CaseEvent, scene: Scene): Leader | null => {
  // A further extension is not for staff to decide.
  const walk = walkInHand(scene.tale);
  const isFurther =
    event.type === 'extensionDecided' &&
    walk !== null &&
    every(walk.tale, 'extensionDecided').some(({ isApproved }) => isApproved);
  const asked = (ASKED[event.type] ?? []).filter((one) => !isFurther || one !== 'staff');
  const who = event.by.openId;
  if (who === null || (asked.includes('staff') && staffIn(scene).includes(who))) return null;
  const leaders = [
    ...(asked.includes('signer') ? [signerOf(scene)] : []),
    ...(asked.includes('lead') ? [leadLeaderOf(scene)] : []),
    ...(asked.includes('anyLeader') ? scene.directory.leaders.filter(({ maySign }) => maySign) : []),
  ].filter((leader) => leader !== null);
  if (leaders.some(({ openId }) => openId === who)) return null;
  return leaders.find((leader) => signersOf(leader, dayOf(event.at)).includes(who)) ?? null;
};

/** As it is written wherever somebody who acted is named. */
export const doerOf = (event: CaseEvent, scene: Scene): string => {
  const leader = inPlaceOf(event, scene);
  return leader ? `${event.by.name}（代${leader.name}）` : event.by.name;
};
