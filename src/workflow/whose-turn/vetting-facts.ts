/**
 * What was found out before a sheet was signed, and what has come from the enterprise since: 核查依据, what units were asked (预沟通) and
 * answered, what the enterprise was asked, answered and sent in. Whoever signs reads it on the 签批单, and again behind the sheet.
 */

import { byWords } from '../acting.ts';
import type { Case, Round } from '../case.ts';
import { type Directory, unitName } from '../directory.ts';
import { isBlank } from '../plain-text.ts';
import { missingVerdicts, VERDICT_ANSWERS, VERDICT_KEYS, VERDICTS } from '../vetting.ts';
import { type Fact, type Happened, line, who } from './fact.ts';

export const verdictFacts = ({ notes }: Case): readonly Fact[] =>
  VERDICT_KEYS.flatMap((key) => {
    const { answer, ground } = notes[key];
    return line(
      VERDICTS[key],
      `${VERDICT_ANSWERS[answer]}${isBlank(ground) ? '' : `（依据：${ground}）`}`,
      'amend.notes.authentic.ground',
      'fillVerdicts.ground',
    );
  });

/** A sheet that was signed while a verdict was missing, as in the room. Stays so, and says whether it was made up for. */
export const unvettedWords = ({ notes }: Case, { isUnvetted }: Round): string =>
  isUnvetted ? `签批时未经核查，${missingVerdicts(notes).length > 0 ? '待补核' : '已补核'}` : '';

export const consultationFacts = ({ consultations }: Case, directory: Directory): readonly Fact[] =>
  consultations.flatMap(({ unitId, question, answer }) => [
    ...line(`预沟通问${unitName(directory, unitId)}`, question, 'consult.question'),
    ...line(
      `${unitName(directory, unitId)}答复`,
      answer ? `${answer.text}（${who(answer.by, answer.at)}）` : '尚未答复',
      'answerConsultation.text',
    ),
  ]);

/** What the enterprise sent in may say who it is, in ways that no mask finds: units of a confidential case do without it. */
export const enterpriseFacts = ({ enterpriseAnswers, materials }: Case, isHidden: boolean): readonly Happened[] => [
  ...enterpriseAnswers.map(
    ({ at, text, recordedBy }): Happened => ({
      at,
      label: recordedBy ? `企业补充（电话，${byWords(recordedBy)}登记）` : '企业补充',
      text,
      weight: 'line',
      of: ['answerEnterprise.text'],
      files: [],
    }),
  ),
  ...(isHidden ? [] : materials).map(
    ({ at, text, files }): Happened => ({
      at,
      label: '企业补交材料',
      text: text || '（无说明）',
      weight: 'line',
      of: ['submitMaterial.text'],
      files,
    }),
  ),
];
