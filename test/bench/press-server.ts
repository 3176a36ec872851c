/**
 * A server under load, as a process of its own so that load and server do not share a core:
 * `press-server.ts ours <folder>` is the whole service on a libSQL file, with what follows a press switched off, because
 * only the answer is timed; `press-server.ts sdk` is the official SDK's own adapter with a handler that does nothing.
 * When it listens it prints one line of JSON: the port and the presses that may be sent.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createClient } from '@libsql/client';
import { Hono } from 'hono';
import { acceptedSentence } from '../../cards/answer.ts';
import { encodeClick } from '../../cards/click.ts';
import { createHandleCommand } from '../../src/cases/handle-command.ts';
import { freshCard } from '../../src/cases/intentions.ts';
import { DEMO_DISTRICT } from '../../src/cli/demo-district.ts';
import { compose, type ReceptionDay } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { CaseStore } from '../../src/ports.ts';
import { cardAction } from '../../src/webhooks/card-action.ts';
import { createReceive } from '../../src/webhooks/receive.ts';
import type { Actor } from '../../src/workflow/actor.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { caseId, deliveryId, leaderId, openId, unitId } from '../../src/workflow/ids.ts';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { openTown, TOWN_KEYS, type Town } from '../support/town.ts';

const CASES = 200;
const OFFICER = openId('ou_sandbox_zhujian_1');

export interface ServerReady {
  readonly port: number;
  readonly openId: string;
  readonly presses: readonly { readonly value: object; readonly form: object }[];
}

const say = (ready: ServerReady): void => {
  process.stdout.write(`${JSON.stringify(ready)}\n`);
};

const settingsFor = (databaseUrl: string): Record<string, string> => ({
  FEISHU_APP_ID: TOWN_KEYS.appId,
  FEISHU_APP_SECRET: 'sandbox',
  FEISHU_ENCRYPT_KEY: TOWN_KEYS.encryptKey,
  FEISHU_VERIFICATION_TOKEN: TOWN_KEYS.verificationToken,
  FEISHU_BASE_URL: 'http://127.0.0.1:9',
  DATABASE_URL: databaseUrl,
  PUBLIC_URL: 'http://service.town',
  LINK_SECRET: 'a-secret-of-the-tests-long-enough-to-count',
});

/** A case that is being handled, made by the commands that make one; the lead unit may report progress again and again. */
const openCase = async (town: Town, index: number): Promise<string> => {
  const id = caseId(`bench-${index}`);
  const staff: Actor = { kind: 'editor', openId: openId('ou_sandbox_staff_1'), name: '工商联经办人' };
  const verdict = { answer: 'yes', ground: '现场照片' } as const;
  let step = 0;
  const ask = async (actor: Actor, command: Command) => {
    step += 1;
    const outcome = await town.service.handleCommand({
      deliveryId: deliveryId(`bench:${id}:${step}`),
      district: DEMO_DISTRICT,
      caseId: id,
      actor,
      command,
    });
    if (outcome.kind === 'refused') throw new Error(`${command.type}: ${JSON.stringify(outcome.reason)}`);
  };
  const unit = unitId(town.idOf('units', '住建'));
  await ask(
    { kind: 'enterprise' },
    {
      type: 'submit',
      id,
      source: 'form',
      appeal: {
        enterpriseName: '〔虚构〕溪乐预制构件有限公司',
        creditCode: '91999999MAXX00015J',
        kind: 'problem',
        category: '审批验收办证',
        text: '〔虚构〕一期厂房验收时间对不上，请一次把人叫齐。',
        wish: '组织联合验收',
        urgency: '',
        contactName: '企业代表01',
        contactRole: '法定代表人',
        phone: '19900000101',
      },
      receiptHash: `bench-${index}`,
      visitKey: `bench-${index}`,
      noticeVersion: 'bench',
    },
  );
  await ask(staff, { type: 'accept' });
  await ask(staff, {
    type: 'amend',
    change: {
      notes: {
        authentic: verdict,
        lawful: verdict,
        reasonable: verdict,
        proposal: {
          signingLeaderId: leaderId(town.idOf('leaders', '书记甲')),
          leadLeaderId: leaderId(town.idOf('leaders', '常务副区长丙')),
          leadUnitId: unit,
          supportingUnitIds: [],
          limitWorkdays: 15,
          words: '请住建局牵头办理。',
        },
      },
    },
  });
  await ask(staff, { type: 'completeVetting' });
  await ask(staff, { type: 'requestInstruction' });
  await ask(
    { kind: 'person', openId: openId('ou_sandbox_leader_jia'), name: '书记甲' },
    {
      type: 'instruct',
      signing: { words: '同意。', leadLeaderId: null, leadUnitId: null, supportingUnitIds: null, limit: null },
    },
  );
  await ask({ kind: 'person', openId: OFFICER, name: '住建承办人' }, { type: 'acknowledge' });
  return id;
};

