/**
 * What a sheet says, as facts: a name and what stands beside it. Cards, the page of a unit and the row draw these and word nothing of it
 * again. Here, and once, a confidential enterprise is made unknown to whoever may not know it, in whatever text somebody wrote it.
 */
import { dayInChinese, minutesOfBeijingDay } from '../beijing-date.ts';
import {
  type AttachedFile,
  type Case,
  CONTEST_STANDINGS,
  contestStandingOf,
  currentResult,
  DUE_MOVES,
  GRADES,
  type Instruction,
  leadUnitIdOf,
  type Objection,
  OUTCOMES,
  PLAN_STANDINGS,
  RATING_CHANNELS,
  type Result,
  type Round,
  timesRedone,
  type UnitPart,
} from '../case.ts';
import { beijingDateOf, contributionDue } from '../deadlines.ts';
import { type Directory, leaderById, unitById } from '../directory.ts';
import { HIDDEN_NAME, withoutEnterprise } from '../hidden-enterprise.ts';
import type { BeijingDate, LeaderId, Ms, UnitId } from '../ids.ts';
import { milestoneStanding } from '../milestones.ts';
import { planStandingOf } from '../plans.ts';
import { createWorkCalendar } from '../work-calendar.ts';
import { backgroundFacts } from './background-facts.ts';

/** `whole`: never shortened. `long`: its beginning at once, all of it behind a tap. `line`: one line. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly weight: 'whole' | 'long' | 'line';
}
/** A fact with its moment. */
export interface Happened extends Fact {
  readonly at: Ms;
  readonly files: readonly AttachedFile[];
}

export interface SheetFacts {
  readonly number: string;
  readonly enterprise: string;
  /** How to reach the enterprise; `phone` is empty where it is not to be called. */
  readonly contact: { readonly text: string; readonly phone: string };
  readonly request: readonly Fact[];
  /** 批示, what it agreed to, who signed, who is responsible now. */
  readonly sheet: readonly Fact[];
  readonly limit: readonly Fact[];
  /** How far each unit is, the reader's own first. */
  readonly parts: readonly Fact[];
  readonly milestones: readonly Fact[];
  /** 异议, 延期, 退回: what was asked, and how it was decided. */
  readonly decided: readonly Fact[];
  /** Progress, contributions, what the enterprise sent; oldest first. */
  readonly history: readonly Happened[];
  readonly result: readonly Fact[];
  readonly rating: readonly Fact[];
  /** 请企业补充: what was asked and is not answered yet. */
  readonly question: string;
  /** 历次情况: the rounds before this one. */
  readonly earlier: readonly Fact[];
}

/** `unit`: somebody of a unit, which does not know a confidential enterprise. */
export type SheetReader = { readonly kind: 'office' } | { readonly kind: 'unit'; readonly unitIds: readonly UnitId[] };

export const sheetFacts = (subject: Case, round: Round, directory: Directory, reader: SheetReader): SheetFacts => {
  const signed = round.instruction;
  const isHidden = reader.kind === 'unit' && subject.notes.isConfidential;
  const { appeal } = subject;
  const facts: SheetFacts = {
    number: signed?.number.text ?? '',
    enterprise: isHidden ? HIDDEN_NAME : appeal.enterpriseName || '（未填企业名称）',
    contact: isHidden
      ? { text: '企业要求保密，请通过区工商联联系', phone: '' }
      : {
          text: filled([appeal.contactName, appeal.contactRole, appeal.phone]).join(' '),
          phone: appeal.phone.replace(/[^\d+]/g, ''),
        },
    request: [
      ...requestFacts(subject),
      ...backgroundFacts(subject, reader.kind).flatMap(({ label, text }) => long(label, text)),
    ],
    sheet: signed ? instructionFacts(subject, round, signed, directory) : line('批示', '接待日现场答复，未出交办单'),
    limit: signed ? limitFacts(subject, round) : [],
    parts: partFacts(round, directory, reader),
    milestones: milestoneFacts(round),
    decided: decidedFacts(round, directory, reader),
    history: historyFacts(subject, round, directory, isHidden),
    result: resultFacts(currentResult(round)),
    rating: [...planFacts(round), ...ratingFacts(round, !isSupporting(round, reader))],
    question: subject.pause?.question ?? '',
    earlier: earlierFacts(subject, round, directory, reader),
  };
  return isHidden ? masked(subject, facts) : facts;
};

