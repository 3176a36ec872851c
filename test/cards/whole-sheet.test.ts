// Whatever a sheet says of itself stands on every card of it, as far as its reader may know it; and nobody reads what is never theirs.
import { describe, expect, it } from 'vitest';
import { drawCard } from '../../cards/cards.ts';
import { factsFor } from '../../cards/facts.ts';
import { inertLine, inertText } from '../../cards/inert.ts';
import { isRoundInHand } from '../../cards/view.ts';
import type { Case, Round } from '../../src/workflow/case.ts';
import { CARD_KINDS } from '../../src/workflow/effects.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import type { Fact, SheetReader } from '../../src/workflow/whose-turn/fact.ts';
import { sheetFacts } from '../../src/workflow/whose-turn/sheet-facts.ts';
import { squeezed } from '../readers/eyes.ts';
import { caseByState, directory, FILES_URL, holdersOf, specialCases, units } from './examples.ts';

const cases: Readonly<Record<string, Case>> = { ...caseByState, ...specialCases };
const OF_A_SHEET = CARD_KINDS.filter((kind) => kind !== 'consultation');
const MAX = 2000;
const lastRound = (subject: Case): Round => {
  const round = subject.rounds.at(-1);
  if (!round) throw new Error('the example has a round');
  return round;
};

describe('a card of a sheet', () => {
  const drawn = Object.entries(cases).flatMap(([name, subject]) =>
    subject.rounds.flatMap((round) =>
      OF_A_SHEET.flatMap((kind) =>
        holdersOf[kind].flatMap((viewer) => {
          const view = { subject, directory, round: round.round, viewer, ties: NO_TIES, filesUrl: FILES_URL };
          const card = drawCard(kind, view);
          return card ? [{ name: `${kind} in ${name} for ${viewer}`, card, view, round }] : [];
        }),
      ),
    ),
  );

  it('says all that the sheet says to its reader', () => {
    expect(drawn.length).toBeGreaterThan(300);
    for (const { name, card, view, round } of drawn) {
      const shown = squeezed(JSON.stringify(card).replaceAll('\\"', '"'));
      const {
        number: _number,
        enterprise: _enterprise,
        contact: _contact,
        question,
        earlier,
        ...rest
      } = factsFor(view, round);
      const facts: readonly Fact[] = [
        ...Object.values(rest).flat(),
        ...(isRoundInHand(view) ? [...question, ...earlier] : []),
      ];
      for (const { label, text } of facts) {
        const words = [inertLine(text, MAX), inertText(text, MAX)].map(squeezed);
        expect(
          words.some((one) => shown.includes(one)),
          `${name}: ${label}：${text}`,
        ).toBe(true);
      }
    }
  });
});

describe('what a sheet says', () => {
  const by = { openId: null, name: '区工商联工作人员' };
  const at = Date.parse('2026-04-25T09:00:00+08:00');
  const rated: Case = {
    ...caseByState.awaiting_rating,
    rounds: [
      {
        ...lastRound(caseByState.awaiting_rating),
        rating: {
          at,
          grade: 1,
          words: '企业的评价意见',
          recordedBy: null,
          channel: 'page',
          asks: null,
          added: [{ at, words: '企业补充的评价意见' }],
        },
        judgement: { at, by, decision: 'explain', words: '工商联的研判说明' },
        reconsideration: { at, by, isUpheld: true, words: '牵头领导的复核意见' },
      },
    ],
  };
  const said = (reader: SheetReader): string => JSON.stringify(sheetFacts(rated, lastRound(rated), directory, reader));

  it('of a bad rating is whole for the office and the lead unit; a supporting one reads the grade alone', () => {
    for (const reader of [{ kind: 'office' }, { kind: 'unit', unitIds: [units.housing] }] as const)
      for (const words of ['企业的评价意见', '企业补充的评价意见', '工商联的研判说明', '牵头领导的复核意见'])
        expect(said(reader)).toContain(words);
    const supporting = said({ kind: 'unit', unitIds: [units.planning] });
    expect(supporting).toContain('非常不满意');
    expect(supporting).not.toContain('评价意见');
  });

  it('of vetting is for the office; units read what other units answered beforehand, and not the grounds', () => {
    const { ground } = caseByState.assigned.notes.authentic;
    const facts = (reader: SheetReader) =>
      JSON.stringify(sheetFacts(caseByState.assigned, lastRound(caseByState.assigned), directory, reader));
    expect(ground).not.toBe('');
    expect(facts({ kind: 'office' })).toContain(ground);
    const unit = facts({ kind: 'unit', unitIds: [units.planning] });
    expect(unit).not.toContain(ground);
    expect(unit).toContain('可以，需企业配合腾退场地。');
  });
});
