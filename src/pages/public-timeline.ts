/**
 * 办理经过 as the enterprise may read it: one sentence for each event that concerns it, none for the rest. An allow-list by
 * event type without a default, so that a new kind of event must be judged here before anything compiles. Names no person;
 * leaders appear by their post, units not at all when the case is confidential.
 */
import { beijingDateOf } from '../workflow/beijing-date.ts';
import { type DayFacts, GRADES, isByClock, type MergedWith } from '../workflow/case.ts';
import { type Directory, knownUnitName, leaderById, receptionDayById } from '../workflow/directory.ts';
import type { CaseEvent } from '../workflow/events.ts';
import type { LeaderId, Ms, UnitId } from '../workflow/ids.ts';
import { dayText } from './chinese-moment.ts';

export interface TimelineLine {
  readonly at: Ms;
  readonly text: string;
}

interface Reading {
  readonly directory: Directory;
  readonly isConfidential: boolean;
}

/** The public lines, oldest first. */
export const publicTimeline = (events: readonly CaseEvent[], reading: Reading): readonly TimelineLine[] =>
  events.flatMap((event, index) => {
    const text = isAskedAgain(events, index) ? ASKED_AGAIN : publicSentence(event, reading);
    return text === null ? [] : [{ at: event.at, text }];
  });

/** A sheet that was sent back is brought again: two equal lines would read as one too many. */
const isAskedAgain = (events: readonly CaseEvent[], index: number): boolean =>
  events[index]?.type === 'instructionRequested' &&
  events.slice(0, index).findLast(({ type }) => type === 'instructionRequested' || type === 'sheetSentBack')?.type ===
    'sheetSentBack';
const ASKED_AGAIN = '情况补充后，再次呈请区领导签批。';

const publicSentence = (event: CaseEvent, reading: Reading): string | null => {
  const { directory } = reading;
  switch (event.type) {
    case 'caseSubmitted':
      return '已收到您的诉求。';
    case 'caseAccepted':
      return '已受理，开始核查。';
    case 'vettingCompleted':
      return '核查完成。';
    case 'caseDeclined':
      return `决定不予受理。原因：${event.reason}`;
    case 'caseMerged':
      return `已与${mergedWithWords(event.with)}合并办理，答复后在本页告知。原因：${event.reason}`;
    case 'caseTookIn':
      return `另一件同类诉求${event.merged.isSameEnterprise ? `（${event.merged.category}，${dayText(beijingDateOf(event.merged.submittedAt))}登记）` : ''}并入这件事，一并办理。原因：${event.merged.reason}`;
    case 'caseGivenBack':
      return event.why === null
        ? `您这件事恢复单独办理。说明：${event.words ?? ''}`
        : '合并办理的那件事没有答复即已结束，您这件事恢复单独办理。';
    case 'answerShared':
      return '合并办理的那件事已有答复，见本页。';
    case 'sharedAnswerRated':
      return event.rating.recordedBy
        ? `工作人员电话回访，登记您的评价：${GRADES[event.rating.grade]}${afterGrade(event.rating.words)}`
        : `您的评价：${GRADES[event.rating.grade]}${afterGrade(event.rating.words)}`;
    case 'caseRedirected':
      return `这件事应当走法定途径（如复议、诉讼、仲裁），接待日不再办理，请您按下面的说明自行提出：${event.reason}`;
    case 'enterpriseAsked':
      return `请您补充：${event.question}`;
    case 'enterpriseAnswered':
      return event.due
        ? `已收到您的补充：${event.text}\n办理时限相应顺延至${dayText(event.due.date)}。`
        : `已收到您的补充：${event.text}`;
    case 'pauseEnded':
      return `${isByClock(event.by) ? '等待补充的期限已满' : '已结束等待补充'}，继续办理${
        event.due ? `，办理时限顺延至${dayText(event.due.date)}` : ''
      }。`;
    case 'caseScheduled': {
      const date = event.day ? event.day.date : (receptionDayById(directory, event.receptionDayId)?.date ?? null);
      return date ? `已排入${dayText(date)}的接待日。` : '已排入接待日。';
    }
    case 'receptionDayChanged':
      return event.before ? dayChangeWords(event.before, event.after, directory) : null;
    case 'caseUnscheduled':
      return '原定的接待已取消，新的安排定下后显示在本页。';
    case 'caseHeard':
      return '已在接待日当面听取您的意见。';
    case 'answeredOnTheSpot':
      return '已在接待现场答复。';
    case 'instructionRequested':
      return '已呈请区领导签批。';
    case 'caseInstructed': {
      const lead = unitName(event.instruction.leadUnitId, reading);
      const number = event.instruction.number.text;
      return `${leaderPost(event.instruction.signerId, directory)}已签批，交办单编号 ${number}，由${lead}主办，${dayText(event.due.date)}前办结。`;
    }
    case 'instructionCorrected':
      return `${unitName(event.leadUnitId, reading)}主办${event.due ? `，${dayText(event.due.date)}前办结` : ''}（批示已更正）。`;
    case 'transcriptDisowned':
      return '前一份交办单经签批领导核对作废，这件事重新报请签批。';
    case 'unitAcknowledged':
      return event.isLast ? '责任单位已全部签收，开始办理。' : `${unitName(event.unitId, reading)}已签收。`;
    case 'objectionDecided':
      return event.isUpheld && event.newUnitId
        ? `责任单位调整为${unitName(event.newUnitId, reading)}${event.due ? `，${dayText(event.due.date)}前办结` : ''}。`
        : null;
    case 'enterpriseContacted':
      return `${unitName(event.unitId, reading)}已与您联系。`;
    case 'progressReported':
    case 'milestoneReached':
      return '责任单位报告了办理进展。';
    case 'materialSubmitted':
      return `您补交了材料（${event.files.length}个文件）${event.text === '' ? '' : `：${event.text}`}`;
    case 'extensionDecided':
      return event.isApproved && event.due ? `经审批，办理时限延长至${dayText(event.due.date)}。` : null;
    case 'caseResolved':
      return '责任单位已报告办理结果，正在审核。';
    case 'resultReviewed':
      return '办理结果已审核，答复见本页。';
    case 'resultReturned':
      return `办理结果审核未通过，已退回继续办理${event.due ? `，${dayText(event.due.date)}前办结` : ''}。`;
    case 'caseRated':
      return `${event.rating.recordedBy ? '工作人员电话回访，登记您的评价' : '您的评价'}：${GRADES[event.rating.grade]}${event.rating.words === '' ? '。' : `。${event.rating.words}`}`;
    case 'callAttempted':
      return '工作人员电话回访，未取得您的评价。';
    case 'ratingWaived':
      return '回访未取得您的评价，登记为未评价，不算满意。';
    case 'ratingJudged':
      return event.decision === 'redo'
        ? `根据您的评价，已要求责任单位重新办理${event.due ? `，${dayText(event.due.date)}前办结` : ''}。`
        : `对您评价的说明：${event.words}\n已提请牵头领导复核。`;
    case 'ratingWordsAdded':
      return `您补充了评价意见：${event.words}`;
    case 'ratingReconsidered':
      return `经牵头领导复核，${reconsideredWords(event)}${event.words === '' ? '。' : `：${event.words}`}`;
    case 'caseClosed':
      return '办理结果已报签批领导阅，这件事办结。';
    case 'dueMoved':
      return event.from === event.to
        ? null
        : `${event.why}，办理时限由${dayText(event.from)}改为${dayText(event.to)}。`;
    case 'planCheckAsked':
      return '计划解决的日期已到，正在核实是否解决。';
    case 'planReported':
      return '责任单位报告了计划兑现情况。';
    case 'planChecked':
      return event.isKept ? '经核实，计划已兑现。' : '经核实，计划未按期兑现，已报签批领导。';
    case 'withdrawalRequested':
      return '已收到撤回申请，工作人员将电话核实。';
    case 'withdrawalAudited':
      return event.isVoluntary ? '经核实为自愿撤回，这件事已撤回。' : '经核实，撤回不是出于自愿，这件事继续办理。';
    // Work among staff, units and leaders.
    case 'caseAmended':
    case 'unitConsulted':
    case 'consultationAnswered':
    case 'sheetSentBack':
    case 'sheetPassedOn':
    case 'sheetHeld':
    case 'instructionPrepared':
    case 'transcriptChecked':
    case 'instructionAdded':
    case 'assignmentNoted':
    case 'unitObjected':
    case 'officerNamed':
    case 'contributionMade':
    case 'extensionRequested':
    case 'milestoneSet':
    case 'milestoneMoved':
    case 'progressAsked':
    case 'ratingContested':
    case 'contestDecided':
    case 'unitCodesIssued':
    case 'unitEnteredByWeb':
    case 'unitReminded':
    case 'caseSupervised':
    case 'caseListed':
    case 'caseUnlisted':
    case 'lightChanged':
      return null;
  }
};

