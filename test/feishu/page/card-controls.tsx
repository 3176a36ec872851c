// The parts of a card that a person operates: buttons, inputs, pickers, checkers, menus (交互组件).
// Markup only. The page script reads data-press (path of what calls back), data-field (name in form_value),
// data-kind (how its value is written) and data-confirm; in a picture of a card everything is disabled.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { callbackOf, formActionOf, openUrlOf } from '../card-text.ts';
import { isJson, type Json, listAt, numberAt, objectAt, objectsAt, stringAt, textOf } from '../card-tree.ts';
import { pixels } from './card-style.ts';
import { CardWords, type Pen } from './card-words.tsx';
import { inkOf } from './colors.ts';
import { Icon } from './icons.tsx';
import { Picture } from './markdown-view.tsx';

interface Part {
  readonly node: Json;
  readonly path: string;
  readonly pen: Pen;
}

const keyOf = ({ node, path }: Part): string => stringAt(node, 'name') || path;
const isDead = ({ node, pen }: Part): boolean => !pen.interactive || node['disabled'] === true;

/** Attributes by which the script finds a field and knows how to read it. */
function fieldAttributes(part: Part, kind: string): Readonly<Record<string, string | undefined>> {
  return {
    'data-field': stringAt(part.node, 'name') || undefined,
    'data-kind': kind,
    'data-at': part.path,
    'data-required': part.node['required'] === true ? 'true' : undefined,
    'data-confirm': confirmOf(part.node),
    'data-testid': `field:${keyOf(part)}`,
  };
}

function confirmOf(node: Json): string | undefined {
  const confirm = objectAt(node, 'confirm');
  return confirm === undefined ? undefined : `${textOf(confirm['title'])}\n${textOf(confirm['text'])}`;
}

function widthStyle(node: Json): string {
  const width = stringAt(node, 'width', 'default');
  if (width === 'fill') return 'width:100%;';
  const fixed = pixels(width);
  return fixed === undefined ? '' : `width:${fixed};max-width:100%;`;
}

const buttonLooks: ReadonlySet<string> = new Set(
  'default primary danger text primary_text danger_text primary_filled danger_filled laser'.split(' '),
);
const buttonSizes: ReadonlySet<string> = new Set(['tiny', 'small', 'medium', 'large']);

/** A button: submits or resets its form, calls back, opens a page, or the last two together. */
export function PressButton(part: Part): JSX.Element {
  const { node, path } = part;
  const look = stringAt(node, 'type', 'default');
  const size = stringAt(node, 'size', 'medium');
  const url = openUrlOf(node);
  const action = formActionOf(node);
  const presses = action === 'submit' || (action === undefined && callbackOf(node) !== undefined);
  const icon = objectAt(node, 'icon');
  return (
    <button
      type="button"
      class={`fc-btn fc-btn-${buttonLooks.has(look) ? look : 'default'} fc-btn-${buttonSizes.has(size) ? size : 'medium'}`}
      style={widthStyle(node)}
      disabled={isDead(part)}
      title={textOf(node['disabled'] === true ? node['disabled_tips'] : node['hover_tips']) || undefined}
      data-press={presses ? path : undefined}
      data-submit={action === 'submit' ? 'true' : undefined}
      data-reset={action === 'reset' ? 'true' : undefined}
      data-open={url !== undefined && /^https?:/.test(url) ? url : undefined}
      data-confirm={confirmOf(node)}
      data-testid={`press:${keyOf(part)}`}
    >
      {icon === undefined ? null : <Icon token={stringAt(icon, 'token')} color={inkOf(stringAt(icon, 'color'))} />}
      <span>{textOf(node['text'])}</span>
    </button>
  );
}

function FieldLabel({ node, id }: { node: Json; id: string }): JSX.Element | null {
  const label = textOf(node['label']);
  if (label === '') return null;
  return (
    <label class="fc-label" for={id}>
      {label}
      {node['required'] === true ? <span class="fc-required">*</span> : null}
    </label>
  );
}

const idOf = (path: string): string => `f-${path.replaceAll('.', '-')}`;

