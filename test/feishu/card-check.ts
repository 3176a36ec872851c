// What the real Feishu refuses in a card (卡片 JSON 2.0): the documented rules, each with its code.
// Built from the official card pages; it knows nothing of the cards this project sends.
// Refused as a whole or not at all: the first problem is what an API answer carries, the rest help the reader.

import { callbackOf, formActionOf, markdownTableCount, openUrlOf, tableRows } from './card-text.ts';
import {
  componentsOf,
  containerTags,
  formAround,
  interactiveTags,
  isJson,
  type Json,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  type Placed,
  stringAt,
  textOf,
} from './card-tree.ts';

export { renderCardText } from './card-text.ts';
export { findComponent, type Placed } from './card-tree.ts';

/** One reason to refuse a card. `msg` is worded as Feishu words it, with the sub-code inside. */
export interface CardProblem {
  readonly code: number;
  readonly errCode?: number;
  readonly msg: string;
}

const maxCardBytes = 30 * 1024;
const maxNodes = 200;
const maxTables = 5;
const maxMarkdownTables = 4;
const maxNesting = 5;
const maxButtonWords = 100;

const removedTags: ReadonlySet<string> = new Set(['action', 'note']);
const displayTags: ReadonlySet<string> = new Set([
  'markdown',
  'div',
  'hr',
  'img',
  'img_combination',
  'person',
  'person_list',
  'table',
  'chart',
  'audio',
]);
const rootKeys: ReadonlySet<string> = new Set(['schema', 'config', 'card_link', 'header', 'body']);
const headerTemplates: ReadonlySet<string> = new Set(
  'blue wathet turquoise green yellow orange red carmine violet purple indigo grey default'.split(' '),
);
const tagColors: ReadonlySet<string> = new Set(
  'neutral blue turquoise lime orange violet indigo wathet green yellow red purple carmine'.split(' '),
);
const buttonTypes: ReadonlySet<string> = new Set(
  'default primary danger text primary_text danger_text primary_filled danger_filled laser'.split(' '),
);
const buttonSizes: ReadonlySet<string> = new Set(['tiny', 'small', 'medium', 'large']);
const flexModes: ReadonlySet<string> = new Set(['none', 'stretch', 'flow', 'bisect', 'trisect']);
const cellTypes: ReadonlySet<string> = new Set(['text', 'lark_md', 'markdown', 'options', 'number', 'persons', 'date']);
const inputTypes: ReadonlySet<string> = new Set(['text', 'multiline_text', 'password']);
const widthModes: ReadonlySet<string> = new Set(['default', 'compact', 'fill']);

const elementIdPattern = /^[A-Za-z][A-Za-z0-9_]{0,19}$/;
const columnWidthPattern = /^(auto|weighted|(1[6-9]|[2-9]\d|[1-5]\d\d|600)px)$/;
const marginPattern = /^-?\d{1,2}(px)?( -?\d{1,2}(px)?){0,3}$/;

/** Sub-codes of 230099, as far as documents name them. */
const sub = {
  badJson: 200621,
  tooMany: 11310,
  removed: 200861,
  emptyName: 200530,
  badPerson: 100290,
  badImage: 200570,
  badChart: 200550,
  badRow: 200914,
  undeclaredCell: 200915,
  duplicateElementId: 300301,
  exclusive: 300302,
  notSchema2: 300303,
} as const;

type Report = (errCode: number, text: string, where?: string) => void;

/** All reasons why Feishu would not take this card; an empty list means it would. Takes the parsed card object. */
export function checkCard(card: unknown): readonly CardProblem[] {
  const problems: CardProblem[] = [];
  const report: Report = (errCode, text, where = '') => {
    problems.push({
      code: 230099,
      errCode,
      msg: `Failed to create card content, ext=ErrCode: ${errCode}; ErrMsg: ${text}; ErrorValue: ${where}`,
    });
  };
  if (!isJson(card)) {
    report(sub.badJson, 'parse card json err, please check whether the card json is correct');
    return problems;
  }
  const bytes = new TextEncoder().encode(JSON.stringify(card)).length;
  if (bytes > maxCardBytes) {
    problems.push({ code: 230025, msg: `The length of the message content reaches its limit, card bytes: ${bytes}` });
  }
  checkRoot(card, report);
  checkHeader(objectAt(card, 'header'), report);
  const placed = componentsOf(card);
  checkCounts(card, placed, report);
  checkNames(placed, report);
  checkElementIds(card, report);
  for (const component of placed) checkComponent(component, report);
  return problems;
}

