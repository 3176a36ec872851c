/**
 * Declared tables against live ones → the steps that make them agree (`plan`). Pure: reads nothing, changes nothing. Never removes
 * a table, a column, an option or a view: what people added is theirs. What only a person can mend is a step of its own.
 */
import { z } from 'zod';
import { boundColumns } from './bind-columns.ts';
import type { Column, SelectOption } from './columns.ts';
import { typeName } from './describe-step.ts';
import { type Question, stepsByHand, type Table, type View } from './table.ts';
import { viewAgrees } from './view-property.ts';

/** What `plan` has to know of a live column; a subset of what the port gives. */
export interface LiveColumn {
  readonly fieldId: string;
  readonly name: string;
  readonly type: number;
  readonly isPrimary: boolean;
  readonly property: Readonly<Record<string, unknown>> | null;
}
export interface LiveQuestion {
  readonly fieldId: string;
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
  readonly visible: boolean;
}
export interface LiveView {
  readonly viewId: string;
  readonly name: string;
  readonly type: string;
  /** Undefined where it was not read. */
  readonly property?: Readonly<Record<string, unknown>>;
}
export interface LiveTableShape {
  readonly name: string;
  readonly columns: readonly LiveColumn[];
  /** Field ids by column key as they were found earlier: people rename columns, and those stay ours. */
  readonly knownIds?: Readonly<Record<string, string>>;
  readonly views: readonly LiveView[];
  /** Null when the declared form has no view yet. */
  readonly form: {
    readonly formId: string;
    readonly name: string;
    readonly isShared: boolean;
    readonly sharedLimit: string | null;
    readonly questions: readonly LiveQuestion[];
  } | null;
}

export type Step =
  | { readonly kind: 'createTable'; readonly table: Table }
  | { readonly kind: 'createColumn'; readonly table: Table; readonly column: Column }
  /** `options`: every live one with its id, then the new ones; an update replaces the whole list. */
  | {
      readonly kind: 'changeColumn';
      readonly table: Table;
      readonly column: Column;
      readonly fieldId: string;
      readonly liveName: string;
      readonly addedOptions: readonly string[];
      /** Options of an earlier version that get their present name and keep their id, by the new name. */
      readonly renamedOptions: readonly string[];
      readonly options: readonly OptionToSend[];
      /** What else the column's property holds now: an update replaces all of it, and people may have set it. */
      readonly kept: Readonly<Record<string, unknown>>;
    }
  /** `viewId`: one that was begun and not finished, or one that is there and is asked for anew. */
  | {
      readonly kind: 'makeView';
      readonly table: Table;
      readonly view: View;
      readonly viewId: string | null;
      readonly isAnew: boolean;
    }
  | { readonly kind: 'shareForm'; readonly table: Table }
  | { readonly kind: 'hideQuestion'; readonly table: Table; readonly fieldId: string; readonly title: string }
  | { readonly kind: 'showQuestion'; readonly table: Table; readonly fieldId: string; readonly question: Question }
  | { readonly kind: 'changeQuestion'; readonly table: Table; readonly fieldId: string; readonly question: Question }
  /** One move after the other; `after` '' is the first place. */
  | { readonly kind: 'orderQuestions'; readonly table: Table; readonly moves: readonly QuestionMove[] }
  /** Only a person can do this in Feishu; everything else goes on. */
  | { readonly kind: 'askPerson'; readonly table: Table; readonly sentence: string };

export interface QuestionMove {
  readonly fieldId: string;
  readonly after: string;
}
export interface OptionToSend {
  readonly id?: string;
  readonly name: string;
  readonly color?: number;
}

const liveOptions = z.object({
  options: z.array(z.object({ id: z.string(), name: z.string(), color: z.number().optional() })).nullish(),
});

/**
 * Until a view shows what it should, it is called so: a view with its final name is finished, and what differs in it then is
 * people's own doing.
 */
export const unfinishedName = (view: View): string => `${view.name}（设置中）`;

/** Views that the API can make. */
const makeable = (table: Table): readonly View[] => table.views.filter((view) => view.type !== 'calendar');

/**
 * Steps for one table; `live` null means that there is none. Columns come before views, views before the form. `anew`: names of
 * views that are to show what is declared now, whatever was changed in them.
 */
