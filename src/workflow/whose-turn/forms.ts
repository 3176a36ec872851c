/**
 * The forms behind the acts: which fields each takes, how they are called, what stands in them beforehand and how long they may be.
 * Whether somebody is offered one is decided in `offers.ts`.
 */
import { dayInChinese } from '../beijing-date.ts';
import {
  currentResult,
  type Milestone,
  OUTCOMES,
  type Outcome,
  PROBLEM_OUTCOMES,
  type Round,
  SUGGESTION_OUTCOMES,
  type UnitPart,
} from '../case.ts';
import { workdayBefore } from '../deadlines.ts';
import { type Directory, unitById } from '../directory.ts';
import type { BeijingDate, LeaderId, UnitId } from '../ids.ts';
import { LENGTHS } from '../lengths.ts';
import { openMilestones } from '../milestones.ts';
import { tidyText } from '../plain-text.ts';
import { peopleOf } from '../roles.ts';
import { interestOf } from '../ties.ts';
import { createWorkCalendar } from '../work-calendar.ts';
import { type Act, FIELDS, NO_SUPPORTING_UNITS } from './acts.ts';
import type { Choice, Field, Note, Offer, OfferButton, OfferPart } from './offer.ts';
import { dueIfSignedInTime, signingDay, type Turn } from './turn.ts';

const shortDay = (day: BeijingDate): string => dayInChinese(day, false);

const words = (
  name: string,
  label: string,
  hint: string,
  more: Partial<Pick<Extract<Field, { kind: 'text' }>, 'rows' | 'max' | 'preset' | 'isNeeded'>> = {},
): Field => ({ kind: 'text', name, label, hint, isNeeded: true, rows: 3, max: LENGTHS.words, preset: '', ...more });

const choice = (
  name: string,
  label: string,
  hint: string,
  choices: readonly Choice[],
  more: Partial<Pick<Extract<Field, { kind: 'choice' }>, 'preset' | 'of' | 'isNeeded'>> = {},
): Field => ({ kind: 'choice', name, label, hint, choices, isNeeded: false, preset: '', of: 'others', ...more });

const day = (name: string, label: string, isNeeded = true): Field => ({
  kind: 'date',
  name,
  label,
  hint: isNeeded ? '请选日期' : '可不选',
  isNeeded,
});
const note = (text: string): Note => ({ kind: 'note', text });
const button = (act: Act, label: string, look: OfferButton['look'] = 'second'): OfferButton => ({ act, label, look });

/** One button, its fields behind a title. */
const closed = (
  card: Offer['card'],
  title: string,
  parts: readonly OfferPart[],
  ...buttons: readonly OfferButton[]
): Offer => ({ card, title, isOpen: false, parts, buttons });
/** Fields that stand there at once. */
const open = (
  card: Offer['card'],
  title: string,
  parts: readonly OfferPart[],
  ...buttons: readonly OfferButton[]
): Offer => ({ card, title, isOpen: true, parts, buttons });

/** Those that must be there first. */
const inOrder = <Id extends string>(
  all: readonly { readonly id: Id; readonly name: string }[],
  first: readonly (Id | null)[],
): readonly Choice[] => {
  const isFirst = ({ id }: { readonly id: Id }): boolean => first.includes(id);
  return [...all.filter(isFirst), ...all.filter((each) => !isFirst(each))].map(({ id, name }) => ({
    value: id,
    text: name,
  }));
};
/** The federation itself handles no cases. */
const unitChoices = ({ units }: Directory, first: readonly (UnitId | null)[]): readonly Choice[] =>
  inOrder(
    units.filter((unit) => !unit.isFederation || first.includes(unit.id)),
    first,
  );

// ----------------------------------------------------------------------------------------------- 签批

export interface SigningPreset {
  readonly leadLeaderId: LeaderId | null;
  readonly leadUnitId: UnitId | null;
  readonly supportingUnitIds: readonly UnitId[];
  readonly limitWorkdays: number | null;
  /** Whose limit that is. */
  readonly limitFrom: '拟办' | '本区规定' | '原时限' | '现时限';
  /** What stays as it is where nothing is chosen. */
  readonly unlessChosen: '不选则按拟办' | '不选则按原交办单' | '不选则不变';
  /** 代拟批示, to be changed or signed as it is. */
  readonly draft: string;
}