/** Over every text there is, whoever wrote it. */
const masked = (subject: Case, facts: SheetFacts): SheetFacts => {
  const mask = <One extends Fact>(all: readonly One[]): readonly One[] =>
    all.map((one) => ({
      ...one,
      label: withoutEnterprise(subject, one.label),
      text: withoutEnterprise(subject, one.text),
    }));
  return {
    ...facts,
    request: mask(facts.request),
    sheet: mask(facts.sheet),
    limit: mask(facts.limit),
    parts: mask(facts.parts),
    milestones: mask(facts.milestones),
    decided: mask(facts.decided),
    history: mask(facts.history),
    result: mask(facts.result),
    rating: mask(facts.rating),
    question: withoutEnterprise(subject, facts.question),
    earlier: mask(facts.earlier),
  };
};

// ----------------------------------------------------------------------------------------------- words that several share

const filled = (all: readonly string[]): readonly string[] => all.filter((each) => each.trim() !== '');
export const line = (label: string, text: string): readonly Fact[] =>
  text.trim() === '' ? [] : [{ label, text, weight: 'line' }];
const long = (label: string, text: string): readonly Fact[] =>
  text.trim() === '' ? [] : [{ label, text, weight: 'long' }];

const dayWords = (day: BeijingDate): string => dayInChinese(day, true);
/** 2026年4月20日 10:30 */
const momentWords = (at: Ms): string => `${dayWords(beijingDateOf(at))} ${clockWords(at)}`;
/** 4月20日 10:30 */
export const shortMomentWords = (at: Ms): string => `${dayInChinese(beijingDateOf(at), false)} ${clockWords(at)}`;
const clockWords = (at: Ms): string => {
  const minutes = minutesOfBeijingDay(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
};
export const who = (by: { readonly name: string }, at: Ms): string => `${by.name || '未具名'} ${shortMomentWords(at)}`;

export const unitWords = (directory: Directory, id: UnitId | null): string =>
  unitById(directory, id)?.name || '（已不在单位名录中）';
const leaderWords = (directory: Directory, id: LeaderId | null): string =>
  leaderById(directory, id)?.name || '（已不在领导名录中）';
const roleWord = ({ role }: UnitPart): string => (role === 'lead' ? '主办' : '协办');
const namesOf = (directory: Directory, ids: readonly UnitId[]): string =>
  ids.map((id) => unitWords(directory, id)).join('、');

// ----------------------------------------------------------------------------------------------- 诉求与批示

const requestFacts = ({ appeal, notes }: Case): readonly Fact[] => [
  ...long('诉求', appeal.text || '（未填）'),
  ...line('希望', appeal.wish),
  ...line('紧急情况', notes.isUrgent ? appeal.urgency : ''),
];

/** A 批示 that agrees, or sends on, what was proposed means nothing without it. */
const agreedTo = ({ notes }: Pick<Case, 'notes'>, { words }: Pick<Instruction, 'words'>): string =>
  /拟办/u.test(words) ? notes.proposal.words.trim() : '';

const instructionFacts = (subject: Case, round: Round, signed: Instruction, directory: Directory): readonly Fact[] => [
  ...line('编号', signed.number.text),
  { label: '批示', text: signed.words, weight: 'whole' },
  ...long('所批拟办意见', agreedTo(subject, signed)),
  ...signed.corrections.map(
    ({ at, by, before }): Fact => ({
      label: `更正前的批示（${who(by, at)}更正）`,
      text: before.words,
      weight: 'whole',
    }),
  ),
  ...signed.additions.map(
    ({ at, by, words }): Fact => ({ label: `追加批示（${who(by, at)}）`, text: words, weight: 'whole' }),
  ),
  ...line('签批', signatureWords(signed)),
  ...line('转录', transcriptWords(signed)),
  ...line('牵头领导', signed.leadLeaderId ? leaderWords(directory, signed.leadLeaderId) : ''),
  ...responsibleFacts(round, signed, directory),
  ...line('政策依据', subject.notes.policyBasis),
];

const signatureWords = (signed: Instruction): string => {
  const acted = signed.actedForName ? `（代${signed.actedForName}）` : '';
  const at = signed.transcript ? dayWords(signed.transcript.writtenOn) : momentWords(signed.signedAt);
  return `${signed.signedBy.name || '未具名'}${acted} ${at}${signed.inTheRoom ? '（现场签批）' : ''}`;
};

const transcriptWords = ({ transcript, signedAt, signedBy }: Instruction): string => {
  if (!transcript) return '';
  const by = `据书面批示转录（${who(transcript.recordedBy, signedAt)}）`;
  const { checked } = transcript;
  return checked
    ? `${by}，${checked.by.name}已${checked.corrected === null ? '核对' : '更正'}，原件见照片和附件`
    : `${by}，待${signedBy.name}核对，原件见照片和附件`;
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
      unitWords(directory, lead) + before(lead !== signed.leadUnitId, unitWords(directory, signed.leadUnitId)),
    ),
    ...line(
      '协办单位',
      namesOf(directory, supporting) +
        before(!isSame(supporting, signed.supportingUnitIds), namesOf(directory, signed.supportingUnitIds)),
    ),
  ];
};

