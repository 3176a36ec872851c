/**
 * 月度一览 for leaders: sessions, items, lights, evaluation and the five hardest, on one card. Charts stand beside the same
 * figures in words, so that nothing is lost where a chart is not drawn.
 */
import type { MonthView } from './board-view.ts';
import { type Card, cardOf, heading, paragraph, remark, rule } from './builder.ts';
import { caseRow } from './case-line.ts';
import { barChart, ringChart, type Share, unitTable } from './charts.ts';
import type { RootElement } from './elements.ts';
import { inertLine } from './inert.ts';
import { type MonthFigures, monthFigures } from './month-figures.ts';
import { figuresRow, rateOf } from './rows.ts';

const LIGHT_COLORS = { green: '#34a853', blue: '#336df4', yellow: '#f5b800', red: '#e22e28' } as const;

export const drawMonthCard = (view: MonthView): Card => {
  const figures = monthFigures(view);
  const month = `${Number(view.from.slice(0, 4))}年${Number(view.from.slice(5, 7))}月`;
  const late = figures.lights.find(({ light }) => light === 'red')?.count ?? 0;
  return cardOf({
    title: `${month}接待日情况专报`,
    subtitle: inertLine(view.directory.settings.districtName, 40) || '接待日',
    template: late > 0 ? 'orange' : 'green',
    tags: late > 0 ? [{ words: `超期${late}件`, color: 'red' }] : [],
    summary: `${month}：接待${figures.sessions}次，审核通过${figures.finished}件，超期${late}件`,
    elements: [
      paragraph(
        late > 0
          ? `请阅${month}情况；在办${figures.open}件中${late}件已超期，请督促办理。`
          : `请阅${month}情况；在办${figures.open}件，没有超期。`,
        'heading',
      ),
      figuresRow([
        { value: String(figures.sessions), label: '接待日' },
        { value: String(figures.visits), label: '来访企业' },
        { value: String(figures.problems), label: '新收问题' },
        { value: String(figures.suggestions), label: '新收建议' },
      ]),
      figuresRow([
        { value: String(figures.signed), label: '交办' },
        { value: String(figures.finished), label: '审核通过' },
        { value: rateOf(figures.finishedInTime, figures.finishedWithLimit), label: '按期率' },
        { value: rateOf(figures.satisfied, figures.rated), label: '满意率' },
      ]),
      remark(denominators(figures)),
      ...planSection(figures),
      ...lightSection(figures),
      ...gradeSection(figures),
      ...shareSection(figures.categories),
      ...(figures.units.length > 0 ? [heading('各单位在办'), unitTable(figures.units)] : []),
      ...(figures.hardest.length > 0
        ? [rule, heading('重点关注事项（五件）'), ...figures.hardest.map((subject) => caseRow(subject, view))]
        : []),
    ],
  });
};

const denominators = (figures: MonthFigures): string =>
  [
    `按期率：结果审核通过且有时限的${figures.finishedWithLimit}件，其中按期${figures.finishedInTime}件。`,
    `满意率：企业评价${figures.rated}件，其中基本满意以上${figures.satisfied}件；未评价${figures.unrated}件，不计入${figures.leftOut > 0 ? `；另有${figures.leftOut}件经评价申诉成立，不计入` : ''}。`,
  ].join('\n');

const inWords = (shares: readonly Share[]): string => shares.map(({ name, count }) => `${name}${count}件`).join('、');

const lightSection = ({ lights }: MonthFigures): readonly RootElement[] =>
  lights.length === 0
    ? []
    : [
        ringChart(
          '在办亮灯',
          lights,
          lights.map(({ light }) => LIGHT_COLORS[light]),
        ),
        remark(`亮灯：${inWords(lights)}`),
      ];

const gradeSection = ({ grades, rated }: MonthFigures): readonly RootElement[] =>
  rated === 0 ? [] : [barChart('企业评价', grades), remark(`评价：${inWords(grades)}`)];

const planSection = ({ plans: { due, kept, broken } }: MonthFigures): readonly RootElement[] =>
  due === 0
    ? []
    : [
        remark(
          `计划解决：本月到期${due}件，已兑现${kept}件，未兑现${broken}件${due > kept + broken ? `，待核实${due - kept - broken}件` : ''}。`,
        ),
      ];

const shareSection = (categories: readonly Share[]): readonly RootElement[] =>
  categories.length === 0 ? [] : [remark(`新收类别：${inWords(categories)}`)];
