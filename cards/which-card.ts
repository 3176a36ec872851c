/**
 * Which card of a case belongs to a person, and whether this person may read the name of a confidential enterprise. From
 * the directory and the case as they are; used wherever a case stands in a list.
 */
import { type Case, type Consultation, currentRound, nextRound, roundInHand } from '../src/workflow/case.ts';
import { type Directory, unitById } from '../src/workflow/directory.ts';
import type { CardKind } from '../src/workflow/effects.ts';
import type { OpenId } from '../src/workflow/ids.ts';
import { pendingPlan } from '../src/workflow/plans.ts';
import { leadUnitPeople } from '../src/workflow/recipients.ts';
import {
  leadLeaderPeople,
  overseerOf,
  partsOf,
  peopleOf,
  signersFor,
  signingLeaderOf,
  staffOf,
} from '../src/workflow/roles.ts';
import type { BoardView } from './board-view.ts';

export interface CardOfCase {
  readonly card: CardKind;
  readonly round: number;
}

/** The card on which this person acts on the case, else the one that tells most of it; null for whoever has no part in it. */
export const cardFor = (subject: Case, { directory, viewer, today }: Omit<BoardView, 'kind'>): CardOfCase | null => {
  const round = roundInHand(subject);
  const current = currentRound(subject);
  const signer = signingLeaderOf(subject, directory);
  if (signer && [...signersFor(signer, today), ...signer.secretaryOpenIds].includes(viewer))
    return signersCard(subject);
  if (isForPlan(subject, directory, viewer)) return { card: 'plan', round };
  if (current?.judgement?.decision === 'explain' && leadLeaderPeople(subject, directory, today).includes(viewer))
    return { card: 'reconsideration', round };
  if (overseerOf(subject, directory) && leadLeaderPeople(subject, directory, today).includes(viewer))
    return { card: 'oversight', round };
  if (partsOf(viewer, subject, directory).length > 0) return { card: 'assignment', round };
  if (questionTo(subject, directory, viewer)) return { card: 'consultation', round: 0 };
  return isLeader(directory, viewer) || staffOf(directory).includes(viewer) ? signersCard(subject) : null;
};

/** What the viewer's units were asked beforehand: the last open question, else the last one answered. */
export const questionTo = (subject: Case, directory: Directory, viewer: OpenId): Consultation | null => {
  const own = subject.consultations.filter(({ unitId }) => peopleOf(unitById(directory, unitId)).includes(viewer));
  return own.findLast(({ answer }) => answer === null) ?? own.at(-1) ?? null;
};

/** 计划核实 is what is left to the lead unit and to staff, while it is not recorded. */
const isForPlan = (subject: Case, directory: Directory, viewer: OpenId): boolean => {
  const plan = pendingPlan(subject);
  return (
    plan !== null &&
    (plan.isAsked || subject.state === 'closed') &&
    [...leadUnitPeople(subject, directory), ...staffOf(directory)].includes(viewer)
  );
};

const signersCard = (subject: Case): CardOfCase => {
  const round = roundInHand(subject);
  switch (subject.state) {
    case 'assigned':
    case 'handling':
    case 'awaiting_enterprise':
    case 'awaiting_review':
      return round === 0 ? { card: 'instruction', round: nextRound(subject) } : { card: 'instruction', round };
    case 'awaiting_rating':
    case 'awaiting_closure':
      return { card: 'resolution', round };
    case 'closed':
      return { card: currentRound(subject)?.planCheck?.verdict ? 'plan' : 'resolution', round };
    default:
      return { card: 'instruction', round: nextRound(subject) };
  }
};

const isLeader = (directory: Directory, who: OpenId): boolean =>
  directory.leaders.some(({ openId, substitute }) => openId === who || substitute?.openId === who);

/** 保密: staff and leaders know the enterprise, units do not. */
export const isHiddenFrom = (subject: Case, directory: Directory, viewer: OpenId): boolean =>
  subject.notes.isConfidential && !isLeader(directory, viewer) && !staffOf(directory).includes(viewer);
