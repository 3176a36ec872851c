/**
 * 代, on every surface and of every act: whoever stood in for a leader is named so, with the leader's name, and nobody else is. And the
 * cells of a row that name who acted name that person.
 */
import type { CaseEvent, CaseEventType } from '../../src/workflow/events.ts';
import type { Law, Moment } from './histories.ts';
import { doerOf, inPlaceOf } from './reading/acting.ts';
import { before, walkInHand, walks } from './reading/tale.ts';
import { pagesOf, rowOf } from './surfaces.ts';
import { PEOPLE } from './towns.ts';

const ONE_IN = 6;

export const saysWhoActed: Law = (moment) => {
  const { subject, decision, lot } = moment;
  if (!subject || decision.kind === 'refused') return [];
  const people = Object.values(PEOPLE);
  const viewer = people[lot(people.length)] ?? PEOPLE.staff;
  const isRead = lot(ONE_IN) === 0;
  const pages = isRead ? pagesOf([viewer.openId], { ...moment, subject }) : [];
  return [
    ...pages.flatMap(({ surface, texts }) => texts.flatMap((text) => actingFaults(text, surface))),
    ...namedInRow(rowOf({ ...moment, subject }), moment),
  ];
};

/** These two are leaders of nothing in their own right: wherever they are named, somebody is who acted in another's place. */
const DEPUTIES: Readonly<Record<string, string>> = {
  [PEOPLE.deputy.name]: PEOPLE.jia.name,
  [PEOPLE.bingDeputy.name]: PEOPLE.bing.name,
};

export const actingFaults = (text: string, surface: string): readonly string[] => [
  ...Object.entries(DEPUTIES).flatMap(([deputy, leader]) =>
    text
      .split(deputy)
      .slice(1)
      .some((rest) => !rest.startsWith(`（代${leader}）`))
      ? [`${surface}: names ${deputy} without 代${leader} ⁝ ${text}`]
      : [],
  ),
  ...[...text.matchAll(/(.{0,12})（代(?!码|拟|表)([^）]{1,8})）/g)].flatMap(([all, who = '', leader = '']) =>
    Object.entries(DEPUTIES).some(([deputy, of]) => who.endsWith(deputy) && leader === of)
      ? []
      : [`${surface}: says 代 of somebody who acted in the own name ⁝ ${all}`],
  ),
];

type Cells = Readonly<Record<string, readonly CaseEventType[]>>;
/** Which cell names who did what; of acts of a round only while it is the one in hand. */
const OF_THE_CASE: Cells = {
  leaderWords: ['sheetSentBack', 'sheetPassedOn', 'sheetHeld', 'transcriptDisowned'],
  listing: ['caseListed', 'caseUnlisted'],
};
const OF_THE_ROUND: Cells = {
  instruction: ['instructionAdded'],
  corrections: ['instructionCorrected'],
  extensions: ['extensionDecided'],
};

const namedInRow = (
  row: Readonly<Record<string, unknown>>,
  { tale, directory }: Pick<Moment, 'tale' | 'directory'>,
): readonly string[] => {
  const inHand = walkInHand(tale);
  const last = inHand?.tale.findLast(({ type }) => type === 'ratingReconsidered');
  const isLastRated = last && !inHand?.tale.some(({ type, seq }) => type === 'caseRated' && seq > last.seq);
  const wanted: readonly (readonly [string, CaseEvent])[] = [
    ...named(OF_THE_CASE, tale),
    ...(inHand ? named(OF_THE_ROUND, inHand.tale) : []),
    ...(inHand?.sheet && !inHand.sheet.transcript ? [['signer', inHand.opening] as const] : []),
    ...(last ? [[isLastRated ? 'judgement' : 'earlier', last] as const] : []),
    ...walks(tale).flatMap((walk) =>
      walk === inHand || !walk.sheet || walk.sheet.transcript ? [] : [['earlier', walk.opening] as const],
    ),
  ];
  return wanted.flatMap(([cell, event]) => {
    const scene = { tale: before(tale, event), directory, now: event.at };
    // 挂牌 by the clock stands in the name of who signed.
    if (event.by.openId === null) return [];
    const doer = doerOf(event, scene);
    const text = String(row[cell] ?? '');
    return text.includes(doer) && (inPlaceOf(event, scene) !== null || !text.includes(`${doer}（代`))
      ? []
      : [`事项 ${cell}: does not name who did ${event.type} ⁝ “${text}” without “${doer}”`];
  });
};
const named = (cells: Cells, tale: readonly CaseEvent[]): readonly (readonly [string, CaseEvent])[] =>
  Object.entries(cells).flatMap(([cell, types]) =>
    tale.flatMap((event) => (types.includes(event.type) ? [[cell, event] as const] : [])),
  );
