/**
 * The rows that a view (视图) shows: those its filter lets through, in its order, gathered by its group. The filter comes from the
 * API; order and group are set on the page, as v1 cannot.
 */
import { z } from 'zod';
import { compileFilter, filterSchema, sortRecords } from './bitable-filter.ts';
import { displayText, type ReadScope } from './bitable-read.ts';
import type { Field, Table, TableRecord, View } from './state.ts';

export interface RowGroup {
  /** Null where the view gathers nothing. */
  readonly name: string | null;
  readonly records: readonly TableRecord[];
}

const filterInfo = z.object({
  conjunction: z.enum(['and', 'or']).catch('and'),
  conditions: z
    .array(z.object({ field_id: z.string(), operator: z.string(), value: z.string().default('[]') }))
    .catch([]),
});
const values = z.array(z.union([z.string(), z.number().transform(String)]));

const fieldById = (table: Table, id: string): Field | undefined => table.fields.find(({ fieldId }) => fieldId === id);

/** Ids of options are what a view keeps; a search names them. */
const named = (field: Field, value: string): string => field.options.find(({ id }) => id === value)?.name ?? value;

const passes = (scope: ReadScope, table: Table, view: View): ((record: TableRecord) => boolean) => {
  const info = filterInfo.safeParse(view.property['filter_info']);
  if (!info.success) return () => true;
  const conditions = info.data.conditions.flatMap(({ field_id, operator, value }) => {
    const field = fieldById(table, field_id);
    return field
      ? [{ field_name: field.name, operator, value: values.parse(JSON.parse(value)).map((one) => named(field, one)) }]
      : [];
  });
  return compileFilter(scope, table, filterSchema.parse({ conjunction: info.data.conjunction, conditions }));
};

export const rowsOfView = (scope: ReadScope, table: Table, view: View | undefined): readonly RowGroup[] => {
  if (!view) return [{ name: null, records: table.records }];
  const { group, sort } = view.arrangement ?? { group: '', sort: [] };
  const by = fieldById(table, group);
  const order = [
    ...(by ? [{ field_name: by.name, desc: false }] : []),
    ...sort.flatMap(({ fieldId, desc }) => {
      const field = fieldById(table, fieldId);
      return field ? [{ field_name: field.name, desc }] : [];
    }),
  ];
  const records = sortRecords(scope, table, table.records.filter(passes(scope, table, view)), order);
  if (!by) return [{ name: null, records }];
  const groups = new Map<string, TableRecord[]>();
  for (const record of records) {
    const name = displayText(scope, by, record);
    groups.set(name, [...(groups.get(name) ?? []), record]);
  }
  return [...groups].map(([name, members]) => ({ name, records: members }));
};
