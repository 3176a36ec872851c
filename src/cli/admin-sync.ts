/**
 * 对账 and 未能送达, by hand: comparing a whole district again in either direction, seeing what was given up, and sending it once
 * more. Gives orders and watches; the work is done by the same lanes as always, here or by the machine that runs anyway.
 */
import { randomUUID } from 'node:crypto';
import type { ReceptionDay } from '../compose.ts';
import type { OutboxStore } from '../ports.ts';
import { lookAtDirectories } from '../sync/pull-change.ts';
import { fullSweep } from '../sync/sweep.ts';
import { lastSweep, readStep, type SweepDirection, type SweepResult } from '../sync/sweep-step.ts';
import { baseLane } from '../wishes/wish.ts';
import { type DistrictId, deliveryId } from '../workflow/ids.ts';
import type { AdminAnswer, AdminWorld } from './admin.ts';

const LOOK_EVERY_MS = 1_000;
const PHASES = { start: '核对列', recent: '核对改动', rows: '逐行核对', gone: '查找被删的行', open: '查找缺失的行' };

/** Compares every row of a district. `base` takes in what people typed; `database` writes the service's columns again. */
export const resync = async (
  world: AdminWorld,
  service: ReceptionDay,
  district: DistrictId,
  direction: SweepDirection,
): Promise<AdminAnswer> => {
  const base = (await service.mirror.loadBases()).find((one) => one.district === district);
  if (!base) return { code: 1, lines: [`没有区县“${district}”。`], data: { error: 'no such district' } };
  const startedAt = world.now();
  const occasion = `order-${randomUUID()}`;
  await service.outbox.saveEvent(
    deliveryId(`resync:${occasion}`),
    [
      ...(direction === 'base' ? lookAtDirectories(base, startedAt) : []),
      fullSweep(district, occasion, startedAt, direction),
    ],
    startedAt,
  );
  world.progress('已列入队列，开始核对。');
  let said = '';
  for (;;) {
    await service.tick();
    const step = await stepUnderWay(service, district, occasion, world.now());
    const result = await resultOf(service, district);
    if (!step && result && result.startedAt >= startedAt) return done(direction, result);
    const words = step ? `${PHASES[step.phase]}：已核对 ${step.seen} 行，修正 ${step.repaired} 行` : '等待开始';
    if (words !== said) world.progress(words);
    said = words;
    if (world.now() - startedAt > world.patienceMs) {
      const line = '尚未做完；已列入队列的核对会由运行中的服务继续做完，可稍后在“运行状况”表查看结果。';
      return { code: 1, lines: [line], data: { error: 'not finished', seen: step?.seen ?? 0 } };
    }
    await world.sleep(LOOK_EVERY_MS);
  }
};

const stepUnderWay = async (service: ReceptionDay, district: DistrictId, occasion: string, now: number) => {
  const due = await service.outbox.dueIn(baseLane(district), now + 24 * 3_600_000, 1_000);
  return due
    .filter((one) => one.kind === 'sweep')
    .map(readStep)
    .find((step) => step?.occasion === occasion);
};

const resultOf = async (service: ReceptionDay, district: DistrictId): Promise<SweepResult | null> =>
  lastSweep(await service.mirror.loadNotes(district), 'full');

const done = (direction: SweepDirection, { seen, repaired, restored }: SweepResult): AdminAnswer => ({
  code: 0,
  lines: [
    `${direction === 'base' ? '已按多维表格核对' : '已按数据库重写系统列'}：核对 ${seen} 行，修正 ${repaired} 行，恢复 ${restored} 行。`,
  ],
  data: { direction, seen, repaired, restored },
});

/** What was given up, of one district or of all. */
export const parked = async (
  world: AdminWorld,
  service: ReceptionDay,
  district: DistrictId | null,
): Promise<AdminAnswer> => {
  const lines: string[] = [];
  const data: ({ readonly district: string } & Awaited<ReturnType<OutboxStore['health']>>['parked'][number])[] = [];
  for (const base of await service.mirror.loadBases()) {
    if (district !== null && base.district !== district) continue;
    const health = await service.outbox.health(base.district, world.now());
    for (const one of health.parked) {
      data.push({ district: base.district, ...one });
      lines.push(`${base.district}  ${momentOf(one.at)}  ${one.key}  ${one.reason}`);
      // The last of them is why it was given up.
      lines.push(...one.errors.slice(0, -1).map(({ at, reason }) => `    此前 ${momentOf(at)}  ${reason}`));
    }
  }
  return { code: 0, lines: lines.length === 0 ? ['没有未能送达的内容。'] : lines, data: { parked: data } };
};

/** Sends once more what was given up: one of them by its key, or all of a district. */
export const requeue = async (
  world: AdminWorld,
  service: ReceptionDay,
  district: DistrictId,
  key: string | null,
): Promise<AdminAnswer> => {
  const keys = await service.outbox.requeue(district, key, world.now());
  if (keys.length === 0) {
    const line = key === null ? '没有未能送达的内容。' : `没有这一项：${key}。`;
    return { code: key === null ? 0 : 1, lines: [line], data: { requeued: [], parked: [] } };
  }
  await service.tick();
  const left = (await service.outbox.health(district, world.now())).parked.filter((one) => keys.includes(one.key));
  return {
    code: left.length === 0 ? 0 : 1,
    lines: [
      `已重新处理 ${keys.length} 项${left.length === 0 ? '。' : `，其中 ${left.length} 项仍未成功：`}`,
      ...left.map((one) => `${one.key}  ${one.reason}`),
    ],
    data: { requeued: keys, parked: left.map((one) => ({ key: one.key, reason: one.reason })) },
  };
};

const momentOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
