/**
 * Where every story begins: a demo district that is set up and at rest. It is made once per process by the real set-up code
 * and then copied, database and stand-in alike, because setting up costs more than most stories.
 */
import { enterprises } from '../../bitable-schema/enterprises.ts';
import { leaders } from '../../bitable-schema/leaders.ts';
import { receptionDays } from '../../bitable-schema/reception-days.ts';
import { units } from '../../bitable-schema/units.ts';
import { DEMO_DISTRICT, setUpDemoDistrict } from '../../src/cli/demo-district.ts';
import { compose, type ReceptionDay } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Settings } from '../../src/workflow/directory.ts';
import { createSandbox, type Sandbox } from '../feishu/sandbox.ts';
import type { SandboxState } from '../feishu/state.ts';
import type { TypedOn } from './ghost.ts';
import { GHOST_TABLES } from './ghost-tables.ts';
import { streamOf } from './random.ts';
import { openMemoryDatabase } from './sqlite-client.ts';
import { NOBODY } from './steps.ts';
import { bringUnderWay, type Done } from './under-way.ts';
import { createView } from './view.ts';

export const FEISHU_URL = 'http://feishu.simulated';
export const SERVICE_URL = 'http://service.simulated';
export const LINK_SECRET = 'a-secret-of-the-tests-long-enough-to-count';

const SETTINGS = {
  FEISHU_APP_ID: 'cli_sandbox',
  FEISHU_APP_SECRET: 'sandbox',
  FEISHU_ENCRYPT_KEY: 'sandbox-encrypt-key',
  FEISHU_VERIFICATION_TOKEN: 'sandbox-token',
  FEISHU_BASE_URL: FEISHU_URL,
  PUBLIC_URL: SERVICE_URL,
  LINK_SECRET,
  OPERATOR_TOKEN: 'an-operator-token-of-the-tests-long-enough',
} as const;

/** `file:` takes the road of a Node machine through `database.ts`, `http:` that of a Worker. */
export const configFor = (shape: 'file' | 'remote') =>
  readConfig({ ...SETTINGS, DATABASE_URL: shape === 'file' ? 'file:simulated.db' : 'http://database.simulated' });

export interface Start {
  readonly base: BaseBinding;
  readonly database: Uint8Array;
  readonly state: SandboxState;
  /** 09:00 in Beijing of a Monday. */
  readonly startsAt: number;
  /** What people did before: rows of cases that were filed, what stands typed on cards. */
  readonly done: Done;
}

/** Where stories begin: on an ordinary Monday; before 国庆, with a Saturday to be worked, in a district with other settings. */
const TOWNS = {
  /** Nothing was filed yet; for the walk on which instances die. */
  bare: { startsAt: Date.parse('2026-03-02T09:00:00+08:00'), settings: {}, isUnderWay: false },
  spring: { startsAt: Date.parse('2026-03-02T09:00:00+08:00'), settings: {}, isUnderWay: true },
  autumn: {
    startsAt: Date.parse('2026-09-28T09:00:00+08:00'),
    settings: {
      numberPrefix: '秋接交',
      maxRedoRounds: 1,
      maxExtensions: 1,
      callAttempts: 1,
      objectDays: 2,
      extensionNoticeDays: 2,
      blueDaysLeft: 1,
      yellowSilentDays: 3,
      redoDays: 4,
      maxPauses: 2,
      maxPauseSum: 1,
    },
    isUnderWay: true,
  },
} as const satisfies Readonly<
  Record<string, { readonly startsAt: number; readonly settings: Partial<Settings>; readonly isUnderWay: boolean }>
>;
export type Town = keyof typeof TOWNS;
export const townOf = (seed: number): Town => (seed % 3 === 0 ? 'autumn' : 'spring');

const FIRST_TURNS = 20;
const TURN_MS = 10_000;
const LATE_MS = 2_000;
/** How long before the first act the district was set up. */
const SET_UP_BEFORE_MS = 3_600_000;

const starts = new Map<string, Promise<Start>>();

/** The same for every seed of the town and the deal. */
export const startIn = (town: Town, deal: number): Promise<Start> => {
  const key = `${town} ${TOWNS[town].isUnderWay ? deal : ''}`;
  const start = starts.get(key) ?? setUp(town, deal);
  starts.set(key, start);
  return start;
};

/** Enterprises (`people.ts` counts them) with whom the leaders who sign have to do. */
const RELATED = [4, 15] as const;
const person = (key: string) => ({ id: `ou_sandbox_${key}` });
const HOUR_MS = 3_600_000;

/**
 * What staff of a district have typed besides: secretaries, somebody who stands in, units that work by web (the last two), reception
 * days; and rows with which nothing can be done, as there are in every directory.
 */
