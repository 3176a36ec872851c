// A card (卡片) as a tree: reads untrusted card JSON without trusting any shape, walks every node and finds one.
// It judges nothing (card-check.ts does) and draws nothing (page/card-view.tsx does).

/** An object of unknown shape, as it came off the wire. */
export type Json = { readonly [key: string]: unknown };

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object at `key`, or undefined when something else stands there. */
export function objectAt(node: Json | undefined, key: string): Json | undefined {
  const value = node?.[key];
  return isJson(value) ? value : undefined;
}

/** The string at `key`, or the fallback. */
export function stringAt(node: Json | undefined, key: string, fallback = ''): string {
  const value = node?.[key];
  return typeof value === 'string' ? value : fallback;
}

/** The finite number at `key`, or the fallback. */
export function numberAt(node: Json | undefined, key: string, fallback: number): number {
  const value = node?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** The list at `key`; anything that is not a list counts as empty. */
export function listAt(node: Json | undefined, key: string): readonly unknown[] {
  const value = node?.[key];
  return Array.isArray(value) ? value : [];
}

/** The objects of the list at `key`; other members are left out. */
export const objectsAt = (node: Json | undefined, key: string): readonly Json[] => listAt(node, key).filter(isJson);

/** The words of a text object (`{tag, content}`), Chinese first when it carries languages of its own. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!isJson(value)) return '';
  const translations = objectAt(value, 'i18n_content');
  return stringAt(translations, 'zh_cn') || stringAt(value, 'content');
}

/** What a person can operate. Their callbacks are listed in section 5.4 of the fact sheet. */
export const interactiveTags: ReadonlySet<string> = new Set([
  'button',
  'input',
  'select_static',
  'multi_select_static',
  'select_person',
  'multi_select_person',
  'date_picker',
  'picker_time',
  'picker_datetime',
  'checker',
  'overflow',
  'select_img',
  'interactive_container',
]);

/** Components that may hold components. */
export const containerTags: ReadonlySet<string> = new Set([
  'form',
  'column_set',
  'column',
  'interactive_container',
  'collapsible_panel',
]);

/** One component where it stands. `path` is the dotted way from the card's root, such as `body.elements.2.columns.0`. */
export interface Placed {
  readonly node: Json;
  readonly tag: string;
  readonly path: string;
  /** Containers around it, outermost first. */
  readonly ancestors: readonly Placed[];
}

/** The form container (表单容器) around a component, if any. */
export const formAround = (placed: Placed): Placed | undefined => placed.ancestors.find(({ tag }) => tag === 'form');

function* placeAll(list: readonly unknown[], path: string, ancestors: readonly Placed[]): Generator<Placed> {
  for (const [index, node] of list.entries()) {
    if (!isJson(node)) continue;
    const placed: Placed = { node, tag: stringAt(node, 'tag'), path: `${path}.${index}`, ancestors };
    yield placed;
    const inside = [...ancestors, placed];
    if (placed.tag === 'column_set') yield* placeAll(listAt(node, 'columns'), `${placed.path}.columns`, inside);
    else if (containerTags.has(placed.tag))
      yield* placeAll(listAt(node, 'elements'), `${placed.path}.elements`, inside);
    else if (placed.tag === 'checker') {
      const area = objectAt(node, 'button_area');
      yield* placeAll(listAt(area, 'buttons'), `${placed.path}.button_area.buttons`, inside);
    }
  }
}

/** Every component and container of a card body, from top to bottom. */
export function componentsOf(card: unknown): readonly Placed[] {
  if (!isJson(card)) return [];
  return [...placeAll(listAt(objectAt(card, 'body'), 'elements'), 'body.elements', [])];
}

/** How to name a component: by its `name`, its dotted `path`, its `elementId`, or the words on it. Given members must all match. */
export interface ComponentQuery {
  readonly name?: string;
  /** `body.elements.2` or `['body', 'elements', 2]`. */
  readonly path?: string | readonly (string | number)[];
  readonly elementId?: string;
  readonly text?: string;
}

/** The first component of a card that answers to the query, or undefined; an empty query finds nothing. */
export function findComponent(card: unknown, query: ComponentQuery): Placed | undefined {
  const { name, elementId, text } = query;
  const path = typeof query.path === 'object' ? query.path.join('.') : query.path;
  if (name === undefined && path === undefined && elementId === undefined && text === undefined) return undefined;
  return componentsOf(card).find(
    (placed) =>
      (name === undefined || stringAt(placed.node, 'name') === name) &&
      (path === undefined || placed.path === path) &&
      (elementId === undefined || stringAt(placed.node, 'element_id') === elementId) &&
      (text === undefined || (interactiveTags.has(placed.tag) && textOf(placed.node['text']) === text)),
  );
}
