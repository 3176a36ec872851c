/**
 * Columns of 事项 that the service shows, in the order of the road: the sheet, its handling, the result, what the enterprise said.
 */
import { byWords } from '../src/workflow/acting.ts';
import {
  CONTEST_STANDINGS,
  contestStandingOf,
  LIGHTS,
  OUTCOMES,
  PLAN_STANDINGS,
  STATES,
  standingResult,
} from '../src/workflow/case.ts';
import { pendingContest } from '../src/workflow/contests.ts';
import { extensionForLeader } from '../src/workflow/extensions.ts';
import { lightReason } from '../src/workflow/lights.ts';
import { sharedAnswerOf } from '../src/workflow/mergers.ts';
import { pendingPlan, planStandingOf } from '../src/workflow/plans.ts';
import { ALL_STATES, type State, stateFacts } from '../src/workflow/states.ts';
import { VERDICT_KEYS, VERDICTS } from '../src/workflow/vetting.ts';
import { CODE_CHECKS, codeCheckOf } from './case-choices.ts';
import { GRADE_OPTIONS } from './case-input-columns.ts';
import { date, number, person, singleSelect, text, url } from './columns.ts';
import { enterpriseAddedOf, hearingOf, withdrawalsOf } from './enterprise-words.ts';
import { earlierWords, leaderWords, listingWords } from './history-words.ts';
import { differenceFromProposal, leaderInCharge, unitInCharge, unitsInSupport } from './in-force.ts';
import { lookAlikesWords } from './look-alike-words.ts';
import { type CaseFacts, shown } from './meaning.ts';
import { mergersOf, sharedTextOf } from './merger-words.ts';
import { callAttemptsOf, gradeOf, gradeWordsOf, judgementOf, ratedByOf } from './rating-words.ts';
import {
  acknowledgementOf,
  contestOf,
  contributionOf,
  extensionOf,
  latestProgressOf,
  milestoneOf,
  objectionOf,
  outcomeTextOf,
} from './round-words.ts';
import { correctionsOf, dueMovesOf, instructionOf, signerOf } from './sheet-words.ts';
import { actionsWords, staffWaitsOf } from './staff-words.ts';
import { dayOf, daysBetween, leaderName, lines, minuteOf, unitName } from './words.ts';

const service = { owner: 'service' } as const;
const all = <T>(parts: readonly T[] | undefined, word: (part: T) => string): string => lines((parts ?? []).map(word));

const STATE_COLORS: Partial<Record<State, number>> = {
  submitted: 1,
  assigned: 3,
  handling: 5,
  awaiting_review: 4,
  closed: 10,
};
const stateOptions = ALL_STATES.map((state, index) => {
  const { zh, formerly } = stateFacts(state);
  return { name: zh, color: STATE_COLORS[state] ?? index % 11, ...(formerly ? { formerNames: formerly } : {}) };
});
/** Former names: rows that show one follow it. */
const CONTEST_OPTIONS = [
  { name: CONTEST_STANDINGS.pending, color: 0, formerNames: ['待裁定'] },
  { name: CONTEST_STANDINGS.upheld, color: 1 },
  { name: CONTEST_STANDINGS.rejected, color: 2 },
];
/** Palette places of green, blue, yellow and red. */
const LIGHT_COLORS = { green: 4, blue: 5, yellow: 2, red: 0 } as const;
const lightOptions = [
  { name: LIGHTS.green, color: LIGHT_COLORS.green },
  { name: LIGHTS.blue, color: LIGHT_COLORS.blue },
  { name: LIGHTS.yellow, color: LIGHT_COLORS.yellow },
  { name: LIGHTS.red, color: LIGHT_COLORS.red },
];

export const STATE = shown(
  singleSelect('状态', stateOptions, {
    ...service,
    privacy: 'public',
    description: '由系统维护。在看板上拖动，等同于选择通往该状态的操作。',
  }),
  ({ subject }) => STATES[subject.state],
);

/** What is to be done with the row now. */
export const TURN_COLUMNS = {
  staffWaits: shown(
    text('待办事由', { ...service, description: '等工商联办的是什么；轮到别人时为空。' }),
    staffWaitsOf,
  ),
  actionsNow: shown(
    text('可选操作', { ...service, description: '现在可以在“操作”中选的，一行一个，括号内为要一并填写的。' }),
    actionsWords,
  ),
} as const;

