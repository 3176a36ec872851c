/**
 * The other tables beside the second opinion, over histories of several enterprises told side by side.
 * Longer runs: OPINION_TOWNS=500 OPINION_SEED=1000 npx vitest run test/opinion/tables.test.ts
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { cases } from '../../bitable-schema/cases.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import { isShown } from '../../bitable-schema/meaning.ts';
import { createFindings } from './histories.ts';
import { KEPT_ENTERPRISES } from './kept-enterprises.ts';
import {
  CONFIDENTIAL_COLUMNS,
  confidentialAgrees,
  countsOf,
  ENTERPRISE_COLUMNS,
  enterprisesAgree,
  openRowsAgree,
  PROGRESS_COLUMNS,
  progressAgrees,
  rowsKeepSecrets,
  sightedIn,
  VISIT_COLUMNS,
  visitsAgree,
} from './law-tables.ts';
import { livesOf, turnsOf } from './lives.ts';
import type { Sighting } from './reading/visits.ts';
import { createTables } from './tables.ts';

const TOWNS_TOLD = Number(process.env['OPINION_TOWNS'] ?? 60);
const SEED = Number(process.env['OPINION_SEED'] ?? 1);

const LAWFUL: Readonly<Record<string, readonly string[]>> = {
  visits: VISIT_COLUMNS,
  progress: PROGRESS_COLUMNS,
  confidential: CONFIDENTIAL_COLUMNS,
  enterprises: ENTERPRISE_COLUMNS,
  // By `law-row.ts`, which does not compile without one of them.
  cases: Object.entries(cases.columns).flatMap(([key, column]) => (isShown(column) ? [key] : [])),
  // By `field-visits.test.ts` and `directories.test.ts`.
  fieldVisits: ['operationResult', 'caseNumber'],
  leaders: ['check'],
  units: ['check'],
  receptionDays: ['check'],
  settings: ['check'],
};

const found = createFindings();
beforeAll(async () => {
  for (let seed = SEED; seed < SEED + TOWNS_TOLD; seed += 1) {
    const { directory, tales } = livesOf(seed);
    const tables = createTables(directory);
    let seen: readonly Sighting[] = [];
    for (const turn of turnsOf(directory, tales)) {
      await tables.follow(turn);
      seen = sightedIn(turn, seen);
      const kept = tables.enterprises(
        KEPT_ENTERPRISES.map(({ row }) => row),
        countsOf(turn),
      );
      const faults = [
        ...visitsAgree(turn, tables.rows('visits'), seen),
        ...progressAgrees(turn, tables.rows('progress')),
        ...confidentialAgrees(turn, tables.rows('confidential')),
        ...openRowsAgree(turn, tables.rows(cases.key)),
        ...rowsKeepSecrets(turn, tables.rows(cases.key)),
        ...enterprisesAgree(turn, KEPT_ENTERPRISES, kept),
      ];
      for (const fault of faults) found.note(fault, seed, turn.history, '');
    }
  }
}, 300_000);

/** What the service keeps and no law here reads, with the reason. */
const EXCEPTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cases: {
    operationResult: 'follows from what somebody did to the row: test/promises reads it with the act',
    updatedAt: 'the moment of the last writing: nothing of the case',
    modifiedAt: 'filled in by Feishu',
  },
  health: {
    item: 'counts and names what the service itself did: test/promises reads it where each thing went wrong',
    kind: 'as above',
    detail: 'as above',
    at: 'as above',
  },
};

describe('the tables', () => {
  it.each(TABLES.map(({ key }) => key))('have a law for each column that the service keeps: %s', (key) => {
    const declared = Object.entries(TABLES.find((table) => table.key === key)?.columns ?? {});
    const kept = declared.flatMap(([column, { owner }]) => (owner === 'service' ? [column] : []));
    const read = [...(LAWFUL[key] ?? []), ...Object.keys(EXCEPTED[key] ?? {})];
    expect(read.sort()).toEqual(kept.sort());
  });

  it('agree with the second opinion', () => {
    expect(found.names().map(found.told).join('\n\n')).toBe('');
  });
});