export const planTable = (table: Table, live: LiveTableShape | null, anew: readonly string[] = []): readonly Step[] => {
  if (!live) {
    return [
      { kind: 'createTable', table },
      ...makeable(table)
        .slice(1)
        .map((view): Step => ({ kind: 'makeView', table, view, viewId: null, isAnew: false })),
    ];
  }
  return [
    ...planColumns(table, live),
    ...planViews(table, live),
    ...planViewsAnew(table, live, anew),
    ...planForm(table, live),
  ];
};

/** Steps for all declared tables, in their order. `live` by table key. */
export const plan = (
  declared: readonly Table[],
  live: Readonly<Record<string, LiveTableShape | undefined>>,
): readonly Step[] => declared.flatMap((table) => planTable(table, live[table.key] ?? null));

/** The live columns by key of the declared ones. */
export const columnsByKey = (
  table: Table,
  live: Pick<LiveTableShape, 'columns' | 'knownIds'>,
): Readonly<Record<string, LiveColumn | undefined>> => boundColumns(table.columns, live.columns, live.knownIds);

/** A new column may take the name that an older one gives up, so what is there is changed first. */
const planColumns = (table: Table, live: LiveTableShape): readonly Step[] =>
  stepsOfColumns(table, live).toSorted((a, b) => Number(a.kind === 'createColumn') - Number(b.kind === 'createColumn'));

const stepsOfColumns = (table: Table, live: LiveTableShape): readonly Step[] => {
  const bound = columnsByKey(table, live);
  return Object.entries(table.columns).flatMap(([key, column], index): readonly Step[] => {
    const found = bound[key];
    const asked = (sentence: string): Step => ({ kind: 'askPerson', table, sentence });
    if (!found) {
      const { byHand } = column.kind;
      return byHand === undefined
        ? [{ kind: 'createColumn', table, column }]
        : [asked(`请在“${table.name}”中新建“${typeName(column)}”列“${column.name}”：${byHand}。`)];
    }
    if (found.type !== column.kind.type)
      return [asked(`“${table.name}”的“${found.name}”列类型被改动，请改回“${typeName(column)}”。`)];
    const wrongPrimary =
      index === 0 && !found.isPrimary ? [asked(`“${table.name}”的索引列应为“${column.name}”，请在飞书中调整。`)] : [];
    return [...wrongPrimary, ...planColumn(table, column, found)];
  });
};

const planColumn = (table: Table, column: Column, found: LiveColumn): readonly Step[] => {
  const known = liveOptions.safeParse(found.property ?? {});
  const present = known.success ? (known.data.options ?? []) : [];
  const lacking = (column.kind.options ?? []).filter((option) => !present.some((one) => one.name === option.name));
  const renamed = new Map(lacking.flatMap((option) => renamedFrom(option, present, column)));
  const added = lacking.filter((option) => ![...renamed.values()].includes(option));
  // A name that people gave is theirs; one from an earlier version of ours is brought up to date.
  const isOldName = column.formerNames.includes(found.name);
  if (lacking.length === 0 && !isOldName) return [];
  const live = present.map(
    ({ id, name, color }): OptionToSend => ({
      id,
      name: renamed.get(id)?.name ?? name,
      ...(color === undefined ? {} : { color }),
    }),
  );
  const { options: _options, table_name: _table, back_field_id: _back, ...kept } = found.property ?? {};
  return [
    {
      kind: 'changeColumn',
      table,
      column: isOldName ? column : { ...column, name: found.name },
      fieldId: found.fieldId,
      liveName: found.name,
      addedOptions: added.map((option) => option.name),
      renamedOptions: [...renamed.values()].map((option) => option.name),
      options: [...live, ...added.map(({ name, color }) => ({ name, color }))],
      kept,
    },
  ];
};

/** The live option that is this one under a name of an earlier version, by its id. */
const renamedFrom = (
  option: SelectOption,
  present: readonly { readonly id: string; readonly name: string }[],
  { kind }: Column,
): readonly (readonly [string, SelectOption])[] => {
  const isDeclared = (name: string): boolean => (kind.options ?? []).some((one) => one.name === name);
  const found = present.find(({ name }) => option.formerNames?.includes(name) === true && !isDeclared(name));
  return found ? [[found.id, option]] : [];
};