/** Shown beside the name, so that a fresh Base has them in sight. */
export const HEAD_COLUMNS = {
  number: shown(
    text('交办单编号', {
      ...service,
      privacy: 'public',
      description: '签批时按年连续编排；尚未签批的没有。',
      formerNames: ['编号'],
    }),
    ({ round }) => round?.instruction?.number.text ?? '',
  ),
  light: shown(
    singleSelect('灯', lightOptions, {
      ...service,
      description: '绿：正常；蓝：临期；黄：进展滞后、节点逾期、当月未报进展或结果被退回；红：超期。',
    }),
    ({ subject }) => subject.light && LIGHTS[subject.light],
  ),
  lightReason: shown(
    text('灯因', { ...service, description: '亮蓝、黄、红灯的原因；绿灯时为空。' }),
    ({ subject, directory }) => lightReason(subject, directory.settings),
  ),
  dueDate: shown(
    date('时限', { ...service, privacy: 'public', description: '按工作日计算，见“时限依据”。' }),
    ({ round }) => round?.due?.date ?? null,
  ),
} as const;

export const SHEET_COLUMNS = {
  round: shown(
    number('轮次', { ...service, description: '第几张交办单；新批示另起一轮。' }),
    ({ round }) => round?.round ?? null,
  ),
  dueDerivation: shown(
    text('时限依据', { ...service, privacy: 'public', description: '从哪天起、多少个工作日、扣除哪些节假日。' }),
    ({ round }) => {
      const due = round?.due;
      return due ? `${due.derivation}${due.isProvisional && !due.derivation.includes('暂定') ? '（暂定）' : ''}` : '';
    },
  ),
  instruction: shown(
    text('批示', { ...service, description: '领导批示原文，含追加批示；更正过的，见“批示更正”。' }),
    ({ round }) => (round?.instruction ? instructionOf(round.instruction) : ''),
  ),
  corrections: shown(
    text('批示更正', { ...service, description: '更正前的原文和改动的各项；书面批示经本人更正的，为原转录。' }),
    ({ round, directory }) => (round?.instruction ? correctionsOf(round.instruction, directory) : ''),
  ),
  dueMoves: shown(text('时限变动', { ...service, description: '时限由哪天改为哪天及原因，一次一行。' }), ({ round }) =>
    dueMovesOf(round),
  ),
  leaderInCharge: shown(text('牵头领导', { ...service, description: '按批示牵头的领导。' }), leaderInCharge),
  unitInCharge: shown(
    text('主办单位', { ...service, description: '现在主办的单位：按批示，异议成立改办的按确定的单位。' }),
    unitInCharge,
  ),
  unitsInSupport: shown(
    text('协办单位', { ...service, description: '现在协办的单位：按批示，异议成立改办的按确定的单位。' }),
    unitsInSupport,
  ),
  proposalDifference: shown(
    text('批示与拟办差异', {
      ...service,
      description: '批示改动了拟办的哪几项，异议成立后又改了什么；没有改动的为空。',
    }),
    differenceFromProposal,
  ),
  leaderWords: shown(
    text('领导意见', {
      ...service,
      description: '领导退回补充、暂缓、转请、称非本人批示的原话和时间；牵头领导何时知悉。',
    }),
    leaderWords,
  ),
  signer: shown(
    text('签批人', {
      ...service,
      description: '谁签批、代谁签批，签批时未经核查的在此注明；待签批的，签批单现在哪位领导处。',
    }),
    ({ subject, round, directory }) => {
      if (subject.awaiting) return `待${leaderName(directory, subject.awaiting.leaderId)}签批`;
      return round ? signerOf(subject, round, directory) : '';
    },
  ),
  signedOn: shown(date('签批日期', service), ({ round }) => {
    const signed = round?.instruction;
    return signed ? (signed.transcript?.writtenOn ?? dayOf(signed.signedAt)) : null;
  }),
} as const;

export const HANDLING_COLUMNS = {
  acknowledgements: shown(
    text('责任单位签收', { ...service, description: '各单位签收时间和承办人。' }),
    ({ round, directory }) => all(round?.units, (part) => acknowledgementOf(part, directory)),
  ),
  officers: shown(person('承办人', true, { ...service, description: '各单位在卡片上指定的承办人。' }), ({ round }) =>
    (round?.units ?? []).flatMap(({ officer }) => (officer?.kind === 'person' ? [officer.openId] : [])),
  ),
  objections: shown(
    text('异议情况', { ...service, description: '责任单位提出的异议及工商联的确定意见。' }),
    ({ round, directory }) => all(round?.objections, (objection) => objectionOf(objection, directory)),
  ),
  extensions: shown(text('延期情况', { ...service, description: '延期申请及审批。' }), ({ round }) =>
    all(round?.extensions, (one) =>
      extensionOf(one, round !== null && extensionForLeader(round) === one ? '再次延期，待领导审批' : '待审批'),
    ),
  ),
  contributions: shown(text('协办意见', { ...service, description: '各协办单位的意见。' }), ({ round, directory }) =>
    all(round?.units, (part) => contributionOf(part, directory)),
  ),
  latestProgress: shown(
    text('最新进展', { ...service, description: '最近一条进展；全部见“办理进展”。' }),
    ({ round, directory }) => (round ? latestProgressOf(round, directory) : ''),
  ),
  milestones: shown(
    text('阶段节点', { ...service, description: '主办单位安排的节点，一行一个，含完成和调整情况。' }),
    ({ round }) => all(round?.milestones, milestoneOf),
  ),
} as const;