const limitFacts = ({ light, pause }: Case, { due, dueMoves }: Round): readonly Fact[] => {
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

// ----------------------------------------------------------------------------------------------- 办理

const partFacts = (round: Round, directory: Directory, reader: SheetReader): readonly Fact[] => {
  const isOwn = ({ unitId }: UnitPart): boolean => reader.kind === 'unit' && reader.unitIds.includes(unitId);
  return [...round.units.filter(isOwn), ...round.units.filter((part) => !isOwn(part))].flatMap((part) =>
    line(`${unitWords(directory, part.unitId)}（${roleWord(part)}）`, stepWords(part, round, directory)),
  );
};

const stepWords = (part: UnitPart, round: Round, directory: Directory): string => {
  const { acknowledged, officer, contactedAt, contribution, role } = part;
  const wantedBy = contributionDue(round, part.unitId, createWorkCalendar(directory.settings));
  return filled([
    acknowledged ? `已签收（${who(acknowledged.by, acknowledged.at)}）` : '未签收',
    officer ? (officer.kind === 'named' ? `承办人 ${officer.name}` : '已指定承办人') : '',
    contactedAt === null ? '' : `已联系企业（${shortMomentWords(contactedAt)}）`,
    role === 'lead'
      ? ''
      : contribution
        ? '已报协办意见'
        : `未报协办意见${wantedBy ? `（应于${dayInChinese(wantedBy, false)}前）` : ''}`,
  ]).join('；');
};

const milestoneFacts = ({ milestones }: Round): readonly Fact[] =>
  milestones.flatMap((each) => {
    const { on, moves, reached } = each;
    const standing = reached
      ? `${dayInChinese(beijingDateOf(reached.at), false)}完成${reached.words === '' ? '' : `，${reached.words}`}`
      : milestoneStanding(each) === 'overdue'
        ? '已逾期'
        : '未到期';
    const moved = moves.at(-1);
    const before = moved ? `；原定${dayInChinese(moves[0]?.from ?? moved.from, false)}，${moved.reason}` : '';
    return line(each.text || '（未填）', `${dayWords(on)}前，${standing}${before}`);
  });

/** Why a unit would not have it is for itself and the office to read, not for the others. */
const decidedFacts = (round: Round, directory: Directory, reader: SheetReader): readonly Fact[] => [
  ...round.objections.flatMap((objection) =>
    reader.kind === 'office' ||
    reader.unitIds.some((unitId) => unitId === objection.unitId || unitId === objection.decision?.newUnitId)
      ? objectionFacts(unitWords(directory, objection.unitId), objection, directory)
      : [],
  ),
  ...round.extensions.flatMap(({ newDate, oldDate, reason, doneSoFar, decision }) => {
    const standing = decision ? (decision.isApproved ? '已批准' : '未批准') : '待审批';
    return [
      ...line('申请延期', `自${dayWords(oldDate)}延至${dayWords(newDate)}（${standing}）：${reason}`),
      ...line('已做的工作', doneSoFar),
      ...line('延期审批', decision?.words ?? ''),
    ];
  }),
  ...redoFacts(round),
];

export const objectionFacts = (
  unit: string,
  { reason, suggestedUnitId, decision }: Objection,
  directory: Directory,
): readonly Fact[] => [
  ...line(
    `${unit}异议`,
    `${reason}${suggestedUnitId ? `；建议交${unitWords(directory, suggestedUnitId)}` : ''}${decision ? '' : '（待裁定）'}`,
  ),
  ...line(
    '裁定',
    decision
      ? `${decision.isUpheld ? `成立，改由${unitWords(directory, decision.newUnitId)}办理` : '不成立'}（${who(decision.by, decision.at)}）：${decision.words || '未写理由'}`
      : '',
  ),
];

const redoFacts = (round: Round): readonly Fact[] => {
  const { returns, judgement, reconsideration } = round;
  if (timesRedone(round) === 0) return [];
  return [
    ...returns.flatMap(({ at, by, reason }) => long(`退回重办（${who(by, at)}）`, reason)),
    ...long('重办要求', judgement?.decision === 'redo' ? judgement.words : ''),
    ...long('复核意见', reconsideration && !reconsideration.isUpheld ? reconsideration.words : ''),
  ];
};

const historyFacts = (subject: Case, round: Round, directory: Directory, isHidden: boolean): readonly Happened[] =>
  [
    ...round.progress.map(
      ({ at, by, unitId, text, files }): Happened => ({
        at,
        label: unitId ? unitWords(directory, unitId) : by.name || '未具名',
        text,
        weight: 'line',
        files,
      }),
    ),
    ...round.units.flatMap(({ unitId, contribution }): readonly Happened[] =>
      contribution
        ? [
            {
              at: contribution.at,
              label: `${unitWords(directory, unitId)}协办意见`,
              text: contribution.text,
              weight: 'line',
              files: [],
            },
          ]
        : [],
    ),
    ...subject.enterpriseAnswers.map(
      ({ at, text }): Happened => ({ at, label: '企业补充', text, weight: 'line', files: [] }),
    ),
    // What the enterprise sent in may say who it is, in ways that no mask finds.
    ...(isHidden ? [] : subject.materials).map(
      ({ at, text, files }): Happened => ({
        at,
        label: '企业补交材料',
        text: text || '（无说明）',
        weight: 'line',
        files,
      }),
    ),
  ].toSorted((a, b) => a.at - b.at);

// ----------------------------------------------------------------------------------------------- 结果、评价

export const resultFacts = (result: Result | null): readonly Fact[] =>
  result
    ? [
        ...line('办理结果', OUTCOMES[result.outcome]),
        ...line('计划解决', result.plannedDate ? `${dayWords(result.plannedDate)}前` : ''),
        ...line('政策依据', result.basis),
        ...long('办理情况', result.text),
        ...line('单位负责人', result.unitHead),
        ...line('报送', who(result.by, result.at)),
      ]
    : [];

/** 计划核实, once somebody asked for it or recorded it. */
const planFacts = (round: Round): readonly Fact[] => {
  const standing = planStandingOf(round);
  const verdict = round.planCheck?.verdict;
  if (!standing || standing === 'waiting') return [];
  return [
    ...line('计划核实', `${PLAN_STANDINGS[standing]}${verdict ? `（${who(verdict.by, verdict.at)}）` : ''}`),
    ...line('核实情况', verdict?.words ?? ''),
  ];
};

/** A unit that supports reads the grade, and not what the enterprise wrote of the lead unit. */
const isSupporting = ({ units }: Round, reader: SheetReader): boolean => {
  if (reader.kind === 'office') return false;
  const own = units.filter(({ unitId }) => reader.unitIds.includes(unitId));
  return own.length > 0 && own.every(({ role }) => role === 'supporting');
};

/** 评价, or why there is none. Not rated is never shown as satisfied. */
const ratingFacts = (round: Round, isWhole: boolean): readonly Fact[] => {
  const { rating, callAttempts, isUnrated } = round;
  if (rating)
    return [
      ...line(
        '企业评价',
        `${GRADES[rating.grade]}（${RATING_CHANNELS[rating.channel]}${rating.recordedBy ? `，${rating.recordedBy.name}` : ''}）`,
      ),
      ...(isWhole
        ? [
            ...line('企业意见', rating.words),
            ...rating.added.flatMap(({ words }) => line('企业补充意见', words)),
            ...contestFacts(round),
          ]
        : []),
    ];
  const calls = callAttempts.length;
  if (isUnrated) return line('企业评价', `未评价（回访${calls}次未取得评价，不计入满意）`);
  return [
    ...(isWhole ? contestFacts(round) : []),
    ...line('企业评价', round.review ? `尚未评价${calls > 0 ? `（已回访${calls}次）` : ''}` : ''),
  ];
};

/** 评价申诉 with how it was decided. */
const contestFacts = ({ contest, rating }: Round): readonly Fact[] => {
  if (!contest) return [];
  // 重办 brought another rating, or will.
  const label = rating?.at === contest.ratedAt ? '评价申诉' : '对前次评价的申诉';
  const { decision } = contest;
  return [
    ...line(label, `${contest.reason}（${who(contest.by, contest.at)}）`),
    ...line(
      '申诉裁定',
      `${CONTEST_STANDINGS[contestStandingOf(contest)]}${decision ? `（${who(decision.by, decision.at)}）` : ''}`,
    ),
    ...line('裁定理由', decision?.words ?? ''),
  ];
};

/** A line for each round before this one: by which sheet, who handled it, what came of it, what the enterprise thought. */
const earlierFacts = (subject: Case, round: Round, directory: Directory, reader: SheetReader): readonly Fact[] =>
  subject.rounds
    .filter((each) => each.round < round.round)
    .flatMap((each) => {
      const result = currentResult(each);
      const sheet = each.instruction;
      const graded = each.rating ? `评价“${GRADES[each.rating.grade]}”` : each.isUnrated ? '未评价' : '';
      return [
        ...line(
          `历次（第${each.round}轮）`,
          filled([
            sheet
              ? `原交办单${sheet.number.text}（${signatureWords(sheet)}）${each.voided ? '，非本人批示，已作废' : ''}`
              : '现场答复',
            sheet ? `批示：${sheet.words}` : '',
            sheet ? unitWords(directory, leadUnitIdOf(each)) : '',
            result ? OUTCOMES[result.outcome] : '',
            graded,
          ]).join('；'),
        ),
        ...line(`历次（第${each.round}轮）企业意见`, isSupporting(round, reader) ? '' : (each.rating?.words ?? '')),
        ...long(`历次（第${each.round}轮）办理情况`, result?.text ?? ''),
      ];
    });
