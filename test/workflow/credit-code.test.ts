import { describe, expect, it } from 'vitest';
import { creditCodeCheckCharacter, isCreditCode } from '../../src/workflow/credit-code.ts';
import { SPELLINGS } from '../support/spellings.ts';

/** Codes of the fictional region 999999 with right check characters. */
const CODES = [
  '91999999MAXX00015J',
  '91999999MAXX00023D',
  '91999999MAXX000318',
  '91999999MAXX0004X0',
  '91999999MAXX000580',
  '91999999MAXX00066T',
  '91999999MAXX00074M',
  '91999999MAXX00082G',
  '91999999MAXX00090B',
];

describe('统一社会信用代码', () => {
  it.each(CODES)('%s is right', (code) => {
    expect(isCreditCode(code)).toBe(true);
    expect(creditCodeCheckCharacter(code.slice(0, 17))).toBe(code.slice(17));
  });

  it.each(CODES)('%s with any one character replaced is wrong', (code) => {
    for (let place = 0; place < code.length; place += 1) {
      for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
        if (character === code[place]) continue;
        expect(isCreditCode(code.slice(0, place) + character + code.slice(place + 1))).toBe(false);
      }
    }
  });

  it('has a last character only where seventeen of the alphabet go before it', () => {
    const bodies = ['', '91999999MAXX0001', '91999999MAXX00015J', '91999999MAIX00015'];
    expect(bodies.map(creditCodeCheckCharacter)).toEqual([null, null, null, null]);
  });

  it('two neighbours exchanged are noticed', () => {
    expect(isCreditCode('91999999MAXX00051J')).toBe(false);
    expect(isCreditCode('19999999MAXX00015J')).toBe(false);
  });

  it.each(SPELLINGS.creditCode)('%j is right, however it was typed', (code) => {
    expect(isCreditCode(code)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['one short', '91999999MAXX00015'],
    ['one too many', '91999999MAXX00015J0'],
    ['a letter the standard leaves out', '91999999MAIX00015J'],
    ['a word within', '91999999复印MAXX00015J'],
  ])('%s is wrong', (_what, code) => {
    expect(isCreditCode(code)).toBe(false);
  });
});