export const signingForm = (
  turn: Turn,
  asked: {
    readonly card: Offer['card'];
    readonly act: 'sign' | 'signOwn' | 'signAgain' | 'reopen';
    readonly title: string;
    readonly note: string;
    readonly preset: SigningPreset;
    /** Before 批示并交办. */
    readonly before?: OfferButton;
    readonly look?: OfferButton['look'];
  },
): Offer => {
  const { directory } = turn;
  const { preset, act } = asked;
  const names = FIELDS.sign;
  return open(
    asked.card,
    asked.title,
    [
      ...(asked.note === '' ? [] : [note(asked.note)]),
      words(
        names.words,
        '批示内容',
        act === 'sign' ? '不写即“同意拟办意见”；按原文下达并留存' : '请写批示；按原文下达并留存',
        {
          isNeeded: false,
          preset: preset.draft,
        },
      ),
      choice(names.phrase, '常用语（附在批示文字之后，也可单用）', '可不选', phraseChoices(directory.settings.phrases)),
      whoAndUntil(turn, preset),
    ],
    ...(asked.before ? [asked.before] : []),
    button(act, '批示并交办', asked.look ?? 'first'),
  );
};

/** 新批示 of a case that is closed: nobody waits for it. What was written while somebody else closed it stands in it. */
export const reopenForm = (turn: Turn, card: 'resolution' | 'plan', preset: SigningPreset): Offer => ({
  ...signingForm(turn, {
    card,
    act: 'reopen',
    title: '作新批示，重新交办（本事项已销号）',
    note: turn.hasUnsentWords
      ? '再按一次“批示并交办”，即另编号、另立一轮重新交办；不再交办的，无需操作。'
      : '另编号、另立一轮重新交办，原交办单保留。',
    preset,
    look: 'second',
  }),
  isOpen: turn.hasUnsentWords === true,
});

/** Whom a sheet goes to and until when. What stays as it is need not be seen; what is missing has to be. */
const whoAndUntil = (turn: Turn, preset: SigningPreset): OfferPart => {
  const { directory } = turn;
  const names = FIELDS.sign;
  const { unlessChosen } = preset;
  const isIncomplete = preset.leadUnitId === null;
  const on = signingDay(turn);
  return {
    kind: 'group',
    title: isIncomplete ? '牵头领导、单位与时限（请选主办单位）' : '改牵头领导、单位或时限',
    isOpen: isIncomplete,
    parts: [
      choice(names.leadLeader, '牵头领导', unlessChosen, inOrder(directory.leaders, [preset.leadLeaderId]), {
        of: 'leaders',
        preset: preset.leadLeaderId ?? '',
      }),
      choice(
        names.leadUnit,
        '主办单位',
        preset.leadUnitId === null ? '请选择' : unlessChosen,
        unitChoices(directory, [preset.leadUnitId]),
        { of: 'units', preset: preset.leadUnitId ?? '' },
      ),
      {
        kind: 'choices',
        name: names.supportingUnits,
        label: '协办单位',
        hint: unlessChosen,
        isNeeded: false,
        choices: [
          { value: NO_SUPPORTING_UNITS, text: '〔不设协办单位〕' },
          ...unitChoices(directory, preset.supportingUnitIds),
        ],
        preset: preset.supportingUnitIds,
        of: 'units',
      },
      choice(names.workdays, '办理时限', unlessChosen, limitChoices(turn, preset), {
        preset: preset.limitWorkdays === null ? '' : String(preset.limitWorkdays),
      }),
      ...(on ? [note(`日期按${shortDay(on)}签批推算，以签批当日为准。`)] : []),
      day(names.date, '或指定办结日期（选了以日期为准）', false),
    ],
  };
};

