/**
 * Who is in charge by what was signed and ruled, and how that differs from what staff had proposed, in words for the row. Names
 * are text: a column of text can be grouped by, and still says who it was once a row has left the directory. Pure.
 */
import { leadUnitIdOf, type UnitPart } from '../src/workflow/case.ts';
import type { CaseFacts } from './meaning.ts';
import { limitWords } from './sheet-words.ts';
import { leaderName, lines, unitName, unitNames } from './words.ts';

export const leaderInCharge = ({ round, directory }: CaseFacts): string =>
  leaderName(directory, round?.instruction?.leadLeaderId ?? null);
export const unitInCharge = ({ round, directory }: CaseFacts): string =>
  unitName(directory, round && leadUnitIdOf(round));
export const unitsInSupport = ({ round, directory }: CaseFacts): string =>
  unitNames(directory, supporting(round?.units));

const supporting = (units: readonly UnitPart[] | undefined) =>
  (units ?? []).filter(({ role }) => role === 'supporting').map(({ unitId }) => unitId);

/** What the 批示 changed of the proposal it was signed on, and what a ruling changed since; a line a point, empty where all is as proposed. */
export const differenceFromProposal = (facts: CaseFacts): string => {
  const { subject, round, directory } = facts;
  const signed = round?.instruction;
  if (!signed) return '';
  // Sheets stored before it was kept with them are compared with what stands there now.
  const proposal = round.proposed ?? subject.notes.proposal;
  const now = { lead: unitInCharge(facts), supporting: unitsInSupport(facts) };
  return lines([
    point('牵头领导', leaderName(directory, proposal.leadLeaderId), leaderName(directory, signed.leadLeaderId)),
    point('主办单位', unitName(directory, proposal.leadUnitId), unitName(directory, signed.leadUnitId), now.lead),
    point(
      '协办单位',
      unitNames(directory, proposal.supportingUnitIds),
      unitNames(directory, signed.supportingUnitIds),
      now.supporting,
    ),
    // An empty one proposed nothing: the limit of its grade may have become another since.
    proposal.limitWorkdays === null
      ? ''
      : point('时限', limitWords({ workdays: proposal.limitWorkdays }), limitWords(signed.limit)),
  ]);
};

const point = (what: string, proposed: string, signed: string, now: string = signed): string => {
  const isAsSet = (one: string, other: string): boolean =>
    one.split('、').toSorted().join() === other.split('、').toSorted().join();
  if (isAsSet(proposed, signed) && isAsSet(signed, now)) return '';
  return `${what}：拟${orNone(proposed)}，批示${orNone(signed)}${isAsSet(signed, now) ? '' : `，异议成立后${orNone(now)}`}`;
};
const orNone = (words: string): string => (words === '' ? '无' : words);
