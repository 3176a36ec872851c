/** The way out, through the real SDK and real sockets: tokens, limits, time and every way a call can end. */
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createFeishuClient, type FeishuClientDeps } from '../../src/feishu/client.ts';
import { createDocuments } from '../../src/feishu/documents.ts';
import { createMedia } from '../../src/feishu/media.ts';
import { createMessages } from '../../src/feishu/messages.ts';
import { createRows } from '../../src/feishu/rows.ts';
import { createStructure } from '../../src/feishu/structure.ts';
import { openId, recordId } from '../../src/workflow/ids.ts';
import { type Answer, json, type LocalFeishu, startLocalFeishu } from './local-feishu.ts';

const table = { appToken: 'bascn1', tableId: 'tbl1' };
const person = openId('ou_fictional');
const uuid = '5b9c5f0e-3c5e-4a39-8b1a-7f1f6a3b2c1d';
const secretWords = '〔虚构〕不得外泄';
const opened: LocalFeishu[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

async function world(answer: Answer, options: Parameters<typeof startLocalFeishu>[1] & Partial<FeishuClientDeps> = {}) {
  const server = await startLocalFeishu(answer, options);
  opened.push(server);
  const clock = { now: 1_767_196_800_000 };
  const lines: object[] = [];
  const calls: string[] = [];
  const client = createFeishuClient({
    appId: 'cli_fictional',
    appSecret: 'secret-fictional',
    baseUrl: server.url,
    fetch: options.fetch ?? globalThis.fetch,
    now: () => clock.now,
    callTimeoutMs: options.callTimeoutMs ?? 2000,
    maxConnections: options.maxConnections ?? 5,
    log: (line) => lines.push(line),
    onCall: (what, kind) => calls.push(`${what} ${kind}`),
  });
  return { server, client, clock, lines, calls, messages: createMessages(client), rows: createRows(client) };
}

const sentMessage = { code: 0, msg: 'success', data: { message_id: 'om_1' } };
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('files', () => {
  it('go up and come down at most five a second each, whoever asks at the same time', async () => {
    const { client, clock, server } = await world((asked, response) => {
      arrived.push([asked.method, clock.now]);
      if (asked.method === 'GET') response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF');
      else json(response, { code: 0, msg: 'success', data: { file_token: 'box1' } });
    });
    const arrived: [string, number][] = [];
    const start = clock.now;
    // Sleepers wake in order, each at its moment.
    const media = createMedia(client, {
      now: () => clock.now,
      sleep: async (ms) => {
        const until = clock.now + ms;
        await later(1);
        clock.now = Math.max(clock.now, until);
      },
    });
    for (let file = 0; file < 6; file += 1) {
      await media.download(`box${file}`);
    }
    expect(arrived.map(([, at]) => at - start)).toEqual([0, 200, 400, 600, 800, 1_000]);
    await media.download('one more');
    clock.now -= 3_600_000;
    expect((await media.download('after the clock was set back')).kind).toBe('ok');
    expect(arrived.at(-1)?.[1]).toBe(start + 1_200 - 3_600_000);
    expect(server.asked).toHaveLength(8);
  });
});

describe('the token', () => {
  it('is fetched once for five calls that start cold', async () => {
    const { messages, server } = await world((_, response) => json(response, sentMessage));
    const results = await Promise.all([1, 2, 3, 4, 5].map((n) => messages.sendText(person, '您好', `${uuid}-${n}`)));
    expect(results).toEqual(Array(5).fill({ kind: 'ok', data: { messageId: 'om_1' } }));
    expect(server.tokenRequests()).toBe(1);
    expect(new Set(server.asked.map((one) => one.authorization))).toEqual(new Set(['Bearer t-1']));
  });

  it.each([99991661, 99991663, 99991668])(
    'is replaced once when refused with %i, and the call repeated',
    async (code) => {
      const { messages, server } = await world((asked, response) =>
        asked.authorization === 'Bearer t-1' ? json(response, { code, msg: 'x' }, 400) : json(response, sentMessage),
      );
      const results = await Promise.all([1, 2, 3].map(() => messages.sendText(person, '您好', uuid)));
      expect(results.map((result) => result.kind)).toEqual(['ok', 'ok', 'ok']);
      expect(server.tokenRequests()).toBe(2);
    },
  );

  it('that stays refused ends as auth after one repeat', async () => {
    const { messages, server } = await world((_, response) => json(response, { code: 99991663, msg: 'x' }));
    expect(await messages.sendText(person, '您好', uuid)).toMatchObject({ kind: 'auth', code: 99991663 });
    expect(server.asked).toHaveLength(2);
    expect(server.tokenRequests()).toBe(2);
  });

  it('is renewed when less than thirty minutes of it are left', async () => {
    const { messages, server, clock } = await world((_, response) => json(response, sentMessage));
    await messages.sendText(person, '一', uuid);
    clock.now += 89 * 60_000;
    await messages.sendText(person, '二', uuid);
    expect(server.tokenRequests()).toBe(1);
    clock.now += 2 * 60_000;
    await messages.sendText(person, '三', uuid);
    expect(server.tokenRequests()).toBe(2);
  });

  it('is still used when renewing it fails', async () => {
    let asks = 0;
    const { messages, server, clock } = await world((_, response) => json(response, sentMessage), {
      token: (_, response) => {
        asks += 1;
        if (asks === 1) json(response, { code: 0, tenant_access_token: 't-1', expire: 7200 });
        else json(response, { code: 1500, msg: 'x' }, 500);
      },
    });
    await messages.sendText(person, '一', uuid);
    clock.now += 100 * 60_000;
    expect((await messages.sendText(person, '二', uuid)).kind).toBe('ok');
    expect(server.tokenRequests()).toBe(2);
    clock.now += 20 * 60_000;
    expect(await messages.sendText(person, '三', uuid)).toMatchObject({ kind: 'retry', code: 1500 });
    expect(server.asked).toHaveLength(2);
  });

  it('that is never given for a wrong secret leaves nothing sent', async () => {
    const { messages, server } = await world((_, response) => json(response, sentMessage), {
      token: (_, response) => json(response, { code: 10015, msg: 'app secret invalid' }),
    });
    expect(await messages.sendText(person, '您好', uuid)).toMatchObject({ kind: 'auth', code: 10015 });
    expect(server.asked).toHaveLength(0);
  });
});

describe('how a call ends', () => {
  const send = async (answer: Answer, callTimeoutMs = 2000) => {
    const { messages } = await world(answer, { callTimeoutMs });
    return messages.sendText(person, '您好', uuid);
  };
  const look = async (answer: Answer, callTimeoutMs = 2000) => {
    const { rows } = await world(answer, { callTimeoutMs });
    return rows.page(table, null);
  };

  it('waits as long as the gateway asks', async () => {
    const limited: Answer = (_, response) =>
      json(response, { code: 99991400, msg: 'x' }, 429, { 'x-ogw-ratelimit-reset': '17' });
    expect(await send(limited)).toEqual({
      kind: 'retry',
      code: 99991400,
      afterMs: 17_000,
      reason: '飞书限流，稍后自动重试',
    });
  });

  it.each([200, 400, 403, 500])('reads the code in the body, whatever status %i says', async (status) => {
    expect(await send((_, response) => json(response, { code: 230011, msg: 'x' }, status))).toMatchObject({
      kind: 'gone',
      code: 230011,
    });
  });

  it('an HTML page of a gateway: a write is in doubt, a read comes again', async () => {
    const page: Answer = (_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>');
    };
    expect(await send(page)).toMatchObject({ kind: 'unknown', code: 502 });
    expect(await look(page)).toMatchObject({ kind: 'retry', code: 502 });
  });

  it('does not follow a redirect with our token', async () => {
    const server = await world((_, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    });
    expect(await server.messages.sendText(person, '您好', uuid)).toMatchObject({ kind: 'retry', code: 302 });
    expect(server.server.asked).toHaveLength(1);
  });

  it('a hang ends in time: a write is in doubt, a read comes again', async () => {
    const startedAt = performance.now();
    const [written, read] = await Promise.all([send(() => {}, 200), look(() => {}, 200)]);
    expect(written).toMatchObject({ kind: 'unknown', code: 0 });
    expect(read).toMatchObject({ kind: 'retry', code: 0 });
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it('a body that never ends is a hang too', async () => {
    const dripping: Answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"code":0,');
    };
    expect(await send(dripping, 200)).toMatchObject({ kind: 'unknown' });
  });

  it('a line dropped after the effect is in doubt', async () => {
    const effects: unknown[] = [];
    const dropping: Answer = (asked, response) => {
      effects.push(asked.body);
      response.socket?.destroy();
    };
    expect(await send(dropping)).toMatchObject({
      kind: 'unknown',
      code: 0,
      reason: '与飞书的连接中断，需核对是否已写入',
    });
    expect(effects).toHaveLength(1);
  });

  it('a refused connection surely did nothing and comes again', async () => {
    const { messages, server } = await world((_, response) => json(response, sentMessage));
    await messages.sendText(person, '您好', uuid);
    await server.close();
    // The first call may still meet the kept connection being closed, which is rightly in doubt.
    await messages.sendText(person, '您好', uuid);
    const result = await messages.sendText(person, '您好', uuid);
    expect(result).toMatchObject({ kind: 'retry', code: 0, reason: '无法连接飞书，稍后自动重试' });
  });

  it('an answer of unknown shape: a write is in doubt, a read is given up', async () => {
    expect(await send((_, response) => json(response, { code: 0, data: {} }))).toMatchObject({ kind: 'unknown' });
    expect(await look((_, response) => json(response, { code: 0, data: { items: [{}] } }))).toMatchObject({
      kind: 'reject',
    });
  });

  it('counts every call, and logs neither names nor words', async () => {
    const { messages, lines, calls } = await world((_, response) =>
      json(response, { code: 230001, msg: secretWords }, 400),
    );
    await messages.sendText(person, secretWords, uuid);
    expect(calls).toEqual(['im.message.create reject']);
    expect(lines).toEqual([
      { event: 'feishu.callFailed', what: 'im.message.create', kind: 'reject', code: 230001, ms: 0 },
    ]);
  });

  it('a bug in a call is thrown, not classified', async () => {
    const { client } = await world((_, response) => json(response, sentMessage));
    const broken = client.call('x', () => Promise.reject(new RangeError('bug')), z.unknown());
    await expect(broken).rejects.toThrow(RangeError);
  });
});

describe('few connections', () => {
  it('never opens more than allowed, and waiting in line does not eat the time of a call', async () => {
    let open = 0;
    let most = 0;
    const slow: Answer = async (_, response) => {
      open += 1;
      most = Math.max(most, open);
      await later(150);
      open -= 1;
      json(response, sentMessage);
    };
    // Eight calls of 150 ms, two at a time: the last one waits 450 ms, more than a call may take.
    const { messages } = await world(slow, { maxConnections: 2, callTimeoutMs: 400 });
    const results = await Promise.all(Array.from({ length: 8 }, () => messages.sendText(person, '您好', uuid)));
    expect(results.map((result) => result.kind)).toEqual(Array(8).fill('ok'));
    expect(most).toBe(2);
  });
});

describe('what is sent', () => {
  it('a card goes as text in content, to an open_id, with its uuid', async () => {
    const { messages, server } = await world((_, response) => json(response, sentMessage));
    await messages.sendCard(person, { schema: '2.0' }, uuid);
    expect(server.asked[0]).toMatchObject({
      method: 'POST',
      path: '/open-apis/im/v1/messages',
      body: { receive_id: person, msg_type: 'interactive', content: '{"schema":"2.0"}', uuid },
    });
    expect(server.asked[0]?.query.get('receive_id_type')).toBe('open_id');
  });

  it('null clears a cell, ids are open_ids, and the client token goes along', async () => {
    const { rows, server } = await world((_, response) =>
      json(response, { code: 0, data: { records: [{ record_id: 'rec1', fields: {} }] } }),
    );
    expect(await rows.create(table, [{ 标题: '〔虚构〕', 备注: null }], uuid)).toEqual({ kind: 'ok', data: ['rec1'] });
    expect(server.asked[0]?.body).toEqual({ records: [{ fields: { 标题: '〔虚构〕', 备注: null } }] });
    expect(Object.fromEntries(server.asked[0]?.query ?? [])).toEqual({ user_id_type: 'open_id', client_token: uuid });
  });

  it('an update that changes nothing is done', async () => {
    const { rows } = await world((_, response) => json(response, { code: 1254606, msg: 'DataNotChange' }));
    expect(await rows.update(table, [{ recordId: recordId('rec1'), fields: { 标题: '同' } }])).toEqual({
      kind: 'ok',
      data: null,
    });
  });

  it('fewer new rows than asked for are in doubt', async () => {
    const { rows } = await world((_, response) =>
      json(response, { code: 0, data: { records: [{ record_id: 'rec1' }] } }),
    );
    expect(await rows.create(table, [{}, {}], uuid)).toMatchObject({ kind: 'unknown' });
  });

  it('rows come with who changed them, and hidden rows are not taken for missing ones', async () => {
    const record = {
      record_id: 'rec1',
      fields: { 标题: [{ type: 'text', text: '〔虚构〕' }] },
      created_by: { id: 'ou_a', name: '甲' },
      last_modified_by: { id: 'ou_b', name: '乙' },
      last_modified_time: 1_767_196_800_000,
    };
    let forbidden: string[] = [];
    const { rows, server } = await world((_, response) =>
      json(response, {
        code: 0,
        data: { records: [record], absent_record_ids: ['rec2'], forbidden_record_ids: forbidden },
      }),
    );
    const ids = [recordId('rec1'), recordId('rec2')];
    expect(await rows.get(table, ids)).toEqual({
      kind: 'ok',
      data: {
        rows: [
          {
            recordId: 'rec1',
            fields: record.fields,
            createdBy: 'ou_a',
            modifiedBy: 'ou_b',
            modifiedByName: '乙',
            modifiedAt: 1_767_196_800_000,
          },
        ],
        absent: ['rec2'],
      },
    });
    expect(server.asked[0]?.body).toEqual({ record_ids: ids, user_id_type: 'open_id', automatic_fields: true });
    forbidden = ['rec3'];
    expect(await rows.get(table, ids)).toMatchObject({ kind: 'auth' });
  });

  it('pages by search, 500 rows at a time, and finds by exact text over all pages', async () => {
    const { rows, server } = await world((asked, response) => {
      const isSecond = asked.query.get('page_token') === 'p2';
      json(response, {
        code: 0,
        data: {
          items: [{ record_id: isSecond ? 'rec2' : 'rec1', fields: {} }],
          has_more: !isSecond,
          ...(isSecond ? {} : { page_token: 'p2' }),
        },
      });
    });
    expect(await rows.page(table, null)).toMatchObject({ kind: 'ok', data: { nextPageToken: 'p2' } });
    expect(server.asked[0]?.query.get('page_size')).toBe('500');
    const found = await rows.findByText(table, '编号', 'A-1');
    expect(found.kind === 'ok' && found.data.map((row) => row.recordId)).toEqual(['rec1', 'rec2']);
    expect(server.asked[2]?.body).toMatchObject({
      automatic_fields: true,
      filter: { conjunction: 'and', conditions: [{ field_name: '编号', operator: 'is', value: ['A-1'] }] },
    });
  });

  it('a collaborator who has the right already counts as added; a real refusal does not', async () => {
    let items: object[] = [{ member_type: 'openid', member_id: person, perm: 'full_access' }];
    const { client } = await world((asked, response) =>
      asked.method === 'GET'
        ? json(response, { code: 0, data: { items } })
        : json(response, { code: 1063003, msg: 'Invalid operation' }, 400),
    );
    const documents = createDocuments(client);
    expect(await documents.addCollaborator('bascn1', person, 'edit')).toEqual({ kind: 'ok', data: null });
    items = [{ member_type: 'openid', member_id: person, perm: 'view' }];
    expect(await documents.addCollaborator('bascn1', person, 'edit')).toMatchObject({ kind: 'reject', code: 1063003 });
  });

  it('lists all pages, and a name that exists comes back with its code', async () => {
    const { client, server } = await world((asked, response) => {
      if (asked.method === 'POST') return json(response, { code: 1254014, msg: 'FieldNameDuplicated' });
      const isSecond = asked.query.get('page_token') === 'p2';
      const name = isSecond ? '乙' : '甲';
      return json(response, {
        code: 0,
        data: {
          items: [{ field_id: `fld${name}`, field_name: name, type: 1, ui_type: 'Text', is_primary: !isSecond }],
          has_more: !isSecond,
          page_token: 'p2',
        },
      });
    });
    const structure = createStructure(client);
    const listed = await structure.listFields(table);
    expect(listed.kind === 'ok' && listed.data.map((field) => field.name)).toEqual(['甲', '乙']);
    expect(await structure.createField(table, { name: '甲', type: 1 }, uuid)).toMatchObject({
      kind: 'reject',
      code: 1254014,
    });
    expect(server.asked[2]?.body).toEqual({ field_name: '甲', type: 1 });
  });
});
