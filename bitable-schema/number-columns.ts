/**
 * Numbers with a look of their own: money (货币), progress (进度), stars (评分). All three are numbers on the wire.
 */
import { type Column, type ColumnNotes, defineColumn, NUMBER } from './column.ts';

/** Fractions of the smallest unit shown would be a difference that nobody can see. */
const rounded = (places: number) => (value: number | null) =>
  value === null ? null : Number(value.toFixed(places)) || 0;

/** 货币, in yuan unless named otherwise, to the cent. */
export const currency = (name: string, notes: ColumnNotes & { readonly code?: string }): Column<number | null> =>
  defineColumn(
    name,
    { type: 2, uiType: 'Currency', settings: { formatter: '0.00', currency_code: notes.code ?? 'CNY' } },
    notes,
    { ...NUMBER, normalise: rounded(2) },
  );

/** 进度: 0 to 1, shown in whole per cent. */
export const progress = (name: string, notes: ColumnNotes): Column<number | null> =>
  defineColumn(
    name,
    { type: 2, uiType: 'Progress', settings: { formatter: '0%', range_customize: true, min: 0, max: 1 } },
    notes,
    { ...NUMBER, normalise: (value) => (value === null ? null : rounded(2)(Math.min(1, Math.max(0, value)))) },
  );

const MAX_RATING = 5;
/** 评分: whole stars from 1 to 5. */
export const rating = (name: string, notes: ColumnNotes): Column<number | null> =>
  defineColumn(
    name,
    { type: 2, uiType: 'Rating', settings: { formatter: '0', min: 1, max: MAX_RATING, rating: { symbol: 'star' } } },
    notes,
    {
      ...NUMBER,
      normalise: (value) => (value === null ? null : Math.min(MAX_RATING, Math.max(1, Math.round(value)))),
    },
  );
