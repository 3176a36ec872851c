/**
 * An event from a Base becomes a wish to look, for tables that are ours and in a Base that is ours.
 */
import { describe, expect, it } from 'vitest';
import type { BaseBinding } from '../../src/ports.ts';
import { intentionsOfChange } from '../../src/sync/pull-change.ts';
import { deliveryId, districtId, openId, recordId } from '../../src/workflow/ids.ts';

const DEBOUNCE_MS = 3_000;

const base: BaseBinding = {
  district: districtId('demo'),
  appToken: 'app1',
  url: '',
  tables: { cases: 'tblCases', leaders: 'tblLeaders', health: 'tblHealth' },
  formUrl: null,
};
const event = (tableId: string, appToken = 'app1') => ({
  kind: 'recordsChanged' as const,
  deliveryId: deliveryId('e1'),
  appToken,
  tableId,
  revision: null,
  operator: openId('ou_1'),
  recordIds: [recordId('recA'), recordId('recB'), recordId('recA')],
  deletedRecordIds: [],
  chosen: [],
});

describe('intentionsOfChange', () => {
  it('wishes for each touched row of 事项 once, a moment later, in the lane of the Base', () => {
    const wished = intentionsOfChange(event('tblCases'), base, 1_000, DEBOUNCE_MS);
    expect(wished.map((one) => one.args)).toEqual([
      { table: 'cases', record: 'recA', operator: 'ou_1' },
      { table: 'cases', record: 'recB', operator: 'ou_1' },
    ]);
    expect(wished).toMatchObject([
      { kind: 'pullRow', lane: 'base:demo', runAt: 1_000 + DEBOUNCE_MS },
      { kind: 'pullRow', lane: 'base:demo' },
    ]);
    expect(new Set(wished.map((one) => one.key)).size).toBe(2);
  });
  it('says with the wish who chose which option in which row, and nothing for another table or an unknown person', () => {
    const chosen = [{ recordId: recordId('recA'), fieldId: 'fldAction', before: 'optA', after: 'optB' }];
    const argsOf = (changes: object) =>
      intentionsOfChange({ ...event('tblCases'), chosen, ...changes }, base, 0, DEBOUNCE_MS).map(({ args }) => args);
    expect(argsOf({})).toEqual([
      {
        table: 'cases',
        record: 'recA',
        operator: 'ou_1',
        'chose:ou_1': JSON.stringify([{ fieldId: 'fldAction', before: 'optA', after: 'optB' }]),
      },
      { table: 'cases', record: 'recB', operator: 'ou_1' },
    ]);
    expect(argsOf({ operator: null })[0]).toEqual({ table: 'cases', record: 'recA', operator: '' });
  });
  it('gives the same keys to the same rows, so that a burst of events is one look', () => {
    const keys = (now: number) => intentionsOfChange(event('tblCases'), base, now, DEBOUNCE_MS).map((one) => one.key);
    expect(keys(1)).toEqual(keys(2));
  });
  it('wishes for a directory as a whole', () => {
    expect(intentionsOfChange(event('tblLeaders'), base, 0, DEBOUNCE_MS)).toMatchObject([
      { kind: 'pullTable', args: { table: 'leaders' } },
    ]);
  });
  it('wishes for the row of 运行状况 that was touched, so that whoever typed into it is told', () => {
    expect(intentionsOfChange(event('tblHealth'), base, 0, DEBOUNCE_MS).map((one) => one.args['table'])).toEqual([
      'health',
      'health',
    ]);
  });
  it('wishes for nothing in unknown tables and in copies of the Base', () => {
    const all = [event('tblOther'), event('tblCases', 'appCopy')];
    expect(all.flatMap((one) => intentionsOfChange(one, base, 0, DEBOUNCE_MS))).toEqual([]);
  });
});