export function TextInput(part: Part): JSX.Element {
  const { node, path } = part;
  const initial = stringAt(node, 'default_value');
  const limit = numberAt(node, 'max_length', 1000);
  const kind = stringAt(node, 'input_type', 'text');
  const shared = {
    ...fieldAttributes(part, 'text'),
    id: idOf(path),
    class: 'fc-input',
    maxlength: limit,
    placeholder: textOf(node['placeholder']) || '请输入',
    disabled: isDead(part),
    'data-initial': initial,
  };
  return (
    <div class="fc-field" style={widthStyle(node)}>
      <FieldLabel node={node} id={idOf(path)} />
      {kind === 'multiline_text' ? (
        <textarea {...shared} rows={Math.min(12, Math.max(1, numberAt(node, 'rows', 5)))}>
          {initial}
        </textarea>
      ) : (
        <input {...shared} type={kind === 'password' ? 'password' : 'text'} value={initial} />
      )}
      <div class="fc-count" data-count-for={idOf(path)} hidden>
        {initial.length} / {limit}
      </div>
    </div>
  );
}

interface Choice {
  readonly text: string;
  readonly value: string;
}

const choicesOf = (node: Json): readonly Choice[] =>
  objectsAt(node, 'options').map((option) => ({ text: textOf(option['text']), value: stringAt(option, 'value') }));

/** The option chosen at first: `initial_option`, else the 1-based `initial_index` (0 = none). */
function initialChoice(node: Json, choices: readonly Choice[]): string {
  const named = stringAt(node, 'initial_option');
  if (choices.some(({ value }) => value === named)) return named;
  return choices[numberAt(node, 'initial_index', 0) - 1]?.value ?? '';
}

