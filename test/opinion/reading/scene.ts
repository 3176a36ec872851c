/**
 * One moment as the rules see it: the tale so far, the district's directory, now; and who stands how towards the case then.
 * Whoever acts for a leader counts as that leader only on the days of the entry.
 */
import type { Actor } from '../../../src/workflow/actor.ts';
import type { Appeal, StaffNotes, State } from '../../../src/workflow/case.ts';
import type { Directory, Leader, Unit } from '../../../src/workflow/directory.ts';
import type { LeaderId, Ms, OpenId, ReceptionDayId, UnitId } from '../../../src/workflow/ids.ts';
import { dayOf } from './days.ts';
import { type Part, parts, stateOf } from './road.ts';
import { every, last, since, type Tale, type Walk, walkInHand } from './tale.ts';

export interface Scene {
  readonly tale: Tale;
  readonly directory: Directory;
  readonly now: Ms;
}

export const unitOf = ({ directory }: Pick<Scene, 'directory'>, id: UnitId | null): Unit | null =>
  directory.units.find((unit) => unit.id === id) ?? null;
export const leaderOf = ({ directory }: Pick<Scene, 'directory'>, id: LeaderId | null): Leader | null =>
  directory.leaders.find((leader) => leader.id === id) ?? null;
export const peopleIn = (unit: Unit | null): readonly OpenId[] => [
  ...new Set([...(unit?.headOpenIds ?? []), ...(unit?.officerOpenIds ?? [])]),
];
export const staffIn = ({ directory }: Pick<Scene, 'directory'>): readonly OpenId[] =>
  directory.units.filter(({ isFederation }) => isFederation).flatMap(peopleIn);

/** The leader, and on its days whoever stands in. */
export const signersOf = (leader: Leader | null, day: string): readonly OpenId[] => {
  if (!leader) return [];
  const { openId, substitute } = leader;
  const standsIn = substitute && substitute.from <= day && day <= substitute.to ? [substitute.openId] : [];
  return [...(openId ? [openId] : []), ...standsIn];
};

/** What the enterprise filed and staff noted, as last amended. */
export const appealNow = (tale: Tale): Appeal | null => {
  let now = last(tale, 'caseSubmitted')?.appeal ?? null;
  for (const { change } of every(tale, 'caseAmended')) if (now) now = { ...now, ...change.appeal };
  return now;
};
export const notesNow = (tale: Tale): StaffNotes | null => {
  let now = last(tale, 'caseSubmitted')?.notes ?? null;
  for (const event of every(tale, 'caseAmended', 'caseScheduled')) {
    const changed = event.type === 'caseAmended' ? event.change.notes : { receptionDayId: event.receptionDayId };
    if (now) now = { ...now, ...changed };
  }
  return now;
};

/** The day the enterprise was heard, else the one in staff's column. */
export const receptionDayOf = (tale: Tale): ReceptionDayId | null =>
  last(tale, 'caseHeard', 'answeredOnTheSpot')?.receptionDayId ?? notesNow(tale)?.receptionDayId ?? null;
export const receivingLeader = (scene: Scene): Leader | null => {
  const day = scene.directory.receptionDays.find(({ id }) => id === receptionDayOf(scene.tale));
  return leaderOf(scene, day?.leaderId ?? null);
};

/** With whom the sheet lies while it waits for a signature. */
export const sheetLiesWith = (tale: Tale): LeaderId | null =>
  stateOf(tale) === 'awaiting_instruction'
    ? (last(tale, 'instructionRequested', 'sheetPassedOn')?.leaderId ?? null)
    : null;

/** Whose signature is asked, or to whom the result returns. */
export const signerOf = (scene: Scene): Leader | null => {
  const { tale } = scene;
  const lies = sheetLiesWith(tale);
  if (lies) return leaderOf(scene, lies);
  const walk = walkInHand(tale);
  if (walk) return walk.sheet ? leaderOf(scene, walk.sheet.signerId) : receivingLeader(scene);
  return ['scheduled', 'heard'].includes(stateOf(tale)) ? receivingLeader(scene) : null;
};

/** 牵头领导 of the round; where none is named who can be reached, the signer answers for it. */
export const leadLeaderOf = (scene: Scene): Leader | null => {
  const walk = walkInHand(scene.tale);
  const named = leaderOf(scene, walk?.sheet?.leadLeaderId ?? null);
  return named?.openId ? named : walk ? signerOf(scene) : null;
};

/** The code given out last for a unit's part, unless the part came later. */
export const codeOf = ({ tale }: Walk, part: Part) => {
  const issued = every(since(tale, part.given), 'unitCodesIssued').findLast(({ unitIds }) =>
    unitIds.includes(part.unitId),
  );
  if (!issued) return null;
  const entered = every(since(tale, issued), 'unitEnteredByWeb').some(({ unitId }) => unitId === part.unitId);
  return { issue: issued.seq, at: issued.at, isUsed: entered };
};

