/** What stands in 审批, 日历 and 任务 is remembered by facts, on both databases, and an agenda is who comes or came on a day. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Fact } from '../../src/ports.ts';
import { deliveryId, districtId, receptionDayId } from '../../src/workflow/ids.ts';
import { onBothDatabases } from './on-both.ts';
import { NOW, sampleCase, submitted } from './samples.ts';

const OTHER = districtId('other');

onBothDatabases('links', (get) => {
  const made = (key: string, change: Partial<Extract<Fact, { kind: 'linkMade' }>> = {}): Fact => ({
    kind: 'linkMade',
    key,
    what: 'task',
    caseId: null,
    remoteId: `remote-${key}`,
    version: 1,
    shown: { title: '〔虚构〕' },
    ...change,
  });

  it('a link is found by its key, its case and its id at Feishu, shows what was last saved, and can be forgotten', async () => {
    const { mirror, links } = get();
    const district = districtId(randomUUID());
    const subject = sampleCase(randomUUID());
    const key = `task:${subject.id}`;
    await mirror.saveFacts(district, [made(key, { caseId: subject.id })]);
    await mirror.saveFacts(district, [made(key, { caseId: subject.id, version: 7, shown: { title: '后来' } })]);
    const wanted = { key, district, what: 'task', caseId: subject.id, remoteId: `remote-${key}`, version: 7 };
    expect(await links.link(key)).toEqual({ ...wanted, shown: { title: '后来' } });
    expect(await links.linksOfCase(subject.id, 'task')).toMatchObject([wanted]);
    expect(await links.linksOfDistrict(district, 'task')).toMatchObject([wanted]);
    expect(await links.linkByRemote('task', `remote-${key}`)).toMatchObject(wanted);
    expect(await links.linksOfCase(subject.id, 'approval')).toEqual([]);
    expect(await links.linkByRemote('event', `remote-${key}`)).toBeNull();
    expect(await links.linksOfDistrict(OTHER, 'task')).toEqual([]);

    await mirror.saveFacts(district, [{ kind: 'linkGone', key }]);
    expect(await links.link(key)).toBeNull();
  });

  it('a making in doubt is remembered without an id', async () => {
    const { mirror, links } = get();
    const key = `task:${randomUUID()}`;
    await mirror.saveFacts(OTHER, [made(key, { remoteId: null })]);
    expect(await links.link(key)).toMatchObject({ remoteId: null });
  });

  it('the agenda of a day holds the open cases that are to come and those that came, of this district only', async () => {
    const { cases, links } = get();
    const district = districtId(randomUUID());
    const day = receptionDayId('rec_day');
    const notes = { ...sampleCase('any').notes, receptionDayId: day };
    const save = async (given: Parameters<typeof sampleCase>[1]) => {
      const subject = sampleCase(randomUUID(), { district, ...given });
      await cases.saveDecision({
        deliveryId: deliveryId(randomUUID()),
        reply: '',
        next: subject,
        events: [submitted(subject)],
        intentions: [],
        lastHash: '',
        now: NOW,
        pressedCardKey: null,
        pressedCardAt: NOW,
      });
      return subject.id;
    };
    const hearing = { at: NOW, receptionDayId: day, note: '' };
    const expected = [
      await save({ state: 'scheduled', notes }),
      await save({ state: 'handling', hearing }),
      await save({ state: 'heard', hearing, notes }),
    ];
    await save({ state: 'ready', notes });
    await save({ state: 'scheduled' });
    await save({ state: 'closed', hearing });
    await save({ state: 'scheduled', notes, district: OTHER });
    expect((await links.agenda(district, day)).map(({ id }) => id)).toEqual(expected.toSorted());
  });
});
