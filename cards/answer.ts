/**
 * The answer to a press: one sentence, and the card as it is now. Here every refusal has its Chinese sentence: what is so
 * now, and what to do. Nothing here decides anything.
 */
import { type Case, currentRound, RUNGS, STATES } from '../src/workflow/case.ts';
import type { Command } from '../src/workflow/commands.ts';
import type { Refusal } from '../src/workflow/decision.ts';
import { inertLine } from './inert.ts';
import { monthWord } from './milestone-section.ts';
import { dayText, shortDayText, shortMomentText } from './moment.ts';
import { mergedWords } from './view.ts';

export interface Toast {
  readonly type: 'info' | 'success' | 'error' | 'warning';
  readonly content: string;
}
/** The body of the HTTP answer to a card press (feishu callbacks 3.2). */
export interface PressAnswer {
  readonly toast: Toast;
  readonly card?: { readonly type: 'raw'; readonly data: object };
}

/** Toasts are one or two lines on a phone. */
const MAX_TOAST = 120;

/** `card` null keeps the card that was pressed. */
export const pressAnswer = (answer: { readonly toast: Toast; readonly card: object | null }): PressAnswer => ({
  toast: { type: answer.toast.type, content: inertLine(answer.toast.content, MAX_TOAST) },
  ...(answer.card ? { card: { type: 'raw' as const, data: answer.card } } : {}),
});

const MAX_NAME = 30;

