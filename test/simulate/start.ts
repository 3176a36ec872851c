/**
 * Where every story begins: a demo district that is set up and at rest. It is made once per process by the real set-up code
 * and then copied, database and stand-in alike, because setting up costs more than most stories.
 */
import { DEMO_DISTRICT, setUpDemoDistrict } from '../../src/cli/demo-district.ts';
import { compose, type ReceptionDay } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createSandbox } from '../feishu/sandbox.ts';
import type { SandboxState } from '../feishu/state.ts';
import { streamOf } from './random.ts';
import { openMemoryDatabase } from './sqlite-client.ts';

export const FEISHU_URL = 'http://feishu.simulated';
export const SERVICE_URL = 'http://service.simulated';
/** Monday, 09:00 in Beijing. */
export const STARTS_AT = Date.parse('2026-03-02T09:00:00+08:00');

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
}

const FIRST_TURNS = 20;
/** How long before the first act the district was set up. */
const SET_UP_BEFORE_MS = 3_600_000;

let start: Promise<Start> | null = null;

/** The same for every seed. */
export const startOfStories = (): Promise<Start> => {
  start ??= setUp();
  return start;
};

const setUp = async (): Promise<Start> => {
  const chance = streamOf(0, 'set-up');
  let clock = STARTS_AT - SET_UP_BEFORE_MS;
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
    sleep: async () => {},
    fetch: async (input, init) => sandbox.app.fetch(new Request(input, init)),
  });
  await migrate(service.database);
  const base = await setUpDemoDistrict(service, undefined, { approvalCentre: true, tasks: true });
  sandbox.control.storeFile(
    base.appToken,
    '书面批示.jpg',
    'image/jpeg',
    Uint8Array.from({ length: 2_048 }, (_, index) => [0xff, 0xd8, 0xff][index] ?? 0),
  );
  for (let turn = 0; turn < FIRST_TURNS; turn += 1) {
    clock += 10_000;
    await sandbox.tick();
    await sandbox.settled();
    await service.tick();
  }
  const health = await service.outbox.health(DEMO_DISTRICT, clock + SET_UP_BEFORE_MS);
  if (health.due > 0 || health.parked.length > 0)
    throw new Error('the district does not come to rest after its set-up');
  // What set-up drew at random must not differ between processes.
  await service.database.commit([{ sql: 'DELETE FROM deliveries', args: [] }]);
  const database = memory.bytes();
  memory.close();
  return {
    base,
    database,
    state: { ...sandbox.state, deliveries: [], clientTokens: [], tokens: [], messageUuids: [] },
  };
};
