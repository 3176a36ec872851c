/**
 * What a notice speaks of: the round, the ruling, the rating of the moment for which it was wished, whatever came in between. A wish
 * that was kept before its moment was speaks of the last one of its kind.
 */
import { type Case, currentRound, type Rating, type Round } from '../src/workflow/case.ts';
import { caseName } from '../src/workflow/case-name.ts';
import type { Directory } from '../src/workflow/directory.ts';
import type { NoticeKind } from '../src/workflow/effects.ts';
import type { Ms, OpenId, UnitId } from '../src/workflow/ids.ts';

export interface Told {
  readonly subject: Case;
  readonly directory: Directory;
  /** The moment of what is told. */
  readonly of: Ms | null;
  /** The unit of which it speaks, where there may be several. */
  readonly about: UnitId | null;
  /** Who reads it. */
  readonly to: OpenId | null;
  /** The round that was in hand then. */
  readonly round: Round | null;
}

/** The one of that moment. */
export const ofMoment = <T extends { readonly at: Ms }>(all: readonly T[], of: Ms | null): T | null =>
  (of === null ? all.at(-1) : all.findLast(({ at }) => at === of)) ?? null;

export const roundOfMoment = (subject: Case, of: Ms | null): Round | null =>
  of === null
    ? currentRound(subject)
    : (subject.rounds.findLast((round) => begunAt(round) <= of && (round.voided === null || round.voided.at >= of)) ??
      null);
const begunAt = ({ instruction, results }: Round): Ms => instruction?.signedAt ?? results[0]?.at ?? 0;

/** Another round took its place, or its sheet is void. */
export const isPast = ({ subject, round }: Told): boolean => round !== null && currentRound(subject) !== round;

export const ratingsOf = ({ rating, earlierRatings }: Round): readonly Rating[] => [
  ...earlierRatings,
  ...(rating ? [rating] : []),
];

/** A sheet that is void, or of an earlier round, keeps its number in what is said of it. */
export const nameOfCase = ({ subject, round }: Told, kind: NoticeKind): string => {
  const voided = kind === 'transcriptDisowned' ? subject.rounds.findLast((each) => each.voided !== null) : null;
  const shown = round ?? voided ?? null;
  return caseName(shown ? { ...subject, rounds: [{ ...shown, voided: null }] } : subject, 'unit');
};