/** Why it was not done, for the person who asked. */
export const refusalSentence = (reason: Refusal): string => {
  switch (reason.kind) {
    case 'noSuchCase':
      return '没有找到这个事项，请与区工商联核对。';
    case 'wrongState':
      return `事项现为“${STATES[reason.state]}”，这一步不能办理，请按最新的卡片或表格操作。`;
    case 'notYourRole':
      return '这一步不由您办理；如职责有调整，请联系区工商联更新名单。';
    case 'outOfDate':
      return `这张卡片已过时，事项现为“${STATES[reason.state]}”，请按最新的卡片操作。`;
    case 'alreadySigned':
      return `已由${inertLine(reason.byName, MAX_NAME)}于${shortMomentText(reason.at)}签批，不必再签。`;
    case 'avoids':
      return '您与本件有需回避的情形，不能直接同意。请在接待日机器人的签批单上转请其他领导批示，或自行写明批示内容。';
    case 'alreadyAcknowledged':
      return `已由${inertLine(reason.byName, MAX_NAME)}于${shortMomentText(reason.at)}签收，不必再签收。`;
    case 'alreadyDone':
      return '此前已经办过，不必重复办理。';
    case 'verdictsMissing':
      return `${listed(reason.missing)}未判定，不能${VETTED_BEFORE[reason.before]}。请填“是”或“否”并写依据，均属实的选“三项均符”。`;
    case 'fieldsMissing':
      return `请先填写：${listed(reason.missing)}。`;
    case 'reasonMissing':
      return '请写明原因后再提交。';
    case 'textTooLong':
      return `“${inertLine(reason.field, MAX_NAME)}”超过${reason.max}字，请精简后再提交。`;
    case 'unknownUnit':
      return '所选单位不在“单位与承办人”表中，请重新选择，或先在表中补录。';
    case 'nobodyInUnit':
      return `${inertLine(reason.name, MAX_NAME)}没有负责人和承办人，无人签收，请先在“单位与承办人”表中补填，或另选单位。`;
    case 'unknownLeader':
      return '所选领导不在“领导”表中，请重新选择，或先在表中补录。';
    case 'endorsedWithWords':
      return '“批示内容”中写有文字，同意销号则不下达。要下达的，请按“批示并交办”；不下达的，请先清空再按一次。';
    case 'leaderMayNotSign':
      return `${inertLine(reason.name, MAX_NAME)}不在可签批领导之列，请另选签批领导。`;
    case 'unknownReceptionDay':
      return reason.why === 'cleared'
        ? '已排入接待日，“接待日”不能清空：改期的请另选一天，撤出的请将“操作”选为“撤出接待日”。'
        : '“接待日”表中没有这一天，可能已被删除，请重新选择。';
    case 'mergeTarget':
      return mergeTargetSentence(reason);
    case 'sharedNotRatedBadly':
      return '企业对合并答复评价“不满意”或“非常不满意”后，才能恢复单独办理；所并入的事项没有答复就结束的，由系统退回。';
    case 'noSharedAnswer':
      return '所并入的事项尚无答复，答复后再评价。';
    case 'receptionDayPast':
      return `所选接待日为${dayText(reason.date)}，已经过去，请选今天或以后的接待日。`;
    case 'receptionDayAhead':
      return `接待日为${dayText(reason.date)}，当天起才能登记接待；日期有变的，请先在“接待日”表中更正。`;
    case 'proposalOver':
      return '已经签批，拟办不再修改，以批示为准；要调整的，由责任单位提出异议、申请延期，或请签批领导另作批示。';
    case 'limitInvalid':
      return `时限应为1至${reason.max}个工作日之间的整数，如“15”；要定到某一天的，由签批领导在签批单上指定办结日期。`;
    case 'dateInvalid':
      return '没有这一天，或日期的写法不能识别，请按“2026年10月8日”的样子填写。';
    case 'dateTooFar':
      return `所填日期最迟为${dayText(reason.last)}，请重新选择。`;
    case 'dateNotLater':
      return `所填日期应晚于${dayText(reason.than)}，请重新选择。`;
    case 'objectionTooLate':
      return `提出异议的期限已于${dayText(reason.lastDay)}届满，请签收办理，确有困难请联系区工商联。`;
    case 'objectedBefore':
      return '本单位已提过异议，不能再次提出，请签收办理。';
    case 'objectionPending':
      return '已有异议待区工商联确定办理单位，确定后再办理。';
    case 'noObjection':
      return '现在没有待确定的异议。';
    case 'extensionTooLate':
      return `申请延期的期限已于${dayText(reason.lastDay)}届满，请抓紧办结并联系区工商联说明情况。`;
    case 'extensionPending':
      return '已有延期申请待审批，请等审批结果。';
    case 'extensionsUsedUp':
      return `每轮最多延期${reason.max}次，次数已用完，请按现有时限办结。`;
    case 'extensionNeedsLeader':
      return '本轮已延期一次，再次延期须由签批领导或牵头领导审批，已提请领导，请等审批结果。';
    case 'noExtension':
      return '现在没有待审批的延期申请。';
    case 'monthlyLineMissing':
      return `请先在交办单“报进展”中补报${monthWord(reason.month)}进展，再申请延期。`;
    case 'milestoneDate':
      return `节点日期不能早于今天，也不能晚于办理时限${dayText(reason.last)}，请重新选择。`;
    case 'milestonesUsedUp':
      return `每轮最多安排${reason.max}个节点，不能再增加。`;
    case 'milestoneMovesUsedUp':
      return `该节点已调整${reason.max}次，不能再调整，请抓紧完成。`;
    case 'noMilestone':
      return '没有找到这个未完成的节点，请按最新的卡片选择。';
    case 'outcomeUnfit':
      return '所选办理结果不适用于本事项，请重新选择。';
    case 'ratedBefore':
      return '本轮已有评价，不能再次评价。';
    case 'notRatedYet':
      return '企业尚未评价，请待评价后再办理。';
    case 'notDissatisfied':
      return '只有“不满意”“非常不满意”的评价才研判、复核或申诉。';
    case 'judgementPending':
      return '不满意评价尚待研判，研判后再办理。';
    case 'redoUsedUp':
      return `每轮最多重办${reason.max}次，次数已用完，请写明解释并提请牵头领导复核。`;
    case 'redoNeedsLeader':
      return '本轮已重办一次，第二次重办由牵头领导决定，请选“解释并提请复核”，由牵头领导复核时退回重办。';
    case 'noUnitToRedo':
      return '本事项为现场答复，没有承办单位，不能重办；请选“解释并提请复核”，复核后由领导另作批示交办。';
    case 'ratingWordsMissing':
      return '评价“不满意”或“非常不满意”的，请写明哪里不满意，便于改进办理。';
    case 'ratingJudged':
      return '该评价已经研判，不能再补充意见；仍有意见的，请电话联系区工商联。';
    case 'ratingWordsUsedUp':
      return `意见最多补充${reason.max}次，仍有意见的，请电话联系区工商联。`;
    case 'attemptsMissing':
      return `须先回访${reason.needed}次，现已登记${reason.made}次，请继续回访并登记。`;
    case 'withdrawalPending':
      return '企业已申请撤回，请先电话核实是否自愿。';
    case 'noWithdrawal':
      return '现在没有待核实的撤回申请。';
    case 'pausesUsedUp':
      return `每轮最多请企业补充${reason.max}次，次数已用完，请电话联系企业并继续办理，时限照常计算。`;
    case 'pauseDaysUsedUp':
      return `本轮已请企业补充${reason.times}次，累计满${reason.max}个工作日，不能再暂停时限，请电话联系企业并继续办理。`;
    case 'notListed':
      return '该事项现在没有挂牌督办，无需解除。';
    case 'remindedToday':
      return '今天已经催办过，请下一个工作日再催。';
    case 'notDueYet':
      return '尚未到应办的时间，现在无需办理。';
    case 'unknownOfficer':
      return '所选人员不在本单位名单中，请从名单中选择，或填写姓名、电话。';
    case 'noWebUnit':
      return '本轮没有勾选“网页办理”的单位，请先在“单位与承办人”中勾选。';
    case 'editorUnknown':
      return '没有识别出您的飞书账号，办理码无从送达，请用本人账号重新选择。';
    case 'codeSpent':
      return '这个办理码已经用过，请联系区工商联重新发码。';
    case 'codeExpired':
      return '这个办理码已过有效期，请联系区工商联重新发码。';
    case 'materialsUsedUp':
      return '补交材料的次数已满，请电话联系区工商联。';
    case 'contestedBefore':
      return '本轮已申诉过一次，不能再次申诉。';
    case 'noContest':
      return '现在没有待确定的评价申诉。';
    case 'noPlan':
      return '本轮没有待核实的计划解决事项。';
    case 'planNotDue':
      return `计划解决日期为${dayText(reason.on)}，到期后才能核实“未兑现”；已提前兑现的，可直接登记。`;
    case 'noTranscript':
      return '本轮没有待核对的书面批示。';
    case 'transcriptChecked':
      return `该批示已由${inertLine(reason.byName, MAX_NAME)}于${shortMomentText(reason.at)}核对，不能作废；另有要求请追加批示。`;
    case 'disownTooLate':
      return '结果已告知企业，这份交办单不能作废。请更正转录，或在“办理结果”卡片上作新批示。';
    case 'notYourWords':
      return `这份批示由${inertLine(reason.name, MAX_NAME)}作出，只能由本人更正或作废；您另有要求的，请追加批示。`;
    case 'correctionTooLate':
      return reason.acknowledged
        ? `${inertLine(reason.acknowledged.byName, MAX_NAME)}已于${shortMomentText(reason.acknowledged.at)}签收，不能再更正，请用“追加批示”。`
        : `签批已超过${reason.minutes}分钟，不能再更正，请用“追加批示”。`;
    case 'additionTooLate':
      return '结果已审核，不能再更正或追加批示。另有要求的，请在“办理结果”卡片上作新批示。';
    case 'sheetVoid':
      return `这份交办单已由${inertLine(reason.byName, MAX_NAME)}于${shortMomentText(reason.at)}按非本人批示作废，无需办理。`;
    case 'closedMeanwhile':
      return `${inertLine(reason.byName, MAX_NAME)}已于${shortMomentText(reason.at)}阅并销号，批示未下达，文字已保留。再按一次即另编号交办。`;
    case 'reviewerConcerned':
      return CONCERNED[reason.why];
    case 'fileTooSmall':
      return `“${inertLine(reason.name, MAX_NAME)}”只有${reason.bytes}字节，不是照片或扫描件，至少应有${reason.min}字节，请重新上传。`;
    case 'paperDateInvalid':
      return '批示日期不能晚于今天，也不能早于60天前，请改正后再登记。';
    case 'nothingChanged':
      return UNCHANGED[reason.what ?? 'text'];
    case 'busy':
      return '系统正忙，这一次没有办成，请重试。';
  }
};

