/**
 * 批示 on a sheet: the words with what they agreed to, what was put right or added since, who signed, who is responsible now, and by when
 * with the way it was reckoned.
 */
import { byWords, leaderOnWhoseWord, signatureOf } from '../acting.ts';
import type { Case, Instruction, Round } from '../case.ts';
import { DUE_MOVES, leadUnitIdOf } from '../case.ts';
import { type Directory, leaderName, unitName } from '../directory.ts';
import type { UnitId } from '../ids.ts';
import type { WordsName } from '../readers.ts';
import {
  dayWords,
  type Fact,
  line,
  long,
  momentWords,
  namesOf,
  type SheetReader,
  shortMomentWords,
  who,
  whole,
} from './fact.ts';

import { unvettedWords } from './vetting-facts.ts';

/** A 批示 that agrees, or sends on, what was proposed means nothing without it. */
const agreedTo = (subject: Case, round: Round, { words }: Instruction): string =>
  /拟办/u.test(words) ? proposedThen(subject, round) : '';
const proposedThen = ({ notes }: Case, { proposed }: Round): string => proposed?.words ?? notes.proposal.words;

/** What was proposed where the 批示 asks for something else, and what is proposed for the next sheet: for whoever signs. */
export const proposalFacts = (subject: Case, round: Round, reader: SheetReader): readonly Fact[] => {
  const { instruction } = round;
  if (reader.kind === 'unit' || !instruction) return [];
  const now = subject.notes.proposal.words;
  const then = proposedThen(subject, round);
  return [
    ...long('拟办意见', agreedTo(subject, round, instruction) === '' ? then : '', PROPOSED),
    ...long('现拟办意见', now === then ? '' : now, PROPOSED),
  ];
};
const PROPOSED = 'amend.notes.proposal.words' satisfies WordsName;

export const instructionFacts = (
  subject: Case,
  round: Round,
  signed: Instruction,
  directory: Directory,
  reader: SheetReader,
): readonly Fact[] => [
  ...line('编号', signed.number.text),
  // Also where there are none: a card says so.
  { label: '批示', text: signed.words, weight: 'whole', of: SIGNED },
  ...long('所批拟办意见', agreedTo(subject, round, signed), PROPOSED),
  ...signed.corrections.flatMap(({ at, by, before }) =>
    whole(`更正前的批示（${who(by, at)}更正）`, before.words, ...SIGNED),
  ),
  ...signed.additions.flatMap(({ at, by, words }) =>
    whole(`追加批示（${who(by, at)}）`, words, 'addInstruction.words'),
  ),
  ...line('签批', signatureWords(signed)),
  ...line('核查', unvettedWords(subject, round)),
  ...line('转录', transcriptWords(signed, round.voided)),
  ...(reader.kind === 'unit' ? line('交办', issuedWords(signed, directory)) : []),
  ...line('牵头领导', signed.leadLeaderId ? leaderName(directory, signed.leadLeaderId) : ''),
  ...responsibleFacts(round, signed, directory),
  ...line('政策依据', subject.notes.policyBasis, 'amend.notes.policyBasis'),
];

/** In whose name a unit is given the work: a federation is not set over departments, the leader's 批示 is. */
const issuedWords = (signed: Instruction, { settings }: Directory): string =>
  `${settings.issuedBy || settings.organName}，经${leaderOnWhoseWord(signed)}批示`;

export const signatureWords = (signed: Instruction): string => {
  const at = signed.transcript ? dayWords(signed.transcript.writtenOn) : momentWords(signed.signedAt);
  return `${byWords(signatureOf(signed))} ${at}${signed.inTheRoom ? '（现场签批）' : ''}`;
};

/** However a 批示 came to be. */
const SIGNED: readonly WordsName[] = [
  'instruct.signing.words',
  'instructAgain.signing.words',
  'correctInstruction.signing.words',
  'recordInstruction.words',
  'checkTranscript.words',
];

const transcriptWords = ({ transcript, signedAt, signedBy }: Instruction, voided: Round['voided']): string => {
  if (!transcript) return '';
  const by = `据书面批示转录（${who(transcript.recordedBy, signedAt)}）`;
  const { checked } = transcript;
  if (voided) return `${by}，${byWords(voided.by)}核对：非本人批示，原件见照片和附件`;
  return checked
    ? `${by}，${byWords(checked.by)}已${checked.corrected === null ? '核对' : '更正'}，原件见照片和附件`
    : `${by}，待${byWords(signedBy)}核对，原件见照片和附件`;
};

/** Who is responsible now; as signed besides, where a ruling changed it. */
const responsibleFacts = (round: Round, signed: Instruction, directory: Directory): readonly Fact[] => {
  const lead = leadUnitIdOf(round) ?? signed.leadUnitId;
  const supporting = round.units.filter(({ role }) => role === 'supporting').map(({ unitId }) => unitId);
  const isSame = (a: readonly UnitId[], b: readonly UnitId[]): boolean => a.join() === b.join();
  const before = (isChanged: boolean, names: string): string => (isChanged ? `（签批时为${names || '无'}）` : '');
  return [
    ...line(
      '主办单位',
      unitName(directory, lead) + before(lead !== signed.leadUnitId, unitName(directory, signed.leadUnitId)),
    ),
    ...line(
      '协办单位',
      namesOf(directory, supporting) +
        before(!isSame(supporting, signed.supportingUnitIds), namesOf(directory, signed.supportingUnitIds)),
    ),
  ];
};

export const limitFacts = ({ light, pause }: Case, { due, dueMoves }: Round): readonly Fact[] => {
  if (!due) return line('办理时限', '未定时限');
  const provisional = due.isProvisional ? '（暂定）' : '';
  const late = light === 'red' ? '已超期，原定' : '';
  const paused = pause ? '，等企业补充期间暂停计算' : '';
  return [
    ...line('办理时限', `${late}${dayWords(due.date)}前办结${provisional}${paused}`),
    ...line(
      '推算',
      `${due.derivation}${due.isProvisional ? '超出已公布的节假日安排，日期为暂定，安排公布后重算。' : ''}`,
    ),
    ...dueMoves.flatMap(({ at, from, to, why }) =>
      line('时限调整', `${dayWords(from)}改为${dayWords(to)}（${DUE_MOVES[why]}，${shortMomentWords(at)}）`),
    ),
  ];
};
