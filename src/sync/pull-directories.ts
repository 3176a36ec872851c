/**
 * The tables that are read whole when they change: the directories that decisions are made from, and 企业.
 */
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { fieldVisits } from '../../bitable-schema/field-visits.ts';
import type { DueIntention } from '../ports.ts';
import { addressOf, type BaseDeps, endAll, FINISHED, type Run } from './base-deps.ts';
import { pullDirectory, unreadable } from './pull-directory.ts';
import { pullEnterprises } from './pull-enterprises.ts';
import { isDirectoryTable } from './read-directory.ts';

export const pullDirectories = async (deps: BaseDeps, run: Run, due: readonly DueIntention[]): Promise<void> => {
  for (const one of due.filter((intention) => intention.kind === 'pullTable')) {
    const table = one.args['table'] ?? '';
    if (table === fieldVisits.key) continue;
    if (table === enterprises.key && run.base.tables[table] !== undefined) {
      await pullEnterprises(deps, run, addressOf(run.base, table), one);
      continue;
    }
    if (!isDirectoryTable(table) || run.base.tables[table] === undefined) endAll(run, [one], FINISHED);
    else {
      try {
        await pullDirectory(deps, run, table, addressOf(run.base, table), one);
      } catch (error) {
        endAll(run, [one], unreadable(error));
      }
    }
  }
};