export const HISTORY_COLUMNS = {
  listing: shown(
    text('挂牌督办', { ...service, description: '挂牌督办的领导、日期和理由，解除的也在这里；没有挂牌过的为空。' }),
    listingWords,
  ),
  earlier: shown(
    text('历次情况', {
      ...service,
      privacy: 'personal',
      description:
        '此前各轮（含作废的交办单）的批示、异议、延期、协办意见、节点、结果、评价、回访、研判复核和评价申诉；本轮退回前报过的结果、重办前的评价也在这里。',
    }),
    earlierWords,
  ),
} as const;

const planStanding = ({ round, subject }: CaseFacts): string | null => {
  if (!round || (!round.planCheck?.verdict && !pendingPlan(subject))) return null;
  const standing = planStandingOf(round);
  return standing && PLAN_STANDINGS[standing];
};
/** An earlier round's stands here until it is decided. */
const contestShown = ({ subject, round }: CaseFacts) =>
  pendingContest(subject)?.contest ?? (round?.contest?.decision ? round.contest : null);

export const RESULT_COLUMNS = {
  outcome: shown(
    singleSelect('办理结果', Object.values(OUTCOMES), { ...service, privacy: 'public' }),
    ({ subject, round }) => {
      const result = round ? standingResult(round) : sharedAnswerOf(subject);
      return result ? OUTCOMES[result.outcome] : null;
    },
  ),
  outcomeText: shown(
    text('结果说明', { ...service, description: '责任单位报送的结果和对企业的答复。' }),
    ({ subject, round }) => (round ? outcomeTextOf(round) : sharedTextOf(subject)),
  ),
  plannedOn: shown(
    date('计划解决日期', {
      ...service,
      privacy: 'public',
      description: '办理结果为计划解决的，计划在这一天前解决。',
    }),
    ({ subject, round }) => (round ? standingResult(round) : sharedAnswerOf(subject))?.plannedDate ?? null,
  ),
  planCheck: shown(
    singleSelect('计划核实', Object.values(PLAN_STANDINGS), {
      ...service,
      description: '计划解决日期到后，由工商联核实是否兑现；核实情况见“结果说明”。',
    }),
    planStanding,
  ),
  grade: shown(
    singleSelect('满意度评价', GRADE_OPTIONS, {
      ...service,
      description: '企业的评价；未评价不算满意。',
      formerNames: ['评价'],
    }),
    ({ subject, round }) => gradeOf(subject, round),
  ),
  ratedBy: shown(
    text('评价渠道', { ...service, description: '何时经哪种渠道评价，电话回访的登记人，企业要求。' }),
    ({ subject, round }) => ratedByOf(subject, round),
  ),
  gradeWords: shown(
    text('评价意见', { ...service, privacy: 'personal', description: '企业评价时和此后补充的意见。' }),
    ({ subject, round }) => gradeWordsOf(subject, round),
  ),
  callAttempts: shown(
    text('回访情况', { ...service, privacy: 'personal', description: '每次回访未取得评价的时间、登记人和情况。' }),
    ({ round }) => callAttemptsOf(round),
  ),
  judgement: shown(
    text('研判与复核', { ...service, description: '不满意件的研判意见和牵头领导的复核意见。' }),
    ({ round }) => judgementOf(round),
  ),
  contest: shown(
    singleSelect('评价申诉', CONTEST_OPTIONS, {
      ...service,
      description: '主办单位对不满意评价的申诉；无论成立与否，企业评价不变。',
    }),
    (facts) => {
      const contest = contestShown(facts);
      return contest && CONTEST_STANDINGS[contestStandingOf(contest)];
    },
  ),
  contestText: shown(
    text('申诉情况', { ...service, description: '主办单位的申诉理由及工商联的确定意见。' }),
    (facts) => {
      const contest = contestShown(facts);
      return contest ? contestOf(contest, facts.directory) : '';
    },
  ),
} as const;

