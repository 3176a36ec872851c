/**
 * All declared tables (数据表), in an order in which every link finds its table already there.
 */
import { cases } from './cases.ts';
import { confidential } from './confidential.ts';
import { enterprises } from './enterprises.ts';
import { fieldVisits } from './field-visits.ts';
import { health } from './health.ts';
import { leaders } from './leaders.ts';
import { progress } from './progress.ts';
import { receptionDays } from './reception-days.ts';
import { settings } from './settings.ts';
import type { Table } from './table.ts';
import { units } from './units.ts';
import { visits } from './visits.ts';

export const TABLES: readonly Table[] = [
  units,
  leaders,
  receptionDays,
  settings,
  enterprises,
  visits,
  cases,
  progress,
  fieldVisits,
  confidential,
  health,
];
export { cases, health, leaders, receptionDays, settings, units };
