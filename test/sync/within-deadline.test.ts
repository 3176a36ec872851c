/** Calls that could last longer than the lane is held are put off, and do not leave. */
import { expect, it } from 'vitest';
import type { Rows } from '../../src/ports.ts';
import { withinDeadline } from '../../src/sync/within-deadline.ts';
import { recordId } from '../../src/workflow/ids.ts';

const TABLE = { appToken: 'app', tableId: 'tbl' };

it('a call begins only while it can still end before the lane is given up', async () => {
  const sent: string[] = [];
  const answered = <T>(what: string, data: T) => {
    sent.push(what);
    return Promise.resolve({ kind: 'ok' as const, data });
  };
  const rows: Rows = {
    get: () => answered('get', { rows: [], absent: [] }),
    page: () => answered('page', { rows: [], nextPageToken: null }),
    recent: () => answered('recent', { rows: [], nextPageToken: null }),
    findByText: () => answered('findByText', []),
    create: () => answered('create', []),
    update: () => answered('update', null),
    remove: () => answered('remove', null),
  };
  let clock = 0;
  const limited = withinDeadline(rows, { now: () => clock, callTimeoutMs: 6_000, deadlineAt: 20_000 });
  const all = () =>
    Promise.all([
      limited.get(TABLE, [recordId('rec1')]),
      limited.page(TABLE, null),
      limited.recent(TABLE, '最后更新', null),
      limited.findByText(TABLE, '交办单编号', '1'),
      limited.create(TABLE, [], 'token'),
      limited.update(TABLE, []),
      limited.remove(TABLE, []),
    ]);

  clock = 14_000;
  expect((await all()).every((result) => result.kind === 'ok')).toBe(true);
  expect(sent).toHaveLength(7);
  clock = 14_001;
  expect((await all()).every((result) => result.kind === 'retry')).toBe(true);
  expect(sent).toHaveLength(7);
});
