// Cards that show several cases: taken by Feishu, their buttons lead to cards, the most pressing stands first.
import { describe, expect, it } from 'vitest';
import { askName, encodeAsk, parseAsk } from '../../cards/ask.ts';
import { drawBoard } from '../../cards/cards.ts';
import { parseClick } from '../../cards/click.ts';
import { monthFigures } from '../../cards/month-figures.ts';
import { caseId, districtId } from '../../src/workflow/ids.ts';
import { checkCard, renderCardText } from '../feishu/card-check.ts';
import { boards } from './board-examples.ts';

const names = Object.keys(boards);
const board = (name: string) => {
  const view = boards[name];
  if (!view) throw new Error(`no example ${name}`);
  return view;
};
const read = (name: string) => renderCardText(drawBoard(board(name)));

describe('every card of several cases', () => {
  it.each(names)('%s is one Feishu takes, and each of its buttons shows something', (name) => {
    const card = drawBoard(board(name));
    expect(card).not.toBeNull();
    expect(checkCard(card)).toEqual([]);
    for (const { value, name: button } of renderCardText(card).buttons) {
      const ask = parseAsk({ value, name: button });
      expect(ask).not.toBeNull();
      expect(parseAsk({ value: undefined, name: button })).toEqual(ask);
      expect(parseClick({ value, form: {}, name: button })).toBeNull();
    }
  });

  it.each(names)('%s reads as reviewed', (name) => {
    const card = drawBoard(board(name));
    const { texts, buttons } = renderCardText(card);
    expect({ template: card?.header.template, texts, buttons: buttons.map(({ text }) => text) }).toMatchSnapshot();
  });
});

describe('会前简报', () => {
  it('says first who receives when, and keeps the items of one enterprise together', () => {
    const { texts } = read('会前简报');
    expect(texts).toContain('请书记甲2026年4月18日（周六）接待2家企业，听取3件事项。');
    expect(texts.filter((text) => /（\d件）$/.test(text))).toEqual([
      '〔虚构〕远山包装有限公司（2件）',
      '〔虚构〕溪东精细化工有限公司（1件）',
    ]);
  });
});

describe('周报', () => {
  it('shows what is late before what is only near its limit', () => {
    const { texts } = read('单位周报');
    const order = ['已超期', '临期（5个工作日内）'].map((group) => texts.indexOf(group));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });
  it('is not sent for an empty week', () => {
    const view = board('单位周报');
    expect(view.kind === 'digest' && drawBoard({ ...view, cases: [] })).toBeNull();
  });
  it('names a confidential enterprise to leaders and staff only', () => {
    expect(read('单位周报').texts.join()).toContain('保密企业');
    expect(read('领导周报').texts.join()).not.toContain('保密企业');
  });
});

describe('月度一览', () => {
  it('never counts what was not rated as satisfied, and a rate of nothing is no rate', () => {
    const view = board('月度一览');
    if (view.kind !== 'month') throw new Error('a month');
    const figures = monthFigures(view);
    expect(figures.rated).toBe(figures.grades.reduce((sum, { count }) => sum + count, 0));
    expect(figures.satisfied).toBeLessThanOrEqual(figures.rated);
    expect(read('没有事项的月度一览').texts).toContain('—');
    expect(read('没有事项的月度一览').texts).not.toContain('100%');
  });
});

describe('a list', () => {
  it('turns its pages by buttons and shows every case on exactly one of them', () => {
    const view = board('我的在办第一页');
    if (view.kind !== 'list') throw new Error('a list');
    const opened = [1, 2, 3].flatMap((page) =>
      renderCardText(drawBoard({ ...view, page })).buttons.flatMap(({ value, name }) => {
        const ask = parseAsk({ value, name });
        return ask?.kind === 'show' ? [ask.caseId] : [];
      }),
    );
    expect(opened.toSorted()).toEqual(view.cases.map(({ id }) => id).toSorted());
    expect(read('我的在办第一页').buttons.map(({ text }) => text)).toContain('下一页');
    expect(read('我的在办末页').buttons.map(({ text }) => text)).toContain('上一页');
    expect(renderCardText(drawBoard({ ...view, page: 99 })).texts).toContain('第3页，共3页');
  });
  it('gives whoever has no part in a case no button to it, and no name of a confidential enterprise', () => {
    const { buttons, texts } = read('无关人员的查询结果');
    expect(buttons).toEqual([]);
    expect(texts.join()).not.toContain('远山包装');
  });
});

describe('a button that only shows', () => {
  it.each([
    { kind: 'show', card: 'assignment', caseId: caseId('case-1-示例'), round: 2 },
    { kind: 'list', district: districtId('demo'), list: 'inHand', page: 3 },
  ] as const)('is understood by its value and by its name: $kind', (ask) => {
    expect(parseAsk({ value: encodeAsk(ask), name: undefined })).toEqual(ask);
    expect(parseAsk({ value: JSON.stringify(encodeAsk(ask)), name: undefined })).toEqual(ask);
    expect(parseAsk({ value: null, name: askName(ask) })).toEqual(ask);
  });
  it.each([
    { v: 2, ask: 'list', list: 'inHand', page: 1 },
    { v: 1, ask: 'list', list: 'all', page: 1 },
    'x',
    null,
    [],
    7,
  ])('is nothing of ours: %j', (value) => {
    expect(parseAsk({ value, name: 'v1-ask-list-inHand-0' })).toBeNull();
  });
});
