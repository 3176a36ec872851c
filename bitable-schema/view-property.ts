/**
 * A declared view in Feishu's words: column ids, conditions whose values are a JSON text, option ids. Pure. Sorting, groups and
 * the order of columns are no part of the v1 API; they are steps for a person (`byHand`).
 */
import { z } from 'zod';
import { hiddenKeys, type Table, type View, type ViewFilter } from './table.ts';

/** A live column as far as views need it. */
export interface ColumnIds {
  readonly fieldId: string;
  readonly property: Readonly<Record<string, unknown>> | null;
}
/** Live columns by key of the declared ones. */
export type ColumnsByKey = Readonly<Record<string, ColumnIds | undefined>>;

export interface ViewProperty {
  readonly filter_info?: {
    readonly conjunction: 'and';
    readonly conditions: readonly { readonly field_id: string; readonly operator: string; readonly value: string }[];
  };
  readonly hidden_fields?: readonly string[];
}

/**
 * How a select's options are named in a condition. Feishu's own client stores ids, the page of the API points to the guide for
 * searches, which names them: so ids are sent first, and names where ids are refused.
 */
export type OptionWords = 'ids' | 'names';

const liveOptions = z.object({ options: z.array(z.object({ id: z.string(), name: z.string() })) });
const optionsOf = (column: ColumnIds) => liveOptions.safeParse(column.property).data?.options ?? [];

/** Null when the API has nothing to set; throws when a column is missing, because columns come before views. */
export const viewPropertyOf = (
  table: Table,
  view: View,
  columns: ColumnsByKey,
  words: OptionWords = 'ids',
): ViewProperty | null => {
  const hidden = hiddenKeys(table, view).map((key) => columnOf(columns, view, key).fieldId);
  const conditions = (view.filters ?? []).map((filter) => {
    const column = columnOf(columns, view, filter.column);
    return {
      field_id: column.fieldId,
      operator: filter.is,
      value: JSON.stringify(words === 'ids' ? optionIdsOf(filter, column) : (filter.values ?? [])),
    };
  });
  if (hidden.length === 0 && conditions.length === 0) return null;
  return {
    ...(conditions.length === 0 ? {} : { filter_info: { conjunction: 'and', conditions } }),
    ...(hidden.length === 0 ? {} : { hidden_fields: hidden }),
  };
};

const columnOf = (columns: ColumnsByKey, view: View, key: string): ColumnIds => {
  const column = columns[key];
  if (!column) throw new Error(`the view ${view.name} needs column ${key}, which is not there`);
  return column;
};

const optionIdsOf = (filter: ViewFilter, column: ColumnIds): readonly string[] => {
  const options = optionsOf(column);
  return (filter.values ?? []).map((value) => options.find((option) => option.name === value)?.id ?? value);
};

const liveProperty = z.object({
  filter_info: z
    .object({
      conjunction: z.string().nullish(),
      conditions: z
        .array(z.object({ field_id: z.string(), operator: z.string(), value: z.string().nullish() }))
        .nullish(),
    })
    .nullish(),
  hidden_fields: z.array(z.string()).nullish(),
});

/** Whether a live view shows what is declared, however Feishu spells it. */
export const viewAgrees = (
  table: Table,
  view: View,
  columns: ColumnsByKey,
  live: Readonly<Record<string, unknown>>,
): boolean => {
  const parsed = liveProperty.safeParse(live);
  if (!parsed.success) return false;
  const wanted = viewPropertyOf(table, view, columns);
  const names = new Map(
    Object.values(columns).flatMap((column) =>
      column ? optionsOf(column).map((option) => [`${column.fieldId} ${option.name}`, option.id] as const) : [],
    ),
  );
  const inOneSpelling = (property: z.output<typeof liveProperty>): string =>
    JSON.stringify([
      (property.filter_info?.conditions ?? []).length > 1 ? property.filter_info?.conjunction : 'and',
      (property.filter_info?.conditions ?? [])
        .map(({ field_id, operator, value }) => {
          const values = valuesIn(value ?? '[]').map((one) => names.get(`${field_id} ${one}`) ?? one);
          return [field_id, operator, ...values.sort()].join(' ');
        })
        .sort(),
      [...(property.hidden_fields ?? [])].sort(),
    ]);
  return inOneSpelling(parsed.data) === inOneSpelling(liveProperty.parse(wanted ?? {}));
};

const valuesIn = (text: string): readonly string[] & { sort(): string[] } => {
  try {
    const parsed = z.array(z.union([z.string(), z.number().transform(String)])).safeParse(JSON.parse(text));
    return parsed.success ? [...parsed.data] : [text];
  } catch {
    // Feishu documents a JSON text; whatever else stands there is at least not what was declared.
    return [text];
  }
};
