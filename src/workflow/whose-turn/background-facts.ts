/**
 * What stands behind an appeal besides its words: what was said when it was heard, what was merged into it, and a withdrawal that
 * was asked for and looked into. Cards and the page of a unit draw it. Whoever may not know the enterprise masks it like the appeal.
 */
import { beijingDateOf, dayInChinese } from '../beijing-date.ts';
import type { Case } from '../case.ts';

export interface BackgroundFact {
  readonly label: string;
  readonly text: string;
}

/** `office`: whoever signs or leads; `unit`: whoever handles, who is not told why an enterprise thought of withdrawing. */
export const backgroundFacts = (subject: Case, reader: 'office' | 'unit'): readonly BackgroundFact[] => [
  ...said('接待记录', subject.hearing?.note ?? ''),
  ...subject.tookIn.map(tookInFact),
  ...(reader === 'office' ? withdrawalFact(subject) : []),
];

const said = (label: string, text: string): readonly BackgroundFact[] => (text.trim() === '' ? [] : [{ label, text }]);

/** Whatever of the other case its readers may know was settled when it was taken in (`mergers.ts`). */
const tookInFact = ({ enterpriseName, category, submittedAt, reason }: Case['tookIn'][number]): BackgroundFact => ({
  label: '并入事项',
  text: `${enterpriseName || '另一家企业'}${category === '' ? '' : `，${category}`}，${dayInChinese(beijingDateOf(submittedAt), true)}登记，一并办理、一并答复。合并原因：${reason}`,
});

const withdrawalFact = ({ withdrawal }: Case): readonly BackgroundFact[] =>
  withdrawal?.audit
    ? said(
        '撤回核实',
        `${withdrawal.outcome === 'voluntary' ? '企业自愿撤回' : '企业曾申请撤回，核实为非自愿，继续办理'}。${withdrawal.audit.note}`,
      )
    : [];
