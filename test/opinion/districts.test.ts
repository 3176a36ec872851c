/**
 * Two districts in one database, under one service: the same leaders', units' and days' ids, other limits, workdays and days off
 * over 国庆 with its 调休 Saturday. Each is told its own history by turns; whatever of one gets into the other is a difference from
 * what its own rules say. Longer runs: OPINION_DISTRICTS=200 npx vitest run test/opinion/districts.test.ts
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandleCommand } from '../../src/cases/handle-command.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { beijingDate, type CaseId, caseId, deliveryId, type Ms } from '../../src/workflow/ids.ts';
import { storesOn } from '../store/on-both.ts';
import { openTempDatabase } from '../support/temp-database.ts';
import { createFindings, lots, someone } from './histories.ts';
import { cardFaults } from './law-cards.ts';
import { limitFaults } from './law-limits.ts';
import { cellFaults } from './law-row.ts';
import { NAMED } from './named-histories.ts';
import { speaksAgainst } from './reading/may.ts';
import { every, type Tale } from './reading/tale.ts';
import { cardsFor, rowOf } from './surfaces.ts';
import { CLOCK, PEOPLE, TOWNS } from './towns.ts';

const PAIRS = Number(process.env['OPINION_DISTRICTS'] ?? 24);
const SEED = Number(process.env['OPINION_SEED'] ?? 1);
const STEPS = 60;
const MINUTE = 60_000;

/** What is one day's difference and one number's between them; 10月10日 is the 调休 Saturday, which the second has off. */
const DISTRICTS: readonly Directory[] = TOWNS.map((town, index) => ({
  ...town,
  settings: {
    ...town.settings,
    urgentDays: 3 + index,
    problemDays: 15 - index,
    ...(index === 0 ? {} : { extraDaysOff: [...town.settings.extraDaysOff, beijingDate('2026-10-10')] }),
  },
}));

interface Told {
  readonly district: Directory;
  readonly id: CaseId;
  tale: Tale;
}

const temp = await openTempDatabase();
const stores = storesOn(temp.database);
const found = createFindings();
afterAll(() => temp.close());

beforeAll(async () => {
  for (const { district, leaders, units, receptionDays, settings } of DISTRICTS) {
    const rows = (all: readonly { readonly id: string }[]) => all.map((value) => ({ id: value.id, value }));
    await stores.mirror.saveFacts(district, [
      { kind: 'directoryRows', table: 'leaders', rows: rows(leaders) },
      { kind: 'directoryRows', table: 'units', rows: rows(units) },
      { kind: 'directoryRows', table: 'receptionDays', rows: rows(receptionDays) },
      {
        kind: 'directoryRows',
        table: 'settings',
        rows: Object.entries(settings).map(([id, value]) => ({ id, value })),
      },
    ]);
  }
  const signed = new Map<string, number>();
  for (let seed = SEED; seed < SEED + PAIRS; seed += 1) await tellPair(seed, signed);
}, 300_000);

/** By turns, at the same hours. */
const tellPair = async (seed: number, signed: Map<string, number>): Promise<void> => {
  const lot = lots(seed);
  let now: Ms = Date.parse(lot(2) === 0 ? '2026-09-24T10:00:00+08:00' : '2026-09-30T09:00:00+08:00');
  const handle = createHandleCommand({
    cases: stores.cases,
    now: () => now,
    steadyNow: Date.now,
    pauseBriefly: async () => {},
    replyTo: () => '',
  });
  const all = DISTRICTS.map(
    (district, index): Told => ({ district, id: caseId(`case-pair-${seed}-${index}`), tale: [] }),
  );
  const history: string[] = [];
  // Every other pair is told a named history.
  const named = seed % 2 === 0 ? NAMED[(seed / 2) % NAMED.length]?.sayings : undefined;
  for (let step = 0; step < (named?.length ?? STEPS); step += 1) {
    const [at, by, saying] = named?.[step] ?? [];
    if (at) now = Date.parse(`${at}:00+08:00`);
    else now += (lot(3) === 0 ? lot(3 * 24 * 60) : lot(90)) * MINUTE + MINUTE;
    for (const one of all) {
      const { district, id } = one;
      const scene = { tale: one.tale, directory: district, now };
      const [said, actor] = saying && by ? [saying, by] : someone(scene, lot);
      // There is nothing else it could be merged into.
      if (said.type === 'merge') continue;
      const command: Command = said.type === 'submit' ? { ...said, id } : said;
      const against = speaksAgainst(command, actor, scene);
      const outcome = await handle({
        deliveryId: deliveryId(randomUUID()),
        caseId: id,
        district: district.district,
        actor,
        command,
      });
      const where = district.settings.districtName;
      const note = (fault: string): void =>
        found.note(fault, seed, history, `${where} ${new Date(now).toISOString()} ${command.type}`);
      if (actor !== CLOCK && actor.kind !== 'editor' && (outcome.kind === 'accepted') !== (against === null))
        note(`${command.type} is ${outcome.kind}, against the rules of its own district ⁝ ${against} in ${where}`);
      if (outcome.kind !== 'accepted') continue;
      history.push(`${where} ${new Date(now).toISOString()} ${command.type}`);
      one.tale = await stores.cases.loadEvents(id);
      for (const fault of limitFaults(command, { before: scene.tale, after: one.tale, directory: district }))
        note(fault);
      const loaded = await stores.cases.loadCase(id);
      if (loaded) for (const fault of faultsOf(loaded, one, now, lot)) note(`${fault} (${where})`);
      for (const fault of numberFaults(one, signed)) note(fault);
    }
  }
};

/** Drawn with the directory that the database gives, judged by the district's own. */
const faultsOf = (
  { subject, directory }: { readonly subject: Case; readonly directory: Directory },
  { tale, district }: Told,
  now: Ms,
  lot: (sides: number) => number,
): readonly string[] => {
  const people = Object.values(PEOPLE);
  const viewer = people[lot(people.length)] ?? PEOPLE.staff;
  const shown = { subject, tale, directory, now };
  const seen = { tale, directory: district, now };
  return [
    ...cellFaults(rowOf(shown), seen),
    ...cardsFor(viewer.openId, shown).flatMap((card) => cardFaults(card, seen)),
  ];
};

/** Each district numbers its own sheets, without a gap, in its own words. */
const numberFaults = ({ tale, district }: Told, signed: Map<string, number>): readonly string[] => {
  const sheet = every(tale, 'caseInstructed').at(-1);
  if (!sheet || sheet.at !== tale.at(-1)?.at) return [];
  const { numberPrefix, districtName } = district.settings;
  const next = (signed.get(districtName) ?? 0) + 1;
  const { text } = sheet.instruction.number;
  signed.set(districtName, next);
  return text === `${numberPrefix}〔2026〕${next}号` || text.includes('〔2027〕')
    ? []
    : [`a sheet has another number than the next of its district ⁝ ${text}, not ${next} in ${districtName}`];
};

describe('two districts under one service', () => {
  it('keep what is theirs: limits, workdays, days off, numbers, people', () => {
    expect(found.names().map(found.told).join('\n\n')).toBe('');
  });
});
