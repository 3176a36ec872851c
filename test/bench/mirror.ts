/**
 * What the tables cost: calls and virtual seconds to mirror N changed cases, to take in N pasted rows, and to look over N
 * unchanged ones. Every Bitable call takes a fixed time on the town's clock, one after another, as Feishu asks of writers
 * of one table; so the seconds are those of a patient tenant, not of this machine.
 */
import { cases } from '../../bitable-schema/cases.ts';
import { DEMO_DISTRICT } from '../../src/cli/demo-district.ts';
import { caseId, deliveryId, openId } from '../../src/workflow/ids.ts';
import { openTown, type Town, type Wire } from '../support/town.ts';
import type { Figure } from './figure.ts';

/** A batch write of Bitable takes about this long, and so does the pause before the next (reliability.md A4). */
const CALL_MS = 500;
const ROWS_A_WRITE = 1_000;
const ROWS_A_PAGE = 500;

export interface MirrorBench {
  readonly figures: readonly Figure[];
  readonly town: Town;
}

interface Meter {
  calls: number;
  startedAt: number;
}

/** A town in which every row call moves the clock; `meter.calls` counts them. */
const openMeteredTown = async () => {
  const meter: Meter = { calls: 0, startedAt: 0 };
  let advance = (_ms: number): void => {};
  const wire: Wire = async (request, send) => {
    if (/\/records(\/|$)/.test(new URL(request.url).pathname)) {
      meter.calls += 1;
      advance(CALL_MS);
    }
    return send(request);
  };
  const town = await openTown({ dropsEveryNthEvent: 1 }, undefined, wire);
  advance = town.advance;
  const measure = async (work: () => Promise<unknown>) => {
    await work();
    meter.calls = 0;
    meter.startedAt = town.now();
    await deliverAll(town);
    return { calls: meter.calls, seconds: (town.now() - meter.startedAt) / 1_000 };
  };
  return { town, measure };
};

/** Ticks until nothing waits; the clock moves on its own only when a whole tick made no call. */
const deliverAll = async (town: Town): Promise<void> => {
  for (;;) {
    const before = town.now();
    await town.service.tick();
    const health = await town.service.outbox.health(DEMO_DISTRICT, town.now() + 3_600_000);
    if (health.due === 0) return;
    if (town.now() === before) town.advance(250);
  }
};

const paste = (town: Town, count: number): void => {
  for (let index = 0; index < count; index += 1) {
    const made = town.sandbox.control.createRecord(
      { appToken: town.base.appToken, tableId: town.base.tables[cases.key] ?? '', operator: 'ou_sandbox_staff_1' },
      {
        企业名称: `〔虚构〕溪乐构件第${index + 1}公司`,
        统一社会信用代码: '91999999MAXX00015J',
        类型: '问题',
        类别: '审批验收办证',
        诉求内容: '〔虚构〕一期厂房验收时间对不上，请一次把人叫齐。',
        联系人: '企业代表01',
        身份: '法定代表人',
        联系电话: '19900000101',
      },
    );
    if (!made.ok) throw new Error(made.msg);
  }
};

const allOpenCases = async (town: Town): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await town.service.cases.openCases(DEMO_DISTRICT, after === null ? null : caseId(after), 500);
    const last = page.at(-1);
    if (!last) return ids;
    ids.push(...page.map((one) => one.id));
    after = last.id;
  }
};

/** 受理, case by case: one accepted command each, and so one changed row each. */
const acceptCases = async (town: Town, ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    const outcome = await town.service.handleCommand({
      deliveryId: deliveryId(`bench:${id}`),
      district: DEMO_DISTRICT,
      caseId: caseId(id),
      actor: { kind: 'editor', openId: openId('ou_sandbox_staff_1'), name: '工商联经办人' },
      command: { type: 'accept' },
    });
    if (outcome.kind === 'refused') throw new Error(`refused: ${outcome.reason.kind}`);
  }
};

/** For each size as many cases as that change at once. */
export const benchMirror = async (sizes: readonly number[], say: (line: string) => void): Promise<MirrorBench> => {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const { town, measure } = await openMeteredTown();
  const figures: Figure[] = [];

  say(`粘贴 ${total} 行并登记为事项…`);
  const pasted = await measure(async () => {
    paste(town, total);
    await town.service.lookAround('bench paste');
  });
  figures.push({
    name: `take in ${total} pasted rows`,
    value: pasted.calls,
    unit: 'calls',
    reference: Math.ceil(total / ROWS_A_PAGE) + Math.ceil(total / ROWS_A_WRITE),
    against: 'every page read once, every batch written once',
    reach: null,
  });

  const ids = await allOpenCases(town);
  let used = 0;
  for (const size of sizes) {
    const chosen = ids.slice(used, used + size);
    if (chosen.length < size) throw new Error(`only ${ids.length} of ${total} rows became cases`);
    used += size;
    say(`同步 ${size} 个有变化的事项…`);
    const done = await measure(() => acceptCases(town, chosen));
    const batches = Math.ceil(size / ROWS_A_WRITE);
    const leastSeconds = batches * (CALL_MS / 1_000);
    figures.push(
      {
        name: `mirror ${size} changed cases`,
        value: done.calls,
        unit: 'calls',
        reference: batches,
        against: 'batches of 1 000',
        reach: { most: 2 },
      },
      {
        name: `mirror ${size} changed cases`,
        value: size / done.seconds,
        unit: 'rows per virtual second',
        reference: size / leastSeconds,
        against: 'serial ceiling of one table',
        reach: { least: 0.8 },
      },
      {
        name: 'the same with one call a row, as plain flows do',
        value: size * (CALL_MS / 1_000),
        unit: 'virtual s',
        reference: done.seconds,
        against: 'ours',
        reach: null,
      },
    );
  }
  return { figures, town };
};

/** Looks over everything although nothing changed: what a nightly sweep costs. */
export const benchSweep = async (
  bench: MirrorBench,
  rows: number,
  measureMemory: () => number,
): Promise<readonly Figure[]> => {
  const { town } = bench;
  town.sandbox.log.clear();
  const heapBefore = measureMemory();
  const cpu = process.cpuUsage();
  await town.service.lookAround('bench sweep');
  await deliverAll(town);
  const spent = process.cpuUsage(cpu);
  const calls = town.sandbox.log.calls.filter((call) => call.path.includes('/records')).length;
  const heapAfter = measureMemory();
  return [
    {
      name: `sweep ${rows} unchanged rows`,
      value: calls,
      unit: 'calls',
      reference: Math.ceil(rows / ROWS_A_PAGE),
      against: 'pages of 500',
      reach: { most: 1.5 },
    },
    {
      name: `sweep ${rows} unchanged rows`,
      value: (spent.user + spent.system) / 1_000,
      unit: 'ms CPU (with the stand-in)',
      reference: rows,
      against: 'rows',
      reach: null,
    },
    {
      name: `memory held after a sweep of ${rows} rows`,
      value: heapAfter / 2 ** 20,
      unit: 'MiB heap',
      reference: heapBefore / 2 ** 20,
      against: 'before it',
      reach: { most: 1.2 },
    },
  ];
};