/** 更正批示: what was signed a moment ago, with everything on it as it stands. */
export const correctForm = (turn: Turn, preset: SigningPreset): Offer =>
  closed(
    'instruction',
    '更正批示（首家单位签收前，签批后30分钟内）',
    [
      note('编号不变，原批示留存；各单位将收到更正前后的批示。'),
      words(FIELDS.correct.words, '更正后的批示', '不写即文字不变', { isNeeded: false, preset: preset.draft }),
      whoAndUntil(turn, preset),
    ],
    button('correct', '更正批示'),
  );

export const addForm = (): Offer =>
  closed(
    'instruction',
    '追加批示（编号、时限不变）',
    [words(FIELDS.add.words, '追加批示', '各单位和牵头领导将收到')],
    button('add', '追加批示'),
  );

/** 非本人批示: the sheet is void then, so it stands apart from the buttons that put a word right. */
export const disownForm = (): Offer =>
  closed(
    'instruction',
    '没有作过这个批示',
    [
      note('交办单随即作废，编号不再使用；责任单位、登记人和工商联将收到通知。'),
      words(FIELDS.disown.words, '说明', '请说明情况'),
    ],
    button('disown', '非本人批示', 'plain'),
  );

const MAX_PHRASES = 10;
const MAX_PHRASE = 60;
/** The phrase is its own value: what is chosen stands in the 批示 as it was shown. */
const phraseChoices = (phrases: readonly string[]): readonly Choice[] =>
  phrases
    .map((phrase) => [...tidyText(phrase).replaceAll('\n', '')].slice(0, MAX_PHRASE).join(''))
    .slice(0, MAX_PHRASES)
    .map((phrase) => ({ value: phrase, text: phrase }));

/** What leaders usually ask for, and the limits of the district's rules (参数设置). */
const USUAL_WORKDAYS = [3, 5, 7, 10, 15, 20, 30, 60];

/** Each limit with the day it would lead to, because a leader thinks in dates. */
const limitChoices = (turn: Turn, preset: SigningPreset): readonly Choice[] => {
  const { limitWorkdays: proposed, limitFrom } = preset;
  const { urgentDays, suggestionDays, problemDays, graveDays, hardDays } = turn.directory.settings;
  const all = [
    ...USUAL_WORKDAYS,
    urgentDays,
    suggestionDays,
    problemDays,
    graveDays,
    hardDays,
    ...(proposed ? [proposed] : []),
  ];
  return [...new Set(all)]
    .toSorted((a, b) => a - b)
    .map((workdays) => {
      const due = dueIfSignedInTime(turn, workdays);
      const marks = [...(workdays === proposed ? [limitFrom] : []), ...(due?.isProvisional ? ['暂定'] : [])];
      const mark = marks.length === 0 ? '' : `（${marks.join('，')}）`;
      return { value: String(workdays), text: `${workdays}个工作日${due ? `，${shortDay(due.date)}前` : ''}${mark}` };
    });
};

/** To whom it may go: those who sign, without whoever has it and whoever should have no hand in it either. */
export const passOnForm = ({ subject, directory, ties }: Turn, isFirst: boolean): readonly Offer[] => {
  const leaders = directory.leaders.filter(
    (leader) => leader.maySign && leader.id !== subject.awaiting?.leaderId && !interestOf(leader, subject, ties),
  );
  if (leaders.length === 0) return [];
  const parts = [
    choice(FIELDS.passOn.leader, '转请哪位领导', '请选择', inOrder(leaders, []), { of: 'leaders', isNeeded: true }),
    words(FIELDS.passOn.words, '说明（可不填）', '请批示的意见', {
      isNeeded: false,
      rows: 2,
      preset: isFirst ? '按回避要求转请批示。' : '',
    }),
  ];
  return [
    isFirst
      ? open('instruction', '转请另一领导批示', parts, button('passOn', '转请批示', 'first'))
      : closed('instruction', '转请另一领导批示', parts, button('passOn', '转请批示')),
  ];
};

export const sendBackForm = (): Offer =>
  closed(
    'instruction',
    '退回补充',
    [words(FIELDS.sendBack.reason, '退回原因', '请写明需补充什么', { rows: 2 })],
    button('sendBack', '退回补充'),
  );
