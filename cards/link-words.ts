/**
 * What stands in 飞书审批, 飞书日历 and 飞书任务: words only, shorter and barer than a card. More people read these lists than
 * read a card, and Feishu keeps them its own way: no person of the enterprise, no number, not a word of the appeal.
 */

import { type Case, OUTCOMES, type Round } from '../src/workflow/case.ts';
import { proposedWorkdays } from '../src/workflow/deadlines.ts';
import { type Directory, leaderById, type ReceptionDay } from '../src/workflow/directory.ts';
import type { SheetApproval } from '../src/workflow/sheet-approvals.ts';
import type { UnitTask } from '../src/workflow/unit-tasks.ts';
import { byVisit } from '../src/workflow/visits.ts';
import { hoursText } from './day-words.ts';
import { inertMessageLine } from './inert.ts';
import { dayText } from './moment.ts';
import { enterpriseName, kindWord, unitName, unitNames } from './view.ts';

const MAX_TITLE = 80;
const MAX_LINE = 60;

const AVOIDS = '需回避，请在接待日机器人的签批单上办理';

/** A sheet in the list of what waits for a signature, or of what was signed. */
export const approvalWords = (
  subject: Case,
  directory: Directory,
  sheet: Pick<SheetApproval, 'status' | 'endedAt'> & { readonly avoids: boolean },
): { readonly title: string; readonly fields: readonly { readonly name: string; readonly value: string }[] } => {
  const { leadUnitId, supportingUnitIds } = subject.notes.proposal;
  const lead = leadUnitId === null ? '未定' : unitName(directory, leadUnitId);
  const limit = `${proposedWorkdays(subject, directory.settings)}个工作日`;
  const units = supportingUnitIds.length === 0 ? lead : `${lead}，协办${unitNames(directory, supportingUnitIds)}`;
  return {
    title: inertMessageLine(`签批单：${enterpriseName(subject, subject.notes.isConfidential)}`, MAX_TITLE),
    fields: [
      {
        name: '事项',
        value: inertMessageLine(`${kindWord(subject)} · ${subject.appeal.category || '未分类'}`, MAX_LINE),
      },
      { name: '拟办', value: inertMessageLine(`主办${units}；${limit}`, MAX_LINE * 2) },
      { name: '状态', value: standing(subject, sheet) },
      ...(sheet.avoids && sheet.status === 'pending' ? [{ name: '提示', value: AVOIDS }] : []),
    ],
  };
};

const standing = (subject: Case, { status, endedAt }: Pick<SheetApproval, 'status' | 'endedAt'>): string => {
  switch (status) {
    case 'pending':
      return subject.awaiting?.hold
        ? '暂缓'
        : subject.awaiting && subject.awaiting.passedOn.length > 0
          ? '转请批示'
          : '待签批';
    case 'approved': {
      const signed = subject.rounds.find(({ instruction }) => instruction?.signedAt === endedAt)?.instruction;
      return signed ? `已签批，${inertMessageLine(signed.number.text, MAX_LINE)}` : '已签批';
    }
    case 'rejected':
      return '已退回补充';
    case 'canceled':
      return '已撤回';
  }
};

/** A reception day in everyone's calendar. */
export const eventWords = (
  day: ReceptionDay,
  cases: readonly Case[],
  directory: Directory,
): { readonly title: string; readonly description: string; readonly place: string } => {
  const leader = leaderById(directory, day.leaderId);
  const visits = byVisit(cases).length;
  const agenda = cases.length === 0 ? '尚未排入事项。' : `已排入${visits}家企业、${cases.length}件事项。`;
  return {
    title: inertMessageLine(day.title || '民营企业接待日', MAX_TITLE),
    description: [
      hoursLine(day),
      leader ? `接待领导：${inertMessageLine(leader.name, MAX_LINE)}` : '接待领导待定',
      agenda,
      '议程和接待日议题单见接待日机器人会话及“事项”表。日程由系统维护，请在“接待日”表中修改。',
    ]
      .filter((line) => line !== '')
      .join('\n'),
    place: inertMessageLine(day.place, MAX_LINE),
  };
};

/** Where only one end is set, the event is one of the whole day. */
const hoursLine = (day: ReceptionDay): string => {
  const hours = hoursText(day);
  return hours === '' ? '' : `时间：${hours}`;
};

/** A unit's part of a sheet in its people's list of tasks. */
export const taskWords = (
  subject: Case,
  task: UnitTask,
  directory: Directory,
): { readonly title: string; readonly description: string; readonly hint: string } => {
  const round = subject.rounds[task.round - 1] ?? null;
  const number = inertMessageLine(round?.instruction?.number.text ?? '', MAX_LINE);
  const part = task.role === 'lead' ? '主办' : '协办';
  return {
    title: inertMessageLine(`${number} ${enterpriseName(subject, subject.notes.isConfidential)}（${part}）`, MAX_TITLE),
    description: [
      `${kindWord(subject)} · ${inertMessageLine(subject.appeal.category || '未分类', MAX_LINE)}，${part}单位：${inertMessageLine(unitName(directory, task.unitId), MAX_LINE)}。`,
      dueLine(round, task),
      '签收、报进展、申请延期和报结果都在接待日机器人发来的交办单卡片上办理。',
    ].join('\n'),
    hint: '请在交办单卡片上填写办理结果；在这里点“完成”不等于报结果。',
  };
};

const dueLine = (round: Round | null, { role, due }: UnitTask): string => {
  const result = round?.results.at(-1);
  if (result) return `已报结果：${OUTCOMES[result.outcome]}。`;
  if (due === null) return '未定时限。';
  const what = role === 'lead' ? '办结' : '提出协办意见';
  return `${dayText(due)}前${what}${round?.due?.isProvisional ? '（暂定）' : ''}。`;
};
