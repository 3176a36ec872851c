/**
 * Feishu takes cards of at most 30 KB and 200 elements. A card is drawn with generous space first, and again with less
 * until it fits; the last size fits whatever the case holds.
 */
import type { Card } from './builder.ts';

/** How much of each thing a card may show. */
export interface Space {
  /** Characters of a long text shown whole in a fold. */
  readonly longText: number;
  /** Characters of a text of secondary weight. */
  readonly shortText: number;
  /** Units in a list to choose from. */
  readonly units: number;
  readonly leaders: number;
  /** Lines of a history (progress, contributions, answers). */
  readonly historyLines: number;
  /** Cases in a list of several. */
  readonly rows: number;
  /** Whatever a sheet says besides what its card is about stands in one element behind one tap: elements are scarcer than words. */
  readonly isDense: boolean;
}

const SPACES: readonly Space[] = [
  { longText: 2000, shortText: 400, units: 60, leaders: 60, historyLines: 12, rows: 12, isDense: false },
  { longText: 2000, shortText: 400, units: 45, leaders: 20, historyLines: 8, rows: 10, isDense: false },
  { longText: 2000, shortText: 400, units: 45, leaders: 20, historyLines: 8, rows: 10, isDense: true },
  { longText: 1000, shortText: 200, units: 30, leaders: 12, historyLines: 5, rows: 8, isDense: true },
  { longText: 500, shortText: 120, units: 16, leaders: 8, historyLines: 3, rows: 5, isDense: true },
  { longText: 300, shortText: 80, units: 6, leaders: 4, historyLines: 2, rows: 3, isDense: true },
  { longText: 120, shortText: 60, units: 6, leaders: 4, historyLines: 1, rows: 3, isDense: true },
];
// A little under the limits: Feishu does not say whether it counts before or after adding its own.
const MAX_BYTES = 29 * 1024;
const MAX_NODES = 195;

/** The roomiest drawing that Feishu takes; null where nothing is drawn at all. */
export const drawToFit = (draw: (space: Space) => Card | null): Card | null => {
  for (const space of SPACES) {
    const card = draw(space);
    if (!card) return null;
    if (fits(card)) return card;
  }
  throw new Error('a card does not fit into 30 KB and 200 elements even at its smallest');
};

/** Whether Feishu takes the card. */
export const fits = (card: Card): boolean => {
  const text = JSON.stringify(card);
  return nodesIn(text) <= MAX_NODES && isWithinBytes(text);
};

/** A UTF-16 unit is one to three bytes in UTF-8, so the shortest and the longest are judged without being encoded. */
const isWithinBytes = (text: string): boolean => {
  if (text.length > MAX_BYTES) return false;
  return text.length * 3 <= MAX_BYTES || new TextEncoder().encode(text).length <= MAX_BYTES;
};

/** Every element has a tag, texts included. Inside of a text the quotes of this pattern would be escaped. */
const TAG = '"tag":"';
const nodesIn = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf(TAG); at >= 0; at = text.indexOf(TAG, at + TAG.length)) count += 1;
  return count;
};
