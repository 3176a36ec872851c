/**
 * The same client and the same door against the stand-in Feishu, which was written by others from the documents: a Base is
 * built, rows live and die in it, a card is pressed, and the callbacks it sends are accepted.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { createFeishuClient } from '../../src/feishu/client.ts';
import { createDocuments } from '../../src/feishu/documents.ts';
import { createMessages } from '../../src/feishu/messages.ts';
import { createRows } from '../../src/feishu/rows.ts';
import { createStructure } from '../../src/feishu/structure.ts';
import type { FeishuResult } from '../../src/ports.ts';
import { createReceive, type Door, type Received } from '../../src/webhooks/receive.ts';
import { openId } from '../../src/workflow/ids.ts';
import { createSandbox, serve } from '../feishu/sandbox.ts';

const token = (n: number): string => `5b9c5f0e-3c5e-4a39-8b1a-7f1f6a3b2c${String(n).padStart(2, '0')}`;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function must<T>(result: FeishuResult<T>): T {
  if (result.kind !== 'ok') throw new Error(`${result.kind} ${result.code} ${result.reason}`);
  return result.data;
}

async function world() {
  const received: Received[] = [];
  const sandbox = createSandbox({
    serviceUrl: 'http://service.example',
    limitsCallRate: false,
    serviceFetch: async (request) => {
      const door: Door = new URL(request.url).pathname.endsWith('/cards') ? 'cards' : 'events';
      const one = await receive(request, door);
      received.push(one);
      return Response.json({}, { status: one.kind === 'refused' ? one.status : 200 });
    },
  });
  const receive = createReceive({
    keys: {
      appId: sandbox.settings.appId,
      encryptKeys: [sandbox.settings.encryptKey],
      verificationToken: sandbox.settings.verificationToken,
    },
    now: sandbox.now,
    log: () => {},
  });
  const served = await serve(sandbox, { port: 0 });
  closing.push(served.close);
  const client = createFeishuClient({
    appId: 'cli_sandbox',
    appSecret: 'sandbox',
    baseUrl: served.url,
    fetch: globalThis.fetch,
    now: Date.now,
    callTimeoutMs: 2000,
    log: () => {},
  });
  const person = sandbox.state.people[0];
  if (person === undefined) throw new Error('nobody lives in the stand-in');
  return {
    sandbox,
    received,
    person: openId(person.openId),
    messages: createMessages(client),
    rows: createRows(client),
    structure: createStructure(client),
    documents: createDocuments(client),
  };
}

async function withTable() {
  const all = await world();
  const base = must(await all.structure.createBase('〔虚构〕接待日'));
  const { tableId } = must(
    await all.structure.createTable(base.appToken, '事项', '全部', [
      { name: '编号', type: 1 },
      { name: '状态', type: 3, property: { options: [{ name: '待受理' }, { name: '办理中' }] } },
    ]),
  );
  return { ...all, base, table: { appToken: base.appToken, tableId } };
}

describe('against the stand-in', () => {
  it('builds a Base: tables, fields, views, a shared form, a manager', async () => {
    const { structure, documents, base, table, person } = await withTable();
    expect(must(await structure.getBase(base.appToken))).toMatchObject({ name: '〔虚构〕接待日' });
    must(await structure.deleteTable({ appToken: base.appToken, tableId: base.defaultTableId }));
    expect(must(await structure.listTables(base.appToken))).toMatchObject([{ tableId: table.tableId, name: '事项' }]);

    const field = must(await structure.createField(table, { name: '备注', type: 1, description: '说明' }, token(1)));
    expect(await structure.createField(table, { name: '备注', type: 1 }, token(2))).toMatchObject({
      kind: 'reject',
      code: 1254014,
    });
    must(await structure.updateField(table, field.fieldId, { name: '情况说明', type: 1 }));
    must(await structure.updateField(table, field.fieldId, { name: '情况说明', type: 1 }));
    const fields = must(await structure.listFields(table));
    expect(fields.map((one) => [one.name, one.isPrimary])).toEqual([
      ['编号', true],
      ['状态', false],
      ['情况说明', false],
    ]);

    const board = must(await structure.createView(table, '看板', 'kanban'));
    must(await structure.updateView(table, board.viewId, { name: '状态看板' }));
    expect(must(await structure.listViews(table)).map((view) => view.name)).toContain('状态看板');

    const form = must(await structure.createView(table, '申报表', 'form'));
    must(await structure.updateForm(table, form.viewId, { shared: true, sharedLimit: 'anyone_editable' }));
    expect(must(await structure.getForm(table, form.viewId))).toMatchObject({
      shared: true,
      sharedLimit: 'anyone_editable',
    });
    const question = must(await structure.listFormQuestions(table, form.viewId))[0];
    must(
      await structure.updateFormQuestion(table, form.viewId, question?.fieldId ?? '', {
        title: '查询码',
        required: true,
      }),
    );
    expect(must(await structure.listFormQuestions(table, form.viewId))).toContainEqual(
      expect.objectContaining({ title: '查询码', required: true }),
    );

    must(await documents.addCollaborator(base.appToken, person, 'full_access'));
    must(await documents.addCollaborator(base.appToken, person, 'full_access'));
    must(await documents.subscribe(base.appToken));
  });

  it('keeps rows: create once for one token, read, find, change, delete', async () => {
    const { rows, table } = await withTable();
    const first = must(await rows.create(table, [{ 编号: 'A-1', 状态: '待受理' }, { 编号: 'A-2' }], token(1)));
    expect(must(await rows.create(table, [{ 编号: 'A-1', 状态: '待受理' }, { 编号: 'A-2' }], token(1)))).toEqual(first);
    const one = first[0];
    const two = first[1];
    if (one === undefined || two === undefined) throw new Error('two rows were made');
    must(await rows.update(table, [{ recordId: one, fields: { 状态: '办理中' } }]));
    must(await rows.update(table, [{ recordId: one, fields: { 状态: '办理中' } }]));
    const found = must(await rows.findByText(table, '编号', 'A-1'));
    expect(found.map((row) => [row.recordId, row.fields])).toEqual([
      [one, expect.objectContaining({ 状态: '办理中' })],
    ]);
    must(await rows.remove(table, [two]));
    const read = must(await rows.get(table, [one, two]));
    expect(read.rows.map((row) => row.recordId)).toEqual([one]);
    expect(read.absent).toEqual([two]);
    expect(await rows.update(table, [{ recordId: two, fields: { 状态: '办理中' } }])).toMatchObject({ kind: 'gone' });
    expect(must(await rows.page(table, null)).nextPageToken).toBeNull();
  });

  it('a line dropped after the effect leaves a row that can be found, and the same token does not double it', async () => {
    const { rows, table, sandbox } = await withTable();
    sandbox.control.addFaults([{ path: '/records/batch_create$', effect: { kind: 'dropAfter' } }]);
    expect(await rows.create(table, [{ 编号: 'A-9' }], token(1))).toMatchObject({ kind: 'unknown' });
    expect(must(await rows.findByText(table, '编号', 'A-9'))).toHaveLength(1);
    must(await rows.create(table, [{ 编号: 'A-9' }], token(1)));
    expect(must(await rows.findByText(table, '编号', 'A-9'))).toHaveLength(1);
  });

  it('passes the URL check of the console at both doors', async () => {
    const { sandbox, received } = await world();
    await sandbox.control.verifyUrl('events');
    await sandbox.control.verifyUrl('cards');
    expect(received.map((one) => one.kind)).toEqual(['challenge', 'challenge']);
  });

  it('sends a card once for one uuid; its press and the row event come through the door', async () => {
    const { messages, documents, rows, table, sandbox, received, person } = await withTable();
    const card = (label: string): object => ({
      schema: '2.0',
      config: { update_multi: true },
      header: { title: { tag: 'plain_text', content: '〔虚构〕事项' } },
      body: {
        elements: [
          {
            tag: 'button',
            name: 'sign',
            text: { tag: 'plain_text', content: label },
            behaviors: [{ type: 'callback', value: { act: 'sign' } }],
          },
        ],
      },
    });
    const { messageId } = must(await messages.sendCard(person, card('同意'), token(1)));
    expect(must(await messages.sendCard(person, card('同意'), token(1))).messageId).toBe(messageId);
    must(await messages.updateCard(messageId, card('再次同意')));
    must(await messages.sendText(person, '您有一件事项待办', token(2)));

    for (const shape of ['card.action.trigger', 'card.action.trigger_v1'] as const) {
      await sandbox.control.press({ openId: person, messageId, name: 'sign', shape });
      const last = received.at(-1);
      expect(last).toMatchObject({ kind: 'press', press: { openId: person, messageId, value: { act: 'sign' } } });
    }

    must(await documents.subscribe(table.appToken));
    const made = must(await rows.create(table, [{ 编号: 'A-1' }], token(3)));
    await sandbox.tick();
    await sandbox.settled();
    expect(received.at(-1)).toMatchObject({
      kind: 'event',
      event: { kind: 'recordsChanged', appToken: table.appToken, tableId: table.tableId, recordIds: made },
    });
    expect(received.filter((one) => one.kind === 'refused')).toEqual([]);
  });
});
