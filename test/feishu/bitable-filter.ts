/**
 * Search filters and sorting of records, with the operators and restrictions of the filter guide: dates compare by
 * whole days in the base's time zone, selects by option name, formulas and lookups cannot be filtered.
 */
import { z } from 'zod';
import { findFieldByName } from './bitable-find.ts';
import { cellOf, dateParts, displayText, type ReadScope } from './bitable-read.ts';
import { refuse } from './http.ts';
import type { Cell, Field, Table, TableRecord } from './state.ts';
import { findPersonBy } from './world.ts';

const operatorSchema = z.enum([
  'is',
  'isNot',
  'contains',
  'doesNotContain',
  'isEmpty',
  'isNotEmpty',
  'isGreater',
  'isGreaterEqual',
  'isLess',
  'isLessEqual',
]);

const conditionSchema = z.object({
  field_name: z.string(),
  operator: operatorSchema,
  value: z.array(z.string()).max(10),
});
type Condition = z.infer<typeof conditionSchema>;

const conjunctionSchema = z.enum(['and', 'or']);
export const filterSchema = z.object({
  conjunction: conjunctionSchema.default('and'),
  conditions: z.array(conditionSchema).max(50).optional(),
  children: z
    .array(z.object({ conjunction: conjunctionSchema, conditions: z.array(conditionSchema).max(50).optional() }))
    .max(50)
    .optional(),
});
export type Filter = z.infer<typeof filterSchema>;

export const sortSchema = z.array(z.object({ field_name: z.string(), desc: z.boolean().default(false) })).max(100);
export type Sort = z.infer<typeof sortSchema>;

type Test = (record: TableRecord) => boolean;

/** Compiles a filter; refuses it (1254018, 1254045) when it does not fit the table. */
export const compileFilter = (scope: ReadScope, table: Table, filter: Filter): Test => {
  const tests = [
    ...(filter.conditions ?? []).map((condition) => compileCondition(scope, table, condition)),
    ...(filter.children ?? []).map((child) =>
      join(
        child.conjunction,
        (child.conditions ?? []).map((condition) => compileCondition(scope, table, condition)),
      ),
    ),
  ];
  return join(filter.conjunction, tests);
};

const join = (conjunction: 'and' | 'or', tests: readonly Test[]): Test => {
  if (tests.length === 0) return () => true;
  return conjunction === 'and'
    ? (record) => tests.every((test) => test(record))
    : (record) => tests.some((test) => test(record));
};

const bad = (condition: Condition, why: string): never =>
  refuse(1254018, `InvalidFilter: ${condition.field_name}: ${why}`);

const compileCondition = (scope: ReadScope, table: Table, condition: Condition): Test => {
  const field = findFieldByName(table, condition.field_name);
  if (field.type === 19 || field.type === 20) return bad(condition, 'formula and lookup cannot be filtered');
  const { operator, value } = condition;
  if (operator === 'isEmpty') return (record) => isEmptyCell(cellOf(field, record));
  if (operator === 'isNotEmpty') return (record) => !isEmptyCell(cellOf(field, record));
  switch (field.type) {
    case 17:
      return bad(condition, 'attachments know isEmpty and isNotEmpty only');
    case 5:
    case 1001:
    case 1002:
      return dateTest(scope, field, condition);
    case 2:
      return numberTest(field, condition);
    case 7: {
      if (operator !== 'is') return bad(condition, 'checkboxes know is only');
      const wanted =
        value[0] === 'true' ? true : value[0] === 'false' ? false : bad(condition, 'true or false expected');
      return (record) => {
        const cell = cellOf(field, record);
        return (cell?.kind === 'checkbox' && cell.checked) === wanted;
      };
    }
    case 3:
    case 4:
    case 11:
    case 18:
    case 21:
    case 23:
    case 1003:
    case 1004:
      return setTest(scope, field, condition);
    default:
      return textTest(scope, field, condition);
  }
};

const isEmptyCell = (cell: Cell | undefined): boolean => cell === undefined;

const textTest = (scope: ReadScope, field: Field, condition: Condition): Test => {
  const { operator, value } = condition;
  if (value.length > 1) return bad(condition, 'one value at most');
  const wanted = value[0] ?? '';
  // An auto number matches by its running number only.
  const read = (record: TableRecord): string => {
    const cell = cellOf(field, record);
    return cell?.kind === 'serial' ? String(cell.sequence) : displayText(scope, field, record);
  };
  switch (operator) {
    case 'is':
      return (record) => read(record) === wanted;
    case 'isNot':
      return (record) => read(record) !== wanted;
    case 'contains':
      return (record) => read(record).includes(wanted);
    case 'doesNotContain':
      return (record) => !read(record).includes(wanted);
    default:
      return bad(condition, `${operator} does not fit`);
  }
};

const numberTest = (field: Field, condition: Condition): Test => {
  const wanted = Number(condition.value[0]);
  if (condition.value.length !== 1 || !Number.isFinite(wanted)) return bad(condition, 'one number expected');
  const compare =
    (test: (number: number) => boolean): Test =>
    (record) => {
      const cell = cellOf(field, record);
      return cell?.kind === 'number' && test(cell.number);
    };
  switch (condition.operator) {
    case 'is':
      return compare((number) => number === wanted);
    case 'isNot': {
      const same = compare((number) => number === wanted);
      return (record) => !same(record);
    }
    case 'isGreater':
      return compare((number) => number > wanted);
    case 'isGreaterEqual':
      return compare((number) => number >= wanted);
    case 'isLess':
      return compare((number) => number < wanted);
    case 'isLessEqual':
      return compare((number) => number <= wanted);
    default:
      return bad(condition, `${condition.operator} does not fit`);
  }
};

