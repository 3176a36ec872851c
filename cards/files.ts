/**
 * 照片和附件 on a card: how many there are, and the button to the page where they are put and listed. Feishu's cards take no files
 * (its pages on forms send to a web page for what a form cannot hold), so the button opens an address and calls nothing back.
 */
import { filesOf, type Round } from '../src/workflow/case.ts';
import { type FormElement, linkButton } from './builder.ts';
import { type CardView, isRoundInHand, lines } from './view.ts';

/** For whoever reports: a tap away, whether there are files yet or not. */
export const addFiles = (view: CardView, round: Round): readonly FormElement[] =>
  view.filesUrl === null ? [] : [linkButton(`传照片、附件${countOf(view, round)}`, view.filesUrl)];

/** For whoever reads: what there is, and nothing where there is nothing. */
export const seeFiles = (view: CardView, round: Round): readonly FormElement[] => {
  const count = countOf(view, round);
  if (count === '') return [];
  return view.filesUrl === null || !isRoundInHand(view)
    ? lines([`附件${count}，存于“办理进展”表，需要的请向区工商联调取`])
    : [linkButton(`看照片、附件${count}`, view.filesUrl)];
};

/** Of the units in this round, and of the enterprise. */
const countOf = ({ subject }: CardView, round: Round): string => {
  const count = filesOf(round).length + subject.materials.reduce((sum, { files }) => sum + files.length, 0);
  return count === 0 ? '' : `（${count}个）`;
};

/** Behind a line of progress. */
export const filesWord = (files: readonly unknown[]): string => (files.length === 0 ? '' : `〔附件${files.length}个〕`);
