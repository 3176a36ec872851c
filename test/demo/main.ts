/**
 * `npm run demo [-- --json]`: C01–C04 over real HTTP with encryption on, at the dates of the story (2023). Prints a
 * time-line in Chinese, checks the four endings, exits 1 if any differs. With --json, stdout holds one document only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serve as serveHttp } from '@hono/node-server';
import { createClient } from '@libsql/client';
import { DEMO_DISTRICT, setUpDemoDistrict } from '../../src/cli/demo-district.ts';
import { compose } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { migrate } from '../../src/store/migrate.ts';
import { applyEvent } from '../../src/workflow/apply.ts';
import { type Case, STATES } from '../../src/workflow/case.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { createSandbox, serve } from '../feishu/sandbox.ts';
import { CASES } from '../story/cases.ts';
import { createPeople } from '../story/people.ts';
import { type Ending, playStory, type Stage } from '../story/play.ts';
import { sleep } from '../story/stages.ts';
import { freePort } from '../support/free-port.ts';

/** What C01–C04 must come to. Due dates are those of the test vectors, the extension of C02 as asked for. */
const EXPECTED = {
  C01: { number: '示接交〔2023〕2号', due: '2023-05-09' },
  C02: { number: '示接交〔2023〕3号', due: '2023-05-31' },
  C03: { number: '', due: null },
  C04: { number: '示接交〔2023〕1号', due: '2023-05-08' },
} as const;

const BREATH_MS = 4;
const VIRTUAL_BREATH_MS = 1_000;
const PATIENCE_MS = 60_000;

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const print = (line: string): void => {
  (values.json ? process.stderr : process.stdout).write(`${line}\n`);
};

