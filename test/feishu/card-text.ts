// What a person reads on a card (卡片): words, mentions, links, images, buttons and fields, in reading order.
// For tests and for the log; it draws nothing and judges nothing.

import {
  componentsOf,
  formAround,
  isJson,
  type Json,
  listAt,
  objectAt,
  objectsAt,
  stringAt,
  textOf,
} from './card-tree.ts';
import { type Block, type Inline, inlineText, parseMarkdown } from './markdown.ts';

export interface CardLink {
  readonly text: string;
  readonly url: string;
}

export interface CardButton {
  readonly text: string;
  readonly path: string;
  readonly name: string | undefined;
  readonly type: string;
  readonly disabled: boolean;
  /** `submit` or `reset` inside a form. */
  readonly formAction: string | undefined;
  /** Where it leads when it opens a page. */
  readonly url: string | undefined;
  /** What its callback carries, if it calls back. */
  readonly value: unknown;
}

export interface CardField {
  readonly tag: string;
  readonly path: string;
  readonly name: string | undefined;
  readonly label: string;
  readonly required: boolean;
  readonly options: readonly { readonly text: string; readonly value: string }[];
}

export interface CardText {
  readonly title: string;
  /** Every run of visible text, one entry per block, title first. */
  readonly texts: readonly string[];
  /** Ids named by `<at>`: each notifies someone; `all` is everybody. */
  readonly mentions: readonly string[];
  readonly links: readonly CardLink[];
  readonly images: readonly { readonly key: string; readonly alt: string }[];
  /** People shown without being notified. */
  readonly people: readonly string[];
  readonly buttons: readonly CardButton[];
  readonly fields: readonly CardField[];
}

interface Sink {
  readonly texts: string[];
  readonly mentions: string[];
  readonly links: CardLink[];
  readonly images: { readonly key: string; readonly alt: string }[];
  readonly people: string[];
  readonly buttons: CardButton[];
  readonly fields: CardField[];
}

/** Reads a card; a thing that is no card gives empty lists. */
export function renderCardText(card: unknown): CardText {
  const sink: Sink = { texts: [], mentions: [], links: [], images: [], people: [], buttons: [], fields: [] };
  const root = isJson(card) ? card : undefined;
  const header = objectAt(root, 'header');
  readText(header?.['title'], sink);
  readText(header?.['subtitle'], sink);
  for (const tag of objectsAt(header, 'text_tag_list')) readText(tag['text'], sink);
  const link = stringAt(objectAt(root, 'card_link'), 'url');
  if (link !== '') sink.links.push({ text: '', url: link });
  for (const placed of componentsOf(root))
    readComponent(placed.node, placed.path, formAround(placed) !== undefined, sink);
  return { title: textOf(header?.['title']), ...sink };
}

function readComponent(node: Json, path: string, insideForm: boolean, sink: Sink): void {
  switch (stringAt(node, 'tag')) {
    case 'markdown':
      readMarkdown(textOf(node), sink);
      break;
    case 'div':
      readText(node['text'], sink);
      for (const field of objectsAt(node, 'fields')) readText(field['text'], sink);
      break;
    case 'collapsible_panel':
      readText(objectAt(node, 'header')?.['title'], sink);
      break;
    case 'img':
      sink.images.push({ key: stringAt(node, 'img_key'), alt: textOf(node['alt']) });
      readText(node['title'], sink);
      break;
    case 'img_combination':
      for (const image of objectsAt(node, 'img_list')) sink.images.push({ key: stringAt(image, 'img_key'), alt: '' });
      break;
    case 'person':
      sink.people.push(stringAt(node, 'user_id'));
      break;
    case 'person_list':
      for (const person of objectsAt(node, 'persons')) sink.people.push(stringAt(person, 'id'));
      break;
    case 'table':
      readTable(node, sink);
      break;
    case 'button':
      readText(node['text'], sink);
      sink.buttons.push(buttonOf(node, path));
      break;
    case 'column_set': {
      const url = stringAt(objectAt(objectAt(node, 'action'), 'multi_url'), 'url');
      if (url !== '') sink.links.push({ text: '', url });
      break;
    }
    case 'interactive_container': {
      const url = openUrlOf(node);
      if (url !== undefined) sink.links.push({ text: '', url });
      break;
    }
    case 'input':
    case 'select_static':
    case 'multi_select_static':
    case 'select_person':
    case 'multi_select_person':
    case 'date_picker':
    case 'picker_time':
    case 'picker_datetime':
    case 'checker':
    case 'overflow':
    case 'select_img':
      readField(node, path, insideForm, sink);
      break;
  }
}

function readField(node: Json, path: string, insideForm: boolean, sink: Sink): void {
  const tag = stringAt(node, 'tag');
  const label = textOf(node['label']) || (tag === 'checker' ? textOf(node['text']) : '') || textOf(node['placeholder']);
  for (const part of [node['label'], tag === 'checker' ? node['text'] : undefined, node['placeholder']])
    readText(part, sink);
  const options = objectsAt(node, 'options').map((option) => ({
    text: textOf(option['text']),
    value: stringAt(option, 'value'),
  }));
  for (const { text } of options) if (text !== '') sink.texts.push(text);
  const name = stringAt(node, 'name');
  sink.fields.push({
    tag,
    path,
    name: name === '' ? undefined : name,
    label,
    required: insideForm && node['required'] === true,
    options,
  });
}

