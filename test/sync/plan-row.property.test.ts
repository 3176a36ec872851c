/**
 * The laws of the three-way comparison (reliability.md B2), for generated rows.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../bitable-schema/columns.ts';
import type { Values } from '../../bitable-schema/table.ts';
import { planRow } from '../../src/sync/plan-row.ts';

const columns = {
  typed: { owner: 'people', empty: '' },
  ticked: { owner: 'people', empty: false },
  filed: { owner: 'form', empty: '' },
  linked: { owner: 'form', empty: [] },
  state: { owner: 'service', empty: null },
  due: { owner: 'service', empty: null },
  action: { owner: 'action', empty: null },
} as const;
const SERVICE = ['state', 'due'];

const word = fc.constantFrom<Cell>('', '甲', '乙', '丙');
const choice = fc.constantFrom<Cell>(null, '受理', '催办');
const row: fc.Arbitrary<Values> = fc.record({
  typed: word,
  ticked: fc.boolean(),
  filed: word,
  linked: fc.constantFrom<Cell>([], ['recA'], ['recA', 'recB']),
  state: choice,
  due: fc.constantFrom<Cell>(null, '2026-11-23', '2026-11-24'),
  action: choice,
});
const service: fc.Arbitrary<Values> = row.map((values) => ({
  state: values['state'] ?? null,
  due: values['due'] ?? null,
}));

describe('planRow', () => {
  it('plans nothing for a row on which both sides agree', () => {
    fc.assert(
      fc.property(row, (agreed) => {
        const quiet = { ...agreed, action: null };
        const plan = planRow({ base: quiet, ours: quiet, theirs: quiet, columns });
        expect(plan).toEqual({ amend: {}, action: {}, foreign: {}, restore: {}, agreed: quiet });
      }),
    );
  });

  it('converges in one step: once its writes are made and its agreement kept, nothing is left', () => {
    fc.assert(
      fc.property(row, service, row, (base, ours, theirs) => {
        const first = planRow({ base, ours, theirs, columns });
        const second = planRow({ base: first.agreed, ours, theirs: { ...theirs, ...first.restore }, columns });
        expect(second).toEqual({ amend: {}, action: {}, foreign: {}, restore: {}, agreed: first.agreed });
      }),
    );
  });

  it('never lets a service column flow inwards, nor writes over a column of people', () => {
    fc.assert(
      fc.property(row, service, row, (base, ours, theirs) => {
        const plan = planRow({ base, ours, theirs, columns });
        expect(Object.keys(plan.amend).filter((key) => SERVICE.includes(key))).toEqual([]);
        expect(Object.keys(plan.restore).filter((key) => !SERVICE.includes(key))).toEqual([]);
        for (const key of SERVICE) expect(plan.agreed[key]).toEqual(ours[key]);
      }),
    );
  });

  it('takes nothing over when nobody changed the row', () => {
    fc.assert(
      fc.property(row, service, (base, ours) => {
        const plan = planRow({ base, ours, theirs: base, columns });
        expect([plan.amend, plan.action, plan.foreign]).toEqual([{}, {}, {}]);
      }),
    );
  });

  it('reaches the same end whatever the order and number of looks', () => {
    fc.assert(
      fc.property(row, service, row, row, fc.boolean(), (base, ours, earlier, latest, looksAtEarlier) => {
        const after = looksAtEarlier ? planRow({ base, ours, theirs: earlier, columns }).agreed : base;
        const once = planRow({ base: after, ours, theirs: latest, columns });
        const twice = planRow({ base: once.agreed, ours, theirs: { ...latest, ...once.restore }, columns });
        const direct = planRow({ base, ours, theirs: latest, columns });
        expect(twice.agreed).toEqual(direct.agreed);
        expect({ ...latest, ...once.restore }).toEqual({ ...latest, ...direct.restore });
      }),
    );
  });

  it('counts a key that the shadow lacks as empty, so that a new column is no edit', () => {
    const plan = planRow({ base: {}, ours: {}, theirs: { typed: '', ticked: false, linked: [] }, columns });
    expect([plan.amend, plan.action]).toEqual([{}, {}]);
  });

  it('calls a cell foreign only when neither side had it', () => {
    const base = { state: '受理', due: null };
    expect(planRow({ base, ours: { state: '催办' }, theirs: { state: '受理' }, columns }).foreign).toEqual({});
    expect(planRow({ base, ours: { state: '催办' }, theirs: { state: '催办' }, columns }).foreign).toEqual({});
    expect(planRow({ base, ours: { state: '受理' }, theirs: { state: '催办' }, columns }).foreign).toEqual({
      state: '催办',
    });
  });
});
