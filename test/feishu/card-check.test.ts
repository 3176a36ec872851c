// The refusals of card-check.ts, each against one valid card with one thing spoiled, and the reading of cards.

import { describe, expect, test } from 'vitest';
import { checkCard, findComponent, renderCardText } from './card-check.ts';

const words = (content: string) => ({ tag: 'plain_text', content });
const callback = [{ type: 'callback', value: { act: 'sign', case: 'C-1' } }];
const submit = {
  tag: 'button',
  name: 'sign',
  text: words('签批'),
  type: 'primary_filled',
  form_action_type: 'submit',
  behaviors: callback,
};
const field = { tag: 'input', name: 'words', required: true, max_length: 200, placeholder: words('请填写批示') };
const card = (...elements: readonly unknown[]) => ({
  schema: '2.0',
  config: { update_multi: true, summary: { content: '待签批' } },
  header: { title: words('〔虚构〕交办单'), template: 'blue' },
  body: { elements },
});
const form = (...elements: readonly unknown[]) => ({ tag: 'form', name: 'sheet', elements });
const valid = card({ tag: 'markdown', content: '**企业**：虚构精工' }, form(field, submit));
const subCodes = (subject: unknown) => checkCard(subject).map(({ code, errCode }) => errCode ?? code);

test('a card that keeps the rules is taken', () => {
  expect(checkCard(valid)).toEqual([]);
});

describe('what is refused', () => {
  const button = { tag: 'button', text: words('受理'), behaviors: callback };
  const option = (text: string, value: string) => ({ text: words(text), value });
  const cases: readonly (readonly [string, unknown, number])[] = [
    ['something that is no object', 'card', 200621],
    ['a card of schema 1.0', { elements: [] }, 300303],
    ['content at the root of the card', { ...valid, elements: [] }, 200621],
    ['an exclusive card', { ...valid, config: { update_multi: false } }, 300302],
    ['an unknown header colour', { ...valid, header: { title: words('交办单'), template: 'pink' } }, 200621],
    ['a header without a title', { ...valid, header: { template: 'blue' } }, 200621],
    ['the removed tag action', card({ tag: 'action', actions: [button] }), 200861],
    ['the removed tag note', card({ tag: 'note', elements: [] }), 200861],
    ['an unknown tag', card({ tag: 'carousel' }), 200621],
    [
      'a form inside a column',
      card({ tag: 'column_set', columns: [{ tag: 'column', elements: [form(field, submit)] }] }),
      200621,
    ],
    ['a form without a submit button', card(form(field)), 200621],
    ['a form whose field has no name', card(form({ ...field, name: '' }, submit)), 200530],
    ['a form whose button has no name', card(form(field, { ...submit, name: undefined })), 200530],
    [
      'a form inside a form',
      card(form(field, submit, form({ ...field, name: 'b' }, { ...submit, name: 'c' }))),
      200621,
    ],
    [
      'a table inside a form',
      card(form(field, submit, { tag: 'table', columns: [{ name: 'a', data_type: 'text' }], rows: [] })),
      200621,
    ],
    ['two components of one name', card(form(field, field, submit)), 200621],
    ['a form button that neither submits nor resets', card(form(field, submit, { ...button, name: 'x' })), 200621],
    ['a button without words', card({ ...button, text: words(' ') }), 200621],
    ['a button with more than 100 characters', card({ ...button, text: words('字'.repeat(101)) }), 200621],
    ['a button that does nothing', card({ tag: 'button', text: words('受理') }), 200621],
    ['behaviours that are no list', card({ ...button, behaviors: { type: 'callback' } }), 200621],
    [
      'a callback value that is a string',
      card({ ...button, behaviors: [{ type: 'callback', value: 'sign' }] }),
      200621,
    ],
    [
      'a link without a scheme',
      card({ ...button, behaviors: [{ type: 'open_url', default_url: 'example.test' }] }),
      200621,
    ],
    ['an element_id that starts with a digit', card({ tag: 'hr', element_id: '1a' }), 200621],
    ['one element_id twice', card({ tag: 'hr', element_id: 'a' }, { tag: 'hr', element_id: 'a' }), 300301],
    ['a select without options', card({ tag: 'select_static', behaviors: callback, options: [] }), 200621],
    [
      'options of one value',
      card({ tag: 'select_static', behaviors: callback, options: [option('住建', 'u'), option('财政', 'u')] }),
      200621,
    ],
    [
      'an option without words',
      card({ tag: 'select_static', behaviors: callback, options: [option('', 'u')] }),
      200621,
    ],
    [
      'a multi-select outside a form',
      card({ tag: 'multi_select_static', name: 'm', options: [option('住建', 'u')] }),
      200621,
    ],
    ['a column outside a column set', card({ tag: 'column', elements: [] }), 200621],
    ['a bare component in a column set', card({ tag: 'column_set', columns: [{ tag: 'hr' }] }), 200621],
    [
      'a column wider than 600px',
      card({ tag: 'column_set', columns: [{ tag: 'column', width: '601px', elements: [] }] }),
      200621,
    ],
    [
      'a column of weight 6',
      card({ tag: 'column_set', columns: [{ tag: 'column', width: 'weighted', weight: 6, elements: [] }] }),
      200621,
    ],
    ['an image without alt', card({ tag: 'img', img_key: 'img_v3_a' }), 200621],
    ['an image without key', card({ tag: 'img', alt: words('现场') }), 200570],
    ['a person without id', card({ tag: 'person' }), 100290],
    [
      'a table row with an undeclared key',
      card({ tag: 'table', columns: [{ name: 'a', data_type: 'text' }], rows: [{ b: '1' }] }),
      200915,
    ],
    [
      'a number cell that is a string',
      card({ tag: 'table', columns: [{ name: 'a', data_type: 'number' }], rows: [{ a: '1' }] }),
      200914,
    ],
    ['a chart without a specification', card({ tag: 'chart' }), 200550],
    ['a confirmation without a title', card({ ...button, confirm: { text: words('确定吗') } }), 200621],
    [
      'a date that is not yyyy-MM-dd',
      card({ tag: 'date_picker', behaviors: callback, initial_date: '2026/11/24' }),
      200621,
    ],
    ['a time picker without placeholder or time', card({ tag: 'picker_time', behaviors: callback }), 200621],
    ['a margin of 100px', card({ tag: 'hr', margin: '100px' }), 200621],
    [
      'more than 200 elements',
      card(...Array.from({ length: 101 }, (_, at) => ({ tag: 'div', text: words(String(at)) }))),
      11310,
    ],
    [
      'six tables',
      card(
        ...Array.from({ length: 6 }, () => ({ tag: 'table', columns: [{ name: 'a', data_type: 'text' }], rows: [] })),
      ),
      11310,
    ],
    ['a card above 30 KB', card({ tag: 'markdown', content: '字'.repeat(10_300) }), 230025],
  ];
  test.each(cases)('%s', (_title, subject, errCode) => {
    expect(subCodes(subject)).toContain(errCode);
  });

  test('with the sub-code in the message, as the real answer has it', () => {
    const [problem] = checkCard(card({ tag: 'note', elements: [] }));
    expect(problem?.code).toBe(230099);
    expect(problem?.msg).toContain('ErrCode: 200861');
    expect(problem?.msg).toContain('unsupported tag note');
  });

  test('but not what a callback value happens to contain', () => {
    const value = { tag: 'note', element_id: '1', nested: Array.from({ length: 300 }, () => ({ tag: 'x' })) };
    expect(checkCard(card({ ...button, behaviors: [{ type: 'callback', value }] }))).toEqual([]);
  });

  test('nothing at the limits: 200 elements, 5 tables, 100 characters', () => {
    const tables = Array.from({ length: 5 }, () => ({
      tag: 'table',
      columns: [{ name: 'a', data_type: 'text' }],
      rows: [],
    }));
    expect(checkCard(card(...tables, { ...button, text: words('字'.repeat(100)) }))).toEqual([]);
    const rules = Array.from({ length: 199 }, () => ({ tag: 'hr' }));
    expect(checkCard(card(...rules))).toEqual([]);
    expect(subCodes(card(...rules, { tag: 'hr' }))).toEqual([11310]);
  });
});

