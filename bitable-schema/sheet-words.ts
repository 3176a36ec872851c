/**
 * What a row says of a sheet: the 批示 with what was added, how it was put right since, who signed it for whom, and how its limit
 * moved. Both texts of whatever was changed. Pure.
 */

import { byWords, signatureOf } from '../src/workflow/acting.ts';
import {
  type Case,
  DUE_MOVES,
  type Instruction,
  type InstructionText,
  type Limit,
  type Round,
  type Transcript,
} from '../src/workflow/case.ts';
import type { Directory } from '../src/workflow/directory.ts';
import { clauses } from '../src/workflow/plain-text.ts';
import { unvettedWords } from '../src/workflow/whose-turn/vetting-facts.ts';
import { leaderName, lines, minuteOf, unitName, unitNames } from './words.ts';

export const limitWords = (limit: Limit): string =>
  'workdays' in limit ? `${limit.workdays}个工作日` : `${limit.date}前`;

/** The words in force, and 追加批示 under the same number. */
export const instructionOf = ({ words, additions }: Instruction): string =>
  lines([words, ...additions.map(({ at, by, words: added }) => `${minuteOf(at)} ${byWords(by)}追加批示：${added}`)]);

/** 更正: each text as it was before the next, and the transcript as staff had written it. */
export const correctionsOf = (signed: Instruction, directory: Directory): string => {
  const { corrections, transcript } = signed;
  const checked = transcript?.checked;
  return lines([
    checked && checked.corrected !== null
      ? `${minuteOf(checked.at)} ${byWords(checked.by)}核对转录并更正，原转录：${checked.corrected}`
      : '',
    ...corrections.map(
      ({ at, by, before }, index) =>
        `${minuteOf(at)} ${byWords(by)}更正批示，${differences(before, corrections[index + 1]?.before ?? signed, directory)}`,
    ),
  ]);
};

const differences = (before: InstructionText, after: InstructionText, directory: Directory): string => {
  const point = (what: string, was: string, is: string): string =>
    was === is ? '' : `${what}由${was === '' ? '无' : was}改为${is === '' ? '无' : is}`;
  return clauses([
    before.words === after.words ? '' : `原文：${before.words}`,
    point('牵头领导', leaderName(directory, before.leadLeaderId), leaderName(directory, after.leadLeaderId)),
    point('主办单位', unitName(directory, before.leadUnitId), unitName(directory, after.leadUnitId)),
    point('协办单位', unitNames(directory, before.supportingUnitIds), unitNames(directory, after.supportingUnitIds)),
    point('时限', limitWords(before.limit), limitWords(after.limit)),
  ]);
};

const transcriptMark = (transcript: Transcript | null): string => {
  if (!transcript) return '';
  const { checked } = transcript;
  if (!checked) return '（书面批示，工商联转录，待本人核对）';
  const whoever = checked.by.actedFor === undefined ? '本人' : byWords(checked.by);
  return `（书面批示，工商联转录，${whoever}已${checked.corrected === null ? '核对' : '更正'}）`;
};

/** Who signed, and for whom; and that it was not vetted by then. */
export const signerOf = (subject: Case, round: Round, directory: Directory): string => {
  const { instruction: signed } = round;
  const unvetted = unvettedWords(subject, round);
  return signed ? `${signatoryOf(signed, directory)}${unvetted === '' ? '' : `（${unvetted}）`}` : '';
};

const signatoryOf = (signed: Instruction, directory: Directory): string => {
  if (signed.actedForName !== null) return byWords(signatureOf(signed));
  const known = directory.leaders.some(({ id }) => id === signed.signerId);
  return `${known ? leaderName(directory, signed.signerId) : byWords(signed.signedBy)}${transcriptMark(signed.transcript)}`;
};

export const dueMovesOf = (round: Round | null): string =>
  lines(
    (round?.dueMoves ?? []).map(({ at, from, to, why }) => `${minuteOf(at)} 由${from}改为${to}：${DUE_MOVES[why]}`),
  );