/** How an asker stands towards the case at this moment. */
export interface Standing {
  readonly isStaff: boolean;
  readonly isSigner: boolean;
  readonly isSecretary: boolean;
  readonly isLeadLeader: boolean;
  /** One of those who may sign in this district, or who stands in for one today. */
  readonly isLeader: boolean;
  /** Parts of the asker's units in the walk in hand, the lead unit's first. */
  readonly parts: readonly Part[];
  readonly isEnterprise: boolean;
  readonly isClock: boolean;
  readonly openId: OpenId | null;
}

const NOBODY: Standing = {
  isStaff: false,
  isSigner: false,
  isSecretary: false,
  isLeadLeader: false,
  isLeader: false,
  parts: [],
  isEnterprise: false,
  isClock: false,
  openId: null,
};

export const standingOf = (actor: Actor, scene: Scene): Standing => {
  const walk = walkInHand(scene.tale);
  switch (actor.kind) {
    case 'enterprise':
      return { ...NOBODY, isEnterprise: true };
    case 'clock':
      return { ...NOBODY, isClock: true };
    case 'editor':
      // Whoever edits the tables without being of 工商联 has no say, whatever rights the Base gives.
      return {
        ...NOBODY,
        isStaff: actor.openId !== null && staffIn(scene).includes(actor.openId),
        openId: actor.openId,
      };
    case 'unit':
      return {
        ...NOBODY,
        parts:
          walk && WITH_UNITS.includes(stateOf(scene.tale))
            ? parts(walk).filter((part) => {
                const code = codeOf(walk, part);
                return (
                  part.unitId === actor.unitId && unitOf(scene, part.unitId)?.worksByWeb && code?.issue === actor.issue
                );
              })
            : [],
      };
    case 'person': {
      const { openId } = actor;
      const today = dayOf(scene.now);
      const { leaders } = scene.directory;
      return {
        ...NOBODY,
        openId,
        isStaff: staffIn(scene).includes(openId),
        isSigner: signersOf(signerOf(scene), today).includes(openId),
        isSecretary: signerOf(scene)?.secretaryOpenIds.includes(openId) ?? false,
        isLeadLeader: signersOf(leadLeaderOf(scene), today).includes(openId),
        isLeader: leaders.some((leader) => leader.maySign && signersOf(leader, today).includes(openId)),
        parts: walk ? parts(walk).filter(({ unitId }) => peopleIn(unitOf(scene, unitId)).includes(openId)) : [],
      };
    }
  }
};

/** While the units of a round are still concerned. */
export const WITH_UNITS: readonly State[] = [
  'assigned',
  'handling',
  'awaiting_review',
  'awaiting_enterprise',
  'awaiting_rating',
  'awaiting_closure',
];

/** The result that was reported last in a walk, and whether it was passed on to the enterprise since. */
export const resultOf = (walk: Walk) => {
  if (walk.opening.type === 'answeredOnTheSpot')
    return { result: walk.opening.result, told: walk.opening.publicReply, at: walk.opening };
  const reported = last(walk.tale, 'caseResolved');
  if (!reported) return null;
  const after = since(walk.tale, reported);
  const told = last(sinceRedone(walk), 'resultReviewed');
  return { result: reported.result, told: told && after.includes(told) ? told.publicReply : null, at: reported };
};

/** What was told since the walk was last begun or sent back to be handled again. */
export const sinceRedone = (walk: Walk): Tale => {
  const again = walk.tale.findLast(
    (event) =>
      event.type === 'resultReturned' ||
      (event.type === 'ratingJudged' && event.decision === 'redo') ||
      (event.type === 'ratingReconsidered' && event.due !== null),
  );
  return since(walk.tale, again ?? null);
};

export const ratingOf = (walk: Walk) => last(sinceRedone(walk), 'caseRated');

/** A promise (计划解决) the enterprise was told of, of which nobody has said yet whether it was kept. */
export const openPlan = (tale: Tale): { readonly on: string; readonly isAsked: boolean } | null => {
  const walk = walkInHand(tale);
  const reported = walk && resultOf(walk);
  if (!walk || !reported?.told || !['awaiting_rating', 'awaiting_closure', 'closed'].includes(stateOf(tale)))
    return null;
  const { outcome, plannedDate } = reported.result;
  const after = since(walk.tale, reported.at);
  if (outcome !== 'planned' || plannedDate === null || every(after, 'planChecked').length > 0) return null;
  return { on: plannedDate, isAsked: every(after, 'planCheckAsked').length > 0 };
};
