/** The form of an offer filled in well: with what command the rule is asked whether the offer stands. */
import { expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import type { Field, Offer } from '../../src/workflow/whose-turn/offer.ts';
import { filledIn } from '../../src/workflow/whose-turn/well-filled.ts';

const asked = (name: string, isNeeded: boolean) => ({ name, label: '', hint: '', isNeeded });
const text = (name: string): Field => ({ ...asked(name, true), kind: 'text', rows: 1, max: 100, preset: '' });
const date = (name: string, isNeeded: boolean): Field => ({ ...asked(name, isNeeded), kind: 'date' });
const choice = (name: string, preset: string, ...values: readonly string[]): Field => ({
  ...asked(name, false),
  kind: 'choice',
  choices: values.map((value) => ({ value, text: value })),
  preset,
  of: 'others',
});
const offer = (...parts: readonly Field[]): Offer => ({
  card: 'assignment',
  title: '',
  isOpen: true,
  parts,
  buttons: [],
});

it('words are written wherever they are asked for, and none with 阅, which would lose them', () => {
  expect(filledIn(offer(text(FIELDS.sendBack.reason)), 'sendBack')).toEqual({ type: 'sendBack', reason: '按要求填写' });
  expect(filledIn(offer(text(FIELDS.endorse.words)), 'endorse')).toEqual({ type: 'endorse', words: '' });
});
it('a choice is what stands there, else the first; of what was reported before always the first, and no phrase', () => {
  const { leadUnit, phrase, words } = FIELDS.sign;
  const signing = (...fields: readonly Field[]) => filledIn(offer(text(words), ...fields), 'sign');
  expect(signing(choice(leadUnit, 'u2', 'u1', 'u2'))).toMatchObject({ signing: { leadUnitId: 'u2' } });
  expect(signing(choice(leadUnit, '', 'u1', 'u2'))).toMatchObject({ signing: { leadUnitId: 'u1' } });
  expect(signing(choice(leadUnit, ''))).toMatchObject({ signing: { leadUnitId: null } });
  expect(signing(choice(phrase, '', '请抓紧。'))).toMatchObject({ signing: { words: '按要求填写' } });
  const outcome = choice(FIELDS.resolve.outcome, 'planned', 'resolved', 'planned');
  expect(filledIn(offer(outcome), 'resolve')).toMatchObject({ outcome: 'resolved' });
});
it('a list is what stands there, and nobody is chosen by account', () => {
  const { supportingUnits } = FIELDS.sign;
  const list: Field = {
    ...asked(supportingUnits, false),
    kind: 'choices',
    choices: [],
    preset: ['u2', 'u3'],
    of: 'units',
  };
  expect(filledIn(offer(list), 'sign')).toMatchObject({ signing: { supportingUnitIds: ['u2', 'u3'] } });
  const { person, name } = FIELDS.nameOfficer;
  const people: Field = { ...asked(person, false), kind: 'person', people: [] };
  expect(filledIn(offer(people, text(name)), 'nameOfficer')).toEqual({
    type: 'nameOfficer',
    officer: { kind: 'named', name: '按要求填写' },
  });
});
it('a date that is needed is before every other, so that no day decides; one that is not stays empty', () => {
  const extending = filledIn(offer(date(FIELDS.extend.date, true)), 'extend');
  expect(extending).toMatchObject({ newDate: '0001-01-01' });
  const outcome = choice(FIELDS.resolve.outcome, '', 'resolved');
  expect(filledIn(offer(outcome, date(FIELDS.resolve.date, false)), 'resolve')).toMatchObject({ plannedDate: null });
  const moving = filledIn(offer(date(FIELDS.moveMilestone.date, false)), 'moveMilestone');
  expect(moving).toMatchObject({ type: 'moveMilestone', on: '0001-01-01' });
});
