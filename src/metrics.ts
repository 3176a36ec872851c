/**
 * `/metrics` in Prometheus text: what waits and since when, what was given up, what only a person can mend, the last
 * comparisons, and the calls to Feishu. Shut to everybody without the operator's token; holds counts and ages only.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { CallCounter } from './call-counter.ts';
import type { CallCounts, MirrorStore, Now, OutboxStore } from './ports.ts';
import { lastSweep } from './sync/sweep-step.ts';
import { troublesIn } from './sync/troubles.ts';
import { beijingDateOf } from './workflow/deadlines.ts';

export interface MetricsDeps {
  readonly operatorToken: string | null;
  readonly mirror: Pick<MirrorStore, 'loadBases' | 'loadNotes'>;
  readonly outbox: Pick<OutboxStore, 'health'>;
  readonly calls: Pick<CallCounter, 'total'>;
  readonly callCounts: Pick<CallCounts, 'of'>;
  readonly now: Now;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

interface Metric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
}
const METRICS = {
  due: { name: 'reception_day_outbox_due', type: 'gauge', help: 'Deliveries that wait for their turn.' },
  oldest: {
    name: 'reception_day_outbox_oldest_seconds',
    type: 'gauge',
    help: 'How long the oldest of them has been due.',
  },
  parked: { name: 'reception_day_outbox_parked', type: 'gauge', help: 'Deliveries given up until a person looks.' },
  laneDue: { name: 'reception_day_lane_due', type: 'gauge', help: 'Deliveries that wait, by kind of lane.' },
  laneOldest: {
    name: 'reception_day_lane_oldest_seconds',
    type: 'gauge',
    help: 'How long the oldest of them has been due, by kind of lane.',
  },
  troubles: { name: 'reception_day_troubles', type: 'gauge', help: 'What only a person can mend in the Base.' },
  sweepEnded: {
    name: 'reception_day_sweep_ended_timestamp_seconds',
    type: 'gauge',
    help: 'When the last comparison of a level ended.',
  },
  sweepSeen: { name: 'reception_day_sweep_rows_seen', type: 'gauge', help: 'Rows it looked at.' },
  sweepRepaired: { name: 'reception_day_sweep_rows_repaired', type: 'gauge', help: 'Rows it wrote.' },
  sweepRestored: { name: 'reception_day_sweep_rows_restored', type: 'gauge', help: 'Rows it made again.' },
  calls: {
    name: 'reception_day_feishu_calls_total',
    type: 'counter',
    help: 'Calls to Feishu since the start of this process, by endpoint and end.',
  },
  callsToday: {
    name: 'reception_day_feishu_calls_today',
    type: 'gauge',
    help: 'Calls to Feishu of this Beijing day, of all processes, as last added up.',
  },
  conflicts: {
    name: 'reception_day_feishu_conflicts_today',
    type: 'gauge',
    help: 'Write conflicts (1254291) of this Beijing day.',
  },
} as const satisfies Readonly<Record<string, Metric>>;

type Labels = Readonly<Record<string, string>>;
interface Sample {
  readonly metric: Metric;
  readonly labels: Labels;
  readonly value: number;
}

/** The page, or null for whoever may not see it. */
export const createMetrics =
  (deps: MetricsDeps) =>
  async (c: Context): Promise<string | null> => {
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (!deps.operatorToken || !given || !timingSafeEqual(digest(given), digest(deps.operatorToken))) return null;

    const samples: Sample[] = [];
    for (const { district } of await deps.mirror.loadBases()) samples.push(...(await samplesOf(deps, district)));
    samples.push(...(await callSamples(deps)));
    return textOf(samples);
  };

const samplesOf = async (
  deps: MetricsDeps,
  district: Parameters<OutboxStore['health']>[0],
): Promise<readonly Sample[]> => {
  const now = deps.now();
  const [health, notes] = [await deps.outbox.health(district, now), await deps.mirror.loadNotes(district)];
  const age = (at: number | null): number => (at === null ? 0 : Math.max(0, Math.round((now - at) / 1000)));
  const labels = { district };
  return [
    { metric: METRICS.due, labels, value: health.due },
    { metric: METRICS.oldest, labels, value: age(health.oldestDueAt) },
    { metric: METRICS.parked, labels, value: health.parked.length },
    { metric: METRICS.troubles, labels, value: troublesIn(notes).size },
    ...(['base', 'person'] as const).flatMap((lane): readonly Sample[] => [
      { metric: METRICS.laneDue, labels: { district, lane }, value: health.lanes[lane].due },
      { metric: METRICS.laneOldest, labels: { district, lane }, value: age(health.lanes[lane].oldestDueAt) },
    ]),
    ...(['quick', 'full'] as const).flatMap((level): readonly Sample[] => {
      const last = lastSweep(notes, level);
      if (!last) return [];
      const at = { district, level };
      return [
        { metric: METRICS.sweepEnded, labels: at, value: Math.round(last.endedAt / 1000) },
        { metric: METRICS.sweepSeen, labels: at, value: last.seen },
        { metric: METRICS.sweepRepaired, labels: at, value: last.repaired },
        { metric: METRICS.sweepRestored, labels: at, value: last.restored },
      ];
    }),
  ];
};

const callSamples = async (deps: MetricsDeps): Promise<readonly Sample[]> => {
  const today = await deps.callCounts.of(beijingDateOf(deps.now()));
  const conflicts = today.filter((one) => one.kind === 'conflict').reduce((sum, one) => sum + one.count, 0);
  return [
    ...deps.calls
      .total()
      .map(
        (one): Sample => ({ metric: METRICS.calls, labels: { endpoint: one.what, end: one.kind }, value: one.count }),
      ),
    ...today.map(
      (one): Sample => ({
        metric: METRICS.callsToday,
        labels: { endpoint: one.what, end: one.kind },
        value: one.count,
      }),
    ),
    { metric: METRICS.conflicts, labels: {}, value: conflicts },
  ];
};

const labelText = (labels: Labels): string => {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, '_')}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
};

const textOf = (samples: readonly Sample[]): string => {
  const lines = Object.values(METRICS).flatMap(({ name, type, help }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples
      .filter(({ metric }) => metric.name === name)
      .map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
  ]);
  return `${lines.join('\n')}\n`;
};