/** Whoever did or asked for it does not decide on it. */
const CONCERNED: Readonly<Record<Extract<Refusal, { kind: 'reviewerConcerned' }>['why'], string>> = {
  reporter: '结果由您报送，不能由您本人审核、研判或登记评价，请工商联其他同志办理。',
  leadUnit: '您所在单位承办本事项，这一步不能由您办理，请工商联未承办的同志办理。',
  asker: '这是您本人提出的，不能由您本人审批或确定，请工商联其他同志办理。',
};

const UNCHANGED = {
  text: '内容没有变化，未作修改。',
  milestone: '所选日期与节点现在的日期相同，未作调整，请另选日期。',
  signer: '签批单已在该领导处，不必转请，请另选领导。',
  officer: '该同志已是本单位承办人，未作变更，请另选人员。',
  verdicts: '三项均已判定，没有“待核”的，未作修改。',
} as const;
const VETTED_BEFORE = { completeVetting: '核查完成', requestInstruction: '提交签批', review: '审核通过' } as const;
const mergeTargetSentence = ({ why, name, state, into }: Extract<Refusal, { kind: 'mergeTarget' }>): string => {
  const called = inertLine(name, 60);
  switch (why) {
    case 'unknown':
      return '没有找到“合并到”所填的事项，请填交办单编号或完整的受理编号。';
    case 'itself':
      return '不能合并到事项自身，请填另一个仍在办理的事项。';
    case 'ended':
      return state === 'merged'
        ? `${called}已并入其他事项，请改填所并入的事项${into === null ? '' : `，受理编号 ${inertLine(into, MAX_NAME)}`}。`
        : `${called}${state === null ? '已结束' : STATES[state]}，不能再并入；请填另一个仍在办理的事项，或单独办理。`;
  }
};

