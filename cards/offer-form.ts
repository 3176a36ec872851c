/**
 * Offers drawn on a card. All of a card's fields and buttons stand in one form, so that every press brings along whatever is written
 * anywhere on the card, and the answer can leave it standing: Feishu sends the values of the pressed button's form and no others.
 * What was typed stands in the fields again when the card is drawn as the answer to a press.
 */

import { dateOf, tidyText } from '../src/workflow/plain-text.ts';
import { LABELS, WRITTEN } from '../src/workflow/whose-turn/acts.ts';
import { textsOf } from '../src/workflow/whose-turn/form-values.ts';
import type { Choice, Field, Group, Note, Offer, OfferButton } from '../src/workflow/whose-turn/offer.ts';
import { fieldsOf, isTypedInto } from '../src/workflow/whose-turn/offer.ts';
import { offersOn } from '../src/workflow/whose-turn/offers.ts';
import { refusalSentence } from './answer.ts';
import {
  type Card,
  datePicker,
  type FormElement,
  fold,
  input,
  multiSelect,
  paragraph,
  pressButton,
  type RootElement,
  remark,
  rule,
  select,
  selectPerson,
  submitButton,
} from './builder.ts';
import type { ClickValue, PressedOn } from './click.ts';
import { givenIn } from './given.ts';
import { inertLine, inertText } from './inert.ts';
import { buttonsRow } from './rows.ts';
import type { Space } from './space.ts';
import { type CardView, CUT_LIST_NOTE, clicksOf, turnOf } from './view.ts';

/** What was typed into the fields of the pressed card and not taken by the act, by name. */
export type Typed = ReadonlyMap<string, unknown>;
const NOTHING: Typed = new Map();

/** `more`: what stands in the same form besides; `links` lead out of the card and hold nothing. */
export const offersSection = (
  view: CardView,
  card: PressedOn,
  space: Space,
  more: readonly FormElement[] = [],
): readonly RootElement[] => {
  const on = card === 'room' ? 'instruction' : card;
  const { offers: all, withheld: reasons } = offersOn(turnOf(view), on);
  const withheld = reasons.map((reason) => remark(refusalSentence(reason)));
  const click = clicksOf(card, view);
  const isForm = more.length > 0 || all.some((offer) => fieldsOf(offer).length > 0);
  if (!isForm)
    return [
      ...withheld,
      ...all.flatMap(({ buttons }) =>
        buttons.map(({ act, label, look }) => pressButton(label, click(act), LOOKS[look])),
      ),
    ];
  const isOneButton = more.length === 0 && all.flatMap(({ buttons }) => buttons).length === 1;
  const given = givenIn(all, drawnPreset);
  const draw: Drawing = {
    click: (act) => ({ ...click(act), given }),
    space,
    typed: view.typed ?? NOTHING,
    isOneButton,
  };
  return [
    rule,
    ...withheld,
    { tag: 'form', name: 'acts_form', elements: [...all.flatMap((offer) => offerElements(offer, draw)), ...more] },
  ];
};

interface Drawing {
  readonly click: (act: OfferButton['act']) => ClickValue;
  readonly space: Space;
  readonly typed: Typed;
  /** Only then may the client insist on a field: it would insist on it for the other buttons of the form as well. */
  readonly isOneButton: boolean;
}

const LOOKS = { first: 'primary_filled', second: 'primary', plain: 'default' } as const;

const offerElements = (offer: Offer, draw: Drawing): readonly FormElement[] => {
  const isCut = fieldsOf(offer).some((field) => isListCut(field, draw.space));
  const elements = [
    ...offer.parts.flatMap((part) => (part.kind === 'group' ? groupElements(part, draw) : partElements(part, draw))),
    ...(isCut ? [remark(CUT_LIST_NOTE)] : []),
    ...buttonElements(offer.buttons, draw),
  ];
  if (offer.isOpen) return offer.title === '' ? elements : [paragraph(offer.title), ...elements];
  const isTyped = fieldsOf(offer).some((field) => isTypedInto(field, draw.typed.get(field.name)));
  return [fold(offer.title, elements, isTyped)];
};

