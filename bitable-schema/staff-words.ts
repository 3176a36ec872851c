/**
 * What a row tells staff of its own accord: what waits for them (待办事由) and what may be chosen in 操作 now (可选操作). Pure.
 */
import { currentRound } from '../src/workflow/case.ts';
import { pendingObjections } from '../src/workflow/objections.ts';
import { type StaffWait, waitsForStaff } from '../src/workflow/waits-for-staff.ts';
import { actionOf, actionsNow } from './case-actions.ts';
import type { CaseFacts } from './meaning.ts';
import { lines, unitName } from './words.ts';

export const staffWaitsOf = ({ subject, directory }: CaseFacts): string =>
  waitsForStaff(subject)
    .map((wait) => wordsOf(wait, (id) => unitName(directory, id)))
    .join('、');

const wordsOf = (
  wait: StaffWait,
  nameOf: (id: Extract<StaffWait, { kind: 'objection' }>['unitId']) => string,
): string => {
  switch (wait.kind) {
    case 'accept':
      return '待受理';
    case 'vet':
      return '待核查';
    case 'arrange':
      return wait.isSentBack ? '领导退回，待补充后重报' : '待排入接待日或提交签批';
    case 'disowned':
      return '非本人批示，待核对原件';
    case 'receive':
      return '待登记接待';
    case 'answerOrSubmit':
      return '待现场答复或提交签批';
    case 'callForAnswer':
      return '待电话请企业补充';
    case 'held':
      return '领导暂缓，待跟进';
    case 'objection':
      return `${nameOf(wait.unitId)}异议待确定`;
    case 'extension':
      return '延期待审批';
    case 'vetAfterwards':
      return '核查结论未齐，审核前须补齐';
    case 'review':
      return '结果待审核';
    case 'callBack':
      return '待回访评价';
    case 'judgeRating':
      return '不满意待研判';
    case 'judgeShared':
      return '企业对合并答复不满意，待研判';
    case 'contest':
      return '评价申诉待确定';
    case 'plan':
      return '计划到期待核实';
    case 'withdrawal':
      return '企业撤回待核实';
  }
};

/** One a line, in the words of the options, with what has to stand beside it. */
export const actionsWords = ({ subject, directory }: CaseFacts): string =>
  lines(
    actionsNow(subject, directory).map((name) => {
      const { beside, asks } = actionOf(name);
      const which = asks.type === 'decideObjection' ? `先定${firstObjector(subject, directory)}的异议，` : '';
      return beside === undefined ? name : `${name}（${which}${beside}）`;
    }),
  );

/** Where several wait, they are decided in the order in which they were raised. */
const firstObjector = (subject: CaseFacts['subject'], directory: CaseFacts['directory']): string => {
  const round = currentRound(subject);
  return unitName(directory, (round && pendingObjections(round)[0]?.unitId) ?? null);
};
