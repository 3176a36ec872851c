/**
 * Builder of card JSON 2.0 (卡片): the elements this project uses, typed, and the few rules that hold for all of them.
 * Whatever came from outside stands in plain_text; markdown takes fixed words only, which its parameter type enforces.
 * It knows no case; it decides nothing about what a card says.
 */
import { type ClickValue, clickName, encodeClick } from './click.ts';
import type {
  Button,
  ButtonType,
  Callback,
  Card,
  DatePicker,
  Div,
  FormElement,
  HeaderTemplate,
  Input,
  Interactive,
  LinkButton,
  Markdown,
  MultiSelect,
  Option,
  Panel,
  Person,
  PlainText,
  RootElement,
  Rule,
  Select,
  SelectPerson,
  TagColor,
  TextSize,
} from './elements.ts';
import { inertLine } from './inert.ts';

export type * from './elements.ts';

const plain = (content: string): PlainText => ({ tag: 'plain_text', content });

/** A heading in bold: the only markdown on our cards. Its type takes words written in the source, never a computed string. */
export const heading = <Words extends string>(words: Words & (string extends Words ? never : unknown)): Markdown => ({
  tag: 'markdown',
  content: `**${words}**`,
});

export const paragraph = (content: string, textSize: TextSize = 'normal'): Div => ({
  tag: 'div',
  text: { ...plain(content), text_size: textSize },
});
/** Small grey words: explanations and derivations. */
export const remark = (content: string): Div => ({
  tag: 'div',
  text: { ...plain(content), text_size: 'notation', text_color: 'grey' },
});
export const rule: Rule = { tag: 'hr' };

/** A panel that opens on a tap. */
export const fold = (title: string, elements: readonly FormElement[], isOpen = false): Panel => ({
  tag: 'collapsible_panel',
  expanded: isOpen,
  header: {
    title: plain(title),
    icon: { tag: 'standard_icon', token: 'down-small-ccm_outlined', size: '16px 16px' },
    icon_position: 'right',
    icon_expanded_angle: -180,
  },
  border: { color: 'grey', corner_radius: '5px' },
  elements,
});

const callback = (value: Readonly<Record<string, unknown>>): readonly [Callback] => [{ type: 'callback', value }];
/** A field in a form does not call back by itself; should a client do so, its value says that nothing was asked. */
const fieldOf = (name: string): Interactive => ({ name, behaviors: callback({ v: 1, field: name }) });

export const pressButton = (label: string, click: ClickValue, type: ButtonType = 'default'): Button => ({
  tag: 'button',
  name: clickName(click),
  text: plain(label),
  type,
  width: 'fill',
  behaviors: callback(encodeClick(click)),
});
export const submitButton = (label: string, click: ClickValue, type: ButtonType = 'primary'): Button => ({
  ...pressButton(label, click, type),
  form_action_type: 'submit',
});
export const linkButton = (label: string, url: string): LinkButton => ({
  tag: 'button',
  text: plain(label),
  type: 'default',
  width: 'fill',
  behaviors: [{ type: 'open_url', default_url: url }],
});

export interface FieldAsked {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
}
/** The client's own bound; the service checks the same one again. */
const MAX_INPUT = 1000;

export const input = (
  asked: FieldAsked & { readonly rows?: number; readonly preset?: string; readonly max?: number },
): Input => ({
  tag: 'input',
  ...fieldOf(asked.name),
  label: plain(asked.label),
  label_position: 'top',
  placeholder: plain(asked.hint),
  required: asked.required,
  max_length: asked.max ?? MAX_INPUT,
  input_type: asked.rows ? 'multiline_text' : 'text',
  ...(asked.rows ? { rows: asked.rows } : {}),
  ...(asked.preset ? { default_value: asked.preset } : {}),
  width: 'fill',
});

