/**
 * One line of the bench: a figure beside what it is measured against in the same run. Counts (calls, round trips) are
 * exact; times are only ever judged as a ratio, because machines differ.
 */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is held against, in the same unit, and what that is. */
  readonly reference: number;
  readonly against: string;
  /** DESIGN.md 10, or null where nothing is promised. `most`: the ratio should be at most this. */
  readonly reach: { readonly most: number } | { readonly least: number } | null;
}

export const ratioOf = (figure: Figure): number => figure.value / figure.reference;

/** Null where nothing is promised. */
export const isReached = (figure: Figure): boolean | null => {
  if (figure.reach === null) return null;
  return 'most' in figure.reach ? ratioOf(figure) <= figure.reach.most : ratioOf(figure) >= figure.reach.least;
};

const round = (value: number): string => {
  if (Number.isInteger(value)) return String(value);
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(4);
};

/** One readable line: name, value, reference, ratio and what it should reach. */
export const figureLine = (figure: Figure): string => {
  const reached = isReached(figure);
  const reach =
    figure.reach === null
      ? ''
      : `  ${reached ? '✓' : '✗'} ${'most' in figure.reach ? `≤ ${figure.reach.most}` : `≥ ${figure.reach.least}`}`;
  const own = `${round(figure.value)} ${figure.unit}`;
  return `${figure.name}: ${own} ÷ ${round(figure.reference)} (${figure.against}) = ${round(ratioOf(figure))}${reach}`;
};

/** The middle of several runs; one run is at the mercy of whatever else the machine does. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