const main = async (): Promise<boolean> => {
  const folder = mkdtempSync(join(tmpdir(), 'reception-day-demo-'));
  let clock = Date.parse('2023-04-10T09:00:00+08:00');
  const now = () => clock;
  const [feishuPort, servicePort] = [await freePort(), await freePort()];
  const serviceUrl = `http://127.0.0.1:${servicePort}`;
  const sandbox = createSandbox({ serviceUrl, now });
  const feishu = await serve(sandbox, { port: feishuPort });
  const underway = new Set<Promise<void>>();
  const receptionDay = compose(
    readConfig({
      FEISHU_APP_ID: 'cli_sandbox',
      FEISHU_APP_SECRET: 'sandbox',
      FEISHU_ENCRYPT_KEY: 'sandbox-encrypt-key',
      FEISHU_VERIFICATION_TOKEN: 'sandbox-token',
      FEISHU_BASE_URL: feishu.url,
      DATABASE_URL: `file:${join(folder, 'demo.db')}`,
      PUBLIC_URL: serviceUrl,
      LINK_SECRET: 'only-for-the-demo-which-nobody-else-can-reach',
    }),
    {
      createClient,
      now,
      // Only what went wrong: the time-line tells the rest.
      log: (line) => {
        if (/failed|Failed|refused/.test(line.event)) createLog((text) => process.stderr.write(`${text}\n`))(line);
      },
      background: (_c, work) => {
        underway.add(work);
        work.finally(() => underway.delete(work));
      },
    },
  );
  await migrate(receptionDay.database);
  const service = serveHttp({ fetch: receptionDay.app.fetch, port: servicePort, hostname: '127.0.0.1' });

  try {
    // The clock of the story stands still while the tables are built, so a rate per second would never recover.
    sandbox.settings.limitsCallRate = false;
    const base = await setUpDemoDistrict(receptionDay);
    sandbox.settings.limitsCallRate = true;
    const stage: Stage = {
      people: createPeople(feishu.url, base.appToken),
      serviceUrl,
      district: DEMO_DISTRICT,
      moveTo: async (beijing) => {
        clock = Math.max(clock, Date.parse(`${beijing.replace(' ', 'T')}:00+08:00`));
      },
      breathe: async () => {
        clock += VIRTUAL_BREATH_MS;
        await sandbox.tick();
        await receptionDay.tick();
        await sleep(BREATH_MS);
      },
      tell: (who, what) => print(`${stamp(clock)}  ${who}：${what}`),
      today: () => beijingDateOf(clock),
      patienceMs: PATIENCE_MS,
    };

    print('〔虚构〕民营企业接待日演示：一次来访，四件事项，四种结局\n');
    const endings = await playStory(stage);
    const reports = await Promise.all(endings.map((ending) => report(receptionDay, ending)));
    const wrong = reports.flatMap((one) => differences(one));
    const traffic = {
      cardsSent: sandbox.state.messages.filter((message) => message.sender === 'app' && message.type === 'interactive')
        .length,
      noticesSent: sandbox.state.messages.filter(
        (message) => message.sender === 'app' && message.type !== 'interactive',
      ).length,
      rowWrites: sandbox.log.calls.filter(
        (call) =>
          call.code === 0 &&
          /\/records(\/batch_(create|update)|\/?$|\/rec\w+$)/.test(call.path) &&
          call.method !== 'GET',
      ).length,
      feishuCalls: sandbox.log.calls.length,
      unknownCalls: sandbox.log.unknownCalls().length,
    };
    print(`\n${endingsTable(reports)}\n`);
    print(
      `发出卡片 ${traffic.cardsSent} 张、通知 ${traffic.noticesSent} 条；写表格 ${traffic.rowWrites} 次；调用飞书共 ${traffic.feishuCalls} 次。`,
    );
    print(
      wrong.length === 0
        ? '四件事项的结局全部与预期一致。'
        : `与预期不一致：\n${wrong.map((line) => `  · ${line}`).join('\n')}`,
    );
    if (values.json)
      process.stdout.write(`${JSON.stringify({ ok: wrong.length === 0, wrong, cases: reports, traffic }, null, 2)}\n`);
    return wrong.length === 0;
  } finally {
    service.close();
    await Promise.all(underway);
    await receptionDay.close();
    await feishu.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Report {
  readonly name: Ending['name'];
  readonly state: string;
  readonly outcome: string;
  readonly rating: string;
  readonly number: string;
  readonly due: { readonly date: string; readonly derivation: string } | null;
  readonly words: string;
  readonly history: readonly {
    readonly at: string;
    readonly event: string;
    readonly by: string;
    readonly state: string;
  }[];
}

const report = async (receptionDay: ReturnType<typeof compose>, ending: Ending): Promise<Report> => {
  const events = await receptionDay.cases.loadEvents(caseId(ending.cells['受理编号'] ?? ''));
  const round = replayed(events).at(-1)?.after.rounds.at(-1);
  return {
    name: ending.name,
    state: ending.cells['状态'] ?? '',
    outcome: ending.cells['办理结果'] ?? '',
    rating: ending.cells['满意度评价'] ?? '',
    number: ending.cells['交办单编号'] ?? '',
    due: round?.due ? { date: round.due.date, derivation: round.due.derivation } : null,
    words: round?.instruction?.words ?? '',
    history: replayed(events).map(({ event, after }) => ({
      at: stamp(event.at),
      event: event.type,
      by: event.by.name,
      state: STATES[after.state],
    })),
  };
};

const replayed = (events: readonly CaseEvent[]): readonly { readonly event: CaseEvent; readonly after: Case }[] => {
  let subject: Case | null = null;
  return events.map((event) => {
    subject = applyEvent(subject, event);
    return { event, after: subject };
  });
};

const differences = (one: Report): readonly string[] => {
  const wanted = { ...CASES.find((story) => story.name === one.name)?.ending, ...EXPECTED[one.name] };
  const seen = {
    state: one.state,
    outcome: one.outcome,
    rating: one.rating,
    number: one.number,
    due: one.due?.date ?? null,
  };
  return Object.entries(seen)
    .filter(([key, value]) => value !== Object.entries(wanted).find(([name]) => name === key)?.[1])
    .map(
      ([key, value]) =>
        `${one.name} ${key}：应为“${Object.entries(wanted).find(([name]) => name === key)?.[1]}”，实为“${value}”`,
    );
};

const endingsTable = (reports: readonly Report[]): string =>
  reports
    .map(
      (one) =>
        `${one.name}  ${one.state}  ${one.outcome}  评价：${one.rating}  ${one.number || '（无交办单）'}${one.due ? `\n     时限 ${one.due.date}：${one.due.derivation}` : ''}`,
    )
    .join('\n');

const stamp = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

main().then(
  (isRight) => {
    process.exitCode = isRight ? 0 : 1;
  },
  (error: unknown) => {
    process.stderr.write(`演示没有完成：${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
