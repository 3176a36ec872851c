/**
 * The three-way comparison of one row: what both sides last agreed on (base), what the service wants it to show (ours) and what
 * is in the table (theirs). Pure, total, without clock; says what to do and does nothing. Every law it keeps is a
 * property test: a converged row plans nothing, one step converges, service columns never flow inwards.
 */
import type { Cell, Owner } from '../../bitable-schema/columns.ts';
import { sameCell, type Values } from '../../bitable-schema/table.ts';

export interface PlannedColumn {
  readonly owner: Owner;
  readonly empty: Cell;
}

export interface RowState {
  /** Normalised cells at the last agreement (the shadow). A key that is missing was empty. */
  readonly base: Values;
  /** What service columns should show now. Other keys are ignored. */
  readonly ours: Values;
  /** Normalised cells as read. */
  readonly theirs: Values;
  readonly columns: Readonly<Record<string, PlannedColumn>>;
}

export interface RowPlan {
  /** Cells of people's and form columns that differ from the base: their new values. */
  readonly amend: Values;
  /** Cells of action columns that are filled in and differ from the base. */
  readonly action: Values;
  /** Service cells that someone else set to a value that neither side knew; for a drag on the kanban. */
  readonly foreign: Values;
  /** What has to be written so that the row shows what it should. */
  readonly restore: Values;
  /** What both sides agree on once `restore` is written and `amend` is taken over. */
  readonly agreed: Values;
}

const pick = (from: Values, keys: readonly string[], columns: RowState['columns']): Values =>
  Object.fromEntries(keys.map((key) => [key, from[key] ?? columns[key]?.empty ?? null]));

export const planRow = ({ base, ours, theirs, columns }: RowState): RowPlan => {
  const at = (values: Values, key: string): Cell => values[key] ?? columns[key]?.empty ?? null;
  const keysOwnedBy = (...owners: readonly Owner[]): readonly string[] =>
    Object.entries(columns)
      .filter(([, column]) => owners.includes(column.owner))
      .map(([key]) => key);

  const differs = (key: string): boolean => !sameCell(at(theirs, key), at(base, key));
  const service = keysOwnedBy('service').filter((key) => key in ours);
  const wrong = service.filter((key) => !sameCell(at(theirs, key), at(ours, key)));

  const free = keysOwnedBy('people', 'form');
  const actions = keysOwnedBy('action');
  return {
    amend: pick(theirs, free.filter(differs), columns),
    action: pick(
      theirs,
      actions.filter((key) => differs(key) && !sameCell(at(theirs, key), columns[key]?.empty)),
      columns,
    ),
    foreign: pick(theirs, wrong.filter(differs), columns),
    restore: pick(ours, wrong, columns),
    agreed: { ...pick(theirs, [...free, ...actions], columns), ...pick(ours, service, columns) },
  };
};
