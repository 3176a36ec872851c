/**
 * 网页办理链接 in the rows of open cases follows the tick at the unit at once: staff tick it because they want to send the link now.
 * Names and people that changed are seen by the nightly comparison.
 */
import type { Intention } from '../ports.ts';
import { currentRound } from '../workflow/case.ts';
import type { Directory } from '../workflow/directory.ts';
import type { CaseId, Ms, UnitId } from '../workflow/ids.ts';
import type { BaseDeps } from './base-deps.ts';
import { mirrorIntention } from './mirror-cases.ts';

const PAGE = 200;

/** Wishes to mirror the cases of which a unit works by web now and did not before, or the other way round. */
export const wishesForWebLinks = async (
  deps: Pick<BaseDeps, 'cases'>,
  before: Directory,
  now: Directory,
  runAt: Ms,
): Promise<readonly Intention[]> => {
  const changed = changedUnits(before, now);
  const wishes: Intention[] = [];
  for (let after: CaseId | null = null; changed.size > 0; ) {
    const page: Awaited<ReturnType<BaseDeps['cases']['openCases']>> = await deps.cases.openCases(
      now.district,
      after,
      PAGE,
    );
    for (const subject of page)
      if (currentRound(subject)?.units.some(({ unitId }) => changed.has(unitId)))
        wishes.push(mirrorIntention(now.district, subject.id, runAt));
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) break;
  }
  return wishes;
};

const changedUnits = (before: Directory, now: Directory): ReadonlySet<UnitId> => {
  const was = webUnitsOf(before);
  const is = webUnitsOf(now);
  return new Set([...was.filter((id) => !is.includes(id)), ...is.filter((id) => !was.includes(id))]);
};
const webUnitsOf = ({ units }: Directory): readonly UnitId[] =>
  units.flatMap(({ id, worksByWeb }) => (worksByWeb ? [id] : []));
