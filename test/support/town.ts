/**
 * The whole service and the stand-in Feishu in one process, wired without sockets, on a libSQL file and a clock that the
 * test moves: the real app, the real SDK, real encryption. For promises about what people see, without waiting.
 */
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { DEMO_DISTRICT, setUpDemoDistrict } from '../../src/cli/demo-district.ts';
import { compose, type Platform, type ReceptionDay } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { LogLine } from '../../src/log.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { PressRequest, PressResult } from '../feishu/control.ts';
import { createSandbox, type Sandbox } from '../feishu/sandbox.ts';
import type { SandboxOptions } from '../feishu/settings.ts';
import { buttonsOf, type CardButton } from '../story/cards.ts';
import { shownRow } from '../story/people.ts';
import { makeTempFolder } from './temp-folder.ts';

const FEISHU_URL = 'http://feishu.town';
export const SERVICE_URL = 'http://service.town';
export const TOWN_KEYS = {
  encryptKey: 'sandbox-encrypt-key',
  verificationToken: 'sandbox-token',
  appId: 'cli_sandbox',
} as const;
export const TOWN_OPERATOR = 'an-operator-token-of-the-tests-long-enough';

const STARTS_AT = Date.parse('2026-03-02T09:00:00+08:00');
const TURN_MS = 1_000;
const MOST_TURNS = 400;

export interface ShownCard {
  readonly messageId: string;
  readonly openId: string;
  readonly content: string;
  readonly buttons: readonly CardButton[];
}

export interface Town {
  readonly service: ReceptionDay;
  readonly sandbox: Sandbox;
  readonly base: BaseBinding;
  readonly logLines: readonly LogLine[];
  readonly now: () => number;
  readonly advance: (ms: number) => void;
  /** Lets seconds pass until nothing waits any more, on either side. */
  readonly settle: () => Promise<void>;
  readonly fileByForm: (answers?: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly edit: (recordId: string, fields: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly add: (table: string, fields: Readonly<Record<string, unknown>>) => Promise<string>;
  /** Cells of a row of 事项 (or another table) as people read them. */
  readonly row: (recordId: string, table?: string) => Readonly<Record<string, string>>;
  readonly idOf: (table: 'leaders' | 'units' | 'receptionDays', name: string) => string;
  /** Living cards of a person, newest last; of one kind and case where given. */
  readonly cards: (openId: string, kind?: string, recordId?: string) => readonly ShownCard[];
  readonly press: (
    card: ShownCard,
    act: string,
    formValue?: Readonly<Record<string, unknown>>,
    more?: Partial<PressRequest>,
  ) => Promise<PressResult>;
  readonly close: () => Promise<void>;
}

const APPEAL = {
  企业名称: '〔虚构〕溪乐预制构件有限公司',
  统一社会信用代码: '91999999MAXX00015J',
  类型: '问题',
  类别: '审批验收办证',
  诉求内容: '一期厂房验收时间对不上，请一次把人叫齐。',
  希望如何解决: '组织联合验收',
  联系人: '企业代表01',
  身份: '法定代表人',
  联系电话: '19900000101',
} as const;

const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly msg: string },
): T => {
  if (!result.ok) throw new Error(result.msg);
  return result.value;
};

