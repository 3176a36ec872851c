/**
 * A unit whose part in a round is over before the case is: another took its place, the 批示 was put right or was not the leader's, a new
 * 批示 named others. It reads what became of the sheet, who has it now, and what it said itself; nothing of what others do since.
 */
import { type Case, contributionsOf, currentResult, currentRound, leadUnitIdOf, type Round } from '../case.ts';
import { type Directory, unitById, unitName } from '../directory.ts';
import { withoutEnterprise } from '../hidden-enterprise.ts';
import type { OpenId, UnitId } from '../ids.ts';
import { peopleOf } from '../roles.ts';
import { type Fact, line, shortMomentWords, who } from './fact.ts';
import { objectionFacts } from './handling-facts.ts';
import { reportFacts } from './result-facts.ts';

export interface Release {
  readonly unitId: UnitId;
  /** In one sentence. */
  readonly why: string;
  readonly facts: readonly Fact[];
}

/** Null for whoever was of no unit of this round, or still is. */
export const releaseOf = (subject: Case, round: Round, directory: Directory, viewer: OpenId): Release | null => {
  const isOwn = (id: UnitId): boolean => peopleOf(unitById(directory, id)).includes(viewer);
  const isPast = currentRound(subject)?.round !== round.round;
  const here = round.units.map(({ unitId }) => unitId);
  if (!isPast && here.some(isOwn)) return null;
  const unitId = [...replaced(round), ...here].find(isOwn);
  if (unitId === undefined) return null;
  const told = { unitId, why: whyOf(round, unitId, directory), facts: factsOf(subject, round, unitId, directory) };
  return subject.notes.isConfidential
    ? {
        ...told,
        why: withoutEnterprise(subject, told.why),
        facts: told.facts.map((fact) => ({ ...fact, text: withoutEnterprise(subject, fact.text) })),
      }
    : told;
};

const upheldOf = ({ objections }: Round, unitId: UnitId) =>
  objections.find((each) => each.unitId === unitId && each.decision?.isUpheld) ?? null;
/** The correction after which this unit had no part any more. */
const correctionOf = ({ instruction }: Round, unitId: UnitId) =>
  instruction?.corrections.findLast(({ before }) =>
    [before.leadUnitId, ...before.supportingUnitIds].includes(unitId),
  ) ?? null;

const replaced = ({ objections, instruction, units }: Round): readonly UnitId[] =>
  [
    ...objections.flatMap(({ unitId, decision }) => (decision?.isUpheld ? [unitId] : [])),
    ...(instruction?.corrections ?? []).flatMap(({ before }) => [before.leadUnitId, ...before.supportingUnitIds]),
  ].filter((id) => !units.some(({ unitId }) => unitId === id));

const whyOf = (round: Round, unitId: UnitId, directory: Directory): string => {
  const unit = unitName(directory, unitId);
  const isVoid = `本交办单对${unit}作废，请勿再办理。`;
  const { voided } = round;
  if (voided) return `本交办单已作废，请勿再办理。${who(voided.by, voided.at)}：非本人批示。${voided.words}`;
  if (round.units.some((part) => part.unitId === unitId))
    return `本轮已结束，领导已作新批示，本事项不再由${unit}办理。`;
  const ruling = upheldOf(round, unitId)?.decision;
  if (ruling) return `${unit}的异议成立，本事项改由${unitName(directory, ruling.newUnitId)}办理，${isVoid}`;
  const correction = correctionOf(round, unitId);
  return `${correction ? `${who(correction.by, correction.at)}更正批示，` : ''}本事项不再由${unit}承办，${isVoid}`;
};

const factsOf = (subject: Case, round: Round, unitId: UnitId, directory: Directory): readonly Fact[] => {
  const now = currentRound(subject);
  const lead = now ? leadUnitIdOf(now) : null;
  const wasLead = round.units.some((part) => part.unitId === unitId && part.role === 'lead');
  const part = round.units.find((each) => each.unitId === unitId);
  return [
    ...line('现主办单位', lead === null ? '' : unitName(directory, lead)),
    ...round.objections
      .filter((each) => each.unitId === unitId)
      .flatMap((each) => objectionFacts(each, directory, true)),
    ...round.progress
      .filter((each) => each.unitId === unitId)
      .flatMap(({ at, text }) => line(`进展（${shortMomentWords(at)}）`, text)),
    ...(part ? contributionsOf(part) : []).flatMap(({ text }) => line('协办意见', text)),
    ...(wasLead ? reportFacts(currentResult(round)) : []),
  ];
};