const furnish = (sandbox: Sandbox, base: BaseBinding, startsAt: number): void => {
  const dayAt = (days: number): number => startsAt - 9 * HOUR_MS + days * 24 * HOUR_MS;
  const target = (table: string) => ({
    appToken: base.appToken,
    tableId: base.tables[table] ?? '',
    operator: 'ou_sandbox_staff_1',
  });
  const recordsOf = (table: string) =>
    (
      sandbox.state.bases.flatMap(({ tables }) => tables).find(({ tableId }) => tableId === base.tables[table])
        ?.records ?? []
    ).filter(({ cells }) => Object.keys(cells).length > 0);
  const edit = (table: string, row: number, fields: Readonly<Record<string, unknown>>): void => {
    const recordId = recordsOf(table).at(row)?.recordId ?? '';
    const done = sandbox.control.editRecord({ ...target(table), recordId }, fields);
    if (!done.ok) throw new Error(`the district cannot be furnished: ${done.msg}`);
  };
  const add = (table: string, fields: Readonly<Record<string, unknown>>): void => {
    const done = sandbox.control.createRecord(target(table), fields);
    if (!done.ok) throw new Error(`the district cannot be furnished: ${done.msg}`);
  };
  const [first, second] = recordsOf('leaders');
  const { columns: leader } = leaders;
  const { columns: unit } = units;
  const { columns: day } = receptionDays;
  edit('leaders', 0, { [leader.secretaries.name]: [person('secretary')] });
  edit('leaders', 1, {
    [leader.secretaries.name]: [person('secretary')],
    [leader.substitute.name]: [person('leader_ding')],
    [leader.substituteFrom.name]: dayAt(1),
    [leader.substituteTo.name]: dayAt(18),
  });
  for (const row of [-1, -2])
    edit('units', row, { [unit.worksByWeb.name]: true, [unit.heads.name]: null, [unit.officers.name]: null });
  add('leaders', { [leader.name.name]: '调研员辛', [leader.post.name]: '二级调研员', [leader.maySign.name]: false });
  add('leaders', { [leader.post.name]: '还没有填称谓' });
  add('units', { [unit.heads.name]: [person('renshe_head')] });
  for (const [at, days] of [0, 1, 4, 18].entries())
    add('receptionDays', {
      [day.title.name]: `第${at}期`,
      [day.date.name]: dayAt(days),
      [day.leader.name]: [(at % 2 === 0 ? first : second)?.recordId],
    });
  add('receptionDays', { [day.title.name]: '日期未定' });
  add('units', { [unit.name.name]: NOBODY });
  // Somebody of 工商联 who also stands for a unit: what the unit reports is not for them to look at.
  edit('units', 3, { [unit.officers.name]: [person('staff_2')] });
  for (const at of RELATED)
    add('enterprises', {
      [enterprises.columns.name.name]: `〔虚构〕企业${at}`,
      [enterprises.columns.avoiding.name]: [person('leader_jia'), person('leader_yi')],
    });
};

/** Where the clock stands still, nobody can wait until somebody else's file is through. */
const oneAfterAnother = (browse: (request: Request) => Promise<Response>): typeof browse => {
  let before: Promise<unknown> = Promise.resolve();
  return (request) => {
    const answer = before.then(() => browse(request));
    // Whoever asked sees the failure; the next one only waits.
    before = answer.catch(() => {});
    return answer;
  };
};

const setUp = async (town: Town, deal: number): Promise<Start> => {
  const { startsAt, settings, isUnderWay } = TOWNS[town];
  const chance = streamOf(0, 'set-up');
  let clock = startsAt - SET_UP_BEFORE_MS;
  const memory = openMemoryDatabase();
  const sandbox = createSandbox({
    publicUrl: FEISHU_URL,
    limitsCallRate: false,
    limitsMessageRate: false,
    now: () => clock,
    serviceUrl: SERVICE_URL,
    serviceFetch: async (request): Promise<Response> => service.app.fetch(request),
  });
  const service: ReceptionDay = compose(configFor('file'), {
    createClient: () => memory.client,
    log: () => {},
    background: () => {},
    now: () => clock,
    steadyNow: () => clock,
    random: chance.next,
    newId: chance.uuid,
    randomBytes: chance.bytes,
    // What is waited for so long is an answer that is late; none is here.
    sleep: (ms) => (ms >= LATE_MS ? new Promise(() => {}) : Promise.resolve()),
    fetch: async (input, init) => sandbox.app.fetch(new Request(input, init)),
  });
  await migrate(service.database);
  await memory.client.batch([...GHOST_TABLES], 'write');
  const base = await setUpDemoDistrict(service, undefined, { approvalCentre: true, tasks: true, ...settings });
  furnish(sandbox, base, startsAt);
  sandbox.control.storeFile(
    base.appToken,
    '书面批示.jpg',
    'image/jpeg',
    Uint8Array.from({ length: 2_048 }, (_, index) => [0xff, 0xd8, 0xff][index] ?? 0),
  );
  sandbox.control.storeFile(base.appToken, '空白.jpg', 'image/jpeg', Uint8Array.from([0xff, 0xd8, 0xff]));
  const pass = async (): Promise<void> => {
    clock += TURN_MS;
    await sandbox.tick();
    await sandbox.settled();
    await service.tick();
  };
  for (let turn = 0; turn < FIRST_TURNS; turn += 1) await pass();
  const done = isUnderWay
    ? await bringUnderWay(
        {
          sandbox,
          base,
          view: createView(sandbox, base),
          browse: oneAfterAnother(async (request) => service.app.fetch(request)),
        },
        pass,
        deal,
      )
    : { filed: new Set<string>(), typedOn: new Map<string, readonly TypedOn[]>(), places: new Map<string, never>() };
  for (let turn = 0; turn < FIRST_TURNS; turn += 1) await pass();
  if (clock > startsAt) throw new Error('the district was not set up in time');
  const dues = memory.rows("SELECT key, run_at, reason FROM outbox WHERE status = 'due'");
  const health = await service.outbox.health(DEMO_DISTRICT, clock + SET_UP_BEFORE_MS);
  if (health.due > 0 || health.parked.length > 0)
    throw new Error(
      `the district does not come to rest after its set-up: ${JSON.stringify(dues)} due at ${clock}, parked ${JSON.stringify(health.parked)}`,
    );
  // What set-up drew at random must not differ between processes.
  const forgotten = ['deliveries', 'ghost_decisions', 'ghost_given_up'];
  await service.database.commit(forgotten.map((table) => ({ sql: `DELETE FROM ${table}`, args: [] })));
  const database = memory.bytes();
  memory.close();
  return {
    base,
    database,
    startsAt,
    done,
    state: { ...sandbox.state, deliveries: [], clientTokens: [], tokens: [], messageUuids: [] },
  };
};
