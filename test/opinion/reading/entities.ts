/**
 * What should stand in the lists that Feishu keeps: each unit's part as a thing to do, each submission for signing as an approval,
 * and who comes to a reception day.
 */
import type { CaseEvent } from '../../../src/workflow/events.ts';
import type { LeaderId, Ms, OpenId, ReceptionDayId, UnitId } from '../../../src/workflow/ids.ts';
import { dayOf } from './days.ts';
import { limitOf, supportingLimitOf } from './limits.ts';
import { isOver, type Part, parts, stateOf } from './road.ts';
import { leaderOf, notesNow, peopleIn, type Scene, signersOf, staffIn, unitOf } from './scene.ts';
import { before, every, last, since, type Tale, type Walk, walkInHand, walks } from './tale.ts';
import { onDay } from './visits.ts';

export interface ToDo {
  readonly round: number;
  readonly number: string;
  readonly unitId: UnitId;
  readonly role: Part['role'];
  readonly isLeft: boolean;
  readonly due: string | null;
  readonly people: readonly OpenId[];
}

/** Sheets that are void, and what was withdrawn, leave nothing to do and nothing done. */
export const toDos = (scene: Scene): readonly ToDo[] => {
  const { tale, directory } = scene;
  if (stateOf(tale) === 'withdrawn') return [];
  return walks(tale)
    .filter(({ isVoid, sheet }) => !isVoid && sheet !== null)
    .flatMap((walk) =>
      parts(walk).map(
        (part): ToDo => ({
          round: walk.round,
          number: walk.sheet?.number.text ?? '',
          unitId: part.unitId,
          role: part.role,
          isLeft: isLeft(tale, walk, part),
          due:
            part.role === 'lead'
              ? (limitOf(walk, directory)?.day ?? null)
              : supportingLimitOf(walk, directory, part.given.at),
          people: workersOf(scene, walk, part),
        }),
      ),
    );
};

const isLeft = (tale: Tale, walk: Walk, part: Part): boolean => {
  if (walkInHand(tale)?.round !== walk.round) return false;
  if (!['assigned', 'handling', 'awaiting_enterprise'].includes(stateOf(tale))) return false;
  const said = every(since(walk.tale, part.given), 'contributionMade').some(({ unitId }) => unitId === part.unitId);
  return part.role === 'lead' || !said;
};

/** Whoever the unit named last, if still of it; else its 承办人, else its heads. */
const workersOf = (scene: Scene, walk: Walk, part: Part): readonly OpenId[] => {
  const unit = unitOf(scene, part.unitId);
  const named = every(since(walk.tale, part.given), 'officerNamed').findLast(({ unitId }) => unitId === part.unitId);
  const who = named?.officer.kind === 'person' ? named.officer.openId : null;
  if (who !== null && peopleIn(unit).includes(who)) return [who];
  const officers = unit?.officerOpenIds ?? [];
  return officers.length > 0 ? officers : (unit?.headOpenIds ?? []);
};

export interface Approval {
  readonly submitted: CaseEvent;
  readonly status: 'pending' | 'approved' | 'rejected' | 'canceled';
  readonly ended: CaseEvent | null;
  /** With whom it lies, or lay last. */
  readonly leaderId: LeaderId;
  /** With whom it lay before. */
  readonly earlier: readonly LeaderId[];
  readonly isHeld: boolean;
  /** The tale as it was when it ended, or is. */
  readonly tale: Tale;
}

/** Each 提交签批, and what became of it. */
export const approvals = (tale: Tale): readonly Approval[] =>
  every(tale, 'instructionRequested').map((submitted): Approval => {
    const after = since(tale, submitted);
    const ended =
      after.find(
        (_, index) =>
          stateOf([...before(tale, submitted), submitted, ...after.slice(0, index + 1)]) !== 'awaiting_instruction',
      ) ?? null;
    const during = ended ? before(after, ended) : after;
    const passed = every(during, 'sheetPassedOn');
    const holders = [submitted.leaderId, ...passed.map(({ leaderId }) => leaderId)];
    const lastAct = last(during, 'sheetPassedOn', 'sheetHeld');
    return {
      submitted,
      status:
        ended === null
          ? 'pending'
          : ended.type === 'caseInstructed'
            ? 'approved'
            : ended.type === 'sheetSentBack'
              ? 'rejected'
              : 'canceled',
      ended,
      leaderId: holders.at(-1) ?? submitted.leaderId,
      earlier: holders.slice(0, -1),
      isHeld: lastAct?.type === 'sheetHeld',
      tale: ended ? [...before(tale, ended), ended] : tale,
    };
  });

/** Who may sign for a leader at this moment. */
export const maySignFor = ({ directory }: Pick<Scene, 'directory'>, id: LeaderId, now: Ms): readonly OpenId[] =>
  signersOf(leaderOf({ directory }, id), dayOf(now));

/** On the agenda of a day, still to come or received, and not over. */
export const agendaOf = (tales: readonly Tale[], day: ReceptionDayId): readonly Tale[] =>
  tales.filter((tale) => onDay(tale) === day && !isOver(tale));

/** The leader who receives and whoever stands in on that day, 工商联, and the heads of the units it concerns. */
export const comers = (
  scene: Pick<Scene, 'directory'>,
  tales: readonly Tale[],
  day: ReceptionDayId,
): readonly OpenId[] => {
  const found = scene.directory.receptionDays.find(({ id }) => id === day);
  const units = agendaOf(tales, day).flatMap((tale) => {
    const proposal = notesNow(tale)?.proposal;
    return [
      ...(proposal?.leadUnitId ? [proposal.leadUnitId] : []),
      ...(proposal?.supportingUnitIds ?? []),
      ...every(tale, 'unitConsulted').map(({ unitId }) => unitId),
    ];
  });
  const heads = units.flatMap((id) => {
    const unit = unitOf(scene, id);
    return unit && unit.headOpenIds.length > 0 ? unit.headOpenIds : (unit?.officerOpenIds ?? []);
  });
  const leaders = signersOf(leaderOf(scene, found?.leaderId ?? null), found?.date ?? '');
  return [...new Set([...leaders, ...staffIn(scene), ...heads])].toSorted();
};
