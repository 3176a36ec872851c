// Whatever people write, anywhere: the card stays one that Feishu takes, small, without mentions, links or pictures, and
// its buttons stay ours. Directories may be long as well.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAsk } from '../../cards/ask.ts';
import { drawCard } from '../../cards/cards.ts';
import { parseClick } from '../../cards/click.ts';
import { noticeText } from '../../cards/notices.ts';
import { type Case, FINAL_STATES } from '../../src/workflow/case.ts';
import { CARD_KINDS, NOTICE_KINDS } from '../../src/workflow/effects.ts';
import { LENGTHS } from '../../src/workflow/lengths.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { checkCard, renderCardText } from '../feishu/card-check.ts';
import { caseByState, directory, holdersOf, nearby, specialCases } from './examples.ts';
import { hostile, longDirectory, spoil } from './hostile.ts';

const everyCase: readonly Case[] = [...Object.values(caseByState), ...Object.values(specialCases)];

const accounts: readonly string[] = directory.units.flatMap((unit) => [...unit.headOpenIds, ...unit.officerOpenIds]);

describe('text from outside', () => {
  it('never breaks a card, pages anybody or adds a button', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyCase),
        fc.constantFrom(...CARD_KINDS),
        fc.array(hostile, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(0, 5, 200),
        fc.nat(4),
        (subject, kind, texts, size, who) => {
          let count = 0;
          const next = (): string => texts[count++ % texts.length] ?? '';
          const viewers = holdersOf[kind];
          const viewer = viewers[who % viewers.length] ?? viewers[0];
          for (let round = 0; round <= subject.rounds.length + 1; round += 1) {
            const { appeal, ...spoilt } = spoil(subject, next);
            // No namesake of a leader, who would be asked to stand back and get other buttons.
            const named = { ...spoilt, appeal: { ...appeal, contactName: `${appeal.contactName}甲` } };
            const ties = { ...spoil(nearby, next), enterprise: nearby.enterprise };
            const view = {
              subject: named,
              directory: spoil(longDirectory(size), next),
              round,
              viewer,
              ties,
              filesUrl: null,
            };
            const card = drawCard(kind, view);
            const clean = drawCard(kind, {
              subject,
              directory: longDirectory(size),
              round,
              viewer,
              ties: nearby,
              filesUrl: null,
            });
            expect(card === null).toBe(clean === null);
            if (!card) continue;
            expect(checkCard(card)).toEqual([]);
            const shown = renderCardText(card);
            expect([shown.mentions, shown.links, shown.images]).toEqual([[], [], []]);
            // Accounts of the directory may be shown; nobody is taken from a text.
            expect(shown.people.filter((who) => !accounts.includes(who))).toEqual([]);
            expect(JSON.stringify(card)).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/);
            expect(shown.buttons.map(({ text }) => text)).toEqual(
              renderCardText(clean).buttons.map(({ text }) => text),
            );
            for (const { value, name } of shown.buttons) {
              if (parseAsk({ value, name })) continue;
              expect(parseClick({ value, form: {}, name })).toMatchObject({ card: kind, round, caseId: subject.id });
            }
            if (kind !== 'plan' && FINAL_STATES.some((state) => state === subject.state))
              expect(
                shown.buttons.filter(({ value, name }) => parseClick({ value, form: {}, name })?.act !== 'reopen'),
              ).toEqual([]);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it('never turns a notice into a mention, and keeps it short', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyCase),
        fc.constantFrom(...NOTICE_KINDS),
        fc.array(hostile, { minLength: 1, maxLength: 6 }),
        (subject, kind, texts) => {
          let count = 0;
          const next = (): string => texts[count++ % texts.length] ?? '';
          const text = noticeText(kind, spoil(subject, next), spoil(directory, next));
          expect(text).not.toMatch(/[<>&\n]/);
          // A title, a sentence, and two texts of somebody whole.
          expect([...text].length).toBeLessThanOrEqual(2 * LENGTHS.cell + 400);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('reads any form without falling over', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...everyCase),
        fc.dictionary(hostile, fc.anything()),
        fc.anything(),
        (subject, form, value) => {
          for (const kind of CARD_KINDS) {
            const card = drawCard(kind, {
              subject,
              directory,
              round: subject.rounds.length,
              viewer: holdersOf[kind][0],
              ties: NO_TIES,
              filesUrl: null,
            });
            const { buttons, fields } = renderCardText(card);
            const filled = {
              ...form,
              ...Object.fromEntries(fields.map(({ name }, index) => [name, Object.values(form)[index] ?? value])),
            };
            for (const button of buttons.filter((each) => !parseAsk(each)))
              expect(parseClick({ value: button.value, form: filled, name: button.name })).not.toBeNull();
          }
          parseClick({ value, form, name: value });
        },
      ),
      { numRuns: 60 },
    );
  });
});
