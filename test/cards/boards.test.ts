// Cards that show several cases: taken by Feishu, their buttons lead to cards, the most pressing stands first.
import { describe, expect, it } from 'vitest';
import { parseAddition } from '../../cards/addition.ts';
import { askName, encodeAsk, parseAsk } from '../../cards/ask.ts';
import { drawBoard } from '../../cards/cards.ts';
import { parseClick } from '../../cards/click.ts';
import { monthFigures } from '../../cards/month-figures.ts';
import type { Case } from '../../src/workflow/case.ts';
import { beijingDateOf } from '../../src/workflow/deadlines.ts';
import { beijingDate, caseId, districtId, receptionDayId } from '../../src/workflow/ids.ts';
import { checkCard, renderCardText } from '../feishu/card-check.ts';
import { ACTORS, LEADERS, playTo } from '../support/given.ts';
import { boards } from './board-examples.ts';
import { people } from './examples.ts';

const names = Object.keys(boards);
const board = (name: string) => {
  const view = boards[name];
  if (!view) throw new Error(`no example ${name}`);
  return view;
};
const read = (name: string) => renderCardText(drawBoard(board(name)));

describe('every card of several cases', () => {
  it.each(names)('%s is one Feishu takes, and each of its buttons is understood', (name) => {
    const card = drawBoard(board(name));
    expect(card).not.toBeNull();
    expect(checkCard(card)).toEqual([]);
    for (const { value, name: button } of renderCardText(card).buttons) {
      const meanings = [parseAsk, parseAddition, parseClick].map((parse) => parse({ value, form: {}, name: button }));
      expect(meanings.filter((meaning) => meaning !== null)).toHaveLength(1);
      const byName = [parseAsk, parseAddition, parseClick].map((parse) =>
        parse({ value: undefined, form: {}, name: button }),
      );
      expect(byName).toEqual(meanings);
    }
  });

  it.each(names)('%s reads as reviewed', (name) => {
    const card = drawBoard(board(name));
    const { texts, buttons } = renderCardText(card);
    expect({ template: card?.header.template, texts, buttons: buttons.map(({ text }) => text) }).toMatchSnapshot();
  });
});

describe('接待日议题单', () => {
  it('names whoever stands in on that day, and says at what time it begins', () => {
    const view = board('接待日议题单');
    if (view.kind !== 'briefing') throw new Error('the example is of another kind');
    const told = (date: string) =>
      renderCardText(drawBoard({ ...view, day: { ...view.day, date: beijingDate(date), from: '09:00', to: '' } }))
        .texts;
    // 受托签批人 4月1日—4月30日.
    expect(told('2026-04-18').join()).toMatch(
      /请书记甲（受托签批人代）2026年4月18日（周六）接待2家企业.*时间：09:00 起/s,
    );
    expect(told('2026-05-18').join()).toContain('请书记甲2026年5月18日（周一）接待');
  });

  it('says first who receives when, and keeps the items of one enterprise together', () => {
    const { texts } = read('接待日议题单');
    expect(texts).toContain('请书记甲（受托签批人代）2026年4月18日（周六）接待2家企业，听取3件事项。');
    expect(texts.filter((text) => /（\d件）$/.test(text))).toEqual([
      '〔虚构〕远山包装有限公司（2件）',
      '〔虚构〕溪东精细化工有限公司（1件）',
    ]);
  });
});

describe('本月接待日', () => {
  it('offers 签批 to a substitute on the days of the entry, and on the eve of a day in it, and never else', () => {
    const view = board('本月接待日');
    if (view.kind !== 'receptionDays') throw new Error('the example is of another kind');
    const buttonsOf = (date: string, viewer = people.substitute): readonly string[] =>
      renderCardText(drawBoard({ ...view, viewer, today: beijingDate(date) })).buttons.map(({ text }) => text);
    // 受托签批人 4月1日—4月30日; the day is 4月18日.
    expect(buttonsOf('2026-03-31')).toEqual(['签批']);
    expect(buttonsOf('2026-04-18')).toEqual(['签批']);
    expect(buttonsOf('2026-04-30')).toEqual(['签批']);
    expect(buttonsOf('2026-05-01')).toEqual([]);
    expect(buttonsOf('2026-05-01', people.secretaryA)).toEqual(['签批']);
  });
});

describe('周报', () => {
  it('shows what is late before what is only near its limit', () => {
    const { texts } = read('单位周报');
    const order = ['已超期', '临期（5个工作日内）'].map((group) => texts.indexOf(group));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });
  it('asks the 牵头领导 who has not noted a sheet to do so, and lists it among what they lead afterwards', () => {
    const given = (play: ReturnType<typeof playTo>, span: 'day' | 'week') =>
      renderCardText(
        drawBoard({
          kind: 'digest',
          directory: play.directory,
          viewer: ACTORS.bing.openId,
          today: beijingDateOf(play.now()),
          since: beijingDateOf(play.now()),
          cases: [play.subject()],
          audience: { kind: 'leader', leaderId: LEADERS.bing },
          span,
          figures: null,
        }),
      ).texts;
    const play = playTo('handling');
    expect(given(play, 'day')).toEqual(expect.arrayContaining(['常务副区长丙：牵头事项待知悉1件。', '牵头事项待知悉']));
    play.ask(ACTORS.bing, { type: 'noteAssignment' });
    expect(given(play, 'week')).toContain('牵头在办');
    expect(given(play, 'week')).not.toContain('牵头事项待知悉');
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
    // Of fewer than ten it is counts.
    expect(read('月度一览').texts).toEqual(expect.arrayContaining(['3/7', '6/7']));
  });
});

