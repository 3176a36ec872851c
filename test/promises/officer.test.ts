/**
 * 承办人 is one of the unit's people, chosen on the card: told of it and shown in the row; a name that is typed
 * is only a name. Who may be chosen is held by test/workflow/decide.test.ts.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import { bringToHandling, openTown, type ShownCard, type Town } from '../support/town.ts';

const OFFICER = 'ou_sandbox_zhujian_1';
const HEAD = 'ou_sandbox_zhujian_head';

let town: Town;
beforeEach(async () => {
  town = await openTown();
});
afterEach(async () => {
  await town.close();
});

const sheetOf = (record: string, who = OFFICER): ShownCard => {
  const card = town.cards(who, 'assignment', record).at(-1);
  if (!card) throw new Error('no sheet');
  return card;
};
const textsTo = (who: string): readonly string[] => {
  const chats = town.sandbox.state.chats.filter(({ openId }) => openId === who).map(({ chatId }) => chatId);
  return town.sandbox.state.messages
    .filter(({ chatId, type }) => chats.includes(chatId) && type === 'text')
    .map(({ versions }) => versions.at(-1)?.content ?? '');
};
const toastOf = (pressed: Awaited<ReturnType<Town['press']>>): string =>
  pressed.kind === 'answered' ? (pressed.toast?.content ?? '') : JSON.stringify(pressed);

it('is chosen from the people of the unit, hears of it, and stands in the row as a person', async () => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  const picker = /"tag":"select_person".*?"options":(\[.*?\])/.exec(sheetOf(record).content)?.[1] ?? '[]';
  expect(JSON.parse(picker)).toEqual([{ value: OFFICER }, { value: HEAD }]);

  const pressed = await town.press(sheetOf(record), 'nameOfficer', { [FIELDS.nameOfficer.person]: HEAD });
  expect(toastOf(pressed)).toBe('承办人已登记。');
  await town.settle();
  expect(textsTo(HEAD).join()).toContain('您已被指定为承办人');
  expect(town.row(record)['承办人']).toBe(HEAD);
  expect(sheetOf(record).content).toContain(`"tag":"person","user_id":"${HEAD}"`);
});

it('may be a name only: shown as it was typed, and nobody is told', async () => {
  const record = await town.fileByForm();
  await bringToHandling(town, record);
  await town.press(sheetOf(record), 'nameOfficer', { [FIELDS.nameOfficer.name]: '张某 0000-0000001' });
  await town.settle();
  expect(sheetOf(record).content).toContain('承办人 张某 0000-0000001');
  expect(town.row(record)['责任单位签收']).toContain('承办人张某 0000-0000001');
  expect(textsTo(HEAD).join()).not.toContain('承办人');
});
