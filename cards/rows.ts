/**
 * Rows of a list card: words on the left, one small button on the right; and rows of figures. Words are `plain_text`, so
 * whatever came from outside stays what it is.
 */
import { type Ask, askName, encodeAsk } from './ask.ts';
import type { Button, Column, ColumnSet, Div, FormElement } from './elements.ts';

/** A button that shows something and changes nothing; inside a form (`submit`) it brings along what was written there. */
export const askButton = (label: string, ask: Ask, look: 'fill' | 'small' | 'submit' = 'small'): Button => ({
  tag: 'button',
  name: askName(ask),
  text: { tag: 'plain_text', content: label },
  type: 'default',
  ...(look === 'small' ? { width: 'default', size: 'small' } : { width: 'fill' }),
  ...(look === 'submit' ? { form_action_type: 'submit' } : {}),
  behaviors: [{ type: 'callback', value: encodeAsk(ask) }],
});

const columnsOf = (columns: readonly Column[]): ColumnSet => ({
  tag: 'column_set',
  flex_mode: 'none',
  horizontal_spacing: '8px',
  columns,
});

/** One line of a list. */
export const rowWithButton = (words: Div, button: Button | null): FormElement =>
  button === null
    ? words
    : columnsOf([
        { tag: 'column', width: 'weighted', weight: 5, vertical_align: 'center', elements: [words] },
        { tag: 'column', width: 'auto', vertical_align: 'center', elements: [button] },
      ]);

const figure = (value: string, label: string): Column => ({
  tag: 'column',
  width: 'weighted',
  weight: 1,
  vertical_align: 'top',
  elements: [
    { tag: 'div', text: { tag: 'plain_text', content: value, text_size: 'heading' } },
    { tag: 'div', text: { tag: 'plain_text', content: label, text_size: 'notation', text_color: 'grey' } },
  ],
});

/** At most four figures side by side, each with its name under it. */
export const figuresRow = (figures: readonly { readonly value: string; readonly label: string }[]): ColumnSet =>
  columnsOf(figures.slice(0, 4).map(({ value, label }) => figure(value, label)));

/** Of fewer than ten a percentage would say more than is known: 85% of seven is six. */
const FEWEST_FOR_PERCENT = 10;
/** A rate of nothing is not a hundred per cent. */
export const rateOf = (part: number, whole: number): string => {
  if (whole === 0) return '—';
  return whole < FEWEST_FOR_PERCENT ? `${part}/${whole}` : `${Math.floor((part * 100) / whole)}%`;
};

/** Two or three buttons of equal width in one line. */
export const buttonsRow = (buttons: readonly Button[]): ColumnSet =>
  columnsOf(
    buttons.map((button) => ({
      tag: 'column',
      width: 'weighted',
      weight: 1,
      vertical_align: 'center',
      elements: [button],
    })),
  );
