/**
 * Every card in every state, as the person who acts on it has it: what docs/cards/gallery.json holds, the stand-in's
 * /gallery shows, and the screenshots are taken of. Written by `npm run cards`; a test says when it is no longer true.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CardView, drawBoard, drawCard } from '../../cards/cards.ts';
import { nameInDirectory } from '../../src/workflow/actor.ts';
import { type Case, STATES } from '../../src/workflow/case.ts';
import { CARD_KINDS, type CardKind } from '../../src/workflow/effects.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { NO_TIES } from '../../src/workflow/ties.ts';
import { boards } from './board-examples.ts';
import { caseByState, directory, FILES_URL, people, specialCases, specialNames, tiesByCase } from './examples.ts';

export interface GalleryCard {
  readonly group: string;
  readonly name: string;
  readonly forWhom: string;
  readonly card: object;
}

export const galleryPath = fileURLToPath(new URL('../../docs/cards/gallery.json', import.meta.url));

const GROUPS = {
  instruction: '签批',
  consultation: '预沟通',
  assignment: '交办与办理',
  oversight: '牵头事项',
  reconsideration: '复核',
  resolution: '阅（办结回告）',
  review: '结果审核',
  supervision: '督办',
  plan: '计划核实',
} as const satisfies Record<CardKind, string>;

/** Who acts on a card of the kind; the second sees another part of it. */
const HOLDERS = {
  instruction: [people.secretaryA],
  consultation: [people.planningHead],
  assignment: [people.housingHead, people.planningHead],
  oversight: [people.deputyC],
  reconsideration: [people.deputyC],
  resolution: [people.secretaryA],
  review: [people.staff],
  supervision: [people.secretaryA, people.housingHead],
  plan: [people.secretaryA, people.housingHead, people.staff],
} as const satisfies Record<CardKind, readonly OpenId[]>;

const roundFor = (kind: CardKind, subject: Case): number => {
  if (kind === 'consultation') return 0;
  const isAsking = kind === 'instruction' && subject.state === 'awaiting_instruction';
  return Math.max(1, subject.rounds.length + (isAsking ? 1 : 0));
};

const nameOfHolder = (who: OpenId): string =>
  who === people.staff ? '工商联工作人员' : (nameInDirectory(directory, who) ?? who);

const cases: readonly (readonly [string, Case])[] = [
  ...Object.entries(caseByState).map(([state, subject]): readonly [string, Case] => [
    STATES[state as keyof typeof STATES],
    subject,
  ]),
  ...Object.entries(specialCases).map(([key, subject]): readonly [string, Case] => [
    specialNames[key as keyof typeof specialNames],
    subject,
  ]),
];

/** A card that looks like one before it (the same state told by two examples) stands only once. */
export const galleryCards = (): readonly GalleryCard[] => {
  const seen = new Set<string>();
  const ofCases = CARD_KINDS.flatMap((kind) =>
    cases.flatMap(([name, subject]) =>
      HOLDERS[kind].flatMap((viewer): readonly GalleryCard[] => {
        const view: CardView = {
          subject,
          directory,
          round: roundFor(kind, subject),
          viewer,
          ties: tiesByCase[subject.id] ?? NO_TIES,
          filesUrl: FILES_URL,
        };
        const card = drawCard(kind, view);
        const json = JSON.stringify(card);
        if (!card || seen.has(json)) return [];
        seen.add(json);
        return [{ group: GROUPS[kind], name, forWhom: nameOfHolder(viewer), card }];
      }),
    ),
  );
  const ofBoards = Object.entries(boards).flatMap(([name, view]): readonly GalleryCard[] => {
    const card = drawBoard(view);
    return card ? [{ group: '简报、周报与清单', name, forWhom: nameOfHolder(view.viewer), card }] : [];
  });
  return [...ofCases, ...ofBoards];
};

/** What can be pressed or opened on a card, and how its fields are called: all its words but sentences. */
export const buttonWordsOf = (card: unknown): readonly string[] =>
  wordsOn(card).filter((words) => !/[。；]/u.test(words));
/** What is said on a card. */
export const sentencesOn = (card: unknown): readonly string[] => wordsOn(card).filter((words) => /[。；]/u.test(words));

const wordsOn = (card: unknown): readonly string[] => {
  if (Array.isArray(card)) return card.flatMap(wordsOn);
  if (typeof card !== 'object' || card === null) return [];
  const own = 'content' in card && typeof card.content === 'string' ? [card.content] : [];
  return [...own, ...Object.values(card).flatMap(wordsOn)];
};

/** One card a line, so that a change of one card is a change of one line. */
export const galleryText = (cards: readonly GalleryCard[]): string =>
  `[\n${cards.map((card) => JSON.stringify(card)).join(',\n')}\n]\n`;

export const galleryOnDisk = (): string => readFileSync(galleryPath, 'utf8');
