// Titles and words in 飞书审批, 飞书日历 and 飞书任务, whatever people wrote into cases and directories: words alone, on one line, short.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { approvalWords, eventWords, taskWords } from '../../cards/link-words.ts';
import { receptionDayId } from '../../src/workflow/ids.ts';
import { unitTasksOf } from '../../src/workflow/unit-tasks.ts';
import { caseByState, directory, specialCases } from './examples.ts';
import { hostile, spoil } from './hostile.ts';

const everyCase = [...Object.values(caseByState), ...Object.values(specialCases)];
const INVISIBLE = /[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff\p{Cc}]/u;
/** What Feishu reads as markup, or as a mention, in words of these three. */
const MARKUP = /[<>&[\]()*_~`@#\\]/u;
const expectWords = (text: string, most: number): void => {
  expect(text).not.toMatch(MARKUP);
  expect(text).not.toMatch(INVISIBLE);
  expect(text).not.toMatch(/\p{Cs}/u);
  expect([...text].length).toBeLessThanOrEqual(most);
};

it('are words alone in a title, a field and a line, whatever was typed', () => {
  fc.assert(
    fc.property(fc.constantFrom(...everyCase), fc.array(hostile, { minLength: 1, maxLength: 6 }), (subject, texts) => {
      let count = 0;
      const next = (): string => texts[count++ % texts.length] ?? '';
      const spoilt = spoil(subject, next);
      const names = spoil(directory, next);
      const approval = approvalWords(spoilt, names, { status: 'pending', endedAt: null, avoids: false });
      for (const text of [approval.title, ...approval.fields.map(({ value }) => value)]) expectWords(text, 120);
      for (const task of unitTasksOf(spoilt, names)) {
        const words = taskWords(spoilt, task, names);
        expectWords(words.title, 80);
        for (const line of words.description.split('\n')) expectWords(line, 200);
      }
      const day = {
        ...{ id: receptionDayId('rec_day'), date: null, leaderId: names.leaders[0]?.id ?? null },
        ...{ title: next(), place: next(), from: '', to: '' },
      };
      const event = eventWords(day, [spoilt], names);
      expectWords(event.title, 80);
      expectWords(event.place, 60);
      for (const line of event.description.split('\n')) expectWords(line, 200);
    }),
    { numRuns: 100 },
  );
});
