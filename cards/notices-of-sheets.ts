/** What is told of a sheet before, at and after its signature: 退回补充, 转请, 暂缓, 更正, 追加批示, 非本人批示. */

import type { Instruction, InstructionText, LeaderSaying, Round } from '../src/workflow/case.ts';
import { unitById } from '../src/workflow/directory.ts';
import type { Ms, UnitId } from '../src/workflow/ids.ts';
import { stopped } from '../src/workflow/plain-text.ts';
import { peopleOf } from '../src/workflow/roles.ts';
import { dayText } from './moment.ts';
import { leaderNamed, personNamed, quoted, toldBy, unitNamed, wordsOf } from './notice-words.ts';
import { ofMoment, type Told } from './told-of.ts';

export type SheetNotice =
  | 'sheetSentBack'
  | 'sheetPassedOn'
  | 'sheetHeld'
  | 'transcriptCorrected'
  | 'transcriptDisowned'
  | 'instructionCorrected'
  | 'instructionAdded'
  | 'unitReleased';

export const noticeOfSheet = (kind: SheetNotice, told: Told): string => {
  const { subject, directory, of, round } = told;
  switch (kind) {
    case 'sheetSentBack': {
      const said = saidThen(told, 'sentBack');
      if (!said) return '签批单曾退回补充，现已重新签批。';
      const isOver = subject.sentBack?.at !== said.at || subject.awaiting !== null;
      return `${toldBy(said)}退回补充：${quoted(subject, said.words)}${isOver ? '此后已重新提交签批。' : '请完善后重新提交签批。'}`;
    }
    case 'sheetPassedOn': {
      const said = saidThen(told, 'passedOn');
      return said
        ? `${toldBy(said)}转请${leaderNamed(directory, said.to)}批示${said.words === '' ? '。' : `：${quoted(subject, said.words)}`}`
        : '签批单曾转请其他领导批示，现已不在签批中。';
    }
    case 'sheetHeld': {
      const said = saidThen(told, 'held');
      if (!said) return '签批单曾暂缓，现已不再暂缓。';
      const isOver = subject.awaiting?.hold?.at !== said.at;
      return `${toldBy(said)}暂缓签批：${quoted(subject, said.words)}${isOver ? '现已不再暂缓。' : ''}`;
    }
    case 'transcriptCorrected':
      return `批示转录已由签批领导更正：${quoted(subject, round?.instruction ? textAfter(round.instruction, of).words : '')}请以更正后的为准。`;
    case 'transcriptDisowned':
      return disowned(told);
    case 'instructionCorrected':
      return corrected(told);
    case 'unitReleased':
      return isBack(told)
        ? '批示此后又有更正，本事项现由贵单位承办，请以交办单为准。'
        : '批示已更正，本事项不再由贵单位承办，交办单对贵单位作废，请勿再办理。';
    case 'instructionAdded': {
      const added = round?.instruction ? ofMoment(round.instruction.additions, of) : null;
      return added
        ? `${toldBy(added)}追加批示：${quoted(subject, added.words)}编号和时限不变。`
        : '领导已追加批示，请看交办单。';
    }
  }
};

/** Of a wish without its moment only what is still so counts. */
const saidThen = ({ subject, of }: Told, kind: LeaderSaying['kind']): LeaderSaying | null => {
  const said = ofMoment(
    subject.leaderSayings.filter((each) => each.kind === kind),
    of,
  );
  if (of !== null) return said;
  const inForce = {
    sentBack: subject.sentBack?.at,
    held: subject.awaiting?.hold?.at,
    passedOn: subject.awaiting?.passedOn.at(-1)?.at,
    disowned: undefined,
  }[kind];
  return said?.at === inForce ? said : null;
};

const disowned = ({ subject, of }: Told): string => {
  const voided = subject.rounds.findLast((one) => one.voided !== null && (of === null || one.voided.at === of));
  if (!voided?.voided) return '书面批示经签批领导核对，结果见交办单。';
  const recorder = voided.instruction?.transcript?.recordedBy;
  return `本交办单已作废，请勿再办理。${toldBy(voided.voided)}：非本人批示。说明：${quoted(subject, voided.voided.words)}${recorder ? `转录登记人：${personNamed(recorder)}。` : ''}`;
};

/** What the 批示 said once that was put right; a later 更正 keeps it. */
const textAfter = (now: Instruction, of: Ms | null): InstructionText =>
  (of === null ? undefined : now.corrections.find(({ at }) => at > of)?.before) ?? now;

/** The limit as it was then: a later move says from where. */
const dueAfter = ({ due, dueMoves }: Round, of: Ms | null): string => {
  const day = (of === null ? undefined : dueMoves.find(({ at }) => at > of)?.from) ?? due?.date;
  return day ? dayText(day) : '';
};

/** Both texts, and whatever else changed with them. */
const corrected = ({ subject, directory, of, round }: Told): string => {
  const correction = round?.instruction ? ofMoment(round.instruction.corrections, of) : null;
  if (!round?.instruction || !correction) return '批示已更正，请以交办单为准。';
  const { before } = correction;
  const after = textAfter(round.instruction, correction.at);
  const units = (ids: readonly UnitId[]): string => ids.map((id) => unitNamed(directory, id)).join('、') || '无';
  const changed = [
    before.leadLeaderId === after.leadLeaderId
      ? ''
      : `牵头领导由${before.leadLeaderId ? leaderNamed(directory, before.leadLeaderId) : '未定'}改为${leaderNamed(directory, after.leadLeaderId)}`,
    before.leadUnitId === after.leadUnitId
      ? ''
      : `主办单位由${unitNamed(directory, before.leadUnitId)}改为${unitNamed(directory, after.leadUnitId)}`,
    units(before.supportingUnitIds) === units(after.supportingUnitIds)
      ? ''
      : `协办单位由${units(before.supportingUnitIds)}改为${units(after.supportingUnitIds)}`,
    JSON.stringify(before.limit) === JSON.stringify(after.limit) || !round.due
      ? ''
      : `时限改为${dueAfter(round, correction.at)}前`,
  ].filter((each) => each !== '');
  const words =
    before.words === after.words
      ? `批示不变：“${wordsOf(subject, after.words)}”`
      : `原批示“${wordsOf(subject, before.words)}”，现批示“${wordsOf(subject, after.words)}”`;
  return `${toldBy(correction)}更正批示，编号不变。${stopped([words, ...changed].join('；'))}`;
};

/** A later 更正 or ruling gave the reader's unit a part again. */
const isBack = ({ round, directory, to }: Told): boolean =>
  to !== null && (round?.units ?? []).some(({ unitId }) => peopleOf(unitById(directory, unitId)).includes(to));
