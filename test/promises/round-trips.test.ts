/**
 * Round trips to the database, counted by a proxy before a real sqld: a press costs two, an event one. The number of rows,
 * units and cards makes no difference.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { cardPressEnvelope, recordChangedEnvelope, signedRequest } from '../support/signed-callback.ts';
import { startCountingProxy, startSqld } from '../support/sqld.ts';
import { bringToLeader, bringToUnits, openTown, SERVICE_URL, TOWN_KEYS, type Town } from '../support/town.ts';

let sqld: Awaited<ReturnType<typeof startSqld>>;
let proxy: Awaited<ReturnType<typeof startCountingProxy>>;
let town: Town;
beforeAll(async () => {
  sqld = await startSqld();
  proxy = await startCountingProxy(sqld.url);
  town = await openTown({}, proxy.url);
}, 120_000);
afterAll(async () => {
  await town?.close();
  await proxy?.close();
  await sqld?.close();
});

const header = (eventId: string, createTime: number) => ({
  eventId,
  appId: TOWN_KEYS.appId,
  token: TOWN_KEYS.verificationToken,
  createTime: String(createTime),
});
const send = async (door: 'cards' | 'events', envelope: object): Promise<number> => {
  const request = signedRequest({
    url: `${SERVICE_URL}/feishu/${door}`,
    plaintext: envelope,
    encryptKey: TOWN_KEYS.encryptKey,
    timestampSeconds: Math.floor(town.now() / 1000),
    nonce: 'n',
  });
  proxy.reset();
  const answer = await town.service.app.fetch(request);
  const trips = proxy.count();
  expect(answer.status).toBe(200);
  return trips;
};
const pressValue = (card: Awaited<ReturnType<typeof bringToLeader>>, act: string) =>
  card.buttons.find((one) => one.act === act)?.value ?? {};

it('a press costs two round trips: what it needs, and what it decided', { timeout: 120_000 }, async () => {
  const record = await town.fileByForm();
  const card = await bringToLeader(town, record);
  // The answer shows the sheet again, with what is near the enterprise.
  await town.fileByForm({ 类别: '融资', 诉求内容: '续贷衔接有十天空档，请协调银行。' });
  const hold = cardPressEnvelope({
    ...header('press-0', town.now() * 1000),
    openId: 'ou_sandbox_leader_jia',
    messageId: card.messageId,
    value: pressValue(card, 'hold'),
    form: { [FIELDS.hold.reason]: '待核实' },
  });
  expect(await send('cards', hold)).toBe(2);
  await town.settle();
  expect(town.cards('ou_sandbox_leader_jia', 'instruction', record).at(-1)?.content).toContain('同一企业另有：在办1件');

  const sign = cardPressEnvelope({
    ...header('press-1', town.now() * 1000),
    openId: 'ou_sandbox_leader_jia',
    messageId: card.messageId,
    value: pressValue(card, 'sign'),
  });
  expect(await send('cards', sign)).toBe(2);
  await town.settle();

  const sheet = town.cards('ou_sandbox_zhujian_1', 'assignment', record).at(-1);
  if (!sheet) throw new Error('no sheet');
  const acknowledge = cardPressEnvelope({
    ...header('press-2', town.now() * 1000),
    openId: 'ou_sandbox_zhujian_1',
    messageId: sheet.messageId,
    value: pressValue(sheet, 'acknowledge'),
  });
  expect(await send('cards', acknowledge)).toBe(2);
  await town.settle();
  // Refused or repeated, it costs the reading, and the note that its answer changes the card.
  expect(await send('cards', acknowledge)).toBe(2);
  await town.settle();
  // Where the card stays as it is, there is nothing to note.
  const nobody = cardPressEnvelope({
    ...header('press-3', town.now() * 1000),
    openId: 'ou_nobody',
    messageId: sheet.messageId,
    value: pressValue(sheet, 'acknowledge'),
  });
  expect(await send('cards', nobody)).toBe(1);
});

it('an event costs one: that something should be looked at', { timeout: 120_000 }, async () => {
  const record = await town.fileByForm();
  await bringToUnits(town, record);
  const table = town.base.tables['cases'] ?? '';
  const event = (id: string) =>
    recordChangedEnvelope({
      ...header(id, town.now()),
      appToken: town.base.appToken,
      tableId: table,
      revision: 1,
      actions: Array.from({ length: 50 }, (_, index) => ({
        recordId: index === 0 ? record : `rec${index}`,
        action: 'record_edited',
      })),
    });
  await send('events', event('event-0'));
  expect(await send('events', event('event-1'))).toBe(1);
  // What follows the answer has its own trips.
  await town.settle();
  expect(await send('events', event('event-1'))).toBe(1);
});
