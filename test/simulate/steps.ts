/**
 * The road of a case as the people on it walk it: for the state that a row shows, what the one whose turn it is does next. Staff
 * act in the row, leaders and units on their cards. Mostly the sensible thing, sometimes another one that is possible.
 */
import { FIELDS } from '../../src/workflow/whose-turn/acts.ts';
import type { Random } from './random.ts';
import type { SeenCard, SeenRow, View } from './view.ts';

export type Step =
  | { readonly kind: 'edit'; readonly fields: Readonly<Record<string, unknown>> }
  /** The newest card about the case that has this button. */
  | { readonly kind: 'press'; readonly act: string }
  | { readonly kind: 'rate'; readonly grade: number }
  | { readonly kind: 'nothing' };

const edit = (fields: Readonly<Record<string, unknown>>): Step => ({ kind: 'edit', fields });
const press = (act: string): Step => ({ kind: 'press', act });
const nothing: Step = { kind: 'nothing' };

const vetted = {
  真实: '是',
  真实依据: '现场照片',
  合法: '是',
  合法依据: '未见违法',
  合理: '是',
  合理依据: '与政策相符',
};
const LIMITS = [1, 3, 15] as const;

const proposed = (view: View, chance: Random): Readonly<Record<string, unknown>> => {
  const leaders = [...view.idsByName('leaders').values()];
  const units = [...view.idsByName('units').values()].slice(1);
  const lead = chance.pick(units);
  const supporting = chance.pick(units);
  return {
    拟签批领导: [chance.pick(leaders.slice(0, 2))],
    拟牵头领导: [chance.pick(leaders.slice(1, 4))],
    拟主办单位: [lead],
    拟协办单位: chance.chance(0.5) && supporting !== lead ? [supporting] : [],
    拟办时限: chance.pick(LIMITS),
  };
};

/** The next step for the row, by its 状态. */
export const nextStep = (view: View, row: SeenRow, chance: Random): Step => {
  const roll = chance.next();
  switch (row.cells['状态']) {
    case '待受理':
      if (roll < 0.05) return edit({ 操作: '不予受理', 处理说明: '不属于受理范围' });
      return edit({ 操作: '受理' });
    case '核查中':
      if (roll < 0.1) return edit({ 操作: '请企业补充', 处理说明: '请补充验收材料' });
      if (roll < 0.2) return edit({ 操作: '请部门预沟通', 预沟通单位: units(view, chance), 处理说明: '请先看看' });
      if (row.cells['真实'] === '')
        return edit({ ...vetted, ...proposed(view, chance), ...(roll < 0.6 ? { 操作: '核查完成' } : {}) });
      return edit({ 操作: '核查完成' });
    case '待安排': {
      if (row.cells['拟主办单位'] === '' || row.cells['拟签批领导'] === '') return edit(proposed(view, chance));
      const day = [...view.idsByName('receptionDays').values()].at(-1);
      if (roll < 0.25 && day) return edit({ 接待日: [day], 操作: '排入接待日' });
      return edit({ 操作: '提交签批' });
    }
    case '待企业补充':
      return edit({ 操作: '结束补充', ...(roll < 0.5 ? { 处理说明: '企业来电补充了材料' } : {}) });
    case '已排入接待日':
      return roll < 0.15 ? edit({ 操作: '撤出接待日' }) : edit({ 操作: '已接待' });
    case '已接待':
      if (roll < 0.3) return edit({ 对企业的答复: '现场已说明政策。', 操作: '现场答复' });
      return edit({ 操作: '提交签批' });
    case '待签批':
      if (roll > 0.93)
        return edit({
          批示原件: [{ file_token: view.storedFile() }],
          处理说明: '请抓紧办理（书面）',
          操作: '登记书面批示',
        });
      if (roll < 0.06) return press('sendBack');
      if (roll < 0.12) return press('hold');
      if (roll < 0.18) return press('passOn');
      return press(roll < 0.6 ? 'sign' : 'sign');
    case '待签收':
      if (isTranscript(row) && roll > 0.6) return press(roll > 0.8 ? 'transcriptRight' : 'transcriptWrong');
      if (row.cells['异议情况']?.includes('待裁定')) return edit({ 操作: '异议不成立', 处理说明: '属你单位职责' });
      if (roll < 0.1) return press('object');
      return press('acknowledge');
    case '办理中':
      if (row.cells['延期情况']?.includes('待审批'))
        return edit({ 操作: roll < 0.5 ? '同意延期' : '不同意延期', 处理说明: '抓紧办理' });
      if (row.cells['阶段节点'] === '' && roll < 0.1) return press('setMilestone');
      if (row.cells['阶段节点'] !== '' && roll < 0.3) return press(roll < 0.2 ? 'reachMilestone' : 'moveMilestone');
      if (roll < 0.16) return press('progress');
      if (roll < 0.22) return press('extend');
      if (roll < 0.26) return press('contribute');
      if (roll < 0.32) return edit({ 操作: '催办' });
      return press('resolve');
    case '待审核':
      if (roll < 0.15) return edit({ 操作: '退回重办', 处理说明: '材料不全' });
      return edit({ 对企业的答复: '已经办结，可到窗口领取。', 操作: '审核通过' });
    case '待评价':
      if (roll < 0.15) return edit({ 操作: '登记回访（未取得评价）', 处理说明: '无人接听' });
      if (roll < 0.5) return { kind: 'rate', grade: chance.between(1, 5) };
      if (row.cells['评价']?.includes('不满意')) return dissatisfied(row, roll);
      return edit({
        操作: '登记电话评价',
        回访评价: chance.pick(['满意', '非常满意', '不满意']),
        处理说明: '电话回访',
      });
    case '待销号':
      return press('endorse');
    case '已销号':
      if (row.cells['计划核实'] !== '待核实') return nothing;
      return edit({ 对企业的答复: '已到现场核实。', 操作: roll < 0.5 ? '计划已兑现' : '计划未兑现' });
    default:
      return nothing;
  }
};