const buttonElements = (buttons: readonly OfferButton[], { click }: Drawing): readonly FormElement[] => {
  const drawn = buttons.map(({ act, label, look }) => submitButton(label, click(act), LOOKS[look]));
  return drawn.length < 2 ? drawn : [buttonsRow(drawn)];
};

const groupElements = (group: Group, draw: Drawing): readonly FormElement[] => [
  fold(
    group.title,
    group.parts.flatMap((part) => partElements(part, draw)),
    group.isOpen,
  ),
];

const partElements = (part: Field | Note, draw: Drawing): readonly FormElement[] => {
  if (part.kind === 'note') return [remark(part.text)];
  const { name, label, hint } = part;
  const asked = { name, label, hint, required: draw.isOneButton && part.isNeeded };
  const typed = draw.typed.get(name);
  switch (part.kind) {
    case 'text': {
      const preset = draw.typed.has(name) ? textIn(draw.typed, name) : part.preset;
      return [
        input({
          ...asked,
          ...(part.rows > 1 ? { rows: part.rows } : {}),
          max: part.max,
          preset: drawnPreset({ ...part, preset }),
        }),
      ];
    }
    case 'choice': {
      const preset = textsOf(typed)?.[0] ?? part.preset;
      return select({ ...asked, choices: shownOf(part, [preset], draw.space), preset });
    }
    case 'choices': {
      const preset = textsOf(typed) ?? part.preset;
      return multiSelect({ ...asked, choices: shownOf(part, preset, draw.space), preset });
    }
    case 'person':
      return selectPerson({ ...asked, people: part.people, preset: textsOf(typed)?.[0] ?? null });
    case 'date':
      return datePicker({ ...asked, preset: typeof typed === 'string' ? dateOf(typed) : null });
  }
};

const drawnPreset = ({ rows, max, preset }: Extract<Field, { kind: 'text' }>): string =>
  rows > 1 ? inertText(preset, max) : inertLine(preset, max);

type ListField = Extract<Field, { kind: 'choice' | 'choices' }>;
const placesFor = ({ of }: ListField, space: Space): number =>
  of === 'units' ? space.units : of === 'leaders' ? space.leaders : MAX_OTHERS;
const MAX_OTHERS = 20;
const isListCut = (field: Field, space: Space): boolean =>
  (field.kind === 'choice' || field.kind === 'choices') && field.choices.length > placesFor(field, space);

/** Those that are chosen have their place, however short the list. */
const shownOf = (field: ListField, chosen: readonly string[], space: Space): readonly Choice[] => {
  const places = placesFor(field, space);
  const isChosen = ({ value }: Choice): boolean => chosen.includes(value);
  const isCut = field.choices.length > places;
  const inOrder = isCut
    ? [...field.choices.filter(isChosen), ...field.choices.filter((each) => !isChosen(each))]
    : field.choices;
  return inOrder
    .slice(0, places)
    .map(({ value, text }) => ({ value, text: inertLine(text, field.of === 'others' ? MAX_OTHER : MAX_NAME) }));
};
const MAX_NAME = 24;
const MAX_OTHER = 60;

const textIn = (typed: Typed, name: string): string => {
  const value = typed.get(name);
  return typeof value === 'string' ? tidyText(value) : '';
};

/** Words that were typed on the pressed card and have no field any more stand on it as words: nothing typed is lost. */
export const withLeftWords = (card: Card, typed: Typed = NOTHING): Card => {
  const shown = JSON.stringify(card);
  const left = WRITTEN.flatMap((name) => {
    const words = inertText(textIn(typed, name), MAX_LEFT);
    const beginning = [...words].slice(0, COMPARED).join('');
    const isThere = shown.includes(JSON.stringify(beginning).slice(1, -1));
    return words === '' || isThere ? [] : [`${LABELS[name] ?? ''}：${words}`];
  });
  if (left.length === 0) return card;
  const elements = [
    ...card.body.elements,
    rule,
    remark('您写下而没有提交的文字：'),
    ...left.map((line) => paragraph(line)),
  ];
  return { ...card, body: { ...card.body, elements } };
};
const MAX_LEFT = 1_000;
/** As much as the shortest field holds. */
const COMPARED = 40;