export const holdForm = (): Offer =>
  closed(
    'instruction',
    '暂缓',
    [words(FIELDS.hold.reason, '暂缓原因', '请写明原因', { rows: 2 })],
    button('hold', '暂缓'),
  );
export const onTheSpotForm = (): Offer =>
  closed(
    'instruction',
    '现场答复（不再交办）',
    [words(FIELDS.onTheSpot.reply, '现场答复内容', '企业将看到这段话')],
    button('onTheSpot', '现场答复'),
  );
export const prepareForm = ({ subject }: Turn): Offer =>
  open(
    'instruction',
    '',
    [
      words(FIELDS.prepare.words, '代拟批示（供领导审定，不作签批）', '请写拟请领导批示的意见', {
        preset: subject.awaiting?.draft?.words ?? '',
      }),
    ],
    button('prepare', '送领导审定', 'first'),
  );
export const transcriptForm = (transcribed: string): Offer =>
  open(
    'instruction',
    '',
    [words(FIELDS.transcriptWrong.words, '批示原文', '与原件不一致的，请按原件改正', { preset: transcribed })],
    button('transcriptRight', '转录无误', 'first'),
    button('transcriptWrong', '更正转录'),
  );

// ----------------------------------------------------------------------------------------------- 交办与办理

export const acknowledgeForm = (): Offer => open('assignment', '', [], button('acknowledge', '签收', 'first'));

/** `until` is the last day, where it is known from the sheet. */
export const objectForm = ({ directory }: Turn, own: UnitId, until: BeijingDate): Offer =>
  closed(
    'assignment',
    `提出异议（认为不属本单位职责的，${shortDay(until)}前提出，限一次）`,
    [
      words(FIELDS.object.reason, '异议理由', '请写明职责依据'),
      choice(
        FIELDS.object.unit,
        '建议交办单位',
        '可不选',
        unitChoices({ ...directory, units: directory.units.filter(({ id }) => id !== own) }, []),
        { of: 'units' },
      ),
    ],
    button('object', '提交异议'),
  );

/** So many fit on a phone's list; a unit has fewer. 承办人 first, then the heads. */
const MAX_OFFICERS = 30;
export const officerForm = ({ directory, actor }: Turn, { unitId, officer }: UnitPart): Offer => {
  const unit = unitById(directory, unitId);
  // Who came in by web is of a unit whose people have no account to be chosen.
  const people = unit && actor.kind === 'person' ? [...new Set([...unit.officerOpenIds, ...peopleOf(unit)])] : [];
  const named = officer?.kind === 'named' ? officer.name : '';
  const list: readonly Field[] =
    people.length === 0
      ? []
      : // Nobody is chosen beforehand: what is chosen outranks what is typed, so a choice of the machine would, too.
        [
          {
            kind: 'person',
            name: FIELDS.nameOfficer.person,
            label: '从本单位名单中选',
            hint: '请选择承办人',
            isNeeded: false,
            people: people.slice(0, MAX_OFFICERS),
          },
        ];
  const label = people.length === 0 ? '承办人' : '或填写名单外的人（不接收卡片）';
  return closed(
    'assignment',
    officer ? '更换承办人' : '指定承办人',
    [
      ...list,
      words(FIELDS.nameOfficer.name, label, '姓名、电话', {
        isNeeded: people.length === 0,
        rows: 1,
        max: LENGTHS.name,
        preset: named,
      }),
    ],
    button('nameOfficer', '确定承办人'),
  );
};

/** Open, because it is used most: type and press; the same words may go with 已联系企业, which needs none. */
export const progressForm = ({ contactedAt }: UnitPart): Offer =>
  open(
    'assignment',
    '报进展',
    [words(FIELDS.progress.text, '进展情况', '一两句话：办了什么、下一步何时办', { isNeeded: false, rows: 2 })],
    button('progress', '提交进展'),
    ...(contactedAt === null ? [button('contact', '已联系企业', 'plain')] : []),
  );

