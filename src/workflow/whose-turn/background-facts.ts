/**
 * What stands behind an appeal besides its words: what was said when it was heard, what was merged into it, and a withdrawal that
 * was asked for and looked into. Cards and the page of a unit draw it. Whoever may not know the enterprise masks it like the appeal.
 */
import { beijingDateOf, dayInChinese } from '../beijing-date.ts';
import type { Case } from '../case.ts';
import { type Fact, line, long } from './fact.ts';

export const backgroundFacts = (subject: Case): readonly Fact[] => [
  ...long('接待记录', subject.hearing?.note ?? '', 'hear.note'),
  ...subject.tookIn.flatMap(tookInFact),
  ...withdrawalFact(subject),
];

/** Whatever of the other case its readers may know was settled when it was taken in (`mergers.ts`). */
const tookInFact = ({ enterpriseName, category, submittedAt, reason }: Case['tookIn'][number]): readonly Fact[] =>
  long(
    '并入事项',
    `${enterpriseName || '另一家企业'}${category === '' ? '' : `，${category}`}，${dayInChinese(beijingDateOf(submittedAt), true)}登记，一并办理、一并答复。合并原因：${reason}`,
    'merge.reason',
  );

/** What came of it is for all to know; why the enterprise thought of withdrawing is not for units. */
const withdrawalFact = ({ withdrawal }: Case): readonly Fact[] =>
  withdrawal?.audit
    ? [
        ...line(
          '撤回核实',
          withdrawal.outcome === 'voluntary' ? '企业自愿撤回。' : '企业曾申请撤回，核实为非自愿，继续办理。',
        ),
        ...long('撤回核实情况', withdrawal.audit.note, 'auditWithdrawal.note'),
      ]
    : [];
