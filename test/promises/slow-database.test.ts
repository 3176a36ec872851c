/**
 * Three seconds: a press is answered within them however slow the database is, with what is true, and nothing is ever half
 * done. Time is virtual; what took how long is read from it.
 */
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SlowDatabase, slowDatabase, type Trouble } from '../support/slow-database.ts';
import { bringToLeader, openTown, type ShownCard, type Town } from '../support/town.ts';

const LIMIT_MS = 3_000;
let town: Town;
let slow: SlowDatabase;
let record: string;
let card: ShownCard;
beforeEach(async () => {
  slow = slowDatabase(createClient);
  town = await openTown({}, undefined, undefined, slow.platform);
  record = await town.fileByForm();
  card = await bringToLeader(town, record);
});
afterEach(() => town.close());

/** What the leader reads, and how long it took on the clock of deadlines. */
const pressUnder = async (trouble: Trouble | null) => {
  slow.suffer(trouble);
  const startedAt = slow.elapsed();
  const pressed = await town.press(card, 'sign');
  const tookMs = slow.elapsed() - startedAt;
  slow.suffer(null);
  return { tookMs, toast: pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed) };
};
const signatures = async () => {
  const id = await town.service.cases.findByNumber(town.base.district, town.row(record)['受理编号'] ?? '');
  const events = id ? await town.service.cases.loadEvents(id) : [];
  return events.filter(({ type }) => type === 'caseInstructed').length;
};

describe('a press while the database', () => {
  it('takes a second for each call is saved and answered in time', async () => {
    const { tookMs, toast } = await pressUnder({ kind: 'slow', ms: 1_000 });
    expect(toast).toContain('示接交〔2026〕1号');
    expect(tookMs).toBeLessThan(LIMIT_MS);
    expect(await signatures()).toBe(1);
  });

  it('takes minutes for each call is refused in time, and nothing of it is saved later', async () => {
    const { tookMs, toast } = await pressUnder({ kind: 'slow', ms: 300_000 });
    expect(toast).toContain('请重试');
    expect(tookMs).toBeLessThan(LIMIT_MS);
    await town.settle();
    expect(await signatures()).toBe(0);
    expect(town.row(record)['状态']).toBe('待签批');
    expect((await pressUnder(null)).toast).toContain('示接交〔2026〕1号');
    await town.settle();
    expect(town.row(record)['交办单编号']).toBe('示接交〔2026〕1号');
  });

  it('is held by another writer is refused in time, and nothing of it is saved', async () => {
    const { tookMs, toast } = await pressUnder({ kind: 'busy' });
    expect(toast).toBe('系统正忙，这一次没有办成，请重试。');
    expect(tookMs).toBeLessThan(LIMIT_MS);
    await town.settle();
    expect(await signatures()).toBe(0);
    expect((await pressUnder(null)).toast).toContain('示接交〔2026〕1号');
  });

  it('saves but does not say so in time is told to be uncertain, and the next press is told the truth', async () => {
    const { tookMs, toast } = await pressUnder({ kind: 'answersLate', ms: 60_000 });
    expect(toast).toContain('请重试');
    expect(toast).toContain('再按不会重复');
    expect(tookMs).toBeLessThan(LIMIT_MS);
    const { toast: again } = await pressUnder(null);
    expect(again).toMatch(/已由书记甲.*签批/);
    await town.settle();
    expect(await signatures()).toBe(1);
    expect(town.row(record)['交办单编号']).toBe('示接交〔2026〕1号');
    expect(town.cards('ou_sandbox_zhujian_1', 'assignment', record)).toHaveLength(1);
  });
});