const listed = (missing: readonly string[]): string =>
  missing
    .slice(0, 8)
    .map((each) => inertLine(each, MAX_NAME))
    .join('、');

/** Asked to show something else in place of a card on which words stand that nobody has sent. */
export const unsentSentence = (field: string): string =>
  `“${field}”中的文字还没有提交，换一件会丢失。请先提交，或清空后再按。`;

/** What has been done, from the case as it is afterwards. */
export const acceptedSentence = (command: Command, next: Case): string => {
  switch (command.type) {
    case 'submit':
      return next.state === 'heard' ? '已登记，可现场签批。' : '已登记，待受理。';
    case 'amend':
      return '已修改。';
    case 'accept':
      return '已受理，转入核查。';
    case 'decline':
      return '已定为不予受理，原因将告知企业。';
    case 'merge':
      return `${mergedWords(next) || '已合并'}，原因将告知企业；所并入的事项答复后，企业在查询页可看到并评价。`;
    case 'takeIn':
      return '已并入。';
    case 'giveBack':
      return '已恢复单独办理，转入核查，理由将告知企业。';
    case 'shareAnswer':
      return '已告知合并答复。';
    case 'rateShared':
      return '评价已登记。';
    case 'redirect':
      return '已转法定途径，原因将告知企业。';
    case 'fillVerdicts':
      return '已按“是”补齐核查意见。';
    case 'completeVetting':
      return '核查完成，可排入接待日或提交签批。';
    case 'consult':
      return '已请有关部门答复；答复后写入“预沟通答复”，并通知您。';
    case 'answerConsultation':
      return '答复已收到，谢谢。';
    case 'askEnterprise':
      return '已请企业补充，其间时限暂停计算。';
    case 'answerEnterprise':
      return '补充材料已收到，继续办理。';
    case 'submitMaterial':
      return '材料已收到。';
    case 'endPause':
      return `已结束等待企业补充，恢复办理${dueClause(next)}。`;
    case 'schedule':
      return '已排入接待日，企业在查询页可看到时间、地点。';
    case 'followDay':
      return '接待日变动已告知。';
    case 'unschedule':
      return '已撤出接待日，回到待安排。';
    case 'hear':
      return '已登记接待，可提交签批。';
    case 'answerOnTheSpot':
      return '已现场答复，转请企业评价。';
    case 'requestInstruction':
      return '已提交签批，签批单已送领导。';
    case 'instruct':
    case 'instructAgain':
      return signedSentence(next);
    case 'sendBack':
      return '已退回补充，工作人员完善后重新提请。';
    case 'passOn':
      return '已转请批示，签批单已送对方。';
    case 'recordInstruction':
      return `已登记书面批示${numberClause(next)}，已发签批领导核对${dueClause(next)}。`;
    case 'checkTranscript':
      return command.words === null ? '已核对，与原件一致。' : '已更正，责任单位和工商联将收到通知。';
    case 'disownTranscript':
      return '已登记非本人批示，交办单作废，编号不再使用，责任单位和工商联将收到通知。';
    case 'correctInstruction':
      return `批示已更正，编号不变${dueClause(next)}，原批示留存，各单位将收到通知。`;
    case 'addInstruction':
      return '已追加批示，编号不变，各单位和牵头领导将收到通知。';
    case 'noteAssignment':
      return '已登记知悉。';
    case 'prepare':
      return '代拟意见已送领导，由领导审定。';
    case 'hold':
      return '已暂缓，可随时签批。';
    case 'acknowledge':
      return next.state === 'assigned' ? '已签收，待其他单位签收。' : `已签收${dueClause(next)}。`;
    case 'object':
      return '异议已提出，待区工商联确定办理单位。';
    case 'decideObjection':
      return command.isUpheld
        ? `异议成立，已改办${dueClause(next)}，有关单位和领导将收到通知。`
        : '异议不成立，请原单位签收办理，有关单位和领导将收到通知。';
    case 'nameOfficer':
      return '承办人已登记。';
    case 'contactEnterprise':
      return '已登记联系企业。';
    case 'reportProgress':
      return '进展已登记。';
    case 'setMilestone':
      return `节点已安排，${shortDayText(command.on)}前完成。`;
    case 'moveMilestone':
      return `节点日期已调整为${shortDayText(command.on)}，原日期和原因已留存。`;
    case 'reachMilestone':
      return '节点已完成，并记入办理进展。';
    case 'askProgress':
      return '已催报进展。';
    case 'contribute':
      return '协办意见已提交主办单位。';
    case 'requestExtension':
      return `延期申请已提出，待审批；批准前仍按原时限办理。`;
    case 'decideExtension':
      return command.isApproved ? `延期已批准${dueClause(next)}。` : '延期未批准，仍按原时限办理。';
    case 'resolve':
      return '结果已报送，待区工商联审核。';
    case 'review':
      return '审核通过，结果已告知企业，待评价。';
    case 'returnResult':
      return `已退回重办${dueClause(next)}。`;
    case 'rate':
      return '评价已登记。';
    case 'addRatingWords':
      return '您补充的意见已收到。';
    case 'recordCallAttempt':
      return '回访情况已登记。';
    case 'waiveRating':
      return '已登记为未评价，不算满意，报签批领导阅示。';
    case 'judgeRating':
      return command.decision === 'redo' ? `已退回重办${dueClause(next)}。` : '已提请牵头领导复核。';
    case 'reconsider':
      if (command.isUpheld) return '已维持办理结果。';
      return next.state === 'handling'
        ? `已退回重办${dueClause(next)}。`
        : '复核意见已登记，不再重办，报签批领导阅示。';
    case 'endorse':
      return '已阅，本事项销号。';
    case 'contestRating':
      return '申诉已提交，待区工商联确定是否成立；企业评价不变，其余环节照常办理。';
    case 'decideContest':
      return command.isUpheld ? '申诉成立：该评价不计入单位考核，企业评价不变。' : '申诉不成立：该评价照常计入。';
    case 'askPlanCheck':
      return '已提请核实计划。';
    case 'reportPlan':
      return '兑现情况已报区工商联，待核实。';
    case 'checkPlan':
      return command.isKept ? '已登记计划兑现，并告知签批领导。' : '已登记计划未兑现，并报签批领导。';
    case 'requestWithdrawal':
      return '撤回申请已收到，将电话核实。';
    case 'auditWithdrawal':
      return command.isVoluntary ? '已核实为自愿撤回。' : '撤回申请不成立，继续办理。';
    case 'issueUnitCodes':
      return '办理码已发到您的飞书，30分钟内有效，请电话告知单位。';
    case 'enterByWeb':
      return '办理码正确，可以办理。';
    case 'remind':
      return '已催办，责任单位将收到提醒。';
    case 'supervise':
      return `已发出${RUNGS[command.level]}。`;
    case 'list':
      return '已挂牌督办，责任单位每周报进展。';
    case 'unlist':
      return '已解除挂牌，责任单位和工商联将收到通知。';
    case 'recomputeDue':
      return `办理时限已按新的工作日历重新计算${dueClause(next)}。`;
    case 'changeLight':
      return '亮灯已更新。';
  }
};

const signedSentence = (next: Case): string => `已签批并交办${numberClause(next)}${dueClause(next)}。`;

const numberClause = (next: Case): string => {
  const number = currentRound(next)?.instruction?.number.text;
  return number ? `，编号 ${inertLine(number, 40)}` : '';
};

const dueClause = (next: Case): string => {
  const due = currentRound(next)?.due;
  return due ? `，${shortDayText(due.date)}前办结${due.isProvisional ? '（暂定）' : ''}` : '';
};
