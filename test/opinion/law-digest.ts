/**
 * The message of a day beside the second opinion: each case stands in the group of what it asks of the reader, every group that asks has
 * its rows or says how many more there are, and the figures above and the sentence at the head are counts of those groups.
 */
import type { BoardView } from '../../cards/cards.ts';
import { drawBoard } from '../../cards/cards.ts';
import type { OpenId } from '../../src/workflow/ids.ts';
import { renderCardText } from '../feishu/card-text.ts';
import { isJson, objectsAt, stringAt } from '../feishu/card-tree.ts';
import { dutyOf, OWN, QUIET } from './reading/duties.ts';
import type { Scene } from './reading/scene.ts';

/** A case as it is on the day of the card, and whether its line can be told from others. */
export interface Listed extends Scene {
  readonly id: string;
}

/** Headings with the cases under each, and how many more are said to be there. */
const groupsOf = (card: unknown): ReadonlyMap<string, { readonly ids: string[]; more: number }> => {
  const groups = new Map<string, { readonly ids: string[]; more: number }>();
  let current: { readonly ids: string[]; more: number } | null = null;
  const body = isJson(card) && isJson(card['body']) ? objectsAt(card['body'], 'elements') : [];
  for (const element of body) {
    const text = JSON.stringify(element);
    const name =
      stringAt(element, 'tag') === 'markdown' ? /^\*\*(.+)\*\*$/.exec(stringAt(element, 'content'))?.[1] : null;
    if (name) {
      current = { ids: [], more: 0 };
      groups.set(name, current);
    }
    const id = /"ask":"show".*?"case":"([^"]+)"|"case":"([^"]+)".*?"ask":"show"/.exec(text);
    if (current && id) current.ids.push(id[1] ?? id[2] ?? '');
    const more = /另有(\d+)件/.exec(text);
    if (current && more) current.more = Number(more[1]);
  }
  return groups;
};

export const groupFaults = (
  board: Extract<BoardView, { kind: 'digest' }>,
  mine: readonly Listed[],
  viewer: OpenId,
): readonly string[] => {
  const card = drawBoard(board);
  if (!card) return [];
  const surface = `digest ${board.span} ${board.audience.kind}`;
  const { texts } = renderCardText(card);
  const duties = new Map(mine.map((each) => [each.id, dutyOf(viewer, each)]));
  const count = (duty: string): number => [...duties.values()].filter((each) => each === duty).length;
  const own = OWN[board.audience.kind];
  const waiting = own.reduce((sum, duty) => sum + count(duty), 0);
  const groups = groupsOf(card);
  const figure = (name: string): string | undefined => texts[texts.indexOf(name) - 1];
  const said = own.flatMap((duty) => (count(duty) > 0 ? [`${duty}${count(duty)}件`] : []));
  const asks = board.audience.kind === 'unit' ? [`待办${waiting}件`] : said;
  return [
    ...[...groups].flatMap(([name, { ids }]) =>
      ids
        .filter((id) => duties.has(id) && duties.get(id) !== name)
        .map((id) => `${surface}: a case stands in another group ⁝ ${name}, not ${duties.get(id)}`),
    ),
    ...[...new Set(duties.values())]
      .filter((duty) => !QUIET.includes(duty) && !groups.has(duty) && !isFull(groups))
      .map((duty) => `${surface}: a group is missing ⁝ ${duty} among ${[...groups.keys()]}`),
    ...[...groups]
      .filter(([name, { ids, more }]) => ids.length > 0 && more > 0 && ids.length + more !== count(name))
      .map(([name, { ids, more }]) => `${surface}: another number of more ⁝ ${name}: ${ids.length}+${more}`),
    ...(figure('待您办理') === String(waiting)
      ? []
      : [`${surface}: another figure 待您办理 ⁝ ${figure('待您办理')}, not ${waiting}`]),
    ...(figure('本期结束') === String(count('本期结束'))
      ? []
      : [`${surface}: another figure 本期结束 ⁝ ${figure('本期结束')}, not ${count('本期结束')}`]),
    ...(waiting === 0 || texts.some((text) => asks.every((part) => text.includes(part)))
      ? []
      : [`${surface}: asks otherwise ⁝ ${texts.slice(0, 5).join(' / ')}, not ${asks}`]),
  ];
};

/** A card that has no room left says so in its last group. */
const isFull = (groups: ReadonlyMap<string, { readonly more: number }>): boolean =>
  [...groups.values()].some(({ more }) => more > 0);
