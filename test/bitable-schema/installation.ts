/**
 * Setting up a Base as the command does it, against the stand-in Feishu without sockets and a real database: runs that end well,
 * runs that are killed at a chosen call, and a description of the Base that knows no ids, so that two may be compared.
 */
import { createFeishuClient } from '../../src/feishu/client.ts';
import { createDocuments } from '../../src/feishu/documents.ts';
import { createRows } from '../../src/feishu/rows.ts';
import { createStructure } from '../../src/feishu/structure.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { createMirrorStore } from '../../src/store/mirror-store.ts';
import { type ApplyDeps, type ApplyRequest, applySchema } from '../../src/sync/apply-schema.ts';
import { districtId, openId } from '../../src/workflow/ids.ts';
import { createSandbox } from '../feishu/sandbox.ts';
import type { SandboxOptions } from '../feishu/settings.ts';
import type { Base, Table } from '../feishu/state.ts';
import { openTempDatabase } from '../support/temp-database.ts';

export const NEW_DISTRICT = districtId('new-district');
const STARTS_AT = Date.parse('2026-03-02T09:00:00+08:00');
const REQUEST: ApplyRequest = {
  district: NEW_DISTRICT,
  baseName: '〔虚构〕新区民营企业接待日',
  staff: [openId('ou_sandbox_staff_1'), openId('ou_sandbox_staff_2')],
  fillsFederation: true,
  settings: { districtName: '〔虚构〕新区', organName: '〔虚构〕新区工商联' },
};

/** Where a run dies: right before a call leaves, or once Feishu has carried it out and before its answer is known. */
export interface Death {
  readonly atWrite: number;
  readonly moment: 'before' | 'after';
}
export type Ending = { readonly kind: 'done'; readonly binding: BaseBinding } | { readonly kind: 'died' };

const READ_BY_POST = /\/records\/(search|batch_get)$|tenant_access_token/;
const isWrite = (request: Request): boolean =>
  request.method !== 'GET' && !READ_BY_POST.test(new URL(request.url).pathname);

export const openInstallation = async (options: SandboxOptions = {}) => {
  const temp = await openTempDatabase();
  let clock = STARTS_AT;
  const now = () => clock;
  const sandbox = createSandbox({ limitsCallRate: false, sendsEventsAtOnce: false, now, ...options });
  const lines: string[] = [];

  /** A process of its own: nothing in memory is left of the one before. */
  const processWith = (fetch: typeof globalThis.fetch): ApplyDeps => {
    const client = createFeishuClient({
      appId: 'cli_sandbox',
      appSecret: 'sandbox',
      baseUrl: 'http://feishu',
      fetch,
      now,
      log: () => {},
    });
    return {
      structure: createStructure(client),
      documents: createDocuments(client),
      rows: createRows(client),
      mirror: createMirrorStore({ database: temp.database, now }),
      pause: async (ms) => {
        clock += ms;
      },
      say: (line) => lines.push(line),
    };
  };
  const send: typeof globalThis.fetch = async (input, init) => sandbox.app.fetch(new Request(input, init));

  const run = async (death?: Death, request: Partial<ApplyRequest> = {}): Promise<Ending> => {
    let writes = 0;
    let die: (ending: Ending) => void = () => {};
    const untimely = new Promise<Ending>((resolve) => {
      die = resolve;
    });
    const dead = new Promise<Response>(() => {});
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const asked = new Request(input, init);
      if (isWrite(asked)) writes += 1;
      if (!death || writes < death.atWrite) return sandbox.app.fetch(asked);
      if (death.moment === 'after') await sandbox.app.fetch(asked);
      die({ kind: 'died' });
      return dead;
    };
    const whole = applySchema(processWith(fetch), { ...REQUEST, ...request });
    return Promise.race([untimely, whole.then((binding): Ending => ({ kind: 'done', binding }))]);
  };

  return {
    sandbox,
    lines,
    run,
    deps: processWith(send),
    database: temp.database,
    now,
    advance: (ms: number) => {
      clock += ms;
    },
    base: (): Base => {
      const [only] = sandbox.state.bases;
      if (!only) throw new Error('there is no Base');
      return only;
    },
    close: async () => {
      await sandbox.close();
      temp.close();
    },
  };
};
export type Installation = Awaited<ReturnType<typeof openInstallation>>;

/** Everything a person can see of a Base, by names. */
export const describeBase = (base: Base) => ({
  name: base.name,
  timeZone: base.timeZone,
  isSubscribed: base.isSubscribed,
  members: base.members.map((member) => `${member.memberId} ${member.perm}`).sort(),
  tables: base.tables.map((table) => describeTable(base, table)),
});

const describeTable = (base: Base, table: Table) => {
  const nameOf = (fieldId: string): string => table.fields.find((field) => field.fieldId === fieldId)?.name ?? '?';
  const optionNames = new Map(
    table.fields.flatMap((field) => field.options.map((option) => [option.id, option.name] as const)),
  );
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replace(/fld\w+/g, (id) => nameOf(id))
        .replace(/opt\w+/g, (id) => optionNames.get(id) ?? '?'),
    );
  return {
    name: table.name,
    fields: table.fields.map((field) => ({
      ...field,
      fieldId: '',
      options: field.options.map((option) => [option.name, option.color]),
      link: base.tables.find((other) => other.tableId === field.link?.tableId)?.name ?? null,
    })),
    views: table.views.map((view) => ({
      name: view.name,
      type: view.type,
      property: plain(view.property),
      form: view.form && {
        ...view.form,
        shareToken: '',
        questions: view.form.questions.map((question) => ({ ...question, fieldId: nameOf(question.fieldId) })),
      },
    })),
    rows: table.records.map((record) => plain(record.cells)),
  };
};
