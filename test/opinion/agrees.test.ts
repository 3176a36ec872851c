/**
 * The product beside a second opinion: the procedure is read once more in `reading/`, which shares nothing with the product, and
 * histories of chance and named ones are told to both. Longer runs: OPINION_HISTORIES=5000 OPINION_SEED=1000 npx vitest run test/opinion
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { TRANSITIONS } from '../../src/workflow/transitions.ts';
import { createFindings, type Findings, type Law, tell, tellNamed } from './histories.ts';
import { type Group, KNOWN } from './known.ts';
import { saysWhoActed } from './law-acting.ts';
import { cardsAgree } from './law-cards.ts';
import { toldFromElsewhere } from './law-elsewhere.ts';
import { noticesAgree } from './law-notices.ts';
import { pagesAgree } from './law-pages.ts';
import { refusalsAreTrue } from './law-refusals.ts';
import { rowAgrees } from './law-row.ts';
import { playsTheRules } from './law-rules.ts';
import { staffAreTold } from './law-staff.ts';
import { everySurface } from './law-texts.ts';
import { NAMED } from './named-histories.ts';
import { isRuled } from './reading/may.ts';
import { CLOCK, PEOPLE, TOWNS } from './towns.ts';

const HISTORIES = Number(process.env['OPINION_HISTORIES'] ?? 400);
const LONG_RUN = 3000;
/** In each town once at the least. */
const LEAST_DECIDED = TOWNS.length;
const SEED = Number(process.env['OPINION_SEED'] ?? 1);

/** Each yes and each no that was decided, so often. */
const decided = new Map<string, number>();
const countsDecisions: Law = ({ decision }) => {
  const events = decision.kind === 'accepted' ? decision.events : [];
  for (const event of events)
    for (const [name, value] of Object.entries(event))
      if (typeof value === 'boolean')
        decided.set(`${event.type} ${name} ${value}`, (decided.get(`${event.type} ${name} ${value}`) ?? 0) + 1);
  return [];
};

const LAWS: Readonly<Record<Group, readonly Law[]>> = {
  rules: [playsTheRules, refusalsAreTrue, countsDecisions],
  row: [rowAgrees, staffAreTold],
  cards: [cardsAgree],
  pages: [pagesAgree],
  texts: [everySurface],
  notices: [noticesAgree, toldFromElsewhere],
  acting: [saysWhoActed],
};
const GROUPS = ['rules', 'row', 'cards', 'pages', 'texts', 'notices', 'acting'] as const satisfies readonly Group[];

/** What somebody says in a named history is said at its right time; the clock may find nothing to do. */
const isTaken: Law = ({ decision, command, actor }) =>
  decision.kind === 'refused' && actor !== CLOCK ? [`${command.type}: ${decision.reason.kind}`] : [];
const viewers = Object.keys(PEOPLE).map((_, index) => index);
const found = new Map<Group, Findings>(GROUPS.map((group) => [group, createFindings()]));

/** What one person reads and another does not. */
const seenOtherwise = new Map([...found].filter(([group]) => group === 'cards' || group === 'texts'));

beforeAll(() => {
  for (const named of NAMED)
    for (const town of TOWNS)
      for (const viewer of viewers) tellNamed(named, town, viewer, LAWS, viewer === 0 ? found : seenOtherwise);
  for (let seed = SEED; seed < SEED + HISTORIES; seed += 1) tell(seed, 70, LAWS, found);
}, 600_000);

describe('the product', () => {
  it('has a second opinion on every command', () => {
    expect(Object.keys(TRANSITIONS).filter((type) => !isRuled(type))).toEqual([]);
  });

  it.each(NAMED)('is told of every time: $name', (named) => {
    const [town] = TOWNS;
    if (!town) throw new Error('no town');
    const refused = createFindings();
    const tale = tellNamed(named, town, 0, { refused: [isTaken] }, new Map([['refused', refused]]));
    expect(tale.map(({ type }) => type)).toEqual(expect.arrayContaining([...named.happens]));
    expect(refused.names()).toEqual([]);
  });

  it('is judged on every surface with the yes and with the no of every decision', () => {
    const source = readFileSync(new URL('../../src/workflow/events.ts', import.meta.url), 'utf8');
    const all = [...source.matchAll(/readonly type: '(\w+)'[^}]*?readonly (is\w+): boolean/g)];
    expect(all.length).toBeGreaterThan(5);
    const branches = all.flatMap(([, type, name]) => [true, false].map((value) => `${type} ${name} ${value}`));
    const times = branches.map((branch) => ({ branch, times: decided.get(branch) ?? 0 }));
    expect(times.filter(({ times }) => times < LEAST_DECIDED)).toEqual([]);
  });

  for (const group of GROUPS) {
    const known = KNOWN[group].map(({ law }) => law);
    it(`agrees with the second opinion: ${group}`, () => {
      const names = found.get(group)?.names() ?? [];
      const unknown = names.filter((name) => !known.includes(name));
      expect(unknown.map((name) => found.get(group)?.told(name)).join('\n\n')).toBe('');
    });
    it(`no longer differs where it was mended: ${group}`, () => {
      const names = found.get(group)?.names() ?? [];
      const often = KNOWN[group].flatMap(({ law, isRare }) => (isRare && HISTORIES < LONG_RUN ? [] : [law]));
      expect(
        often.filter((name) => !names.includes(name)),
        'take it off the list in known.ts',
      ).toEqual([]);
    });
  }
});
