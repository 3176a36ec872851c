/**
 * The elements of card JSON 2.0 (卡片) that this project uses, as types: what is not here is not on our cards. Limits and
 * places are Feishu's (form and table at the root only); how they are made is `builder.ts`.
 */
export interface PlainText {
  readonly tag: 'plain_text';
  readonly content: string;
}
export type TextSize = 'heading' | 'normal' | 'notation';
export type HeaderTemplate = 'green' | 'orange' | 'red' | 'grey' | 'blue';
export type TagColor = 'neutral' | 'blue' | 'orange' | 'green' | 'yellow' | 'red';
export type ButtonType = 'default' | 'primary' | 'primary_filled' | 'danger';

export interface Callback {
  readonly type: 'callback';
  readonly value: Readonly<Record<string, unknown>>;
}
export interface Interactive {
  readonly name: string;
  readonly behaviors: readonly [Callback];
}
export interface Div {
  readonly tag: 'div';
  readonly text: PlainText & { readonly text_size?: TextSize; readonly text_color?: string };
}
export interface Markdown {
  readonly tag: 'markdown';
  readonly content: string;
}
export interface Rule {
  readonly tag: 'hr';
}
export interface Panel {
  readonly tag: 'collapsible_panel';
  readonly expanded: boolean;
  readonly header: {
    readonly title: PlainText;
    readonly icon: { readonly tag: 'standard_icon'; readonly token: string; readonly size: string };
    readonly icon_position: 'right';
    readonly icon_expanded_angle: -180;
  };
  readonly border: { readonly color: string; readonly corner_radius: string };
  readonly elements: readonly FormElement[];
}
export interface Button extends Interactive {
  readonly tag: 'button';
  readonly text: PlainText;
  readonly type: ButtonType;
  readonly width: 'fill' | 'default';
  readonly size?: 'small';
  readonly form_action_type?: 'submit';
}
/** Opens a page and calls nothing back. */
export interface LinkButton {
  readonly tag: 'button';
  readonly text: PlainText;
  readonly type: ButtonType;
  readonly width: 'fill';
  readonly behaviors: readonly [{ readonly type: 'open_url'; readonly default_url: string }];
}
export interface Input extends Interactive {
  readonly tag: 'input';
  readonly label: PlainText;
  readonly label_position: 'top';
  readonly placeholder: PlainText;
  readonly required: boolean;
  readonly max_length: number;
  readonly input_type: 'text' | 'multiline_text';
  readonly rows?: number;
  readonly default_value?: string;
  readonly width: 'fill';
}
export interface Option {
  readonly text: PlainText;
  readonly value: string;
}
export interface Select extends Interactive {
  readonly tag: 'select_static';
  readonly placeholder: PlainText;
  readonly required: boolean;
  readonly options: readonly Option[];
  readonly initial_option?: string;
  readonly width: 'fill';
}
export interface MultiSelect extends Interactive {
  readonly tag: 'multi_select_static';
  readonly placeholder: PlainText;
  readonly required: boolean;
  readonly options: readonly Option[];
  readonly selected_values: readonly string[];
  readonly width: 'fill';
}
/** Shows names as Feishu knows them; the list holds nobody but these. */
export interface SelectPerson extends Interactive {
  readonly tag: 'select_person';
  readonly placeholder: PlainText;
  readonly required: boolean;
  readonly options: readonly { readonly value: string }[];
  readonly initial_option?: string;
  readonly width: 'fill';
}
/** Somebody by name and picture; rings nobody. */
export interface Person {
  readonly tag: 'person';
  readonly user_id: string;
  readonly show_name: true;
  readonly show_avatar: true;
  readonly size: 'small';
}
export interface DatePicker extends Interactive {
  readonly tag: 'date_picker';
  readonly placeholder: PlainText;
  readonly required: boolean;
  readonly initial_date?: string;
  readonly width: 'fill';
}
/** Side by side. On a phone the columns share the width, so a card uses two at most. */
export interface ColumnSet {
  readonly tag: 'column_set';
  readonly flex_mode: 'none';
  readonly horizontal_spacing: '8px';
  readonly columns: readonly Column[];
}
export interface Column {
  readonly tag: 'column';
  readonly width: 'weighted' | 'auto';
  readonly weight?: number;
  readonly vertical_align: 'center' | 'top';
  readonly elements: readonly (Div | Button)[];
}
export type FormElement =
  | Div
  | Markdown
  | Rule
  | Panel
  | Button
  | LinkButton
  | Input
  | Select
  | MultiSelect
  | DatePicker
  | SelectPerson
  | Person
  | ColumnSet;
/** 表格. Root only. */
export interface Table {
  readonly tag: 'table';
  readonly page_size: number;
  readonly row_height: 'auto';
  readonly header_style: { readonly background_style: 'grey'; readonly bold: true; readonly lines: 1 };
  readonly columns: readonly {
    readonly name: string;
    readonly display_name: string;
    readonly data_type: 'text' | 'number';
    readonly width: 'auto';
  }[];
  readonly rows: readonly Readonly<Record<string, string | number>>[];
}
/** 图表, a VChart specification. */
export interface Chart {
  readonly tag: 'chart';
  readonly aspect_ratio: '16:9' | '4:3' | '2:1';
  readonly color_theme: 'brand';
  readonly preview: false;
  readonly chart_spec: Readonly<Record<string, unknown>>;
}
/** Forms stand at the root only (表单容器 may not be nested). */
export interface Form {
  readonly tag: 'form';
  readonly name: string;
  readonly elements: readonly FormElement[];
}
export type RootElement = Form | Table | Chart | FormElement;

export interface Card {
  readonly schema: '2.0';
  readonly config: {
    readonly update_multi: true;
    readonly enable_forward: false;
    readonly width_mode: 'default';
    readonly summary: { readonly content: string };
  };
  readonly header: {
    readonly title: PlainText;
    readonly subtitle: PlainText;
    readonly template: HeaderTemplate;
    readonly text_tag_list: readonly { readonly tag: 'text_tag'; readonly text: PlainText; readonly color: TagColor }[];
  };
  readonly body: {
    readonly direction: 'vertical';
    readonly vertical_spacing: 'medium';
    readonly elements: readonly RootElement[];
  };
}
