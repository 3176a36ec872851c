/** What sentences may call by name: tables and columns, what is chosen in them, states, lights, grades, acts. */
import { TABLES } from '../../bitable-schema/index.ts';
import { GRADES, LIGHTS, OUTCOMES, STATES } from '../../src/workflow/case.ts';
import { TRANSITIONS } from '../../src/workflow/transitions.ts';
import { someAppeal } from '../support/given.ts';

export const namesOfThings = (): readonly string[] => [
  ...TABLES.flatMap(({ name, columns, views }) => [
    name,
    ...views.map((view) => view.name),
    ...Object.values(columns).flatMap((column) => [column.name, ...(column.kind.options ?? []).map((one) => one.name)]),
  ]),
  ...Object.values(STATES),
  ...Object.values(LIGHTS),
  ...Object.values(GRADES),
  ...Object.values(OUTCOMES),
  ...Object.values(TRANSITIONS).map(({ zh }) => zh),
  // A case without a number is called by its firm and category.
  someAppeal().category,
];
