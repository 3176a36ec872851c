/**
 * Which live column is which declared one: by the id found earlier, else by its name, else by a name it had in an earlier version.
 * A name that one column had and another has now belongs to the first until that one was renamed. Pure.
 */
import type { Columns } from './table.ts';

export interface NamedColumn {
  readonly fieldId: string;
  readonly name: string;
}

export const boundColumns = <Live extends NamedColumn>(
  declared: Columns,
  live: readonly Live[],
  knownIds: Readonly<Record<string, string>> = {},
): Readonly<Record<string, Live | undefined>> => {
  const bound: Record<string, Live> = {};
  const taken = new Set<string>();
  const bind = (key: string, found: Live | undefined): void => {
    if (!found) return;
    bound[key] = found;
    taken.add(found.fieldId);
  };
  const free = (isSought: (one: Live) => boolean): Live | undefined =>
    live.find((one) => !taken.has(one.fieldId) && isSought(one));

  const keys = Object.keys(declared);
  for (const key of keys)
    bind(
      key,
      live.find(({ fieldId }) => fieldId === knownIds[key]),
    );
  const inherited = new Set(Object.values(declared).flatMap(({ formerNames }) => formerNames));
  const ownNamesFirst = Object.entries(declared).toSorted(
    ([, a], [, b]) => Number(inherited.has(a.name)) - Number(inherited.has(b.name)),
  );
  for (const [key, column] of ownNamesFirst)
    if (!bound[key])
      bind(key, free(({ name }) => name === column.name) ?? free(({ name }) => column.formerNames.includes(name)));
  return bound;
};