export const setMilestoneForm = (): Offer =>
  closed(
    'assignment',
    '安排阶段节点',
    [
      words(FIELDS.setMilestone.text, '节点内容', '到这一天办成什么', { rows: 1, max: LENGTHS.milestone }),
      day(FIELDS.setMilestone.date, '完成日期（不晚于办理时限）'),
    ],
    button('setMilestone', '安排节点'),
  );

export const milestoneForm = (round: Round): Offer =>
  closed(
    'assignment',
    '完成或调整节点',
    [
      choice(FIELDS.moveMilestone.id, '节点', '请选择节点', openMilestones(round).map(milestoneChoice), {
        isNeeded: true,
      }),
      words(FIELDS.moveMilestone.words, '完成情况，或调整原因', '完成情况记入办理进展', { rows: 2 }),
      day(FIELDS.moveMilestone.date, '新的日期（只在调整时选）', false),
    ],
    button('reachMilestone', '节点已完成'),
    button('moveMilestone', '调整日期', 'plain'),
  );
const milestoneChoice = ({ id, text, on }: Milestone): Choice => ({
  value: String(id),
  text: `${text}（${shortDay(on)}前）`,
});

export const contributeForm = (): Offer =>
  closed(
    'assignment',
    '报协办意见',
    [words(FIELDS.contribute.text, '协办意见', '供主办单位汇总')],
    button('contribute', '提交协办意见'),
  );

export const extendForm = ({ directory }: Turn, round: Round): Offer => {
  const { settings } = directory;
  const last = round.due && workdayBefore(round.due.date, settings.extensionNoticeDays, createWorkCalendar(settings));
  return closed(
    'assignment',
    last ? `申请延期（最迟${shortDay(last)}提出）` : '申请延期',
    [
      day(FIELDS.extend.date, '新的办结日期'),
      words(FIELDS.extend.reason, '延期原因', '请写明原因', { rows: 2 }),
      words(FIELDS.extend.doneSoFar, '目前办理情况', '已做了什么', { rows: 2 }),
    ],
    button('extend', '提交延期申请'),
  );
};

export const askEnterpriseForm = (): Offer =>
  closed(
    'assignment',
    '请企业补充（其间时限暂停）',
    [words(FIELDS.askEnterprise.question, '需企业补充的内容', '企业将看到这段话', { rows: 2 })],
    button('askEnterprise', '请企业补充'),
  );

/** What has to be filled in besides, by outcome; the process asks for the same. */
const GROUND_WANTED: Readonly<Partial<Record<Outcome, string>>> = {
  planned: '（须填日期）',
  explained: '（政策不允许，须填依据）',
  legal_channel: '（须填依据）',
  not_adopted: '（须填依据）',
};
/** After a return the earlier text stands there, to be put right instead of written again. */
export const resolveForm = ({ subject }: Turn, round: Round): Offer => {
  const outcomes: readonly Outcome[] = subject.appeal.kind === 'problem' ? PROBLEM_OUTCOMES : SUGGESTION_OUTCOMES;
  const before = currentResult(round);
  return closed(
    'assignment',
    before ? '重新报结果（上次所报已填入，请修改）' : '报结果',
    [
      choice(
        FIELDS.resolve.outcome,
        '办理结果',
        '请选择',
        outcomes.map((outcome) => ({ value: outcome, text: `${OUTCOMES[outcome]}${GROUND_WANTED[outcome] ?? ''}` })),
        { isNeeded: true, preset: before && outcomes.includes(before.outcome) ? before.outcome : '' },
      ),
      words(FIELDS.resolve.text, '办理情况', '做了什么、结果如何', { rows: 4, preset: before?.text ?? '' }),
      day(FIELDS.resolve.date, '计划解决日期（计划解决的须选）', false),
      words(FIELDS.resolve.basis, '政策依据', '文件名称和条款', {
        isNeeded: false,
        rows: 2,
        preset: before?.basis ?? '',
      }),
      words(FIELDS.resolve.unitHead, '单位负责人', '对结果负责的负责人姓名', {
        rows: 1,
        max: LENGTHS.name,
        preset: before?.unitHead ?? '',
      }),
    ],
    button('resolve', '报送结果'),
  );
};

