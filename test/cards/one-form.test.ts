// No press can lose what stands in a field of the same card: fields and buttons are one form, and what was not taken stands on the
// card that answers.
import { describe, expect, it } from 'vitest';
import type { Card } from '../../cards/cards.ts';
import { drawBoard, drawCard } from '../../cards/cards.ts';
import { parseClick } from '../../cards/click.ts';
import type { Case } from '../../src/workflow/case.ts';
import { CARD_KINDS, type CardKind } from '../../src/workflow/effects.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { FIELDS, WRITTEN } from '../../src/workflow/whose-turn/acts.ts';
import { checkCard, renderCardText } from '../feishu/card-check.ts';
import { boards } from './board-examples.ts';
import { caseByState, directory, FILES_URL, holdersOf, specialCases, tiesByCase } from './examples.ts';

const cases: Readonly<Record<string, Case>> = { ...caseByState, ...specialCases };
type Typed = ReadonlyMap<string, unknown>;
const drawFor = (kind: CardKind, subject: Case, viewer: OpenId, round: number, typed?: Typed): Card | null =>
  drawCard(kind, {
    subject,
    directory,
    round,
    viewer,
    ties: tiesByCase[subject.id] ?? NO_TIES,
    filesUrl: FILES_URL,
    ...(typed ? { typed } : {}),
  });
const roundsOf = (kind: CardKind, subject: Case): readonly number[] =>
  kind === 'consultation' ? [0] : Array.from({ length: subject.rounds.length + 1 }, (_, index) => index + 1);

const drawn = Object.entries(cases).flatMap(([name, subject]) =>
  CARD_KINDS.flatMap((kind) =>
    holdersOf[kind].flatMap((viewer) =>
      roundsOf(kind, subject).flatMap((round) => {
        const card = drawFor(kind, subject, viewer, round);
        return card ? [{ name: `${kind} ${round} in ${name} for ${viewer}`, card, kind, subject, viewer, round }] : [];
      }),
    ),
  ),
);
const onBoards = Object.entries(boards).flatMap(([name, view]) => {
  const card = drawBoard(view);
  return card ? [{ name, card }] : [];
});

interface Part {
  readonly tag: string;
  readonly name?: string;
  readonly inForm: boolean;
  readonly isSubmit: boolean;
  readonly callsBack: boolean;
}
const partsOf = (part: unknown, inForm = false): readonly Part[] => {
  if (Array.isArray(part)) return part.flatMap((each) => partsOf(each, inForm));
  if (typeof part !== 'object' || part === null) return [];
  const own = 'tag' in part && typeof part.tag === 'string' ? part.tag : null;
  const within = Object.values(part).flatMap((each) => partsOf(each, inForm || own === 'form'));
  if (own === null) return within;
  const name = 'name' in part && typeof part.name === 'string' ? { name: part.name } : {};
  const json = JSON.stringify(part);
  return [
    {
      tag: own,
      ...name,
      inForm,
      isSubmit: 'form_action_type' in part && part.form_action_type === 'submit',
      callsBack: own === 'button' && json.includes('"type":"callback"'),
    },
    ...within,
  ];
};
const FIELD_TAGS = ['input', 'select_static', 'multi_select_static', 'select_person', 'date_picker'];

describe('the fields and buttons of a card', () => {
  it.each([...drawn, ...onBoards])('are one form: $name', ({ card }) => {
    const parts = partsOf(card.body.elements);
    expect(parts.filter(({ tag }) => tag === 'form').length).toBeLessThanOrEqual(1);
    const fields = parts.filter(({ tag }) => FIELD_TAGS.includes(tag));
    expect(fields.filter(({ inForm }) => !inForm)).toEqual([]);
    // Where anything can be written, a button that calls back outside the form would not bring it along.
    if (fields.length > 0)
      expect(parts.filter(({ tag, callsBack }) => tag === 'button' && callsBack).filter((b) => !b.inForm)).toEqual([]);
  });

  it('hold every field that the act of a button beside them reads', () => {
    for (const { card } of drawn) {
      const { buttons, fields } = renderCardText(card);
      const names = fields.map(({ name }) => name);
      for (const { value, name } of buttons) {
        const click = parseClick({ value, name, form: {} });
        if (!click) continue;
        const written = Object.values<string>(FIELDS[click.act]).filter((one) => WRITTEN.includes(one));
        for (const one of written) expect(names).toContain(one);
      }
    }
  });
});

describe('what was written and not taken', () => {
  const words = (name: string): string => `写在${name}里的话`;

  it('stands in its fields again where the card still has them, and as words where it has not', () => {
    for (const { name, card, kind, subject, viewer, round } of drawn) {
      const typed = new Map(WRITTEN.map((one) => [one, words(one)]));
      const again = drawFor(kind, subject, viewer, round, typed);
      if (!again) throw new Error(`${name} is drawn no more`);
      expect(checkCard(again), name).toEqual([]);
      const json = JSON.stringify(again);
      for (const one of WRITTEN) expect(json, `${name} keeps ${one}`).toContain(words(one));
      expect(drawFor(kind, subject, viewer, round, new Map())).toEqual(card);
    }
  });

  it('is not put into the field of another item of the room', () => {
    const room = Object.values(boards).find((view) => view.kind === 'room');
    if (room?.kind !== 'room') throw new Error('the room is an example');
    const other = room.cases.at(-1);
    if (!other) throw new Error('it has items');
    const card = drawBoard({ ...room, typed: { of: other.id, values: new Map([['sign_words', '给另一件的批示']]) } });
    const field = renderCardText(card).fields.find(({ name }) => name === 'sign_words');
    expect(JSON.stringify(field)).not.toContain('给另一件的批示');
    expect(renderCardText(card).texts.join('\n')).toContain('批示内容：给另一件的批示');
  });
});