export interface Choice {
  readonly value: string;
  readonly text: string;
}
const MAX_OPTION_WORDS = 60;
/** Feishu wants values that are unique and words that are not empty. */
const optionsOf = (choices: readonly Choice[]): readonly Option[] => {
  const byValue = new Map(choices.filter(({ value }) => value !== '').map((choice) => [choice.value, choice]));
  return [...byValue.values()].map(({ value, text }) => ({
    text: plain(inertLine(text, MAX_OPTION_WORDS) || '（未命名）'),
    value,
  }));
};

/** Label and list; nothing at all when there is nothing to choose from, which Feishu would refuse. */
export const select = (
  asked: FieldAsked & { readonly choices: readonly Choice[]; readonly preset?: string | null },
): readonly (Div | Select)[] => {
  const options = optionsOf(asked.choices);
  if (options.length === 0) return [];
  const preset = options.find(({ value }) => value === asked.preset)?.value;
  return [
    remark(asked.label),
    {
      tag: 'select_static',
      ...fieldOf(asked.name),
      placeholder: plain(asked.hint),
      required: asked.required,
      options,
      ...(preset === undefined ? {} : { initial_option: preset }),
      width: 'fill',
    },
  ];
};

export const multiSelect = (
  asked: FieldAsked & { readonly choices: readonly Choice[]; readonly preset: readonly string[] },
): readonly (Div | MultiSelect)[] => {
  const options = optionsOf(asked.choices);
  if (options.length === 0) return [];
  return [
    remark(asked.label),
    {
      tag: 'multi_select_static',
      ...fieldOf(asked.name),
      placeholder: plain(asked.hint),
      required: asked.required,
      options,
      selected_values: asked.preset.filter((each) => options.some(({ value }) => value === each)),
      width: 'fill',
    },
  ];
};

/** Nothing for nobody: an empty list would offer everyone in the chat. */
export const selectPerson = (
  asked: FieldAsked & { readonly people: readonly string[]; readonly preset: string | null },
): readonly (Div | SelectPerson)[] => {
  const options = [...new Set(asked.people)].map((value) => ({ value }));
  if (options.length === 0) return [];
  const preset = options.find(({ value }) => value === asked.preset)?.value;
  return [
    remark(asked.label),
    {
      tag: 'select_person',
      ...fieldOf(asked.name),
      placeholder: plain(asked.hint),
      required: asked.required,
      options,
      ...(preset === undefined ? {} : { initial_option: preset }),
      width: 'fill',
    },
  ];
};

/** Only for people of the directory: it is their account that is shown. */
export const person = (openId: string): Person => ({
  tag: 'person',
  user_id: openId,
  show_name: true,
  show_avatar: true,
  size: 'small',
});

export const datePicker = (asked: FieldAsked & { readonly preset: string | null }): readonly (Div | DatePicker)[] => [
  remark(asked.label),
  {
    tag: 'date_picker',
    ...fieldOf(asked.name),
    placeholder: plain(asked.hint),
    required: asked.required,
    ...(asked.preset === null ? {} : { initial_date: asked.preset }),
    width: 'fill',
  },
];

export interface CardParts {
  readonly title: string;
  readonly subtitle: string;
  readonly template: HeaderTemplate;
  /** At most three are shown. */
  readonly tags: readonly { readonly words: string; readonly color: TagColor }[];
  /** What the chat list and the notification say. */
  readonly summary: string;
  readonly elements: readonly RootElement[];
}

/** Forwarding is off: a card holds a case, and a copy elsewhere would carry it out of the house. */
export const cardOf = (parts: CardParts): Card => ({
  schema: '2.0',
  config: {
    update_multi: true,
    enable_forward: false,
    width_mode: 'default',
    summary: { content: parts.summary },
  },
  header: {
    title: plain(parts.title),
    subtitle: plain(parts.subtitle),
    template: parts.template,
    text_tag_list: parts.tags
      .slice(0, 3)
      .map(({ words, color }) => ({ tag: 'text_tag' as const, text: plain(words), color })),
  },
  body: { direction: 'vertical', vertical_spacing: 'medium', elements: parts.elements },
});