describe('finding a component', () => {
  const nested = card({ tag: 'column_set', columns: [{ tag: 'column', elements: [form(field, submit)] }] });
  test('by its name, its path and its words', () => {
    expect(findComponent(nested, { name: 'sign' })?.path).toBe('body.elements.0.columns.0.elements.0.elements.1');
    expect(
      findComponent(nested, { path: ['body', 'elements', 0, 'columns', 0, 'elements', 0, 'elements', 0] })?.tag,
    ).toBe('input');
    expect(findComponent(nested, { text: '签批' })?.node).toBe(submit);
  });
  test('finds nothing for an empty query, a wrong name, or a card that is none', () => {
    expect(findComponent(nested, {})).toBeUndefined();
    expect(findComponent(nested, { name: 'absent' })).toBeUndefined();
    expect(findComponent(null, { name: 'sign' })).toBeUndefined();
  });
});

describe('reading a card', () => {
  test('gives words, mentions, links, images, buttons and fields in reading order', () => {
    const read = renderCardText(
      card(
        { tag: 'markdown', content: '请 <at id=ou_a></at> 办理，见[清单](https://example.test/a)\n![现场](img_1)' },
        {
          tag: 'collapsible_panel',
          header: { title: words('办理过程') },
          elements: [{ tag: 'div', text: words('已签收') }],
        },
        form(field, submit),
      ),
    );
    expect(read.title).toBe('〔虚构〕交办单');
    expect(read.texts).toEqual([
      '〔虚构〕交办单',
      '请 @ou_a 办理，见清单\n现场',
      '办理过程',
      '已签收',
      '请填写批示',
      '签批',
    ]);
    expect(read.mentions).toEqual(['ou_a']);
    expect(read.links).toEqual([{ text: '清单', url: 'https://example.test/a' }]);
    expect(read.images).toEqual([{ key: 'img_1', alt: '现场' }]);
    expect(read.buttons).toMatchObject([
      { text: '签批', name: 'sign', formAction: 'submit', value: { act: 'sign', case: 'C-1' } },
    ]);
    expect(read.fields).toMatchObject([{ tag: 'input', name: 'words', required: true }]);
  });

  test('sees a mention of everybody wherever it stands, unless it was escaped or is plain text', () => {
    const mentions = (content: string) => renderCardText(card({ tag: 'markdown', content })).mentions;
    expect(mentions('- 说明 **<at id=all></at>**')).toEqual(['all']);
    expect(mentions("<at ids='ou_a,all'></at>")).toEqual(['ou_a', 'all']);
    expect(mentions('&#60;at id=all&#62;&#60;/at&#62;')).toEqual([]);
    expect(renderCardText(card({ tag: 'div', text: words('<at id=all></at>') })).mentions).toEqual([]);
    expect(
      renderCardText(card({ tag: 'div', text: { tag: 'lark_md', content: '<at id=all></at>' } })).mentions,
    ).toEqual(['all']);
  });

  test('loses an unknown tag but keeps escaped signs, as the client does', () => {
    expect(renderCardText(card({ tag: 'markdown', content: '甲<乙丙>丁<abc>戊&#60;己&#62;' })).texts.at(-1)).toBe(
      '甲<乙丙>丁戊<己>',
    );
  });
});
