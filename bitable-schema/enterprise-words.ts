/**
 * What a row says of the enterprise along the way: what it was asked and answered, what it sent in, how it was received, and
 * its wish to withdraw. From the case alone, without a clock. Pure.
 */
import { byWords } from '../src/workflow/acting.ts';
import type { Case, Withdrawal } from '../src/workflow/case.ts';
import { isEnded } from '../src/workflow/ties.ts';
import { dayOf, lines, minuteOf } from './words.ts';

/** Questions with their answers, and what came unasked, in the order of time. */
export const enterpriseAddedOf = ({ enterpriseAnswers, unanswered, materials, pause }: Case): string =>
  lines(
    [
      ...enterpriseAnswers.map(({ at, question, text, recordedBy }) => ({
        at,
        words: `问：${question}\n${minuteOf(at)} ${recordedBy ? `电话答（登记人：${byWords(recordedBy)}）` : '答'}：${text}`,
      })),
      ...unanswered.map(({ at, question }) => ({ at, words: `${minuteOf(at)} 问：${question}【未答，已结束等待】` })),
      ...materials.map(({ at, text, files }) => ({
        at,
        words: `${minuteOf(at)} 补交材料：${[text, files.map(({ name }) => name).join('、')].filter((part) => part !== '').join('（')}${text === '' ? '' : '）'}`,
      })),
      ...(pause
        ? [
            {
              at: pause.since,
              words: `${minuteOf(pause.since)} ${byWords(pause.askedBy)}问：${pause.question}【待答】`,
            },
          ]
        : []),
    ]
      .toSorted((a, b) => a.at - b.at)
      .map(({ words }) => words),
  );

export const hearingOf = ({ hearing }: Case): string =>
  hearing ? `${dayOf(hearing.at)} 已接待${hearing.note === '' ? '' : `：${hearing.note}`}` : '';

/** Each wish to withdraw, with what was found of it. */
export const withdrawalsOf = (subject: Case): string =>
  lines(
    [...subject.earlierWithdrawals, ...(subject.withdrawal ? [subject.withdrawal] : [])].flatMap((one) =>
      withdrawalLines(one, isEnded(subject)),
    ),
  );

const OUTCOMES = { pending: '待核实', voluntary: '自愿撤回，同意', void: '非自愿，不予撤回' } as const;
const withdrawalLines = ({ at, words, outcome, audit }: Withdrawal, isOver: boolean): readonly string[] => [
  `${minuteOf(at)} 企业申请撤回：${words}【${outcome === 'pending' && isOver ? '事项已结束，不再核实' : OUTCOMES[outcome]}】`,
  audit ? `${minuteOf(audit.at)} ${byWords(audit.by)}核实：${audit.note}` : '',
];