function checkRoot(card: Json, report: Report): void {
  if (stringAt(card, 'schema') !== '2.0') {
    report(sub.notSchema2, 'only cards of schema 2.0 are taken here, a card without it is read as 1.0', 'schema');
  }
  for (const key of Object.keys(card)) {
    if (!rootKeys.has(key)) report(sub.badJson, `cards of schema V2 do not have the property ${key}`, key);
  }
  const config = objectAt(card, 'config');
  if (config?.['update_multi'] === false) report(sub.exclusive, 'update_multi must be true', 'config.update_multi');
  const widthMode = config?.['width_mode'];
  if (widthMode !== undefined && !(typeof widthMode === 'string' && widthModes.has(widthMode))) {
    report(sub.badJson, 'width_mode is invalid', 'config.width_mode');
  }
  const body = card['body'];
  if (body !== undefined && !isJson(body)) report(sub.badJson, 'body must be an object', 'body');
  if (isJson(body) && body['elements'] !== undefined && !Array.isArray(body['elements'])) {
    report(sub.badJson, 'elements must be an array', 'body.elements');
  }
  const link = objectAt(card, 'card_link');
  const links = ['url', 'android_url', 'ios_url', 'pc_url'].map((key) => stringAt(link, key));
  if (link !== undefined && links[0] === '' && links.slice(1).includes('')) {
    report(sub.badJson, 'card_link needs url, or all of android_url, ios_url and pc_url', 'card_link');
  }
}

function checkHeader(header: Json | undefined, report: Report): void {
  if (header === undefined) return;
  const template = header['template'];
  if (template !== undefined && !(typeof template === 'string' && headerTemplates.has(template))) {
    report(sub.badJson, 'header template is invalid', `header.template ${String(template)}`);
  }
  if (textOf(header['title']) === '') report(sub.badJson, 'header title is required', 'header.title');
  for (const key of ['title', 'subtitle']) {
    const text = header[key];
    if (text !== undefined && !isText(text, ['plain_text', 'lark_md'])) {
      report(sub.badJson, 'text must be {tag: plain_text | lark_md, content}', `header.${key}`);
    }
  }
  for (const [index, tag] of objectsAt(header, 'text_tag_list').entries()) {
    const color = tag['color'];
    const known = color === undefined || (typeof color === 'string' && tagColors.has(color));
    if (stringAt(tag, 'tag') !== 'text_tag' || textOf(tag['text']) === '' || !known) {
      report(sub.badJson, 'text_tag is invalid', `header.text_tag_list.${index}`);
    }
  }
}

/** Feishu counts whatever carries a tag, texts included (卡片 JSON 2.0 结构: "元素（如 plain_text）或组件"). */
function countTags(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + countTags(each), 0);
  if (!isJson(value)) return 0;
  const own = typeof value['tag'] === 'string' ? 1 : 0;
  // A callback's value is the sender's own data, whatever its keys are called.
  return Object.entries(value).reduce((sum, [key, each]) => (key === 'value' ? sum : sum + countTags(each)), own);
}

function checkCounts(card: Json, placed: readonly Placed[], report: Report): void {
  const nodes = countTags(card['body']) + countTags(card['header']);
  if (nodes > maxNodes) report(sub.tooMany, 'element exceeds the limit', `${nodes} of ${maxNodes}`);
  const tables = placed.filter(({ tag }) => tag === 'table').length;
  if (tables > maxTables) report(sub.tooMany, 'card table number over limit', `${tables} of ${maxTables}`);
}

function checkNames(placed: readonly Placed[], report: Report): void {
  const seen = new Set<string>();
  for (const component of placed) {
    const { node, tag, path } = component;
    if (tag !== 'form' && !interactiveTags.has(tag)) continue;
    const name = stringAt(node, 'name');
    if (name !== '' && seen.has(name)) report(sub.badJson, `name is not unique: ${name}`, path);
    seen.add(name);
    const needsName = tag === 'form' || (formAround(component) !== undefined && tag !== 'interactive_container');
    if (needsName && name === '') report(sub.emptyName, 'name of an interactive component in a form is empty', path);
  }
}

