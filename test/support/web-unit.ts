/**
 * A street office (〔虚构〕) without anybody in Feishu, which works by web: the district it is in, cases that are with it, and
 * whoever came in for it with the code given out last.
 */
import type { Actor } from '../../src/workflow/actor.ts';
import { currentRound, type WebCode } from '../../src/workflow/case.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import { ACTORS, exampleDirectory, type GivenOverrides, LEADERS, type Play, playTo, UNITS } from './given.ts';

export const STREET = UNITS.deserted;
export const STREET_NAME = '〔虚构〕石盘街道办';

export const webDirectory = (changes: Partial<Directory> = {}): Directory => {
  const usual = exampleDirectory();
  return {
    ...usual,
    units: usual.units.map((unit) => (unit.id === STREET ? { ...unit, name: STREET_NAME, worksByWeb: true } : unit)),
    ...changes,
  };
};

export const streetProposal = (part: 'lead' | 'supporting') => ({
  signingLeaderId: null,
  leadLeaderId: LEADERS.bing,
  leadUnitId: part === 'lead' ? STREET : UNITS.housing,
  supportingUnitIds: part === 'lead' ? [UNITS.housing] : [STREET],
  limitWorkdays: 15,
  words: '建议由街道办理。',
});

/** Signed: the sheet waits for the street office, and for 住建 as the other unit. */
export const playToStreet = (part: 'lead' | 'supporting' = 'lead', overrides: GivenOverrides = {}): Play =>
  playTo('assigned', {
    directory: webDirectory(),
    ...overrides,
    notes: { proposal: streetProposal(part), ...overrides.notes },
  });

/** The code given out last, as the case knows it. */
export const webCodeOf = (play: Play): WebCode | null =>
  currentRound(play.subject())?.units.find(({ unitId }) => unitId === STREET)?.webCode ?? null;

/** Whoever holds the code given out last. */
export const streetVisitor = (play: Play, name = '经办人甲'): Actor & { readonly kind: 'unit' } => ({
  kind: 'unit',
  unitId: STREET,
  issue: webCodeOf(play)?.issue ?? 0,
  name,
});

/** … and used it. */
export const enterStreet = (play: Play, name = '经办人甲'): Actor & { readonly kind: 'unit' } => {
  play.ask(ACTORS.editor, { type: 'issueUnitCodes' });
  const visitor = streetVisitor(play, name);
  play.ask(visitor, { type: 'enterByWeb' });
  return visitor;
};

/** … and both units acknowledged. */
export const handleByWeb = (play: Play): Actor & { readonly kind: 'unit' } => {
  const visitor = enterStreet(play);
  play.ask(visitor, { type: 'acknowledge' });
  play.ask(ACTORS.housing, { type: 'acknowledge' });
  return visitor;
};
