/** No statement of a request's path walks a table that grows: every one is answered from an index, read from SQLite's own plan. */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createCallCounts } from '../../src/store/call-counts.ts';
import type { Database, Statement } from '../../src/store/database.ts';
import { createUpkeep } from '../../src/store/upkeep.ts';
import { beijingDate, caseId, deliveryId, messageId, receptionDayId, recordId } from '../../src/workflow/ids.ts';
import { enterpriseKeys } from '../../src/workflow/ties.ts';
import { openTempDatabase } from '../support/temp-database.ts';
import { storesOn } from './on-both.ts';
import { cardWish, DISTRICT, mirrorWish, NOW, sampleCase, signed, submitted } from './samples.ts';

const GROWING = [
  'cases',
  'events',
  'sheets',
  'deliveries',
  'outbox',
  'cards',
  'mirror_rows',
  'lanes',
  'rate_counts',
  'clock_runs',
  'sync_notes',
  'links',
  'call_counts',
  'enterprises',
];

it('every statement of the stores searches an index and scans no growing table', async () => {
  const { url, database, close } = await openTempDatabase();
  const seen = new Map<string, Statement>();
  const watch = (statements: readonly Statement[]) => {
    for (const one of statements) seen.set(one.sql, one);
  };
  const watched: Database = {
    ...database,
    commit: (statements, options) => {
      watch(statements);
      return database.commit(statements, options);
    },
    read: (statements, options) => {
      watch(statements);
      return database.read(statements, options);
    },
  };
  const { cases, outbox, mirror, links } = storesOn(watched);
  const subject = sampleCase(randomUUID());
  const saving = { reply: '', lastHash: '', now: NOW, pressedCardKey: null, pressedCardAt: NOW };
  const delivery = () => deliveryId(randomUUID());
  const { next, event } = signed(subject, 1);
  const intentions = [cardWish(subject), mirrorWish(subject)];
  await cases.saveDecision({
    ...saving,
    deliveryId: delivery(),
    next: subject,
    events: [submitted(subject)],
    intentions,
  });
  const loading = { caseId: subject.id, district: DISTRICT, year: 2026, deliveryId: delivery() };
  const context = await cases.loadForDecision(loading);
  await cases.saveDecision({
    ...saving,
    deliveryId: delivery(),
    next,
    events: [event],
    intentions,
    lastHash: context?.lastHash ?? '',
    nearTo: [enterpriseKeys(next.appeal)],
    alikeTo: [enterpriseKeys(next.appeal)],
  });
  await cases.loadCase(subject.id);
  await cases.loadCases([subject.id]);
  await cases.loadTies([subject.id]);
  await cases.loadPeers([subject.id]);
  await cases.loadReceptionDay(DISTRICT, receptionDayId('rec_day'));
  await cases.loadEvents(subject.id);
  await cases.loadByReceipt(subject.receiptHash);
  await cases.findByNumber(DISTRICT, '示接交〔2026〕1号');
  await cases.openCases(DISTRICT, caseId('a'), 10);
  await cases.followUps(DISTRICT, beijingDate('2026-06-30'), caseId('a'), 10);
  await cases.endedCases(DISTRICT, { since: NOW, leftBy: beijingDate('2026-06-30') }, 10);
  await cases.searchByEnterprise(DISTRICT, '〔虚构〕', 10);
  await outbox.saveEvent(delivery(), intentions, NOW);
  for (const lane of await outbox.dueLanes(NOW, 10)) {
    const fence = (await outbox.lease(lane, 'test', NOW, 1_000))?.fence ?? 0;
    const due = await outbox.dueIn(lane, NOW, 10);
    await outbox.begin(
      lane,
      fence,
      due.map(({ key }) => key),
      NOW,
    );
    const ends = [
      { kind: 'again', at: NOW, reason: '', countsAsAttempt: true },
      { kind: 'parked', reason: '' },
      { kind: 'finished' },
    ] as const;
    const records = due.flatMap(({ key, wanted }) => ends.map((end) => ({ key, wanted, end })));
    const facts = [{ kind: 'enterprisesRead', rows: [] }] as const;
    await outbox.record({ lane, fence, district: DISTRICT, now: NOW, records, facts, intentions });
    await outbox.release(lane, fence);
  }
  await outbox.card('key');
  await outbox.answering({
    key: 'key',
    messageId: null,
    press: deliveryId('press'),
    until: NOW,
    now: NOW,
  });
  await outbox.noteDrawn({
    key: 'key',
    press: deliveryId('press'),
    messageId: messageId('om_1'),
    hash: 'hash',
    isAnswerable: true,
    until: NOW,
    now: NOW,
  });
  await outbox.dealCards({ missing: intentions, again: [subject.id], now: NOW });
  await outbox.renewCards(DISTRICT, NOW, NOW);
  await outbox.health(DISTRICT, NOW);
  await outbox.requeue(DISTRICT, null, NOW);
  await mirror.rowsByRecord(DISTRICT, 'cases', [recordId('rec')]);
  await mirror.rowsByEntity(DISTRICT, 'cases', ['id']);
  await mirror.rowsAfter(DISTRICT, 'cases', 'rec', 100);
  await mirror.recordIdsAfter(DISTRICT, 'cases', 'rec', 100);
  await mirror.saveFacts(DISTRICT, [
    { kind: 'noted', name: 'one', value: { seen: 1 } },
    { kind: 'noted', name: 'two', value: null },
  ]);
  await mirror.loadNotes(DISTRICT);
  await mirror.saveFacts(DISTRICT, [
    { kind: 'linkMade', key: 'task:1', what: 'task', caseId: subject.id, remoteId: 'guid', version: 1, shown: {} },
    { kind: 'linkGone', key: 'task:2' },
  ]);
  await links.link('task:1');
  await links.linksOfCase(subject.id, 'task');
  await links.linksOfDistrict(DISTRICT, 'task');
  await links.linkByRemote('task', 'guid');
  await links.agenda(DISTRICT, receptionDayId('rec_day'));
  const callCounts = createCallCounts({ database: watched });
  await callCounts.add([{ day: beijingDate('2026-03-02'), what: 'bitable.record.search', kind: 'ok', count: 2 }]);
  await callCounts.of(beijingDate('2026-03-02'));
  await createUpkeep({ database: watched }).prune(NOW);

  const scans: string[] = [];
  // The local libSQL driver does not step an EXPLAIN to its end; SQLite itself reads the same file.
  const sqlite = new DatabaseSync(url.slice('file:'.length));
  for (const { sql, args } of seen.values()) {
    for (const row of sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...args)) {
      const detail = String(row['detail']);
      // Looking for due lanes walks the index of what is due, and nothing else.
      const isDueIndex = detail.includes('outbox_due');
      if (
        detail.startsWith('SCAN') &&
        !isDueIndex &&
        GROWING.some((table) => new RegExp(`\\b${table}\\b`).test(detail))
      ) {
        scans.push(`${detail} in ${sql.trim().slice(0, 120)}`);
      }
    }
  }
  sqlite.close();
  expect(seen.size).toBeGreaterThan(30);
  expect(scans).toEqual([]);
  close();
});
