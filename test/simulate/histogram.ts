/**
 * What stories were made of: how often each event, transition, refusal and wish occurred in one of them, and in all. Events are those
 * that were saved; refusals those that somebody was told.
 */
import type { MemoryDatabase } from './sqlite-client.ts';
import { decisionOf, refusals } from './witness.ts';

export const PARTS = ['event', 'transition', 'refusal', 'card', 'notice', 'wish'] as const;
export type Part = (typeof PARTS)[number];
/** By `part name`. */
export type Histogram = Readonly<Record<string, number>>;

/** `before`: what the story began with, which is not counted. */
export const histogramOf = (memory: MemoryDatabase, before: Histogram = {}): Histogram => {
  const found = new Map<string, number>();
  const add = (part: Part, name: string, times = 1): void => {
    found.set(`${part} ${name}`, (found.get(`${part} ${name}`) ?? 0) + times);
  };
  for (const row of memory.rows('SELECT case_id, seq, at, type FROM events')) {
    add('event', String(row['type']));
    const decision = decisionOf(String(row['case_id']), Number(row['seq']), Number(row['at']));
    if (decision !== null) add('transition', decision);
  }
  for (const [kind, times] of refusals()) add('refusal', kind, times);
  for (const row of memory.rows('SELECT kind, args FROM ghost_notices')) {
    const { kind }: { readonly kind?: string } = JSON.parse(String(row['args']));
    if (row['kind'] === 'notify' || row['kind'] === 'notifyOnce') add('notice', kind ?? '');
  }
  for (const { key } of memory.rows('SELECT key FROM ghost_cards')) add('card', String(key).split(':')[1] ?? '');
  for (const { kind, n } of memory.rows('SELECT kind, count(*) AS n FROM outbox GROUP BY kind'))
    add('wish', String(kind), Number(n));
  const more = [...found].map(([name, times]) => [name, times - (before[name] ?? 0)] as const);
  return Object.fromEntries(more.filter(([, times]) => times > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
};

export const summed = (histograms: readonly Histogram[]): Histogram => {
  const all = new Map<string, number>();
  for (const one of histograms)
    for (const [name, times] of Object.entries(one)) all.set(name, (all.get(name) ?? 0) + times);
  return Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
};
