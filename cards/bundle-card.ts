/**
 * Several cards as one message: a person hears from the clock at most once a day. The first gives the head; each of the
 * others follows under its own title, as far as Feishu's bounds for one card reach.
 */
import { paragraph, remark, rule } from './builder.ts';
import type { Card, RootElement } from './elements.ts';
import { fits } from './space.ts';

/** Null for none. A part that would make the card too large is named instead of shown. */
export const bundleCards = (cards: readonly Card[]): Card | null => {
  const [first, ...others] = cards;
  if (!first) return null;
  return others.reduce((whole, part, index) => {
    const title = paragraph(part.header.title.content, 'heading');
    const elements = part.body.elements.map((element) => renamed(element, `~${index + 2}`));
    const joined = appended(whole, [rule, title, ...elements]);
    if (fits(joined)) return joined;
    return shortened(whole, [rule, title, remark(`${part.config.summary.content}。内容较长，请从机器人菜单查看。`)]);
  }, first);
};

/** Gives up lines at the end of what stands there already, until the naming of the next part has its place. */
const shortened = (whole: Card, tail: readonly RootElement[]): Card => {
  const joined = appended(whole, tail);
  if (fits(joined)) return joined;
  const note = remark('以上内容未全部列出，请从机器人菜单查看。');
  for (let kept = whole.body.elements.length - 1; kept > 0; kept -= 1) {
    const cut = { ...whole, body: { ...whole.body, elements: whole.body.elements.slice(0, kept) } };
    const shorter = appended(cut, [note, ...tail]);
    if (fits(shorter)) return shorter;
  }
  return whole;
};

const appended = (card: Card, elements: readonly RootElement[]): Card => ({
  ...card,
  body: { ...card.body, elements: [...card.body.elements, ...elements] },
});

/** Component names are unique on a card, and one case may stand in two parts; a button works by its value. */
const renamed = (element: RootElement, suffix: string): RootElement => {
  if (element.tag === 'button') return 'name' in element ? { ...element, name: `${element.name}${suffix}` } : element;
  if (element.tag !== 'column_set') return element;
  return {
    ...element,
    columns: element.columns.map((column) => ({
      ...column,
      elements: column.elements.map((each) =>
        each.tag === 'button' ? { ...each, name: `${each.name}${suffix}` } : each,
      ),
    })),
  };
};