describe('月度一览, of kinds and units,', () => {
  const view = board('月度一览');
  const [open] = view.kind === 'month' ? view.cases.filter(({ state }) => state === 'handling') : [];
  const month = (cases: readonly Case[]) => {
    if (view.kind !== 'month') throw new Error('a month');
    return monthFigures({ ...view, cases });
  };
  const ofKind = (category: string): Case => {
    if (!open || view.kind !== 'month') throw new Error('an open case');
    const submittedAt = Date.parse(`${view.from}T10:00:00+08:00`);
    return { ...open, submittedAt, appeal: { ...open.appeal, category } };
  };
  it('names 其他 once and last, with what has no place of its own', () => {
    const kinds = ['其他', '其他', '其他', '用地', '用地', '融资', '招商', '经营管理', '物流', '用工'];
    const { categories } = month(kinds.map(ofKind));
    expect(categories.map(({ name, count }) => `${name}${count}`)).toEqual([
      '用地2',
      '融资1',
      '招商1',
      '经营管理1',
      '物流1',
      '其他4',
    ]);
  });
  it('counts for a unit whatever it leads that has not ended, also what is rated or closed only afterwards', () => {
    const { units } = month([ofKind('用地'), { ...ofKind('用地'), state: 'awaiting_rating', light: null }]);
    expect(units.map(({ count }) => count)).toEqual([2]);
  });
});

describe('现场签批', () => {
  const actsOf = (name: string) =>
    read(name).buttons.flatMap(({ value, name: button }) => {
      const click = parseClick({ value, form: {}, name: button });
      return click ? [{ card: click.card, caseId: click.caseId, type: click.command.type }] : [];
    });

  it('shows one item to decide, and after it the next one', () => {
    expect(actsOf('现场签批')).toEqual([
      { card: 'room', caseId: 'case-0301', type: 'instruct' },
      { card: 'room', caseId: 'case-0301', type: 'answerOnTheSpot' },
    ]);
    expect(new Set(actsOf('现场签批第二件').map((act) => act.caseId))).toEqual(new Set(['case-0302']));
    expect(read('现场签批第二件').texts).toContain('请书记甲签批第2件（共3件，含本件还有2件待签）。');
  });
  it('has nothing left to decide once all are signed or answered, and says so', () => {
    expect(actsOf('现场签批已办完')).toEqual([]);
    expect(read('现场签批已办完').texts).toContain(
      '本次接待2件均已处理：签批1件，现场答复1件。办理结果将逐件报您阅示。',
    );
  });
  it('lets nobody sign but the leader who receives and whoever stands in', () => {
    expect(actsOf('工作人员看现场签批')).toEqual([]);
    const view = board('现场签批');
    const drawn = drawBoard({ ...view, viewer: people.substitute });
    expect(renderCardText(drawn).buttons.map(({ text }) => text)).toContain('批示并交办');
  });
  it('looks the same whether the items that wait were spoken about or not, so that nothing half typed is lost', () => {
    const view = board('现场签批');
    if (view.kind !== 'room') throw new Error('a room');
    const [first, ...others] = view.cases;
    if (!first) throw new Error('an item');
    const heard = others.map((subject) => ({ ...subject, state: 'heard' as const }));
    expect(drawBoard({ ...view, cases: [first, ...heard] })).toEqual(drawBoard(view));
  });
  it('takes an item first raised in the room, for an enterprise of the day', () => {
    const add = read('现场签批').buttons.find(({ text }) => text === '登记这一件');
    const form = { add_visit: 'case-0301', add_kind: 'suggestion', add_text: ' 请一并协调。 ' };
    expect(parseAddition({ value: add?.value, name: add?.name, form })).toEqual({
      day: 'recDay1',
      alike: 'case-0301',
      kind: 'suggestion',
      text: '请一并协调。',
      problem: null,
    });
    expect(parseAddition({ value: add?.value, name: add?.name, form: {} })?.problem).toMatchObject({
      kind: 'fieldsMissing',
    });
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
  it('says of a case that was merged into which it went', () => {
    const merged = playTo('merged');
    const view = board('我的在办第一页');
    if (view.kind !== 'list') throw new Error('a list');
    const one = { ...view, list: 'query', cases: [merged.subject()], directory: merged.directory } as const;
    const { texts } = renderCardText(drawBoard({ ...one, viewer: ACTORS.staff.openId, page: 1 }));
    expect(texts.join('\n')).toContain('已合并\n已并入受理编号 case-given-2');
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
    { kind: 'list', district: districtId('demo-区'), list: 'inHand', page: 3 },
    { kind: 'room', district: districtId('demo'), day: receptionDayId('recDay-1'), at: caseId('case-1'), isHere: true },
    { kind: 'room', district: districtId('demo'), day: receptionDayId('recDay-1'), at: null, isHere: false },
  ] as const)('is understood by its value and by its name: $kind', (ask) => {
    expect(parseAsk({ value: encodeAsk(ask), name: undefined })).toEqual(ask);
    expect(parseAsk({ value: JSON.stringify(encodeAsk(ask)), name: undefined })).toEqual(ask);
    expect(parseAsk({ value: null, name: askName(ask) })).toEqual(ask);
  });
  it.each([
    { v: 2, ask: 'list', district: 'd', list: 'inHand', page: 1 },
    { v: 1, ask: 'list', district: 'd', list: 'all', page: 1 },
    'x',
    null,
    [],
    7,
  ])('is nothing of ours: %j', (value) => {
    expect(parseAsk({ value, name: 'v1-ask-list-inHand-0-d' })).toBeNull();
  });
});
