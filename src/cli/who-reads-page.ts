/**
 * docs/who-reads.md, written from the table of readers: of each field of words of the process, who must be able to read it and who never
 * may. `npm run format` writes it; a test holds the file to it.
 */
import { READERS, type Reach, type Reader, WHO_READS } from '../workflow/readers.ts';
import { TRANSITIONS, type Transition } from '../workflow/transitions.ts';

const INTRODUCTION = [
  '# 谁读什么',
  '',
  '<!-- Written by `npm run format`; change src/workflow/readers.ts instead of this page. -->',
  '',
  '办理过程中每一处文字写给谁看、不给谁看。“应当读到”是指参与这件事项的人；未列入两栏的，可以读到，也可以读不到；与事项无关的人一律读不到。',
  '保密事项的企业名称、联系人和电话，只有工商联、签批领导和企业本身读得到。',
  '',
  '| 操作 | 文字 | 应当读到 | 不得读到 |',
  '|---|---|---|---|',
];

const names = (readers: readonly Reader[]): string => readers.map((reader) => READERS[reader]).join('、') || '—';

const acts = new Map(Object.entries<Transition>(TRANSITIONS).map(([type, { zh }]) => [type, zh]));
const rows = Object.entries<Readonly<Record<string, Reach>>>(WHO_READS).flatMap(([type, fields]) =>
  Object.values(fields).map(
    ({ zh, must, never }) => `| ${acts.get(type) ?? type} | ${zh} | ${names(must)} | ${names(never)} |`,
  ),
);

export const whoReadsPage = (): string => [...INTRODUCTION, ...rows, ''].join('\n');