const planViews = (table: Table, live: LiveTableShape): readonly Step[] =>
  makeable(table)
    .filter((view) => !live.views.some((one) => one.name === view.name))
    .map((view): Step => {
      const begun = live.views.find((one) => one.name === unfinishedName(view) && one.type === view.type);
      return { kind: 'makeView', table, view, viewId: begun?.viewId ?? null, isAnew: false };
    });

const planViewsAnew = (table: Table, live: LiveTableShape, names: readonly string[]): readonly Step[] =>
  changedViews(table, live)
    .filter(({ name }) => names.includes(name))
    .map((view): Step => {
      const viewId = live.views.find((one) => one.name === view.name && one.type === view.type)?.viewId ?? null;
      return { kind: 'makeView', table, view, viewId, isAnew: true };
    });

/** Views of ours that people have changed since. They stay as they are; `doctor` mentions them. */
export const changedViews = (table: Table, live: LiveTableShape): readonly View[] =>
  table.views.filter((view) => {
    const found = live.views.find((one) => one.name === view.name && one.type === view.type);
    const columns = columnsByKey(table, live);
    const areThere = [...(view.filters ?? []).map((filter) => filter.column), ...Object.keys(table.columns)];
    if (!found?.property || areThere.some((key) => columns[key] === undefined)) return false;
    return view.type !== 'form' && !viewAgrees(table, view, columns, found.property);
  });

/** What the API cannot set and a person does once; whether it was done cannot be read either, except for a missing view. */
export const handSteps = (
  table: Table,
  live: LiveTableShape,
): readonly { readonly view: View; readonly isMissing: boolean; readonly steps: readonly string[] }[] =>
  table.views.flatMap((view) => {
    const isMissing = view.type === 'calendar' && !live.views.some((one) => one.name === view.name);
    const isDone = view.type === 'calendar' && !isMissing;
    const steps = stepsByHand(table, view);
    return steps.length > 0 && !isDone ? [{ view, isMissing, steps }] : [];
  });

const planForm = (table: Table, live: LiveTableShape): readonly Step[] => {
  const { form } = table;
  const shown = live.form;
  if (!form || !shown) return [];
  const bound = columnsByKey(table, live);
  const fieldIdOf = (question: Question): string | undefined => bound[question.column]?.fieldId;
  const wanted = form.questions.flatMap((question) => {
    const fieldId = fieldIdOf(question);
    const now = shown.questions.find((one) => one.fieldId === fieldId);
    return fieldId !== undefined && now ? [{ question, fieldId, now }] : [];
  });
  const hides = shown.questions
    .filter((one) => one.visible && !wanted.some(({ fieldId }) => fieldId === one.fieldId))
    .map(({ fieldId, title }): Step => ({ kind: 'hideQuestion', table, fieldId, title }));
  const shows = wanted
    .filter(({ now }) => !now.visible)
    .map(({ fieldId, question }): Step => ({ kind: 'showQuestion', table, fieldId, question }));
  const changes = wanted
    .filter(
      ({ question, now }) =>
        question.title !== now.title ||
        question.description !== now.description ||
        question.isRequired !== now.required,
    )
    .map(({ fieldId, question }): Step => ({ kind: 'changeQuestion', table, fieldId, question }));
  const moves = movesTo(
    wanted.map(({ fieldId }) => fieldId),
    shown.questions.map((one) => one.fieldId),
  );
  const isShared = shown.isShared && shown.sharedLimit === 'anyone_editable' && shown.name === form.title;
  return [
    ...hides,
    ...shows,
    ...changes,
    ...(moves.length === 0 ? [] : [{ kind: 'orderQuestions', table, moves } as const]),
    ...(isShared ? [] : [{ kind: 'shareForm', table } as const]),
  ];
};

/** The moves that bring `wanted` to the front in this order; none for what stands right already. */
const movesTo = (wanted: readonly string[], live: readonly string[]): readonly QuestionMove[] => {
  // Only the order among the wanted ones counts: hidden questions may stand between them.
  let order = live.filter((id) => wanted.includes(id));
  return wanted.flatMap((fieldId, index) => {
    if (order[index] === fieldId) return [];
    const rest = order.filter((id) => id !== fieldId);
    order = [...rest.slice(0, index), fieldId, ...rest.slice(index)];
    return [{ fieldId, after: wanted[index - 1] ?? '' }];
  });
};