const setTest = (scope: ReadScope, field: Field, condition: Condition): Test => {
  const { operator, value } = condition;
  if ((operator === 'is' || operator === 'isNot') && value.length !== 1 && field.type !== 4)
    return bad(condition, 'exactly one value');
  const wanted = value.map((each) => wantedId(scope, field, each));
  const read = (record: TableRecord): readonly string[] => {
    const cell = cellOf(field, record);
    switch (cell?.kind) {
      case 'option':
        return [cell.optionId];
      case 'options':
        return cell.optionIds;
      case 'people':
        return cell.openIds;
      case 'links':
        return cell.recordIds;
      case 'groups':
        return cell.chatIds;
      default:
        return [];
    }
  };
  const hasOne: Test = (record) => read(record).some((id) => wanted.includes(id));
  const isSame: Test = (record) => {
    const ids = read(record);
    return ids.length === wanted.length && wanted.every((id) => ids.includes(id));
  };
  switch (operator) {
    case 'is':
      return isSame;
    case 'isNot':
      return (record) => !isSame(record);
    case 'contains':
      return hasOne;
    case 'doesNotContain':
      return (record) => !hasOne(record);
    default:
      return bad(condition, `${operator} does not fit`);
  }
};

const wantedId = (scope: ReadScope, field: Field, value: string): string => {
  if (field.type === 3 || field.type === 4) {
    return field.options.find((option) => option.name === value)?.id ?? `no option ${value}`;
  }
  if (field.type === 11 || field.type === 1003 || field.type === 1004) {
    return findPersonBy(scope.world, scope.idType, value)?.openId ?? `no person ${value}`;
  }
  return value;
};

/** Whole days since 1970 of a moment, seen in a zone. */
const dayNumber = (ms: number, timeZone: string): number => {
  const parts = dateParts(ms, timeZone);
  return Date.UTC(Number(parts.get('year')), Number(parts.get('month')) - 1, Number(parts.get('day'))) / 86_400_000;
};

const dateTest = (scope: ReadScope, field: Field, condition: Condition): Test => {
  const zone = scope.base.timeZone;
  const [first, last] = wantedDays(scope, condition);
  const compare =
    (test: (day: number) => boolean): Test =>
    (record) => {
      const cell = cellOf(field, record);
      return cell?.kind === 'date' && test(dayNumber(cell.ms, zone));
    };
  switch (condition.operator) {
    case 'is':
      return compare((day) => day >= first && day <= last);
    case 'isGreater':
      return compare((day) => day > last);
    case 'isLess':
      return compare((day) => day < first);
    default:
      return bad(condition, `${condition.operator} does not fit a date`);
  }
};

/** The first and the last day a date condition means. Weeks begin on Monday. */
const wantedDays = (scope: ReadScope, condition: Condition): readonly [number, number] => {
  const [word, stamp] = condition.value;
  const zone = scope.base.timeZone;
  const today = dayNumber(scope.world.now(), zone);
  const single = (day: number): readonly [number, number] => [day, day];
  switch (word) {
    case 'ExactDate': {
      const ms = Number(stamp);
      return Number.isFinite(ms) && stamp !== undefined && stamp !== ''
        ? single(dayNumber(ms, zone))
        : bad(condition, 'ExactDate needs a stamp');
    }
    case 'Today':
      return single(today);
    case 'Tomorrow':
      return single(today + 1);
    case 'Yesterday':
      return single(today - 1);
    default:
      break;
  }
  if (condition.operator !== 'is') return bad(condition, `${word ?? ''} goes with is only`);
  // 1970-01-01 was a Thursday, so day 4 was a Monday.
  const monday = today - ((((today - 4) % 7) + 7) % 7);
  const date = new Date(today * 86_400_000);
  const month = (offset: number): number =>
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1) / 86_400_000;
  switch (word) {
    case 'CurrentWeek':
      return [monday, monday + 6];
    case 'LastWeek':
      return [monday - 7, monday - 1];
    case 'CurrentMonth':
      return [month(0), month(1) - 1];
    case 'LastMonth':
      return [month(-1), month(0) - 1];
    case 'TheLastWeek':
      return [today - 6, today];
    case 'TheNextWeek':
      return [today, today + 6];
    case 'TheLastMonth':
      return [today - 29, today];
    case 'TheNextMonth':
      return [today, today + 29];
    default:
      return bad(condition, `unknown date word ${word ?? ''}`);
  }
};

/** Sorted copy; empty cells come last when ascending. Selects sort by the order of their options. */
export const sortRecords = (
  scope: ReadScope,
  table: Table,
  records: readonly TableRecord[],
  sort: Sort,
): readonly TableRecord[] => {
  const keys = sort.map((each) => ({ field: findFieldByName(table, each.field_name), sign: each.desc ? -1 : 1 }));
  if (keys.length === 0) return records;
  return [...records].sort((a, b) => {
    for (const { field, sign } of keys) {
      const order = compareCells(scope, field, a, b);
      if (order !== 0) return order * sign;
    }
    return 0;
  });
};

const compareCells = (scope: ReadScope, field: Field, a: TableRecord, b: TableRecord): number => {
  const left = cellOf(field, a);
  const right = cellOf(field, b);
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
  const rank = (cell: Cell): number | null => {
    switch (cell.kind) {
      case 'number':
        return cell.number;
      case 'date':
        return cell.ms;
      case 'checkbox':
        return cell.checked ? 1 : 0;
      case 'serial':
        return cell.sequence;
      case 'option':
        return field.options.findIndex((option) => option.id === cell.optionId);
      default:
        return null;
    }
  };
  const [x, y] = [rank(left), rank(right)];
  if (x !== null && y !== null) return x - y;
  return displayText(scope, field, a).localeCompare(displayText(scope, field, b), 'zh-CN');
};
