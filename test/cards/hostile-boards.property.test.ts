// Cards of several cases under hostile text and large numbers: within Feishu's limits, nothing turned into markup, and every
// button still understood.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAddition } from '../../cards/addition.ts';
import { parseAsk } from '../../cards/ask.ts';
import type { BoardView } from '../../cards/board-view.ts';
import { bundleCards, type Card, drawBoard } from '../../cards/cards.ts';
import { parseClick } from '../../cards/click.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { checkCard, renderCardText } from '../feishu/card-check.ts';
import { boards } from './board-examples.ts';
import { nearby } from './examples.ts';
import { hostile, longDirectory, spoil } from './hostile.ts';

/** The same board with its cases repeated under ids of their own, each of a visit of its own. */
const crowded = (view: BoardView, times: number): BoardView => ({
  ...view,
  ...('ties' in view ? { ties: Object.fromEntries(copies(view, times).map(({ id }) => [id, nearby])) } : {}),
  cases: copies(view, times),
});
const copies = (view: BoardView, times: number) =>
  Array.from({ length: times }, (_, round) =>
    view.cases.map((subject) => ({
      ...subject,
      id: caseId(`case-${round}-${subject.id}-${'长'.repeat(round % 3 === 0 ? 60 : 0)}`),
      visitKey: `${subject.visitKey}-${round}`,
    })),
  ).flat();

it('never breaks a card of several cases, pages anybody or loses the meaning of a button', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(boards)),
      fc.array(hostile, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(0, 5, 200),
      fc.constantFrom(1, 3, 20),
      (board, texts, size, times) => {
        let count = 0;
        const next = (): string => texts[count++ % texts.length] ?? '';
        const view = crowded({ ...board, directory: longDirectory(size) }, times);
        const card = drawBoard(spoil(view, next));
        if (!card) return;
        expect(checkCard(card)).toEqual([]);
        const shown = renderCardText(card);
        expect([shown.mentions, shown.links, shown.images, shown.people]).toEqual([[], [], [], []]);
        expect(JSON.stringify(card)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/);
        for (const { value, name } of shown.buttons) {
          const press = { value, form: {}, name };
          expect([parseAsk(press), parseClick(press), parseAddition(press)].filter((one) => one !== null)).toHaveLength(
            1,
          );
        }
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

it('bundles any of them into one message that Feishu takes, however much there is to tell', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...Object.values(boards)), { minLength: 1, maxLength: 4 }),
      fc.array(hostile, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1, 8),
      (chosen, texts, times) => {
        let count = 0;
        const next = (): string => texts[count++ % texts.length] ?? '';
        // The card of the room has forms, and is never part of another message.
        const parts = chosen
          .filter(({ kind }) => kind !== 'room')
          .map((board) => drawBoard(spoil(crowded(board, times), next)));
        const bundle = bundleCards(parts.filter((card): card is Card => card !== null));
        if (bundle) expect(checkCard(bundle)).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
