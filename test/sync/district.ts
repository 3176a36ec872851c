/**
 * A district for tests of the sync room: the stand-in Feishu over HTTP, a migrated database in a file, the real stores, the real
 * process, the real drain. `edit` is a person at the table; `settle` lets time pass until nothing is due.
 */

import { randomUUID } from 'node:crypto';
import { acceptedSentence, refusalSentence } from '../../cards/answer.ts';
import { createHandleCommand } from '../../src/cases/handle-command.ts';
import { createFeishuClient } from '../../src/feishu/client.ts';
import { createDocuments } from '../../src/feishu/documents.ts';
import { createRows } from '../../src/feishu/rows.ts';
import { createStructure } from '../../src/feishu/structure.ts';
import { createDrain, type Deliver } from '../../src/outbox/drain.ts';
import { createRetrySchedule } from '../../src/outbox/retry-schedule.ts';
import type { Intention, Links } from '../../src/ports.ts';
import { createCaseStore } from '../../src/store/case-store.ts';
import { createMirrorStore } from '../../src/store/mirror-store.ts';
import { createOutboxStore } from '../../src/store/outbox-store.ts';
import { applySchema } from '../../src/sync/apply-schema.ts';
import { createDeliverToBase } from '../../src/sync/deliver-to-base.ts';
import { sha256 } from '../../src/sync/row-identity.ts';
import { isCreditCode } from '../../src/workflow/credit-code.ts';
import { deliveryId, districtId, openId } from '../../src/workflow/ids.ts';
import { createSandbox, serve } from '../feishu/sandbox.ts';
import { openTempDatabase } from '../support/temp-database.ts';

export const DISTRICT = districtId('demo');
export const STAFF = 'ou_sandbox_staff_1';

const links: Links = {
  status: (receiptHash, now) => `https://reception.example/s/${receiptHash.slice(0, 8)}.${now}`,
  rating: (id, round, now) => `https://reception.example/r/${id}.${round}.${now}`,
  unit: (subject, unit) => `https://reception.example/w/${subject.id}.${unit}`,
};

export const openDistrict = async () => {
  const temp = await openTempDatabase();
  const sandbox = createSandbox({ limitsCallRate: false, sendsEventsAtOnce: false });
  const served = await serve(sandbox, { port: 0 });
  const calls: string[] = [];
  let clock = Date.now();
  let decidesInMs = 0;
  const now = () => clock;
  const client = createFeishuClient({
    appId: 'cli_sandbox',
    appSecret: 'sandbox',
    baseUrl: served.url,
    fetch: globalThis.fetch,
    now: Date.now,
    log: () => {},
    onCall: (what) => calls.push(what),
  });
  const structure = createStructure(client);
  const rows = createRows(client);
  const { database } = temp;
  const newId = randomUUID;
  const cases = createCaseStore({ database, newId });
  const mirror = createMirrorStore({ database, now });
  const outbox = createOutboxStore({ database, newId });
  const handle = createHandleCommand({
    cases,
    now,
    steadyNow: now,
    pauseBriefly: async () => {},
    replyTo: acceptedSentence,
  });
  const schedule = createRetrySchedule({ random: () => 0.5 });
  const deliverBase = createDeliverToBase({
    rows,
    structure,
    mirror,
    cases,
    health: outbox.health,
    saveWishes: outbox.saveEvent,
    callsOf: async () => [],
    handle: (request) => {
      clock += decidesInMs;
      return handle(request);
    },
    refusalSentence,
    hashOfReceipt: () => null,
    hashForRecord: (record) => sha256(`code of ${record}`),
    links,
    isCreditCode,
    endAfter: schedule.endAfter,
    noticeVersionOf: () => '1',
    now,
    callTimeoutMs: 6_000,
  });
  const faults: unknown[] = [];
  const finishAll: Deliver = async (due) => ({
    records: due.map(({ key, wanted }) => ({ key, wanted, end: { kind: 'finished' } })),
    facts: [],
    intentions: [],
  });
  const drain = createDrain({
    outbox,
    deliverBase,
    deliverPerson: finishAll,
    deliverLinks: finishAll,
    deliverCases: finishAll,
    schedule,
    now,
    newId,
    log: (line) => faults.push(line),
  });
  const lines: string[] = [];
  const apply = () =>
    applySchema(
      {
        structure,
        documents: createDocuments(client),
        rows,
        mirror,
        pause: async () => {},
        say: (line) => lines.push(line),
      },
      {
        district: DISTRICT,
        baseName: '〔虚构〕示例区接待日',
        staff: [openId(STAFF)],
        settings: { districtName: '〔虚构〕示例区' },
      },
    );
  const binding = await apply();
  const tableOf = (table: string): string => binding.tables[table] ?? '';
  const at = (table: string) => ({ appToken: binding.appToken, tableId: tableOf(table) });

  const turn = () => {
    clock += 20_000;
    return drain({ untilMs: clock + 25_000 });
  };
  return {
    sandbox,
    structure,
    rows,
    mirror,
    cases,
    calls,
    lines,
    faults,
    apply,
    binding,
    at,
    now,
    wish: async (intentions: readonly Intention[]) => outbox.saveEvent(deliveryId(randomUUID()), intentions, now()),
    /** Also what waits for a later moment. */
    health: () => outbox.health(DISTRICT, now() + 3_600_000),
    wait: (ms: number) => {
      clock += ms;
    },
    /** So long each decision takes from now on. */
    decidesSlowly: (ms: number) => {
      decidesInMs = ms;
    },
    /** Drains without waiting for what comes later, until something is so. */
    turnUntil: async (isSo: () => boolean) => {
      for (let turn = 0; turn < 8 && !isSo(); turn += 1) {
        await drain({ untilMs: clock + 25_000 });
        if (!isSo()) clock += 20_000;
      }
    },
    /** One turn of the service. */
    turn,
    settle: async () => {
      for (let count = 0; count < 8; count += 1) {
        const report = await turn();
        if (report.delivered + report.again + report.parked === 0) return;
      }
    },
    addRow: (table: string, fields: Readonly<Record<string, unknown>>) => {
      const made = sandbox.control.createRecord({ ...at(table), operator: STAFF }, fields);
      if (!made.ok) throw new Error(`${made.code} ${made.msg}`);
      return made.value.recordId;
    },
    edit: (table: string, recordId: string, fields: Readonly<Record<string, unknown>>) => {
      const edited = sandbox.control.editRecord({ ...at(table), operator: STAFF, recordId }, fields);
      if (!edited.ok) throw new Error(`${edited.code} ${edited.msg}`);
    },
    deleteRow: (table: string, recordId: string) => {
      const deleted = sandbox.control.deleteRecord({ ...at(table), operator: STAFF, recordId });
      if (!deleted.ok) throw new Error(`${deleted.code} ${deleted.msg}`);
    },
    close: async () => {
      await served.close();
      temp.close();
    },
  };
};
export type TestDistrict = Awaited<ReturnType<typeof openDistrict>>;
