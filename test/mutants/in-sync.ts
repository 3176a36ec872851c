/** Faults planted between rows and cases: shadows, rows made in doubt, actions done, deletions, deadlines of calls. */
import type { Mutant } from './mutant.ts';

export const SYNC_MUTANTS: readonly Mutant[] = [
  {
    name: 'rows are made without a client_token',
    file: 'src/feishu/rows.ts',
    find: "params: { user_id_type: 'open_id', client_token: clientToken },",
    replace: "params: { user_id_type: 'open_id' },",
    // A row that may have been made is also looked for.
    also: [
      {
        file: 'src/sync/mirror-cases.ts',
        find: "const origin = hasOrigin(write) ? originOf(write) : 'none';",
        replace: "const origin = 'none';",
      },
      {
        file: 'src/sync/mirror-cases.ts',
        find: "const found = origin !== 'none' || isWave ? origin : await rowMadeBefore(deps, table, write);",
        replace: 'const found = origin;',
      },
      {
        file: 'src/sync/mirror-table.ts',
        find: '(run.isInDoubt || doubt.isOpen()) &&',
        replace: '(run.isInDoubt || doubt.isOpen()) && items.length < 0 &&',
      },
    ],
  },
  {
    name: 'the shadow is updated before the write has come through',
    file: 'src/sync/update-rows.ts',
    find: "    if (result.kind === 'ok') {",
    replace: "    if (result.kind === 'ok' || result.kind === 'unknown') {",
  },
  {
    name: 'an action that was done stays in its cell',
    file: 'src/sync/settle-row.ts',
    find: '          ...EMPTY_INPUTS,\n          ...(',
    replace: '          ...(',
  },
  {
    name: 'a column that was empty in the shadow is compared with itself',
    file: 'src/sync/settle-row.ts',
    find: 'const before: CaseRow = { ...EMPTY, ...work.base };',
    replace: 'const before: CaseRow = { ...row, ...work.base };',
  },
  {
    name: 'what people typed into a row made in doubt is taken for our own',
    file: 'src/sync/mirror-cases.ts',
    find: 'agreed: { ...again.agreed, ...Object.fromEntries(theirs) }, recordId',
    replace: 'recordId',
    also: [
      {
        file: 'src/sync/pull-row.ts',
        find: '{ ...row, ...EMPTY_INPUTS, ...normaliseValues(cases, peopleCells(subject)) }',
        replace: '{ ...row, ...EMPTY_INPUTS }',
      },
    ],
  },
  {
    name: 'a deleted row is taken for finished',
    file: 'src/sync/restore-rows.ts',
    find: "    run.facts.push({ kind: 'rowDeleted', table: cases.key, recordId: id });",
    replace: '    endAll(run, duesOf(id), FINISHED);\n    continue;',
  },
  {
    name: 'what was not found once counts as deleted',
    file: 'src/sync/absent-rows.ts',
    find: 'const CERTAIN_AFTER_MS = 15_000;',
    replace: 'const CERTAIN_AFTER_MS = 0;',
  },
  {
    name: 'a comparison takes rows for seen that no page showed',
    file: 'src/sync/seen-rows.ts',
    find: 'return (id) => seen.has(markOf(comparison, id));',
    replace: "return (id) => seen.has(markOf(comparison, id)) || id !== '';",
  },
  {
    name: 'the same choice in a row is a new delivery each time it is read',
    file: 'src/sync/settle-row.ts',
    find: 'actionDelivery(work.tableRow.recordId, sinceAgreed(work, ACTION_FREE_AT), wish.action)',
    replace: 'actionDelivery(work.tableRow.recordId, String(Math.random()), wish.action)',
  },
  {
    name: 'the service writes whole rows, also what people typed meanwhile',
    file: 'src/sync/mirror-cases.ts',
    find: '([key, value]) => !waiting.has(key) && !sameCell(shown[key] ?? emptyOf(key), value),',
    replace: '([key]) => !waiting.has(key),',
    also: [
      {
        file: 'src/sync/mirror-cases.ts',
        find: '    ...cellsForAll(work.subject, mapping),\n    ...(work.result',
        replace: '    ...peopleCells(work.subject),\n    ...cellsForAll(work.subject, mapping),\n    ...(work.result',
      },
    ],
  },
  {
    name: 'a refused edit is left standing',
    file: 'src/sync/settle-row.ts',
    find: 'putBack: { ...back, action: null },',
    replace: 'putBack: { action: null },',
  },
];