/** Every component may carry an element_id, and so may texts inside one: the whole tree is searched. */
function checkElementIds(card: Json, report: Report): void {
  const seen = new Set<string>();
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const [index, each] of value.entries()) visit(each, `${path}.${index}`);
    if (!isJson(value)) return;
    const id = value['element_id'];
    if (id !== undefined) {
      if (typeof id !== 'string' || !elementIdPattern.test(id)) report(sub.badJson, 'element_id is invalid', path);
      else if (seen.has(id)) report(sub.duplicateElementId, 'element_id is duplicated', id);
      else seen.add(id);
    }
    for (const [key, each] of Object.entries(value)) if (key !== 'value') visit(each, `${path}.${key}`);
  };
  visit(card['header'], 'header');
  visit(card['body'], 'body');
}

const isText = (value: unknown, tags: readonly string[]): boolean =>
  isJson(value) && tags.includes(stringAt(value, 'tag')) && typeof value['content'] === 'string';

function checkComponent(placed: Placed, report: Report): void {
  const { node, tag, path } = placed;
  if (removedTags.has(tag)) {
    report(sub.removed, `cards of schema V2 no longer support this capability; unsupported tag ${tag}`, path);
    return;
  }
  if (!displayTags.has(tag) && !containerTags.has(tag) && !interactiveTags.has(tag)) {
    report(sub.badJson, `not support tag: ${tag}`, path);
    return;
  }
  checkPlace(placed, report);
  const margin = node['margin'];
  if (margin !== undefined && !(typeof margin === 'string' && marginPattern.test(margin))) {
    report(sub.badJson, 'margin must lie within -99px and 99px', path);
  }
  if (interactiveTags.has(tag)) checkInteractive(placed, report);
  switch (tag) {
    case 'markdown':
      if (typeof node['content'] !== 'string' || node['content'] === '')
        report(sub.badJson, 'content is required', path);
      else if (markdownTableCount(node['content']) > maxMarkdownTables) {
        report(sub.tooMany, 'card table number over limit', path);
      }
      return;
    case 'div':
      if (node['text'] !== undefined && !isText(node['text'], ['plain_text', 'lark_md'])) {
        report(sub.badJson, 'text must be {tag: plain_text | lark_md, content}', path);
      }
      return;
    case 'img':
      if (stringAt(node, 'img_key') === '') report(sub.badImage, 'img_key is required', path);
      if (!isText(node['alt'], ['plain_text'])) report(sub.badJson, 'alt is required', path);
      return;
    case 'person':
      if (stringAt(node, 'user_id') === '') report(sub.badPerson, 'user_id is required', path);
      return;
    case 'person_list':
      if (objectsAt(node, 'persons').length === 0) report(sub.badPerson, 'persons is required', path);
      return;
    case 'chart':
      if (!isJson(node['chart_spec'])) report(sub.badChart, 'chart_spec is required', path);
      return;
    case 'table':
      checkTable(node, path, report);
      return;
    case 'form':
      checkForm(node, path, report);
      return;
    case 'column_set':
      checkColumnSet(node, path, report);
      return;
    case 'interactive_container':
      if (!Array.isArray(node['elements'])) report(sub.badJson, 'elements is required', path);
      return;
    case 'collapsible_panel':
      if (!isText(objectAt(node, 'header')?.['title'], ['plain_text', 'markdown', 'lark_md'])) {
        report(sub.badJson, 'header with a title is required', path);
      }
      return;
  }
}

/** Where a component may stand: forms and tables at the root only, columns in column sets only, five levels at most. */
function checkPlace({ tag, path, ancestors }: Placed, report: Report): void {
  const parent = ancestors.at(-1);
  if ((tag === 'form' || tag === 'table') && parent !== undefined) {
    report(sub.badJson, `${tag} can only be placed at the root of the card, not in ${parent.tag}`, path);
  }
  if ((tag === 'column') !== (parent?.tag === 'column_set')) {
    report(sub.badJson, tag === 'column' ? 'column outside a column_set' : 'column_set holds columns only', path);
  }
  if (ancestors.filter((each) => each.tag !== 'column').length > maxNesting) {
    report(sub.badJson, `components are nested deeper than ${maxNesting} levels`, path);
  }
}

function checkForm(node: Json, path: string, report: Report): void {
  if (!Array.isArray(node['elements'])) report(sub.badJson, 'elements is required', path);
  const inside = componentsOf({ body: { elements: listAt(node, 'elements') } });
  if (!inside.some((each) => each.tag === 'button' && formActionOf(each.node) === 'submit')) {
    report(sub.badJson, 'there is no submit button in the form container, at least one', path);
  }
}

