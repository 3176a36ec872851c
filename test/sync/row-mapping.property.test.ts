/**
 * Case → row → case is the identity on what people own; what the service shows follows from the case and is at rest.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../bitable-schema/cases.ts';
import { emptyRow, normaliseValues } from '../../bitable-schema/table.ts';
import type { Links } from '../../src/ports.ts';
import {
  amendmentOf,
  appealOf,
  type CaseRow,
  isBlankRow,
  notesOf,
  peopleCells,
  serviceCells,
  submissionOf,
} from '../../src/sync/row-mapping.ts';
import { DEFAULT_SETTINGS } from '../../src/workflow/directory.ts';
import { beijingDate, leaderId, receptionDayId, unitId } from '../../src/workflow/ids.ts';
import { DISTRICT, NOW, sampleCase } from '../store/samples.ts';
import { ACTORS, beijing, playTo } from '../support/given.ts';

const words = fc.constantFrom('', '〔虚构〕甲', '〔虚构〕乙\n第二行');
const verdict = fc.record({ answer: fc.constantFrom('yes', 'no', 'unsure'), ground: words });
const unit = fc.constantFrom('recU1', 'recU2', 'recU3').map(unitId);
const leader = fc.option(fc.constantFrom('recL1', 'recL2').map(leaderId));
const appeal = fc.record({
  kind: fc.constantFrom('problem', 'suggestion'),
  category: fc.constantFrom('', '融资', '其他'),
  enterpriseName: words,
  creditCode: fc.constantFrom('', '91999999MAXX00015J'),
  contactName: words,
  contactRole: fc.constantFrom('', '法定代表人'),
  phone: fc.constantFrom('', '19900000101'),
  text: words,
  wish: words,
  urgency: words,
});
const notes = fc.record({
  isUrgent: fc.boolean(),
  isGrave: fc.boolean(),
  isHard: fc.boolean(),
  isConfidential: fc.boolean(),
  authentic: verdict,
  lawful: verdict,
  reasonable: verdict,
  policyBasis: words,
  complainedUnitIds: fc.uniqueArray(unit).map((ids) => [...ids].sort()),
  proposal: fc.record({
    signingLeaderId: leader,
    leadLeaderId: leader,
    leadUnitId: fc.option(unit),
    supportingUnitIds: fc.uniqueArray(unit).map((ids) => [...ids].sort()),
    limitWorkdays: fc.option(fc.integer({ min: 1, max: 63 })),
    words,
  }),
  receptionDayId: fc.option(fc.constant(receptionDayId('recD1'))),
  toldBy: fc.option(fc.constantFrom('web', 'inPerson', 'phone', 'paper')),
  toldOn: fc.option(fc.constant(beijingDate('2026-03-02'))),
});
const links: Links = {
  status: (hash, now) => `https://reception.example/s/${hash}.${now}`,
  rating: (id, round, now) => `https://reception.example/r/${id}.${round}.${now}`,
  unit: (subject, unit) => `https://reception.example/w/${subject.id}.${unit}`,
};
const mapping = (now: number) => ({
  directory: {
    district: DISTRICT,
    leaders: [],
    units: [],
    receptionDays: [],
    formerNames: new Map(),
    settings: DEFAULT_SETTINGS,
  },
  links,
  now,
  isCreditCode: (code: string) => code.endsWith('J'),
  peers: {},
});
const rowFrom = (given: Parameters<typeof sampleCase>[1]): CaseRow => ({
  ...emptyRow(cases),
  ...peopleCells(sampleCase('r1', given)),
});

describe('case and row', () => {
  it('people and form columns come back as the case had them', () => {
    fc.assert(
      fc.property(appeal, notes, (filed, kept) => {
        const row = rowFrom({ appeal: filed, notes: kept });
        expect(appealOf(row)).toEqual(filed);
        expect(notesOf(row)).toEqual(kept);
        expect(amendmentOf(row, row)).toBeNull();
      }),
    );
  });

  it('an amendment carries exactly what changed', () => {
    fc.assert(
      fc.property(appeal, notes, appeal, notes, (filed, kept, filedLater, keptLater) => {
        const change = amendmentOf(
          rowFrom({ appeal: filed, notes: kept }),
          rowFrom({ appeal: filedLater, notes: keptLater }),
        );
        expect({ ...filed, ...change?.appeal }).toEqual(filedLater);
        expect({ ...kept, ...change?.notes }).toEqual(keptLater);
        for (const part of [change?.appeal, change?.notes])
          if (part) expect(Object.keys(part).length).toBeGreaterThan(0);
      }),
    );
  });

  it('service cells of an unchanged case stay the same for the rest of the day, links included', () => {
    const subject = sampleCase('r1');
    expect(serviceCells(subject, mapping(NOW + 60_000))).toEqual(serviceCells(subject, mapping(NOW)));
    const cells = { ...serviceCells(subject, mapping(NOW)) };
    expect(normaliseValues(cases, cells)).toEqual(cells);
  });

  it('flags a wrong credit code and an absent one', () => {
    const check = (creditCode: string) =>
      serviceCells(sampleCase('r1', { appeal: { ...sampleCase('r1').appeal, creditCode } }), mapping(NOW))['codeCheck'];
    expect([check('91999999MAXX00015J'), check('91999999MAXX000150'), check('')]).toEqual([
      '通过',
      '校验位不符',
      '未填',
    ]);
  });

  it('lists nodes one a line, with what became of each, and no word that changes with the day', () => {
    const play = playTo('handling');
    const { housing, clock } = ACTORS;
    const cell = (day: string) => serviceCells(play.subject(), mapping(beijing(`${day} 10:00`)))['milestones'];
    expect(cell('2026-03-02')).toBe('');
    play.ask(housing, { type: 'setMilestone', text: '方案报批', on: beijingDate('2026-03-05') });
    play.ask(housing, { type: 'setMilestone', text: '工程验收', on: beijingDate('2026-03-19') });
    play.ask(housing, { type: 'moveMilestone', id: 2, on: beijingDate('2026-03-20'), reason: '雨季' });
    expect(cell('2026-03-06')).toBe(cell('2026-03-02'));
    play.ask(clock, { type: 'askProgress' }, beijing('2026-03-06 10:00'));
    expect(String(cell('2026-03-06')).split('\n')).toEqual([
      '1. 方案报批：2026-03-05 前【逾期未完成】',
      '2. 工程验收：2026-03-20 前【未到期】（原定 2026-03-19，调整1次：雨季）',
    ]);
    play.ask(housing, { type: 'reachMilestone', id: 1, words: '已批' }, beijing('2026-03-07 10:00'));
    expect(cell('2026-03-09')).toContain('1. 方案报批：2026-03-05 前【2026-03-07 完成】已批\n');
  });

  it('tells where a row comes from', () => {
    const row = { ...emptyRow(cases), enterpriseName: '〔虚构〕甲' };
    expect(submissionOf(row, true).source).toBe('form');
    expect(submissionOf(row, false).source).toBe('staff');
    expect(submissionOf({ ...row, receipt: 'ABCD' }, false).source).toBe('form');
    expect(submissionOf({ ...row, source: '走访' }, true).source).toBe('visit');
  });

  it('reads a blank row as blank', () => {
    expect(isBlankRow(emptyRow(cases))).toBe(true);
    expect(isBlankRow({ ...emptyRow(cases), text: '〔虚构〕' })).toBe(false);
  });
});
