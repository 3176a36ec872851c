/**
 * How a case is called in messages, toasts and rows: its number and the firm, so that nobody has to look an id up. Of a
 * confidential one the firm is named to the leader who reads its sheet, and to nobody else.
 */
import { type Case, sheetInHand } from './case.ts';
import { HIDDEN_NAME } from './hidden-enterprise.ts';

export type CaseNameReader = 'staff' | 'leader' | 'unit';

const MAX_NAME = 40;
const shortened = (name: string): string => {
  const letters = [...name.trim()];
  return letters.length > MAX_NAME ? `${letters.slice(0, MAX_NAME).join('')}…` : name.trim();
};

export const caseName = (subject: Case, reader: CaseNameReader): string => {
  const { appeal, notes } = subject;
  const number = sheetInHand(subject)?.number.text ?? '';
  const isHidden = notes.isConfidential && reader !== 'leader';
  const firm = isHidden ? HIDDEN_NAME : shortened(appeal.enterpriseName) || '未填企业名称';
  // Before there is a number, the category tells one matter of a firm from another.
  const what = number === '' && appeal.category !== '' ? `“${shortened(appeal.category)}”事项` : '';
  return [number, `${firm}${what}`].filter((part) => part !== '').join(' ');
};

/** For whoever looks for the row: two matters of one firm are told apart before they have a sheet as well. */
export const rowName = (subject: Case): string =>
  sheetInHand(subject) ? caseName(subject, 'staff') : `${caseName(subject, 'staff')}（受理编号 ${subject.id}）`;