function checkColumnSet(node: Json, path: string, report: Report): void {
  if (!Array.isArray(node['columns']) || node['columns'].length === 0) report(sub.badJson, 'columns is required', path);
  const flexMode = node['flex_mode'];
  if (flexMode !== undefined && !(typeof flexMode === 'string' && flexModes.has(flexMode))) {
    report(sub.badJson, 'flex_mode is invalid', path);
  }
  for (const [index, column] of objectsAt(node, 'columns').entries()) {
    const width = column['width'];
    const weight = column['weight'];
    if (width !== undefined && !(typeof width === 'string' && columnWidthPattern.test(width))) {
      report(sub.badJson, 'column width must be auto, weighted or 16px to 600px', `${path}.columns.${index}`);
    }
    if (weight !== undefined && !(Number.isInteger(weight) && Number(weight) >= 1 && Number(weight) <= 5)) {
      report(sub.badJson, 'column weight must be an integer from 1 to 5', `${path}.columns.${index}`);
    }
  }
}

function checkTable(node: Json, path: string, report: Report): void {
  const columns = objectsAt(node, 'columns');
  const names = new Set<string>();
  if (columns.length === 0) report(sub.badRow, 'table columns is required', path);
  for (const column of columns) {
    const name = stringAt(column, 'name');
    if (name === '' || names.has(name)) report(sub.badRow, 'table column name is empty or repeated', path);
    names.add(name);
    if (!cellTypes.has(stringAt(column, 'data_type'))) report(sub.badRow, 'table column data_type is invalid', path);
  }
  const pageSize = numberAt(node, 'page_size', 5);
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 10)
    report(sub.badRow, 'page_size must be 1 to 10', path);
  if (!Array.isArray(node['rows']) || tableRows(node).length !== node['rows'].length) {
    report(sub.badRow, 'table rows must be an array of objects', path);
  }
  for (const row of tableRows(node)) {
    for (const [key, cell] of Object.entries(row)) {
      const column = columns.find((each) => stringAt(each, 'name') === key);
      if (column === undefined) report(sub.undeclaredCell, `table row has a key that is not a column: ${key}`, path);
      else if (!isCell(stringAt(column, 'data_type'), cell)) {
        report(sub.badRow, `table cell does not fit ${stringAt(column, 'data_type')}`, `${path} ${key}`);
      }
    }
  }
}

function isCell(type: string, cell: unknown): boolean {
  switch (type) {
    case 'number':
    case 'date':
      return typeof cell === 'number';
    case 'persons':
      return typeof cell === 'string' || (Array.isArray(cell) && cell.every((id) => typeof id === 'string'));
    case 'options':
      return (
        typeof cell === 'string' ||
        (Array.isArray(cell) && cell.every((each) => isJson(each) && textOf(each['text']) !== ''))
      );
    default:
      return typeof cell === 'string';
  }
}

const behaviourTypes: ReadonlySet<string> = new Set(['callback', 'open_url']);
const needsBehaviours: ReadonlySet<string> = new Set(['button', 'interactive_container']);
const formOnlyTags: ReadonlySet<string> = new Set(['multi_select_static', 'multi_select_person']);

function checkInteractive(placed: Placed, report: Report): void {
  const { node, tag, path } = placed;
  const insideForm = formAround(placed) !== undefined;
  checkBehaviours(node, path, report);
  if (formOnlyTags.has(tag) && !insideForm) report(sub.badJson, `${tag} can only be used in a form`, path);
  const hasTarget = callbackOf(node) !== undefined || openUrlOf(node) !== undefined;
  if (needsBehaviours.has(tag) && !hasTarget && !insideForm) report(sub.badJson, 'behaviors is required', path);
  if (tag === 'button') checkButton(node, path, insideForm, report);
  if (tag === 'select_static' || tag === 'multi_select_static' || tag === 'overflow') checkOptions(node, path, report);
  if (tag === 'select_person' || tag === 'multi_select_person') {
    const values = objectsAt(node, 'options').map((option) => stringAt(option, 'value'));
    if (values.includes('')) report(sub.badPerson, 'person option needs an id', path);
  }
  if (tag === 'input') checkInput(node, path, report);
  for (const [key, pattern, example] of pickerInitials(tag)) {
    const initial = node[key];
    if (initial !== undefined && !(typeof initial === 'string' && pattern.test(initial))) {
      report(sub.badJson, `${key} must look like ${example}`, path);
    }
    if (tag !== 'date_picker' && initial === undefined && textOf(node['placeholder']) === '') {
      report(sub.badJson, `placeholder is required without ${key}`, path);
    }
  }
  const placeholder = node['placeholder'];
  if (placeholder !== undefined && (!isText(placeholder, ['plain_text']) || [...textOf(placeholder)].length > 100)) {
    report(sub.badJson, 'placeholder must be plain_text of at most 100 characters', path);
  }
  const confirm = node['confirm'];
  if (confirm !== undefined) {
    const dialog = isJson(confirm) ? confirm : undefined;
    if (textOf(dialog?.['title']) === '' || textOf(dialog?.['text']) === '') {
      report(sub.badJson, 'confirm needs title and text', path);
    }
  }
}