/** What passes between the service and the stand-in may be watched, slowed or cut by the caller. */
export type Wire = (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>;

/** Another place where the service runs, reached over loopback HTTP, on the same clock. Then what is composed here only looks inside. */
export interface Elsewhere {
  readonly feishuUrl: string;
  readonly serviceUrl: string;
  readonly start: (
    settings: Readonly<Record<string, string>>,
    sandbox: Sandbox,
    now: () => number,
  ) => Promise<{
    readonly fetch: (request: Request) => Promise<Response>;
    readonly tick: () => Promise<void>;
    readonly stop: () => Promise<void>;
  }>;
}

export const openTown = async (
  options: SandboxOptions = {},
  databaseUrl?: string,
  wire?: Wire,
  platform: Partial<Platform> = {},
  elsewhere?: Elsewhere,
): Promise<Town> => {
  const folder = makeTempFolder();
  let clock = STARTS_AT;
  const now = () => clock;
  const logLines: LogLine[] = [];
  const background = new Set<Promise<unknown>>();
  let service: ReceptionDay | null = null;
  let remote: Awaited<ReturnType<Elsewhere['start']>> | null = null;
  const feishuUrl = elsewhere?.feishuUrl ?? FEISHU_URL;
  const serviceUrl = elsewhere?.serviceUrl ?? SERVICE_URL;

  const sandbox = createSandbox({
    serviceUrl,
    publicUrl: feishuUrl,
    limitsCallRate: false,
    limitsMessageRate: false,
    ...options,
    now,
    serviceFetch: async (request) =>
      (await (remote ?? service?.app)?.fetch(request)) ?? new Response(null, { status: 503 }),
  });
  const settings = {
    FEISHU_APP_ID: TOWN_KEYS.appId,
    FEISHU_APP_SECRET: 'sandbox',
    FEISHU_ENCRYPT_KEY: TOWN_KEYS.encryptKey,
    FEISHU_VERIFICATION_TOKEN: TOWN_KEYS.verificationToken,
    FEISHU_BASE_URL: feishuUrl,
    DATABASE_URL: databaseUrl ?? `file:${join(folder.path, 'town.db')}`,
    PUBLIC_URL: serviceUrl,
    LINK_SECRET: 'a-secret-of-the-tests-long-enough-to-count',
    OPERATOR_TOKEN: TOWN_OPERATOR,
  };
  service = compose(readConfig(settings), {
    createClient,
    now,
    log: (line) => logLines.push(line),
    background: (_c, work) => {
      background.add(work);
      work.then(() => background.delete(work));
    },
    fetch: async (input, init) => {
      const send = async (request: Request) => sandbox.app.fetch(request);
      const request = new Request(input, init);
      return wire ? wire(request, send) : send(request);
    },
    ...platform,
  });
  const inside = service;
  await migrate(inside.database);

  const base = await setUpDemoDistrict(inside);
  await Promise.all(background);
  remote = (await elsewhere?.start(settings, sandbox, now)) ?? null;
  const running: ReceptionDay = remote ? { ...inside, tick: remote.tick } : inside;

  const tableOf = (table: string) => {
    const found = sandbox.state.bases
      .find((one) => one.appToken === base.appToken)
      ?.tables.find((one) => one.tableId === base.tables[table] || one.name === table);
    if (!found) throw new Error(`no table ${table}`);
    return found;
  };
  const settle = async () => {
    for (let turn = 0; turn < MOST_TURNS; turn += 1) {
      await sandbox.settled();
      await Promise.all(background);
      const sent = await sandbox.tick();
      const before = await running.outbox.health(DEMO_DISTRICT, clock + 3_600_000);
      const isEventComing = sandbox.state.deliveries.some(
        (delivery) => delivery.outcome === 'pending' && (delivery.nextAt ?? 0) < clock + 60_000,
      );
      if (sent === 0 && !isEventComing && before.due === 0 && background.size === 0) return;
      clock += TURN_MS;
      await running.tick();
    }
    throw new Error(
      `does not come to rest: ${JSON.stringify(await running.outbox.health(DEMO_DISTRICT, clock + 3_600_000))}`,
    );
  };
  const row: Town['row'] = (recordId, table = 'cases') => {
    const place = tableOf(table);
    const record = place.records.find((one) => one.recordId === recordId);
    if (!record) throw new Error(`no row ${recordId}`);
    return shownRow(place.fields, record);
  };
  const target = (table: string) => ({
    appToken: base.appToken,
    tableId: tableOf(table).tableId,
    operator: 'ou_sandbox_staff_1',
  });
  const cards: Town['cards'] = (openId, kind, recordId) => {
    const caseId = recordId ? row(recordId)['受理编号'] : undefined;
    const chats = new Set(sandbox.state.chats.filter((chat) => chat.openId === openId).map((chat) => chat.chatId));
    return sandbox.state.messages
      .filter((message) => chats.has(message.chatId) && message.type === 'interactive' && !message.isRecalled)
      .map((message) => ({
        messageId: message.messageId,
        openId,
        content: message.versions.at(-1)?.content ?? '',
        first: message.versions[0]?.content ?? '',
      }))
      .filter(
        (card) =>
          (!kind || buttonsOf(card.first).some((button) => button.card === kind)) &&
          (!caseId || card.first.includes(caseId)),
      )
      .map(({ messageId, content }) => ({ messageId, openId, content, buttons: buttonsOf(content) }));
  };
  await settle();

  return {
    service: running,
    sandbox,
    base,
    logLines,
    now,
    advance: (ms) => {
      clock += ms;
    },
    settle,
    fileByForm: async (answers = {}) => {
      const before = new Set(tableOf('cases').records.map((record) => record.recordId));
      const shareToken = new URL(base.formUrl ?? '').pathname.split('/').at(-1) ?? '';
      must(sandbox.control.submitForm({ shareToken, answers: { ...APPEAL, ...answers }, filler: null }));
      await settle();
      const added = tableOf('cases').records.find((record) => !before.has(record.recordId));
      if (!added) throw new Error('the form added no row');
      return added.recordId;
    },
    edit: async (recordId, fields) => {
      must(sandbox.control.editRecord({ ...target('cases'), recordId }, fields));
      await settle();
    },
    add: async (table, fields) => {
      const added = must(sandbox.control.createRecord(target(table), fields));
      await settle();
      return added.recordId;
    },
    row,
    idOf: (table, name) => {
      const place = tableOf(table);
      const primary = place.fields.find((field) => field.isPrimary)?.name ?? '';
      const found = place.records.find((record) => row(record.recordId, table)[primary] === name);
      if (!found) throw new Error(`no ${name} in ${table}`);
      return found.recordId;
    },
    cards,
    press: (card, act, formValue, more = {}) => {
      const button = card.buttons.find((one) => one.act === act);
      if (!button && !more.value)
        throw new Error(`the card has no button ${act}, only ${card.buttons.map((one) => one.act).join(', ')}`);
      return sandbox.control.press({
        openId: card.openId,
        messageId: card.messageId,
        ...(button ? { path: button.path } : {}),
        ...(formValue ? { formValue } : {}),
        ...more,
      });
    },
    close: async () => {
      await remote?.stop();
      await running.close();
      await sandbox.close();
      folder.remove();
    },
  };
};

// ------------------------------------------------------------------------------------------- what comes with time

const HOUR_MS = 3_600_000;
/** The moment of a time of day in Beijing, as `2026-03-30T09:00`. */
export const beijingMoment = (text: string): number => Date.parse(`${text}:00+08:00`);

/** Lives until then, with a look every six hours. */
export const liveUntil = async (town: Town, text: string): Promise<void> => {
  while (town.now() < beijingMoment(text)) {
    town.advance(Math.min(6 * HOUR_MS, beijingMoment(text) - town.now()));
    await town.service.tick();
    await town.settle();
  }
};

export interface Letter {
  readonly messageId: string;
  readonly at: number;
  /** The day in Beijing on which it was sent. */
  readonly day: string;
  /** As it was sent. */
  readonly first: string;
  readonly content: string;
  /** How often it was 加急. */
  readonly urged: number;
}
/** What the app wrote to somebody, oldest first. */
export const lettersTo = (town: Town, who: string): readonly Letter[] => {
  const chats = town.sandbox.state.chats.filter(({ openId }) => openId === who).map(({ chatId }) => chatId);
  return town.sandbox.state.messages
    .filter(({ chatId, sender }) => chats.includes(chatId) && sender === 'app')
    .map(({ messageId, createdAt, versions, urged }) => ({
      messageId,
      at: createdAt,
      day: new Date(createdAt + 8 * HOUR_MS).toISOString().slice(0, 10),
      first: versions[0]?.content ?? '',
      content: versions.at(-1)?.content ?? '',
      urged: urged.length,
    }));
};

// ------------------------------------------------------------------------------------------- usual ways to a state

/** Staff accept, vet and propose; the row is 待安排 with a complete proposal. */
export const makeReady = async (
  town: Town,
  recordId: string,
  proposal: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  await town.edit(recordId, { 操作: '受理' });
  await town.edit(recordId, {
    真实: '是',
    真实依据: '现场照片',
    合法: '是',
    合法依据: '未见违法',
    合理: '是',
    合理依据: '与政策相符',
    拟签批领导: [town.idOf('leaders', '书记甲')],
    拟牵头领导: [town.idOf('leaders', '常务副区长丙')],
    拟主办单位: [town.idOf('units', '住建')],
    拟协办单位: [town.idOf('units', '应急')],
    拟办时限: 15,
    ...proposal,
  });
  await town.edit(recordId, { 操作: '核查完成' });
};

/** … and submitted: the sheet lies with 书记甲. */
export const bringToLeader = async (
  town: Town,
  recordId: string,
  proposal: Readonly<Record<string, unknown>> = {},
): Promise<ShownCard> => {
  await makeReady(town, recordId, proposal);
  await town.edit(recordId, { 操作: '提交签批' });
  const card = town.cards('ou_sandbox_leader_jia', 'instruction', recordId).at(-1);
  if (!card) throw new Error(`no sheet for the leader; 操作结果：${town.row(recordId)['操作结果']}`);
  return card;
};

/** … and signed as proposed: the sheet is with the units. */
export const bringToUnits = async (
  town: Town,
  recordId: string,
  proposal: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const card = await bringToLeader(town, recordId, proposal);
  const pressed = await town.press(card, 'sign');
  if (pressed.kind !== 'answered') throw new Error(JSON.stringify(pressed));
  await town.settle();
};

/** … and acknowledged by both units. */
export const bringToHandling = async (town: Town, recordId: string): Promise<void> => {
  await bringToUnits(town, recordId);
  for (const who of ['ou_sandbox_zhujian_1', 'ou_sandbox_yingji_1']) {
    const card = town.cards(who, 'assignment', recordId).at(-1);
    if (!card) throw new Error(`no sheet for ${who}`);
    await town.press(card, 'acknowledge');
    await town.settle();
  }
};