function readTable(node: Json, sink: Sink): void {
  const columns = objectsAt(node, 'columns');
  for (const column of columns) readPlain(stringAt(column, 'display_name'), sink);
  for (const row of objectsAt(node, 'rows')) {
    for (const column of columns) {
      const cell = row[stringAt(column, 'name')];
      const type = stringAt(column, 'data_type');
      if (type === 'persons')
        sink.people.push(...(Array.isArray(cell) ? cell : [cell]).filter((id) => typeof id === 'string'));
      else if (type === 'options' && Array.isArray(cell))
        for (const option of cell) readPlain(textOf(isJson(option) ? option['text'] : option), sink);
      else if (type === 'markdown' || type === 'lark_md') readMarkdown(typeof cell === 'string' ? cell : '', sink);
      else if (typeof cell === 'string' || typeof cell === 'number') readPlain(String(cell), sink);
    }
  }
}

/** The address a component opens, from its behaviours or the older `url` key. */
export function openUrlOf(node: Json): string | undefined {
  const behaviour = objectsAt(node, 'behaviors').find((each) => stringAt(each, 'type') === 'open_url');
  const url =
    stringAt(behaviour, 'default_url') || stringAt(objectAt(node, 'multi_url'), 'url') || stringAt(node, 'url');
  return url === '' ? undefined : url;
}

/** Whether pressing the component calls the service, and with what: `{ value }`, or undefined. */
export function callbackOf(node: Json): { readonly value: unknown } | undefined {
  const behaviour = objectsAt(node, 'behaviors').find((each) => stringAt(each, 'type') === 'callback');
  if (behaviour !== undefined) return { value: behaviour['value'] };
  return node['value'] === undefined || stringAt(node, 'tag') !== 'button' ? undefined : { value: node['value'] };
}

/** `submit`, `reset` or undefined; the older `action_type` words count too. */
export function formActionOf(node: Json): 'submit' | 'reset' | undefined {
  const action = stringAt(node, 'form_action_type') || stringAt(node, 'action_type').replace(/^form_/, '');
  return action === 'submit' || action === 'reset' ? action : undefined;
}

function buttonOf(node: Json, path: string): CardButton {
  const name = stringAt(node, 'name');
  return {
    text: textOf(node['text']),
    path,
    name: name === '' ? undefined : name,
    type: stringAt(node, 'type', 'default'),
    disabled: node['disabled'] === true,
    formAction: formActionOf(node),
    url: openUrlOf(node),
    value: callbackOf(node)?.value,
  };
}

function readPlain(text: string, sink: Sink): void {
  if (text.trim() !== '') sink.texts.push(text);
}

function readText(value: unknown, sink: Sink): void {
  const tag = isJson(value) ? stringAt(value, 'tag') : 'plain_text';
  if (tag === 'lark_md' || tag === 'markdown') readMarkdown(textOf(value), sink);
  else readPlain(textOf(value), sink);
}

function readMarkdown(source: string, sink: Sink): void {
  const visit = (block: Block): void => {
    switch (block.kind) {
      case 'paragraph':
      case 'heading':
        readInline(block.children, sink);
        break;
      case 'quote':
        block.blocks.forEach(visit);
        break;
      case 'list':
        for (const item of block.items) item.forEach(visit);
        break;
      case 'codeBlock':
        readPlain(block.text, sink);
        break;
      case 'table':
        for (const cell of [...block.head, ...block.rows.flat()]) readInline(cell, sink);
        break;
      case 'rule':
        break;
    }
  };
  parseMarkdown(source).forEach(visit);
}

function readInline(runs: readonly Inline[], sink: Sink): void {
  readPlain(inlineText(runs), sink);
  const visit = (run: Inline): void => {
    switch (run.kind) {
      case 'at':
        sink.mentions.push(...run.ids);
        break;
      case 'person':
        sink.people.push(run.id);
        break;
      case 'image':
        sink.images.push({ key: run.key, alt: run.alt });
        break;
      case 'link':
        sink.links.push({ text: inlineText(run.children), url: run.url });
        run.children.forEach(visit);
        break;
      case 'strong':
      case 'emphasis':
      case 'deleted':
      case 'font':
        run.children.forEach(visit);
        break;
      default:
        break;
    }
  };
  runs.forEach(visit);
}

/** What the chat list shows for a card: its summary, else its title, else its first words, else 卡片消息. */
export function summaryOf(card: unknown): string {
  if (!isJson(card)) return '卡片消息';
  const summary = textOf(objectAt(objectAt(card, 'config'), 'summary'));
  const words = renderCardText(card);
  return summary || words.title || words.texts[0] || '卡片消息';
}

/** Number of Markdown tables in a text; a card may not hold many (11310). */
export const markdownTableCount = (source: string): number =>
  parseMarkdown(source).filter(({ kind }) => kind === 'table').length;

/** Rows of a card table that are objects, kept here because both the checker and the view page through them. */
export const tableRows = (node: Json): readonly Json[] => listAt(node, 'rows').filter(isJson);