export const ENTERPRISE_COLUMNS = {
  enterpriseAnswers: shown(
    text('企业补充', {
      ...service,
      privacy: 'personal',
      description: '请企业补充了什么、企业的答复，和自行补交的材料。',
    }),
    ({ subject }) => enterpriseAddedOf(subject),
  ),
  hearing: shown(
    text('接待记录', { ...service, privacy: 'personal', description: '登记“已接待”时写下的情况。' }),
    ({ subject }) => hearingOf(subject),
  ),
  vettedBy: shown(
    text('核查人', { ...service, description: '真实、合法、合理各由谁、何时判定。' }),
    ({ subject: { notes } }) =>
      all(VERDICT_KEYS, (key) => {
        const { by, at } = notes[key];
        return by && at !== undefined && notes[key].answer !== 'unsure'
          ? `${VERDICTS[key]}：${byWords(by)} ${minuteOf(at)}`
          : '';
      }),
  ),
  consultationAnswers: shown(
    text('预沟通答复', { ...service, description: '会前问了哪些部门、各部门的答复。' }),
    ({ subject, directory }) =>
      all(
        subject.consultations,
        ({ unitId, question, askedAt, answer }) =>
          `${minuteOf(askedAt)} 问${unitName(directory, unitId)}：${question}\n${answer ? `${minuteOf(answer.at)} ${byWords(answer.by)}答：${answer.text}` : '待答复'}`,
      ),
  ),
  mergers: shown(
    text('合并情况', { ...service, privacy: 'personal', description: '并入了哪个事项，或有哪些事项并入。' }),
    ({ subject }) => mergersOf(subject),
  ),
  lookAlikes: shown(
    text('疑似重复', {
      ...service,
      privacy: 'personal',
      description: '同一企业内容相近或90天内同类别的其他事项，含已办结的。仅供核对，是否合并由工作人员决定。',
    }),
    ({ lookAlikes }) => lookAlikesWords(lookAlikes),
  ),
  receiptCheck: shown(
    text('查询码核对', { ...service, description: '查询码不是本系统发出的，在此提示。' }),
    ({ subject }) => (subject.receiptStanding === 'foreign' ? '查询码不是本系统发出的，请向企业告知查询链接。' : ''),
  ),
  codeCheck: shown(
    singleSelect('代码校验', CODE_CHECKS, { ...service, description: '按国家标准核对校验位。' }),
    ({ subject, isCreditCode }) => codeCheckOf(subject.appeal.creditCode, isCreditCode),
  ),
  statusLink: shown(
    url('查询链接', { ...service, privacy: 'personal', description: '可转交企业，凭此查询办理情况。' }),
    ({ statusUrl }) => ({ text: '查询办理情况', link: statusUrl }),
  ),
  ratingLink: shown(
    url('评价链接', { ...service, privacy: 'personal', description: '待评价时可转交企业。' }),
    ({ ratingUrl }) => (ratingUrl === null ? null : { text: '评价', link: ratingUrl }),
  ),
  unitLinks: shown(
    text('网页办理链接', {
      ...service,
      privacy: 'personal',
      description: '勾选“网页办理”的单位每家一行。发给该单位后，选操作“发办理码”，并电话告知办理码。',
    }),
    ({ unitUrls, directory }) => all(unitUrls, (one) => `${unitName(directory, one.unitId)}：${one.url}`),
  ),
  withdrawal: shown(text('企业撤回', { ...service, description: '企业申请撤回及核实结果。' }), ({ subject }) =>
    withdrawalsOf(subject),
  ),
  exitReason: shown(
    text('不受理理由', {
      ...service,
      privacy: 'public',
      description: '不予受理、合并、转法定途径的理由，企业可见。',
    }),
    ({ subject }) => subject.exit?.reason ?? '',
  ),
} as const;

export const CLOSING_COLUMNS = {
  closedOn: shown(date('销号日期', service), ({ subject }) =>
    subject.closedAt === null ? null : dayOf(subject.closedAt),
  ),
  daysTaken: shown(
    number('办理天数', { ...service, description: '自签批之日至销号之日的自然日，销号时填写。' }),
    ({ subject, round }) =>
      round?.instruction && subject.closedAt !== null
        ? daysBetween(round.instruction.signedAt, subject.closedAt)
        : null,
  ),
  shortId: shown(
    text('受理编号', {
      ...service,
      privacy: 'public',
      description: '系统自动编号；尚无交办单编号时以此为准。',
      formerNames: ['事项编号'],
    }),
    ({ subject }) => subject.id,
  ),
} as const;
