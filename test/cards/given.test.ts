// What stood in a field beforehand and comes back with every press of the form is not taken for what the presser wrote.
import { describe, expect, it } from 'vitest';
import { encodeClick, parseClick } from '../../cards/click.ts';
import { givenIn } from '../../cards/given.ts';
import { caseId } from '../../src/workflow/ids.ts';
import { type Field, isTypedInto, type Offer } from '../../src/workflow/whose-turn/offer.ts';

const asked = { label: '批示内容', hint: '', isNeeded: false };
const words = (preset: string): Field => ({ ...asked, kind: 'text', name: 'sign_words', rows: 3, max: 500, preset });
const units = (preset: readonly string[]): Field => ({
  ...asked,
  kind: 'choices',
  name: 'sign_supporting_units',
  choices: [],
  preset,
  of: 'units',
});
const offer = (...parts: readonly Field[]): Offer => ({
  card: 'instruction',
  title: '',
  isOpen: true,
  parts,
  buttons: [{ act: 'sign', label: '签批', look: 'first' }],
});
const press = (form: unknown, ...fields: readonly Field[]) => {
  const given = givenIn([offer(...fields)], (field) => (field.kind === 'text' ? field.preset : ''));
  const target = { card: 'instruction', caseId: caseId('r1'), round: 1, step: 'awaiting_instruction' } as const;
  return parseClick({ value: encodeClick({ ...target, act: 'hold', given }), form, name: undefined });
};

describe('what stood there beforehand', () => {
  const draft = '〔虚构〕请自然资源分局限期补办。';

  it('a draft that nobody touched comes back as nothing typed', () => {
    const click = press({ sign_words: ` ${draft}\n`, hold_reason: '待会商' }, words(draft));
    expect([...(click?.typed ?? [])]).toEqual([['hold_reason', '待会商']]);
  });
  it('a field that was empty and is empty still is not typed, so that on the next card it takes nothing away', () => {
    expect(press({ sign_words: '', hold_reason: ' ', sign_supporting_units: [] })?.typed.size).toBe(0);
    expect(press({ sign_words: '' }, words(draft))?.typed.get('sign_words')).toBe('');
  });
  it('a draft of which one character was changed is typed', () => {
    expect(press({ sign_words: `${draft}！` }, words(draft))?.typed.get('sign_words')).toBe(`${draft}！`);
  });
  it('chosen units come back as chosen by nobody, in any order, and as typed when one more is chosen', () => {
    expect(press({ sign_supporting_units: ['U2', 'U1'] }, units(['U1', 'U2']))?.typed.size).toBe(0);
    expect(press({ sign_supporting_units: ['U1', 'U2', 'U3'] }, units(['U1', 'U2']))?.typed.size).toBe(1);
  });
  it('what was there is still read by the act that is pressed', () => {
    expect(press({ hold_reason: draft, sign_words: draft }, words(draft))?.command).toEqual({
      type: 'hold',
      reason: draft,
    });
  });
  it('the words themselves are not in the button', () => {
    const given = givenIn([offer(words(draft))], () => draft);
    expect(JSON.stringify(given)).not.toContain('自然资源');
  });
  it('a fold opens for what was typed, and stays closed over what stood there', () => {
    expect(isTypedInto(words(draft), `${draft} `)).toBe(false);
    expect(isTypedInto(words(draft), `${draft}。`)).toBe(true);
    expect(isTypedInto(units(['U1', 'U2']), ['U1', 'U2'])).toBe(false);
    expect(isTypedInto(words(''), '')).toBe(false);
  });
});
