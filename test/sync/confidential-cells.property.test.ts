/** 保密: masking and unmasking lose nothing, and a mask never counts as what somebody typed. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CONFIDENTIAL_MARK } from '../../bitable-schema/confidential.ts';
import type { Values } from '../../bitable-schema/table.ts';
import { cellsUnderMask, MASKED_KEYS, withoutMasks } from '../../src/sync/confidential-cells.ts';
import type { Case } from '../../src/workflow/case.ts';
import { sampleCase } from '../store/samples.ts';

const subject = (isConfidential: boolean): Case => {
  const one = sampleCase('11111111-bbbb');
  return { ...one, notes: { ...one.notes, isConfidential } };
};
const all = () => true;
const none = () => false;
const typed = fc.string({ maxLength: 12 }).filter((text) => text !== CONFIDENTIAL_MARK);
const realRow = fc
  .tuple(typed, typed, typed, typed, typed, typed, typed, typed, typed, fc.stringMatching(/^\d{0,11}$/))
  .map(([name, code, text, wish, urgency, contact, words, earlier, answers, phone]): Values => {
    return {
      enterpriseName: name,
      creditCode: code,
      text: text === '' ? '诉求' : text,
      wish,
      urgency,
      contactName: contact,
      gradeWords: words,
      earlier,
      callAttempts: answers,
      enterpriseAnswers: answers,
      hearing: answers,
      phone,
    };
  });

it('a row that was masked shows its texts again without 保密, whatever they were', () => {
  fc.assert(
    fc.property(realRow, (real) => {
      const masked = { ...real, ...cellsUnderMask(subject(true), real, real, all) };
      expect(Object.values(masked).filter((value) => value !== '' && value !== CONFIDENTIAL_MARK)).toEqual([]);
      expect({ ...masked, ...cellsUnderMask(subject(false), masked, real, all) }).toEqual(real);
    }),
  );
});

it('masks are no edits, whether or not their writing was noted', () => {
  fc.assert(
    fc.property(realRow, fc.boolean(), (real, wasNoted) => {
      const masked: Values = { ...real, ...cellsUnderMask(subject(true), real, real, all) };
      const agreed = wasNoted ? masked : real;
      expect({ ...masked, ...withoutMasks(masked, agreed) }).toEqual(agreed);
    }),
  );
});

it('what is typed over a mask counts, and nothing else of the row changes', () => {
  fc.assert(
    fc.property(realRow, fc.constantFrom(...MASKED_KEYS), fc.stringMatching(/^\d{1,9}$/), (real, key, text) => {
      const masked: Values = { ...real, ...cellsUnderMask(subject(true), real, real, all) };
      const edited = { ...masked, [key]: text };
      expect({ ...edited, ...withoutMasks(edited, masked) }).toEqual({ ...masked, [key]: text });
    }),
  );
});

it('without 保密 people’s texts are left alone, and none is masked before it stands elsewhere', () => {
  fc.assert(
    fc.property(realRow, (real) => {
      expect(cellsUnderMask(subject(false), real, real, all)).toEqual({});
      expect(cellsUnderMask(subject(true), real, real, none)).toEqual({});
    }),
  );
});

it('a text whose column 保密事项 lacks stays readable, and the others return all the same', () => {
  fc.assert(
    fc.property(realRow, fc.constantFrom(...MASKED_KEYS), (real, lacking) => {
      const masked = { ...real, ...cellsUnderMask(subject(true), real, real, (key) => key !== lacking) };
      expect(masked[lacking]).toBe(real[lacking]);
      expect({ ...masked, ...cellsUnderMask(subject(false), masked, real, none) }).toEqual(real);
    }),
  );
});