/** Of its own cases an enterprise reads which; of another's only that there is one. */
const mergedWithWords = (target: MergedWith | undefined): string =>
  target?.isSameEnterprise
    ? `您${dayText(beijingDateOf(target.submittedAt))}登记的“${target.category}”诉求`
    : '同类诉求';

/** Words of the enterprise stand where it reads them also when its case goes on by itself. */
const afterGrade = (words: string): string => (words === '' ? '。' : `，${words}`);

const dayChangeWords = (before: DayFacts, after: DayFacts, directory: Directory): string => {
  const parts = [
    whenOf(before) === whenOf(after) ? '' : `时间改为${whenOf(after)}`,
    before.place === after.place ? '' : `地点改为${after.place === '' ? '另行通知' : after.place}`,
    before.leaderId === after.leaderId || after.leaderId === null
      ? ''
      : `由${leaderPost(after.leaderId, directory)}接待`,
  ].filter((part) => part !== '');
  return `接待安排有调整${parts.length === 0 ? '' : `：${parts.join('，')}`}。`;
};
const whenOf = ({ date, from, to }: DayFacts): string =>
  `${date ? dayText(date) : '另行通知'}${[from, to].filter((hour) => hour !== '').join('—')}`;

/** Not upheld and without a new limit: done again as often as may be, or nobody to do it again. */
const reconsideredWords = ({ isUpheld, due }: Extract<CaseEvent, { type: 'ratingReconsidered' }>): string => {
  if (isUpheld) return '维持办理结果';
  return due ? `已要求责任单位重新办理，${dayText(due.date)}前办结` : '办理结果需要改进，已报签批领导';
};

const UNNAMED_UNIT = '责任单位';
const UNNAMED_LEADER = '区领导';

const unitName = (id: UnitId, { directory, isConfidential }: Reading): string =>
  (isConfidential ? '' : knownUnitName(directory, id)) || UNNAMED_UNIT;

const leaderPost = (id: LeaderId, directory: Directory): string => {
  const post = leaderById(directory, id)?.post ?? '';
  return post === '' ? UNNAMED_LEADER : post;
};