const progressClick = (id: string): object =>
  encodeClick({ act: 'progress', card: 'assignment', caseId: caseId(id), round: 1, step: 'handling' });

/** A case store that answers from memory: what the service costs without its database. */
const inMemory = async (service: ReceptionDay, ids: readonly string[]): Promise<CaseStore> => {
  const contexts = new Map<string, NonNullable<Awaited<ReturnType<CaseStore['loadForDecision']>>>>();
  for (const id of ids) {
    const context = await service.cases.loadForDecision({
      caseId: caseId(id),
      district: null,
      year: 2026,
      deliveryId: deliveryId('bench:none'),
    });
    if (context) contexts.set(id, context);
  }
  return {
    ...service.cases,
    loadForDecision: async (what) => contexts.get(what.caseId) ?? null,
    saveDecision: async () => ({ kind: 'saved' }),
  };
};

/** The door for presses as `compose` builds it, but nothing is delivered afterwards. */
const door = (cases: CaseStore) => {
  const keys = {
    appId: TOWN_KEYS.appId,
    encryptKeys: [TOWN_KEYS.encryptKey],
    verificationToken: TOWN_KEYS.verificationToken,
  };
  const log = () => {};
  return cardAction({
    receive: createReceive({ keys, now: Date.now, log }),
    handleCommand: createHandleCommand({
      cases,
      now: Date.now,
      steadyNow: Date.now,
      pauseBriefly: async () => {},
      replyTo: acceptedSentence,
    }),
    cases,
    outbox: { saveEvent: async () => {}, answering: async () => {} },
    freshCard,
    filesUrl: () => null,
    drawList: async () => null,
    now: Date.now,
    steadyNow: Date.now,
    after: (ms, act) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    log,
    afterAnswer: () => {},
  });
};

const serveOurs = async (folder: string): Promise<void> => {
  const databaseUrl = `file:${join(folder, 'bench.db')}`;
  const town = await openTown({}, databaseUrl);
  const ids: string[] = [];
  for (let index = 0; index < CASES; index += 1) ids.push(await openCase(town, index));
  const service = compose(readConfig(settingsFor(databaseUrl)), { createClient, log: () => {}, background: () => {} });
  const app = new Hono();
  app.post('/feishu/cards', door(service.cases));
  app.post('/bench/no-commit', door(await inMemory(service, ids)));
  const form = { [FIELDS.progress.text]: '〔虚构〕已现场查看，三日内提交验收时间表。' };
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
    say({ port, openId: OFFICER, presses: ids.map((id) => ({ value: progressClick(id), form })) }),
  );
};

const serveSdk = async (): Promise<void> => {
  const { adaptDefault, EventDispatcher } = await import('@larksuiteoapi/node-sdk');
  const dispatcher = new EventDispatcher({
    encryptKey: TOWN_KEYS.encryptKey,
    verificationToken: TOWN_KEYS.verificationToken,
    logger: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, trace: () => {} },
  }).register({ 'card.action.trigger': async () => ({ toast: { type: 'success', content: '已记录' } }) });
  const server = createServer();
  server.on('request', adaptDefault('/feishu/cards', dispatcher));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address) say({ port: address.port, openId: OFFICER, presses: [] });
  });
};

const [kind, folder] = process.argv.slice(2);
await (kind === 'sdk' ? serveSdk() : serveOurs(folder ?? ''));
// Leaves in order, so that a profiler can write down what it saw.
process.once('SIGTERM', () => process.exit());