function checkBehaviours(node: Json, path: string, report: Report): void {
  const behaviours = node['behaviors'];
  if (behaviours === undefined) return;
  if (!Array.isArray(behaviours)) {
    report(sub.badJson, 'behaviors must be an array', path);
    return;
  }
  for (const behaviour of behaviours) {
    const type = isJson(behaviour) ? stringAt(behaviour, 'type') : '';
    if (!isJson(behaviour) || !behaviourTypes.has(type)) report(sub.badJson, 'behaviors type is invalid', path);
    else if (type === 'callback' && behaviour['value'] !== undefined && !isJson(behaviour['value'])) {
      report(sub.badJson, 'callback value must be an object', path);
    } else if (type === 'open_url' && !/^(https?|lark|tel|mailto):/.test(stringAt(behaviour, 'default_url'))) {
      report(sub.badJson, 'open_url needs a default_url with its scheme', path);
    }
  }
}

function checkButton(node: Json, path: string, insideForm: boolean, report: Report): void {
  const words = textOf(node['text']);
  if (!isText(node['text'], ['plain_text', 'lark_md']) || words.trim() === '')
    report(sub.badJson, 'button text is required', path);
  if ([...words].length > maxButtonWords) report(sub.badJson, `button text exceeds ${maxButtonWords} characters`, path);
  const type = node['type'];
  if (type !== undefined && !(typeof type === 'string' && buttonTypes.has(type)))
    report(sub.badJson, 'button type is invalid', path);
  const size = node['size'];
  if (size !== undefined && !(typeof size === 'string' && buttonSizes.has(size)))
    report(sub.badJson, 'button size is invalid', path);
  if (insideForm && formActionOf(node) === undefined && openUrlOf(node) === undefined) {
    report(sub.badJson, 'form_action_type of a button in a form must be submit or reset', path);
  }
}

function checkOptions(node: Json, path: string, report: Report): void {
  const options = listAt(node, 'options');
  const values = new Set<string>();
  if (options.length === 0) report(sub.badJson, 'options is required', path);
  for (const option of options) {
    const value = isJson(option) ? stringAt(option, 'value') : '';
    const leads = isJson(option) && objectAt(option, 'multi_url') !== undefined;
    if (!isJson(option) || textOf(option['text']) === '') report(sub.badJson, 'option needs a text', path);
    if (value === '' && !leads) report(sub.badJson, 'option needs a value', path);
    if (value !== '' && values.has(value)) report(sub.badJson, `option value is not unique: ${value}`, path);
    values.add(value);
  }
}

function checkInput(node: Json, path: string, report: Report): void {
  const limit = numberAt(node, 'max_length', 1000);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) report(sub.badJson, 'max_length must be 1 to 1000', path);
  if (!inputTypes.has(stringAt(node, 'input_type', 'text'))) report(sub.badJson, 'input_type is invalid', path);
}

function pickerInitials(tag: string): readonly (readonly [string, RegExp, string])[] {
  switch (tag) {
    case 'date_picker':
      return [['initial_date', /^\d{4}-\d{2}-\d{2}$/, 'yyyy-MM-dd']];
    case 'picker_time':
      return [['initial_time', /^\d{2}:\d{2}$/, 'HH:mm']];
    case 'picker_datetime':
      return [['initial_datetime', /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/, 'yyyy-MM-dd HH:mm']];
    default:
      return [];
  }
}