function OneOf({ part, choices }: { part: Part; choices: readonly Choice[] }): JSX.Element {
  const { node, path } = part;
  const initial = initialChoice(node, choices);
  return (
    <div class="fc-field" style={widthStyle(node)}>
      <FieldLabel node={node} id={idOf(path)} />
      <select
        {...fieldAttributes(part, 'one')}
        id={idOf(path)}
        class="fc-input fc-select"
        disabled={isDead(part)}
        data-initial={initial}
        aria-label={textOf(node['placeholder']) || '请选择'}
      >
        <option value="" selected={initial === ''}>
          {textOf(node['placeholder']) || '请选择'}
          {node['required'] === true ? ' *' : ''}
        </option>
        {choices.map(({ text, value }) => (
          <option value={value} selected={value === initial}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function ManyOf({ part, choices }: { part: Part; choices: readonly Choice[] }): JSX.Element {
  const { node } = part;
  const chosen = listAt(node, 'selected_values');
  return (
    <fieldset {...fieldAttributes(part, 'many')} class="fc-many" style={widthStyle(node)} disabled={isDead(part)}>
      <legend>
        {textOf(node['label']) || textOf(node['placeholder']) || '请选择（可多选）'}
        {node['required'] === true ? <span class="fc-required">*</span> : null}
      </legend>
      {choices.map(({ text, value }) => (
        <label class="fc-pill">
          <input
            type="checkbox"
            value={value}
            checked={chosen.includes(value)}
            data-initial={chosen.includes(value) ? 'true' : 'false'}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Select(part: Part): JSX.Element {
  const choices = choicesOf(part.node);
  return stringAt(part.node, 'tag') === 'multi_select_static' ? (
    <ManyOf part={part} choices={choices} />
  ) : (
    <OneOf part={part} choices={choices} />
  );
}

/** People to choose from: the listed ones, or everybody in the chat when none is listed. */
export function PersonSelect(part: Part): JSX.Element {
  const listed = objectsAt(part.node, 'options').map((option) => stringAt(option, 'value'));
  const ids = listed.length > 0 ? listed : part.pen.members.map(({ openId }) => openId);
  const choices = ids.map((id) => ({
    value: id,
    text: part.pen.members.find(({ openId }) => openId === id)?.name ?? part.pen.names.nameOf(id),
  }));
  return stringAt(part.node, 'tag') === 'multi_select_person' ? (
    <ManyOf part={part} choices={choices} />
  ) : (
    <OneOf part={part} choices={choices} />
  );
}

const pickers: Readonly<Record<string, { readonly type: string; readonly initial: string; readonly prompt: string }>> =
  {
    date_picker: { type: 'date', initial: 'initial_date', prompt: '请选择日期' },
    picker_time: { type: 'time', initial: 'initial_time', prompt: '请选择时间' },
    picker_datetime: { type: 'datetime-local', initial: 'initial_datetime', prompt: '请选择日期和时间' },
  };

export function DatePicker(part: Part): JSX.Element {
  const { node, path } = part;
  const picker = pickers[stringAt(node, 'tag')] ?? { type: 'date', initial: 'initial_date', prompt: '请选择日期' };
  const initial = stringAt(node, picker.initial).replace(' ', 'T');
  const prompt = textOf(node['placeholder']) || picker.prompt;
  return (
    <div class="fc-field" style={widthStyle(node)}>
      <label class="fc-hint" for={idOf(path)}>
        {prompt}
        {node['required'] === true ? <span class="fc-required">*</span> : null}
      </label>
      <input
        {...fieldAttributes(part, picker.type)}
        id={idOf(path)}
        class="fc-input"
        type={picker.type}
        value={initial}
        data-initial={initial}
        disabled={isDead(part)}
      />
    </div>
  );
}

export function Checker(part: Part): JSX.Element {
  const { node, path, pen } = part;
  const isChecked = node['checked'] === true;
  const calls = callbackOf(node) !== undefined;
  const strikes = objectAt(node, 'checked_style')?.['show_strikethrough'] === true;
  return (
    <div class="fc-checker">
      <label class={`fc-check${strikes ? ' fc-check-strikes' : ''}`}>
        <input
          {...fieldAttributes(part, 'checker')}
          type="checkbox"
          checked={isChecked}
          disabled={isDead(part)}
          data-initial={isChecked ? 'true' : 'false'}
          data-local={calls ? undefined : 'true'}
        />
        <CardWords value={node['text']} pen={pen} />
      </label>
      <span class="fc-checker-buttons">
        {objectsAt(objectAt(node, 'button_area'), 'buttons').map((button, index) => (
          <PressButton node={button} path={`${path}.button_area.buttons.${index}`} pen={pen} />
        ))}
      </span>
    </div>
  );
}

export function Overflow(part: Part): JSX.Element {
  const { node, path } = part;
  return (
    <details class="fc-overflow" data-testid={`menu:${keyOf(part)}`}>
      <summary class="fc-btn fc-btn-default fc-btn-medium" style={widthStyle(node)} aria-label="更多操作">
        ···
      </summary>
      <div class="fc-menu">
        {objectsAt(node, 'options').map((option) => {
          const url = stringAt(objectAt(option, 'multi_url'), 'url');
          return (
            <button
              type="button"
              disabled={isDead(part)}
              data-press={path}
              data-option={stringAt(option, 'value')}
              data-open={/^https?:/.test(url) ? url : undefined}
              data-confirm={confirmOf(node)}
              data-testid={`option:${stringAt(option, 'value')}`}
            >
              {textOf(option['text'])}
            </button>
          );
        })}
      </div>
    </details>
  );
}

/** Pictures to choose from (多图选择): outside a form a tap is the answer. */
export function PictureSelect(part: Part): JSX.Element {
  const { node, pen } = part;
  const several = node['multi_select'] === true;
  return (
    <fieldset
      {...fieldAttributes(part, several ? 'many' : 'oneBox')}
      class="fc-many fc-pictures"
      disabled={isDead(part)}
    >
      {listAt(node, 'options')
        .filter(isJson)
        .map((option) => (
          <label class="fc-picture">
            <input
              type={several ? 'checkbox' : 'radio'}
              name={keyOf(part)}
              value={stringAt(option, 'value')}
              disabled={option['disabled'] === true}
            />
            <Picture imageKey={stringAt(option, 'img_key')} alt={textOf(option['hover_tips'])} names={pen.names} />
          </label>
        ))}
    </fieldset>
  );
}
