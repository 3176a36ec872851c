/** What a decision's two round trips promise, on the file and on sqld: first wins, repeated is repeated, numbers gapless. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Intention, SaveOutcome } from '../../src/ports.ts';
import { loadChain, verifyCaseChain } from '../../src/store/audit.ts';
import { ConstraintError, InDoubtError } from '../../src/store/database.ts';
import { canonicalJson } from '../../src/store/event-json.ts';
import { linkHash, NO_HASH } from '../../src/store/hash-chain.ts';
import { statement } from '../../src/store/statement.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import { beijingDate, caseId, deliveryId, districtId } from '../../src/workflow/ids.ts';
import { ACTORS, playTo } from '../support/given.ts';
import { type Bench, onBothDatabases, storesOn } from './on-both.ts';
import { accepted, cardWish, DISTRICT, mirrorWish, NOW, sampleCase, signed, submitted } from './samples.ts';

const newDelivery = () => deliveryId(randomUUID());

const saving = (
  next: Case,
  events: readonly CaseEvent[],
  lastHash: string,
  given: { intentions?: readonly Intention[] } = {},
) => ({
  deliveryId: newDelivery(),
  reply: '〔虚构〕已保存',
  next,
  events,
  lastHash,
  intentions: given.intentions ?? [],
  now: NOW,
  pressedCardKey: null,
  pressedCardAt: NOW + 4_000,
});

const loading = (id: string, year = 2026, delivery = newDelivery()) => ({
  caseId: caseId(id),
  district: DISTRICT,
  year,
  deliveryId: delivery,
});

const open = async ({ cases }: Bench, intentions: readonly Intention[] = []): Promise<Case> => {
  const subject = sampleCase(randomUUID());
  const outcome = await cases.saveDecision(saving(subject, [submitted(subject)], '', { intentions }));
  expect(outcome).toEqual({ kind: 'saved' });
  return subject;
};

const kinds = (outcomes: readonly SaveOutcome[]) => {
  const counts: Record<string, number> = {};
  for (const { kind } of outcomes) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

onBothDatabases('a decision', (get, kind) => {
  it('is loaded in one round trip and saved in one, however much it changes', async () => {
    const { cases, proxy } = get();
    const subject = await open(get());
    proxy?.reset();
    const context = await cases.loadForDecision(loading(subject.id));
    if (proxy) expect(proxy.count()).toBe(1);
    expect(context?.subject).toEqual(subject);
    const { next, event } = signed(subject, context?.nextSerial ?? 0);
    const intentions = Array.from({ length: 30 }, (_, index) =>
      cardWish(next, { key: `card:instruction:${next.id}:1:ou_${index}` }),
    );
    proxy?.reset();
    expect(await cases.saveDecision(saving(next, [event], context?.lastHash ?? '', { intentions }))).toEqual({
      kind: 'saved',
    });
    if (proxy) expect(proxy.count()).toBe(1);
    expect((await cases.loadCase(next.id))?.subject).toEqual(next);
    expect(await cases.loadEvents(next.id)).toEqual([submitted(subject), event]);
  });

  it('on an unknown case gives the directory of the named district, or nothing without one', async () => {
    const { cases } = get();
    const named = await cases.loadForDecision(loading(randomUUID()));
    expect(named?.subject).toBeNull();
    expect(named?.directory.district).toBe(DISTRICT);
    expect(named?.directory.settings.problemDays).toBe(15);
    expect(await cases.loadForDecision({ ...loading(randomUUID()), district: null })).toBeNull();
  });

  it('made twice at once is saved once; the others are told to decide again', async () => {
    const { cases } = get();
    const subject = await open(get());
    const lastHash = (await cases.loadForDecision(loading(subject.id)))?.lastHash ?? '';
    const next = { ...subject, seq: 2, state: 'vetting' } as const;
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => cases.saveDecision(saving(next, [accepted(2)], lastHash))),
    );
    expect(kinds(outcomes)).toEqual({ saved: 1, conflict: 7 });
    expect(await cases.loadEvents(subject.id)).toHaveLength(2);
  });

  it('delivered ten times at once is saved once and answered the same nine times', async () => {
    const { cases } = get();
    const subject = await open(get());
    const lastHash = (await cases.loadForDecision(loading(subject.id)))?.lastHash ?? '';
    const what = saving({ ...subject, seq: 2, state: 'vetting' }, [accepted(2)], lastHash);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => cases.saveDecision(what)));
    expect(kinds(outcomes)).toEqual({ saved: 1, repeated: 9 });
    for (const outcome of outcomes) if (outcome.kind === 'repeated') expect(outcome.reply).toBe(what.reply);
    expect((await cases.loadForDecision(loading(subject.id, 2026, what.deliveryId)))?.earlierReply).toBe(what.reply);
  });

  it('numbers sheets without gap or repeat when thirty cases are signed at once', async () => {
    const { cases } = get();
    const year = kind === 'file' ? 2031 : 2032;
    const subjects: Case[] = [];
    for (let index = 0; index < 30; index += 1) subjects.push(await open(get()));
    const sign = async (subject: Case): Promise<number> => {
      for (;;) {
        const context = await cases.loadForDecision(loading(subject.id, year));
        const serial = context?.nextSerial ?? 0;
        const { next, event } = signed(subject, serial, year);
        const outcome = await cases.saveDecision(saving(next, [event], context?.lastHash ?? ''));
        if (outcome.kind === 'saved') return serial;
        expect(['conflict', 'busy']).toContain(outcome.kind);
      }
    };
    const serials = await Promise.all(subjects.map(sign));
    expect([...serials].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(await cases.findByNumber(DISTRICT, `示接交〔${year}〕7号`)).toBe(subjects[serials.indexOf(7)]?.id);
    expect(await cases.findByNumber(districtId('other'), `示接交〔${year}〕7号`)).toBeNull();
  }, 60_000);

  it('with a number that would leave a gap is refused as a whole', async () => {
    const { cases } = get();
    const subject = await open(get());
    const context = await cases.loadForDecision(loading(subject.id, 2040));
    const { next, event } = signed(subject, 2, 2040);
    expect(await cases.saveDecision(saving(next, [event], context?.lastHash ?? ''))).toEqual({ kind: 'conflict' });
    expect(await cases.loadEvents(subject.id)).toHaveLength(1);
  });

  it('that the database cannot hold for another reason is an error, not a rival', async () => {
    const { cases } = get();
    const subject = sampleCase(randomUUID());
    const broken = { ...mirrorWish(subject), runAt: Number.NaN };
    await expect(
      cases.saveDecision(saving(subject, [submitted(subject)], '', { intentions: [broken] })),
    ).rejects.toThrow(ConstraintError);
    expect(await cases.loadCase(subject.id)).toBeNull();
  });

  it('leaves a chain of hashes that shows an edited, a missing and a cut-off event', async () => {
    const { cases, database } = get();
    const subject = await open(get());
    const lastHash = (await cases.loadForDecision(loading(subject.id)))?.lastHash ?? '';
    await cases.saveDecision(saving({ ...subject, seq: 3 }, [accepted(2), accepted(3)], lastHash));
    const { entries, expectedLastHash } = await loadChain(database, subject.id);
    expect(verifyCaseChain(entries)).toEqual({ kind: 'intact', events: 3, lastHash: expectedLastHash });
    const edited = entries.map((entry) =>
      entry.seq === 1 ? { ...entry, body: entry.body.replace('贷款续贷困难', '没有困难') } : entry,
    );
    expect(verifyCaseChain(edited)).toEqual({ kind: 'broken', seq: 1, problem: 'altered' });
    expect(verifyCaseChain(entries.filter(({ seq }) => seq !== 2))).toEqual({
      kind: 'broken',
      seq: 2,
      problem: 'missing',
    });
    const relabelled = entries.map((entry) => (entry.seq === 2 ? { ...entry, at: entry.at + 1 } : entry));
    expect(verifyCaseChain(relabelled)).toEqual({ kind: 'broken', seq: 2, problem: 'mislabelled' });
    const cut = verifyCaseChain(entries.slice(0, 2));
    expect(cut.kind === 'intact' && cut.lastHash === expectedLastHash).toBe(false);
  });

  it('keeps a chain intact in which events are older than what was added to them since', () => {
    const { event } = signed({ ...sampleCase(randomUUID()), seq: 0 }, 1);
    if (event.type !== 'caseInstructed') throw new Error('not signed');
    const { files: _files, instruction, ...rest } = event;
    const { transcript: _transcript, ...told } = instruction;
    const entryOf = (body: string) => ({
      seq: 1,
      type: event.type,
      at: event.at,
      body,
      previousHash: NO_HASH,
      hash: linkHash(NO_HASH, body),
    });
    const older = canonicalJson({ ...rest, instruction: told });
    expect(verifyCaseChain([entryOf(older)])).toMatchObject({ kind: 'intact', events: 1 });
    for (const body of [older.replace('{', '{ '), canonicalJson({ ...event, added: 1 })])
      expect(verifyCaseChain([entryOf(body)])).toMatchObject({ kind: 'broken', problem: 'unreadable' });
  });

  it('wishes every card of its case anew, and the pressed one only after its answer had time to arrive', async () => {
    const { cases, outbox } = get();
    const subject = sampleCase(randomUUID());
    const lane = `person:${randomUUID()}`;
    const pressed = cardWish(subject, { key: `card:a:${subject.id}`, lane });
    const other = cardWish(subject, { key: `card:b:${subject.id}`, lane });
    await cases.saveDecision(saving(subject, [submitted(subject)], '', { intentions: [pressed, other] }));
    const lastHash = (await cases.loadForDecision(loading(subject.id)))?.lastHash ?? '';
    await cases.saveDecision({
      ...saving({ ...subject, seq: 2 }, [accepted(2)], lastHash, { intentions: [pressed] }),
      pressedCardKey: pressed.key,
    });
    expect((await outbox.dueIn(lane, NOW, 10)).map(({ key }) => key)).toEqual([other.key]);
    const later = await outbox.dueIn(lane, NOW + 4_000, 10);
    expect(later.map(({ key }) => key)).toEqual([other.key, pressed.key]);
    expect(later.every(({ wanted }) => wanted >= 2)).toBe(true);
  });

  it('is found again by receipt and among the open cases of its own district only', async () => {
    const { cases } = get();
    const district = districtId(`district-${randomUUID()}`);
    const subject = sampleCase(randomUUID(), { district, receiptHash: randomUUID() });
    const closed = sampleCase(randomUUID(), { district, receiptHash: subject.receiptHash, state: 'withdrawn' });
    for (const one of [subject, closed]) await cases.saveDecision(saving(one, [submitted(one)], ''));
    const filed = await cases.loadByReceipt(subject.receiptHash);
    expect(await cases.findByNumber(district, subject.id)).toBe(subject.id);
    expect(await cases.findByNumber(district, subject.id.slice(0, 12))).toBe(subject.id);
    expect(await cases.findByNumber(district, subject.id.slice(0, 11))).toBeNull();
    expect(await cases.findByNumber(DISTRICT, subject.id)).toBeNull();
    expect(filed?.cases.map(({ id }) => id)).toEqual([subject.id, closed.id].sort());
    expect(filed?.directory.district).toBe(district);
    expect((await cases.openCases(district, null, 10)).map(({ id }) => id)).toEqual([subject.id]);
    expect(await cases.openCases(district, subject.id, 10)).toEqual([]);
    expect(await cases.loadByReceipt('nobody')).toBeNull();
    expect((await cases.loadCases([closed.id])).map(({ state }) => state)).toEqual(['withdrawn']);
  });

  it('is named to its look-alikes by the sheet that counts, never by one that is void', async () => {
    const { cases } = get();
    const district = districtId(`district-${randomUUID()}`);
    const asker = sampleCase(randomUUID(), { district });
    const other = signed(sampleCase(randomUUID(), { district }), 7).next;
    const voided = { at: NOW, by: { openId: null, name: '书记甲' }, words: '我没有批示过' };
    const numberOf = async (): Promise<unknown> => (await cases.loadPeers([asker.id]))[asker.id]?.[0]?.number;
    await cases.saveDecision(saving(asker, [submitted(asker)], ''));
    await cases.saveDecision(saving(other, [submitted(other)], ''));
    expect(await numberOf()).toBe(other.rounds[0]?.instruction?.number.text);
    const isVoid = { ...other, id: caseId(randomUUID()), rounds: other.rounds.map((round) => ({ ...round, voided })) };
    const again = sampleCase(randomUUID(), { district: districtId(`district-${randomUUID()}`) });
    for (const one of [again, { ...isVoid, district: again.district }])
      await cases.saveDecision(saving(one, [submitted(one)], ''));
    expect((await cases.loadPeers([again.id]))[again.id]?.[0]?.number).toBeNull();
  });

  it('that left something to do is found by the day of it, open or closed, and no longer when it is done', async () => {
    const { cases } = get();
    const play = playTo('closed', { result: { outcome: 'planned', plannedDate: beijingDate('2026-03-20') } });
    const district = districtId(`district-${randomUUID()}`);
    const id = caseId(randomUUID());
    const own = (subject: Case): Case => ({ ...subject, id, district });
    const due = (until: string) => cases.followUps(district, beijingDate(until), null, 10);
    await cases.saveDecision(saving(own(play.subject()), [submitted(own(play.subject()))], ''));
    expect(await due('2026-03-19')).toEqual([]);
    expect((await due('2026-03-20')).map((one) => one.id)).toEqual([id]);
    expect(await cases.followUps(district, beijingDate('2026-03-20'), id, 10)).toEqual([]);
    expect(await cases.openCases(district, null, 10)).toEqual([]);
    play.ask(ACTORS.staff, { type: 'checkPlan', isKept: true, words: '已到账。' });
    const lastHash = (await cases.loadForDecision(loading(id)))?.lastHash ?? '';
    const last = { ...accepted(2), seq: 2 };
    await cases.saveDecision(saving({ ...own(play.subject()), seq: 2 }, [last], lastHash));
    expect(await due('2026-12-31')).toEqual([]);
  });

  it('of a version that checked no plans is read, and its plan is found after the migration', async () => {
    const { cases, database } = get();
    const play = playTo('closed', { result: { outcome: 'planned', plannedDate: beijingDate('2026-03-20') } });
    const subject: Case = { ...play.subject(), id: caseId(randomUUID()), district: districtId(randomUUID()) };
    await cases.saveDecision(saving(subject, [submitted(subject)], ''));
    const sql = readFileSync('src/store/migrations/0007_follow_ups.sql', 'utf8').split('--> statement-breakpoint')[2];
    await database.commit([
      statement(
        "UPDATE cases SET data = json_remove(data, '$.rounds[0].planCheck'), follow_up_on = NULL WHERE id = ?",
        [subject.id],
      ),
      statement(sql ?? '', []),
    ]);
    expect(await cases.followUps(subject.district, beijingDate('2026-03-20'), null, 10)).toEqual([subject]);
  });

  if (kind === 'sqld') {
    describe('whose answer is lost', () => {
      const prepare = async () => {
        const { cases, proxy } = get();
        if (!proxy) throw new Error('no proxy');
        const subject = await open(get());
        const lastHash = (await cases.loadForDecision(loading(subject.id)))?.lastHash ?? '';
        return {
          cases,
          proxy,
          subject,
          what: saving({ ...subject, seq: 2 }, [accepted(2)], lastHash, { intentions: [mirrorWish(subject)] }),
        };
      };

      it('after the commit is settled as saved', async () => {
        const { cases, proxy, what, subject } = await prepare();
        proxy.plan(['lose']);
        expect(await cases.saveDecision(what)).toEqual({ kind: 'saved' });
        expect(await cases.loadEvents(subject.id)).toHaveLength(2);
      });
      it('before the commit is sent again and saved once', async () => {
        const { cases, proxy, what, subject } = await prepare();
        proxy.plan(['refuse', 'refuse', 'lose', 'refuse']);
        expect(await cases.saveDecision(what)).toEqual({ kind: 'saved' });
        expect(await cases.loadEvents(subject.id)).toHaveLength(2);
      });
      it('to a faster rival is a conflict, not a success', async () => {
        const { cases, proxy, what, subject } = await prepare();
        await cases.saveDecision({ ...what, deliveryId: newDelivery() });
        proxy.plan(['lose']);
        expect(await cases.saveDecision(what)).toEqual({ kind: 'conflict' });
        expect(await cases.loadEvents(subject.id)).toHaveLength(2);
      });
      it('is answered like its twin when that one was saved', async () => {
        const { cases, proxy, what } = await prepare();
        await cases.saveDecision(what);
        proxy.plan(['lose']);
        const late = { ...what, events: [{ ...accepted(2), at: NOW + 99 }] };
        expect(await cases.saveDecision(late)).toEqual({ kind: 'repeated', reply: what.reply });
      });
      it('for good is admitted as unknown, never called busy', async () => {
        const { proxy, what } = await prepare();
        let at = NOW;
        const database = get().openAgain({
          now: () => at,
          sleep: async (ms) => {
            at += Math.max(ms, 200);
          },
          random: () => 1,
        });
        proxy.plan(Array.from({ length: 200 }, () => 'refuse' as const));
        await expect(storesOn(database).cases.saveDecision(what)).rejects.toThrow(InDoubtError);
        proxy.plan([]);
      });
    });
  }
});
