/** A card of many cases taken apart: its rows with the case each is of, its figures, and whether a line says what is so of its case. */
import { type Case, LIGHTS, STATES } from '../../src/workflow/case.ts';
import { isJson, type Json, listAt, objectAt, objectsAt, stringAt, textOf } from '../feishu/card-tree.ts';
import { flagsOf, lineOf } from './reading/boards.ts';
import { inFull } from './reading/notices.ts';
import { notesNow, type Scene } from './reading/scene.ts';

/** One case with its tale, as both are on the day of the card. */
export interface Told extends Scene {
  readonly subject: Case;
}
export interface Row {
  readonly of: Told | null;
  readonly text: string;
}
/** Rows of a list in reading order: the words, and the case that the button beside them opens, or else that they name. */
export const rowsOf = (card: unknown, told: readonly Told[]): readonly Row[] => {
  const found: Row[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    if (!isJson(node)) return;
    const id = /"ask":"show".*?"case":"([^"]+)"|"case":"([^"]+)".*?"ask":"show"/.exec(JSON.stringify(node));
    if (stringAt(node, 'tag') === 'column_set' && id) {
      const [words = ''] = objectsAt(node, 'columns').map(wordsIn);
      found.push({ of: told.find(({ subject }) => subject.id === (id[1] ?? id[2])) ?? null, text: words });
      return;
    }
    const alone = textOf(node['text']);
    const named = told.find(
      ({ subject }) => alone.startsWith(subject.appeal.enterpriseName) && /\n(?:问题|建议)：/.test(alone),
    );
    if (named) found.push({ of: named, text: alone });
    for (const each of Object.values(node)) walk(each);
  };
  walk(card);
  return found;
};
const wordsIn = (column: Json): string =>
  listAt(column, 'elements')
    .flatMap((each) => (isJson(each) ? [textOf(each['text'])] : []))
    .join('\n');

export const tagsOf = (card: object): readonly string[] =>
  isJson(card) ? objectsAt(objectAt(card, 'header'), 'text_tag_list').map((tag) => textOf(tag['text'])) : [];

const short = (day: string): string => inFull(day).replace(/^\d+年/, '');

// ------------------------------------------------------------------------------------------------ lines and their order

export const lineFaults = (surface: string, { of, text }: Row): readonly string[] => {
  if (!of) return [`${surface}: has a line of a case that is not there ⁝ ${text}`];
  const line = lineOf(of);
  const [head = '', what = '', standing = ''] = text.split('\n');
  const said = text.split('\n').slice(2).join('\n');
  const light = line.light ? `${LIGHTS[line.light]}${line.late > 0 ? `${line.late}个工作日` : ''}` : '';
  const days = [...said.matchAll(/(?<![\d年])(\d{1,2}月\d{1,2}日)前/g)].map(([, day]) => day);
  const wants: readonly (readonly [string, boolean])[] = [
    [
      '急重难',
      flagsOf(of.tale) === '' ? !head.endsWith('）') || !/（[急重难]/.test(head) : head.includes(`（${line.flags}）`),
    ],
    ['name', notesNow(of.tale)?.isConfidential === true || head.startsWith(of.subject.appeal.enterpriseName)],
    ['kind', what.startsWith(`${line.kind}：`)],
    ['state', standing.startsWith(STATES[line.state])],
    ['light', standing === [STATES[line.state], light].filter((part) => part !== '').join(' · ')],
    ['due date', days.join() === (line.due ? short(line.due.day) : '')],
    ['provisional', said.includes('（暂定）') === (line.due?.isProvisional ?? false)],
    ['number', line.number === '' ? !/〔\d{4}〕\d+号/.test(said) : said.includes(line.number)],
    ['unit', line.unit === '' || said.includes(` · ${line.unit}`)],
    [
      'merger',
      said.includes(line.into === null ? '已并入受理编号' : `已并入受理编号 ${line.into}`) === (line.into !== null),
    ],
    ['plan', line.plan === null ? !said.includes('计划解决') : said.includes(`计划解决：${inFull(line.plan)}前`)],
  ];
  return wants.flatMap(([name, isSo]) =>
    isSo ? [] : [`${surface}: a line has another ${name} ⁝ ${text} — ${JSON.stringify(line)}`],
  );
};

/** Without name and button nobody can tell which case a line is of. */
export const isNameless = ({ tale }: Told): boolean => notesNow(tale)?.isConfidential === true;
/** The figure above its name. */
export const figureOf = (texts: readonly string[], name: string): string | undefined => texts[texts.indexOf(name) - 1];
