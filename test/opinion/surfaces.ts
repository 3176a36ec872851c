/**
 * Everything on which somebody reads of a case, in one list: the laws go over it, so that a surface that comes later is reached by
 * being named here. A surface says which round it speaks of; what is read is the drawn thing itself, never what it was drawn from.
 */

import { drawCard } from '../../cards/cards.ts';
import { caseWords } from '../../cards/case-line.ts';
import { noticeText } from '../../cards/notices.ts';
import { publicCase } from '../../src/pages/public-view.ts';
import { unitView } from '../../src/pages/unit-view.ts';
import type { Links } from '../../src/ports.ts';
import { serviceCells } from '../../src/sync/row-mapping.ts';
import { type Case, roundInHand } from '../../src/workflow/case.ts';
import { isCreditCode } from '../../src/workflow/credit-code.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { CARD_KINDS, type CardKind } from '../../src/workflow/effects.ts';
import { beijingDate, type Ms, type OpenId } from '../../src/workflow/ids.ts';
import { type CardButton, renderCardText } from '../feishu/card-text.ts';
import { isJson, type Json, listAt, objectAt, objectsAt, stringAt, textOf } from '../feishu/card-tree.ts';
import { dayOf } from './reading/days.ts';
import type { Tale } from './reading/tale.ts';

export interface Shown {
  readonly subject: Case;
  readonly tale: Tale;
  readonly directory: Directory;
  readonly now: Ms;
}
export interface Page {
  readonly surface: string;
  /** The round it speaks of; null where it speaks of the whole case. */
  readonly round: number | null;
  readonly texts: readonly string[];
}

/** Links say what they lead to. */
export const LINKS: Links = {
  status: (hash) => `https://reception.example/s/${hash}`,
  rating: (id, round) => `https://reception.example/r/${id}/${round}`,
  unit: (subject, unit) => `https://reception.example/w/${subject.id}/${unit}`,
};

/** The cells of a row, by the key of the column. */
export const rowOf = ({ subject, directory, now }: Shown): Readonly<Record<string, unknown>> =>
  serviceCells(subject, {
    directory,
    now,
    isCreditCode,
    peers: {},
    links: LINKS,
  });

export interface DrawnCard {
  readonly kind: CardKind;
  readonly round: number;
  readonly viewer: OpenId;
  readonly title: string;
  readonly subtitle: string;
  readonly template: string;
  readonly tags: readonly string[];
  /** The first line. */
  readonly heading: string;
  readonly texts: readonly string[];
  readonly buttons: readonly CardButton[];
}

/** A card as it would be drawn for this viewer, taken apart again. */
const cardOf = (kind: CardKind, round: number, viewer: OpenId, { subject, directory }: Shown): DrawnCard | null => {
  const drawn: unknown = drawCard(kind, {
    subject,
    directory,
    round,
    viewer,
    ties: { enterprise: null, neighbours: [] },
    filesUrl: null,
  });
  return takenApart(drawn, kind, round, viewer);
};

/** A card as it stands in a chat; null for what is none. */
export const takenApart = (drawn: unknown, kind: CardKind, round: number, viewer: OpenId): DrawnCard | null => {
  if (!isJson(drawn)) return null;
  const { texts, buttons, title } = renderCardText(drawn);
  const header = objectAt(drawn, 'header');
  const [first] = listAt(objectAt(drawn, 'body'), 'elements');
  return {
    kind,
    round,
    viewer,
    title,
    subtitle: textOf(header?.['subtitle']),
    template: stringAt(header, 'template'),
    tags: objectsAt(header, 'text_tag_list').map((tag) => textOf(tag['text'])),
    heading: isJson(first) ? firstText(first) : '',
    texts,
    buttons,
  };
};
const firstText = (node: Json): string => textOf(node) || textOf(node['text']);

export const cardsFor = (viewer: OpenId, shown: Shown): readonly DrawnCard[] =>
  CARD_KINDS.flatMap((kind) =>
    Array.from(
      { length: shown.subject.rounds.length + 2 },
      (_, round) => cardOf(kind, round, viewer, shown) ?? [],
    ).flat(),
  );

export const statusPageOf = ({ subject, tale, directory, now }: Shown) => publicCase(subject, tale, directory, now);

/** Speak of what may be done, and of rounds before this one. */
const NOT_OF_THE_ROUND = ['actionsNow', 'earlier'];
const cellTexts = (row: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(row).flatMap(([key, cell]) =>
    typeof cell === 'string' && !NOT_OF_THE_ROUND.includes(key) ? [cell] : [],
  );
/** Every string in a thing, however deep. */
const stringsIn = (thing: unknown): readonly string[] => {
  if (typeof thing === 'string') return [thing];
  if (typeof thing !== 'object' || thing === null) return [];
  return Object.values(thing).flatMap(stringsIn);
};

/** All that can be read of a case, by these viewers. */
export const pagesOf = (viewers: readonly OpenId[], shown: Shown): readonly Page[] => {
  const { subject, directory, now } = shown;
  const inHand = roundInHand(subject);
  const today = beijingDate(dayOf(now));
  return [
    { surface: '事项', round: inHand, texts: cellTexts(rowOf(shown)) },
    ...viewers.flatMap((viewer): readonly Page[] => [
      ...cardsFor(viewer, shown).map(({ kind, round, texts }): Page => ({ surface: `card ${kind}`, round, texts })),
      {
        surface: 'list line',
        round: inHand,
        texts: [
          caseWords(subject, {
            kind: 'list',
            list: 'query',
            cases: [subject],
            figures: null,
            page: 1,
            directory,
            viewer,
            today,
          }),
        ],
      },
    ]),
    ...subject.rounds.flatMap((round) =>
      round.units.map(
        (part): Page => ({
          surface: 'unit page',
          round: round.round,
          texts: stringsIn(unitView(subject, directory, round, part, now)),
        }),
      ),
    ),
    { surface: 'status page', round: null, texts: stringsIn(statusPageOf(shown)) },
    ...NOTICES.map(
      (kind): Page => ({ surface: `notice ${kind}`, round: inHand, texts: [noticeText(kind, subject, directory)] }),
    ),
  ];
};
/** Those that may be sent of a case at any time after it was signed. */
const NOTICES = ['reminder', 'officerNamed'] as const;