export const contestForm = (): Offer =>
  closed(
    'assignment',
    '评价申诉（限一次）',
    [
      words(FIELDS.contest.reason, '申诉理由', '为何不应计入本单位考核，请写明事实和依据'),
      note('由工商联确定是否成立。企业的评价和意见不作改动；研判、复核、销号照常进行。'),
    ],
    button('contest', '提交申诉'),
  );

// ----------------------------------------------------------------------------------------------- 其余

export const consultationForm = (): Offer =>
  open(
    'consultation',
    '',
    [words(FIELDS.answerConsultation.text, '答复内容', '能否解决、依据什么、需要多久', { rows: 4 })],
    button('answerConsultation', '提交答复', 'first'),
  );

export const reconsiderForm = (): Offer =>
  open(
    'reconsideration',
    '',
    [words(FIELDS.upholdRating.words, '复核意见', '请写明理由')],
    button('upholdRating', '维持办理结果', 'plain'),
    button('redoRating', '退回重办'),
  );

export const reviewForm = (): Offer =>
  open(
    'review',
    '审核',
    [words(FIELDS.review.reply, '对企业的答复', '企业将看到这段话，请勿写内部意见', { rows: 4 })],
    button('review', '审核通过并告知企业', 'first'),
  );
export const returnForm = (): Offer =>
  closed(
    'review',
    '退回重办',
    [
      words(FIELDS.returnResult.reason, '退回原因', '请写明还要做什么'),
      note('退回后主办单位重新办理，余下时限不足的按重办时限顺延。'),
    ],
    button('returnResult', '退回重办'),
  );

export const endorseButton: OfferButton = button('endorse', '阅（同意销号）', 'first');

export const reportPlanForm = (): Offer =>
  open(
    'plan',
    '',
    [words(FIELDS.reportPlan.text, '兑现情况', '是否已按计划解决；未解决的，写明原因和下一步')],
    button('reportPlan', '报告兑现情况'),
  );
/** That a plan was not kept can be said once its day has come. */
export const checkPlanForm = (isAsked: boolean): Offer =>
  open(
    'plan',
    '',
    [words(FIELDS.planKept.words, '核实情况（对企业的答复）', '企业将看到这段话，请勿写内部意见')],
    button('planKept', '计划已兑现'),
    ...(isAsked ? [button('planBroken', '计划未兑现', 'plain')] : []),
  );

export const notingForm = (): Offer => open('oversight', '', [], button('note', '知悉', 'first'));
export const remindForm = (card: 'supervision' | 'oversight'): Offer =>
  open(card, '', [], button('remind', '催办（提醒责任单位）', card === 'oversight' ? 'second' : 'first'));
export const listForm = (card: 'supervision' | 'oversight'): Offer =>
  closed(
    card,
    '挂牌督办',
    [words(FIELDS.list.reason, '挂牌理由', '不写则按亮灯原因', { isNeeded: false })],
    button('list', '挂牌督办', 'plain'),
  );
export const unlistForm = (card: 'supervision' | 'oversight'): Offer =>
  closed(
    card,
    '解除挂牌',
    [words(FIELDS.unlist.reason, '解除挂牌的理由', '请写明')],
    button('unlist', '解除挂牌', 'plain'),
  );
/** A further extension is a leader's to grant; the first one is waited for by staff, and a leader may decide it all the same. */
export const decideExtensionForm = (card: 'supervision' | 'oversight' | 'instruction', isAsked: boolean): Offer =>
  (isAsked ? open : closed)(
    card,
    isAsked ? '审批延期' : '审批延期（首次延期由工商联审批，您也可以直接审批）',
    [words(FIELDS.approveExtension.words, '审批意见', '不同意的请写明原因', { isNeeded: false })],
    button('approveExtension', '同意延期', isAsked ? 'first' : 'second'),
    button('refuseExtension', '不同意延期', 'plain'),
  );