/** A choice that may be made again in the same state: done twice, it would not be refused. */
export const repeatable = (row: SeenRow): Readonly<Record<string, unknown>> | null =>
  row.cells['状态'] === '待评价' ? { 操作: '登记回访（未取得评价）', 处理说明: '无人接听' } : null;

const isTranscript = (row: SeenRow): boolean => row.cells['签批人']?.includes('待本人核对') ?? false;

/** 重办 or 复核; now and then the unit contests first, and staff decide. */
const dissatisfied = (row: SeenRow, roll: number): Step => {
  if (row.cells['评价申诉'] === '待裁定' && roll < 0.6)
    return edit({ 操作: roll < 0.55 ? '评价申诉成立' : '评价申诉不成立', 处理说明: '经核实' });
  if (row.cells['评价申诉'] === '' && roll < 0.6) return press('contest');
  return edit({ 操作: roll < 0.75 ? '重办' : '解释并提请复核', 处理说明: '再核实一次' });
};

const units = (view: View, chance: Random): readonly string[] => {
  const one = chance.pick([...view.idsByName('units').values()].slice(1));
  return one === null ? [] : [one];
};

/** Some of them come while the story lasts. */
const PLANNED = ['2026-03-04', '2026-12-01', '2026-03-06'] as const;

export interface FormContext {
  readonly view: View;
  readonly card: SeenCard;
  readonly chance: Random;
  /** Makes every text of a story different. */
  readonly mark: string;
}

/** What somebody would fill in beside the button of an act. */
export const formFor = (
  act: string,
  { view, card, chance, mark }: FormContext,
): Readonly<Record<string, unknown>> | null => {
  const unitIds = [...view.idsByName('units').values()].slice(1);
  const leaders = [...view.idsByName('leaders').values()];
  switch (act) {
    case 'sign':
    case 'signAgain':
      return {
        [FIELDS.sign.words]: `请抓紧办理${mark}`,
        [FIELDS.sign.workdays]: chance.pick(card.options(FIELDS.sign.workdays)) ?? '3',
      };
    case 'transcriptWrong':
      return { [FIELDS.transcriptWrong.words]: `请抓紧办理，以原件为准${mark}` };
    case 'sendBack':
      return { [FIELDS.sendBack.reason]: `请补充${mark}` };
    case 'passOn':
      return { [FIELDS.passOn.leader]: chance.pick(leaders), [FIELDS.passOn.words]: `请阅示${mark}` };
    case 'hold':
      return { [FIELDS.hold.reason]: `待专题会${mark}` };
    case 'onTheSpot':
      return { [FIELDS.onTheSpot.reply]: `当场说明${mark}` };
    case 'object':
      return { [FIELDS.object.reason]: `不属本单位${mark}`, [FIELDS.object.unit]: chance.pick(unitIds) };
    case 'nameOfficer':
      return { [FIELDS.nameOfficer.name]: '承办人员' };
    case 'contact':
      return { [FIELDS.progress.text]: `已联系${mark}` };
    case 'progress':
      return { [FIELDS.progress.text]: `进展${mark}` };
    case 'setMilestone':
      return {
        [FIELDS.setMilestone.text]: `节点${mark}`,
        [FIELDS.setMilestone.date]: `${PLANNED[Number(mark.slice(1)) % PLANNED.length]} +0800`,
      };
    case 'reachMilestone':
    case 'moveMilestone':
      return {
        [FIELDS.moveMilestone.id]: chance.pick(card.options(FIELDS.moveMilestone.id)),
        [FIELDS.moveMilestone.words]: `节点情况${mark}`,
        [FIELDS.moveMilestone.date]: '2026-03-05 +0800',
      };
    case 'contribute':
      return { [FIELDS.contribute.text]: `协办意见${mark}` };
    case 'extend':
      return {
        [FIELDS.extend.reason]: `需要时间${mark}`,
        [FIELDS.extend.doneSoFar]: '已办一半',
        [FIELDS.extend.date]: '2026-12-01 +0800',
      };
    case 'resolve':
      return {
        [FIELDS.resolve.outcome]: chance.pick(card.options(FIELDS.resolve.outcome)),
        [FIELDS.resolve.date]: `${PLANNED[Number(mark.slice(1)) % PLANNED.length]} +0800`,
        [FIELDS.resolve.text]: `办结${mark}`,
        [FIELDS.resolve.basis]: '有关政策',
        [FIELDS.resolve.unitHead]: '单位负责人',
      };
    case 'answerConsultation':
      return { [FIELDS.answerConsultation.text]: `可以办${mark}` };
    case 'askEnterprise':
      return { [FIELDS.askEnterprise.question]: `请补充${mark}` };
    case 'contest':
      return { [FIELDS.contest.reason]: `申诉理由${mark}` };
    case 'reportPlan':
      return { [FIELDS.reportPlan.text]: `兑现情况${mark}` };
    case 'planKept':
    case 'planBroken':
      return { [FIELDS.planKept.words]: `已核实${mark}` };
    case 'upholdRating':
    case 'redoRating':
      return { [FIELDS.upholdRating.words]: `复核意见${mark}` };
    default:
      return null;
  }
};
