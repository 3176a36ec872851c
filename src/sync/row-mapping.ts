/**
 * Case ⇄ row of 事项, by the declared columns: what the service shows, what staff and enterprises typed, and which command
 * a row asks for. Pure. Says what a row means; whether that may happen is decided in `workflow/decide.ts`.
 */
import { CODE_CHECKS, type cases, KINDS, SOURCES, VERDICT_ANSWERS } from '../../bitable-schema/cases.ts';
import type { RecordOf } from '../../bitable-schema/table.ts';
import type { Links } from '../ports.ts';
import {
  type Appeal,
  type Case,
  CONTEST_STANDINGS,
  type Contest,
  contestStandingOf,
  currentResult,
  currentRound,
  type Extension,
  GRADES,
  LIGHTS,
  type Milestone,
  type Objection,
  OUTCOMES,
  PLAN_STANDINGS,
  type Round,
  type Source,
  STATES,
  type StaffNotes,
  type Transcript,
  type UnitPart,
  type Verdict,
} from '../workflow/case.ts';
import type { Amendment } from '../workflow/commands.ts';
import { pendingContest } from '../workflow/contests.ts';
import { type Directory, leaderById, unitById } from '../workflow/directory.ts';
import {
  type BeijingDate,
  beijingDate,
  leaderId,
  type Ms,
  type RecordId,
  receptionDayId,
  recordId,
  unitId,
} from '../workflow/ids.ts';
import { milestoneStanding } from '../workflow/milestones.ts';
import { pendingPlan, planStandingOf } from '../workflow/plans.ts';
import { webPartsOf } from '../workflow/web-units.ts';

export type CaseRow = RecordOf<typeof cases>;
type Writable = { -readonly [K in keyof CaseRow]?: CaseRow[K] };
/** The service columns that follow from the case; 操作结果 and 更新时间 follow from what was done to the row. */
export type ServiceCells = Pick<
  CaseRow,
  | 'state'
  | 'number'
  | 'round'
  | 'light'
  | 'dueDate'
  | 'dueDerivation'
  | 'instruction'
  | 'signer'
  | 'signedOn'
  | 'acknowledgements'
  | 'officers'
  | 'objections'
  | 'extensions'
  | 'latestProgress'
  | 'milestones'
  | 'outcome'
  | 'outcomeText'
  | 'plannedOn'
  | 'planCheck'
  | 'grade'
  | 'gradeWords'
  | 'contest'
  | 'contestText'
  | 'enterpriseAnswers'
  | 'consultationAnswers'
  | 'codeCheck'
  | 'statusLink'
  | 'ratingLink'
  | 'unitLinks'
  | 'withdrawal'
  | 'exitReason'
  | 'closedOn'
  | 'daysTaken'
  | 'shortId'
>;

/** Links carry their expiry, so the moment they are made for moves in steps: else no row would ever be at rest. */
const LINK_STEP_MS = 7 * 86_400_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const shifted = (at: Ms): string => new Date(at + BEIJING_OFFSET_MS).toISOString();
const dayOf = (at: Ms): BeijingDate => beijingDate(shifted(at).slice(0, 10));
/** Calendar days from the day of one moment to the day of another. */
const daysBetween = (from: Ms, to: Ms): number => (Date.parse(dayOf(to)) - Date.parse(dayOf(from))) / 86_400_000;
const minuteOf = (at: Ms): string => shifted(at).slice(0, 16).replace('T', ' ');

const lines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');

const acknowledgementOf = (part: UnitPart, directory: Directory): string => {
  const name = unitById(directory, part.unitId)?.name ?? '（已删除的单位）';
  const role = part.role === 'lead' ? '主办' : '协办';
  const officer = part.officer ? `，承办人${part.officer.kind === 'named' ? part.officer.name : '见“承办人”列'}` : '';
  return part.acknowledged
    ? `${name}（${role}）：${minuteOf(part.acknowledged.at)} 已签收${officer}`
    : `${name}（${role}）：未签收`;
};

const objectionTextOf = (objection: Objection, directory: Directory): string => {
  const name = unitById(directory, objection.unitId)?.name ?? '（已删除的单位）';
  const suggested = unitById(directory, objection.suggestedUnitId)?.name;
  const asked = `${name} ${minuteOf(objection.at)} 提出异议：${objection.reason}${suggested ? `（建议由${suggested}办理）` : ''}`;
  if (!objection.decision) return `${asked}【待裁定】`;
  const { isUpheld, newUnitId, words } = objection.decision;
  const to = unitById(directory, newUnitId)?.name;
  return `${asked}【${isUpheld ? `异议成立${to ? `，改由${to}办理` : ''}` : '异议不成立'}】${words}`;
};

const contestTextOf = ({ at, unitId, reason, decision }: Contest, directory: Directory): string => {
  const asked = `${unitById(directory, unitId)?.name ?? '（已删除的单位）'} ${minuteOf(at)} 申诉：${reason}`;
  if (!decision) return `${asked}【待裁定】`;
  return `${asked}【${decision.isUpheld ? '申诉成立' : '申诉不成立'}】${decision.words}`;
};

const extensionOf = (extension: Extension): string => {
  const asked = `${minuteOf(extension.at)} 申请由 ${extension.oldDate} 延至 ${extension.newDate}：${extension.reason}`;
  if (!extension.decision) return `${asked}【待审批】`;
  return `${asked}【${extension.decision.isApproved ? '同意' : '不同意'}】${extension.decision.words}`;
};

const latestProgressOf = (round: Round, directory: Directory): string => {
  const line = round.progress.at(-1);
  if (!line) return '';
  const unit = unitById(directory, line.unitId)?.name ?? line.by.name;
  return `${minuteOf(line.at)} ${unit}：${line.text}`;
};

/** From the case alone, so that the cell rests: overdue is what the clock found so. */
const milestoneOf = (milestone: Milestone): string => {
  const { id, text, on, moves, reached } = milestone;
  const moved = moves.at(-1);
  return [
    `${id}. ${text}：${on} 前`,
    reached
      ? `【${dayOf(reached.at)} 完成】${reached.words}`
      : `【${milestoneStanding(milestone) === 'overdue' ? '逾期未完成' : '未到期'}】`,
    moved ? `（原定 ${moves[0]?.from ?? moved.from}，调整${moves.length}次：${moved.reason}）` : '',
  ].join('');
};

const outcomeTextOf = (round: Round): string => {
  const result = currentResult(round);
  if (!result) return '';
  const verdict = round.planCheck?.verdict;
  return lines([
    result.text,
    result.plannedDate ? `计划 ${result.plannedDate} 前解决` : '',
    result.basis === '' ? '' : `政策依据：${result.basis}`,
    result.unitHead === '' ? '' : `单位负责人：${result.unitHead}`,
    round.review ? `对企业的答复（${dayOf(round.review.at)}）：${round.review.publicReply}` : '',
    verdict ? `计划核实（${dayOf(verdict.at)}）：${verdict.isKept ? '已兑现' : '未兑现'}。${verdict.words}` : '',
  ]);
};

const WITHDRAWAL_OUTCOMES = { pending: '待核实', voluntary: '核实属实', void: '核实不属实' } as const;

const gradeOf = (round: Round | null): string | null => {
  if (round?.rating) return GRADES[round.rating.grade];
  return null;
};

const transcriptMark = (transcript: Transcript | null): string => {
  if (!transcript) return '';
  const { checked } = transcript;
  return `（书面批示，工商联转录，${checked ? (checked.corrected === null ? '本人已核对' : '本人已更正') : '待本人核对'}）`;
};

const gradeWordsOf = (round: Round | null): string => {
  if (round?.rating) return lines([round.rating.words, round.rating.recordedBy ? '（电话回访登记）' : '']);
  return round?.isUnrated ? '多次回访未能联系，按未评价办结' : '';
};

export interface MappingContext {
  readonly directory: Directory;
  readonly links: Links;
  readonly now: Ms;
  /** Whether the check character of a 统一社会信用代码 is right. */
  readonly isCreditCode: (code: string) => boolean;
}

/** What the service columns of a case show. Stable: the same case gives the same cells for days. */
export const serviceCells = (subject: Case, { directory, links, now, isCreditCode }: MappingContext): ServiceCells => {
  const round = currentRound(subject);
  const instruction = round?.instruction ?? null;
  const due = round?.due ?? null;
  const result = round && currentResult(round);
  const isPlanChecked = (round?.planCheck?.verdict ?? null) !== null;
  const standing = round && (isPlanChecked || pendingPlan(subject)) ? planStandingOf(round) : null;
  // An earlier round's stands here until it is decided.
  const contest = pendingContest(subject)?.contest ?? (round?.contest?.decision ? round.contest : null);
  const linkMoment = now - (now % LINK_STEP_MS);
  const signer = instruction && leaderById(directory, instruction.signerId)?.name;
  return {
    state: STATES[subject.state],
    number: instruction?.number.text ?? '',
    round: round?.round ?? null,
    light: subject.light && LIGHTS[subject.light],
    dueDate: due?.date ?? null,
    dueDerivation: due
      ? `${due.derivation}${due.isProvisional && !due.derivation.includes('暂定') ? '（暂定）' : ''}`
      : '',
    instruction: instruction?.words ?? '',
    signer: instruction
      ? instruction.actedForName
        ? `${instruction.signedBy.name}（代${instruction.actedForName}）`
        : `${signer ?? instruction.signedBy.name}${transcriptMark(instruction.transcript)}`
      : '',
    signedOn: instruction ? (instruction.transcript?.writtenOn ?? dayOf(instruction.signedAt)) : null,
    officers: (round?.units ?? []).flatMap(({ officer }) => (officer?.kind === 'person' ? [officer.openId] : [])),
    acknowledgements: lines((round?.units ?? []).map((part) => acknowledgementOf(part, directory))),
    objections: lines((round?.objections ?? []).map((objection) => objectionTextOf(objection, directory))),
    extensions: lines((round?.extensions ?? []).map(extensionOf)),
    latestProgress: round ? latestProgressOf(round, directory) : '',
    milestones: lines((round?.milestones ?? []).map(milestoneOf)),
    outcome: result ? OUTCOMES[result.outcome] : null,
    outcomeText: round ? outcomeTextOf(round) : '',
    plannedOn: result?.plannedDate ?? null,
    planCheck: standing && PLAN_STANDINGS[standing],
    grade: gradeOf(round),
    gradeWords: gradeWordsOf(round),
    contest: contest && CONTEST_STANDINGS[contestStandingOf(contest)],
    contestText: contest ? contestTextOf(contest, directory) : '',
    enterpriseAnswers: lines(
      subject.enterpriseAnswers.map((one) => `${minuteOf(one.at)} 问：${one.question}\n答：${one.text}`),
    ),
    consultationAnswers: lines(
      subject.consultations.map((one) => {
        const name = unitById(directory, one.unitId)?.name ?? '（已删除的单位）';
        return one.answer ? `${name} ${minuteOf(one.answer.at)}：${one.answer.text}` : `${name}：待答复`;
      }),
    ),
    codeCheck:
      subject.appeal.creditCode.trim() === ''
        ? CODE_CHECKS[2]
        : isCreditCode(subject.appeal.creditCode.trim())
          ? CODE_CHECKS[0]
          : CODE_CHECKS[1],
    statusLink: { text: '查询办理情况', link: links.status(subject.receiptHash, linkMoment) },
    ratingLink:
      subject.state === 'awaiting_rating' && round
        ? { text: '评价', link: links.rating(subject.id, round.round, linkMoment) }
        : null,
    unitLinks: lines(
      webPartsOf(subject, directory).map(({ unitId }) => {
        const link = links.unit(subject, unitId);
        return link === null ? '' : `${unitById(directory, unitId)?.name ?? ''}：${link}`;
      }),
    ),
    withdrawal: subject.withdrawal
      ? `${minuteOf(subject.withdrawal.at)} 企业申请撤回：${subject.withdrawal.words}【${WITHDRAWAL_OUTCOMES[subject.withdrawal.outcome]}】`
      : '',
    exitReason: subject.exit?.reason ?? '',
    closedOn: subject.closedAt === null ? null : dayOf(subject.closedAt),
    daysTaken: instruction && subject.closedAt !== null ? daysBetween(instruction.signedAt, subject.closedAt) : null,
    shortId: subject.id,
  };
};

const keyOf = <K extends string>(names: Readonly<Record<K, string>>, name: string | null): K | null => {
  for (const key in names) if (names[key] === name) return key;
  return null;
};

/** What the enterprise filed, as the row has it. An empty 类型 counts as a problem: the longer and stricter road. */
export const appealOf = (row: CaseRow): Appeal => ({
  kind: keyOf(KINDS, row.kind) ?? 'problem',
  category: row.category ?? '',
  enterpriseName: row.enterpriseName,
  creditCode: row.creditCode,
  contactName: row.contactName,
  contactRole: row.contactRole ?? '',
  phone: row.phone,
  text: row.text,
  wish: row.wish,
  urgency: row.urgency,
});

const verdictOf = (answer: string | null, ground: string): Verdict => ({
  answer: keyOf(VERDICT_ANSWERS, answer) ?? 'unsure',
  ground,
});
const first = <Id>(ids: readonly RecordId[], make: (id: string) => Id): Id | null => {
  const id = ids[0];
  return id === undefined ? null : make(id);
};

/** People's columns; links are record ids, which are our ids of units, leaders and reception days. */
export const notesOf = (row: CaseRow): StaffNotes => ({
  isUrgent: row.isUrgent,
  isGrave: row.isGrave,
  isHard: row.isHard,
  isConfidential: row.isConfidential,
  authentic: verdictOf(row.authentic, row.authenticGround),
  lawful: verdictOf(row.lawful, row.lawfulGround),
  reasonable: verdictOf(row.reasonable, row.reasonableGround),
  policyBasis: row.policyBasis,
  complainedUnitIds: row.complainedUnits.map(unitId),
  proposal: {
    signingLeaderId: first(row.signingLeader, leaderId),
    leadLeaderId: first(row.leadLeader, leaderId),
    leadUnitId: first(row.leadUnit, unitId),
    supportingUnitIds: row.supportingUnits.map(unitId),
    limitWorkdays: row.limitWorkdays,
    words: row.proposalWords,
  },
  receptionDayId: first(row.receptionDay, receptionDayId),
});

const verdictCell = (verdict: Verdict): string | null =>
  verdict.answer === 'unsure' && verdict.ground === '' ? null : VERDICT_ANSWERS[verdict.answer];
const linkCell = (id: string | null): readonly RecordId[] => (id === null ? [] : [recordId(id)]);

/** People's and form columns of a case that has no row yet. 查询码 is unknown to the service and stays empty. */
export const peopleCells = ({ appeal, notes, source }: Case): Writable => ({
  enterpriseName: appeal.enterpriseName,
  creditCode: appeal.creditCode,
  kind: KINDS[appeal.kind],
  category: appeal.category === '' ? null : appeal.category,
  text: appeal.text,
  wish: appeal.wish,
  urgency: appeal.urgency,
  contactName: appeal.contactName,
  contactRole: appeal.contactRole === '' ? null : appeal.contactRole,
  phone: appeal.phone,
  isUrgent: notes.isUrgent,
  isGrave: notes.isGrave,
  isHard: notes.isHard,
  isConfidential: notes.isConfidential,
  authentic: verdictCell(notes.authentic),
  authenticGround: notes.authentic.ground,
  lawful: verdictCell(notes.lawful),
  lawfulGround: notes.lawful.ground,
  reasonable: verdictCell(notes.reasonable),
  reasonableGround: notes.reasonable.ground,
  policyBasis: notes.policyBasis,
  complainedUnits: notes.complainedUnitIds.map(recordId),
  signingLeader: linkCell(notes.proposal.signingLeaderId),
  leadLeader: linkCell(notes.proposal.leadLeaderId),
  leadUnit: linkCell(notes.proposal.leadUnitId),
  supportingUnits: notes.proposal.supportingUnitIds.map(recordId),
  limitWorkdays: notes.proposal.limitWorkdays,
  proposalWords: notes.proposal.words,
  receptionDay: linkCell(notes.receptionDayId),
  source: SOURCES[source],
});

const changed = <T extends object>(before: T, after: T): Partial<T> => {
  const parts: Partial<T> = {};
  for (const key in after) if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) parts[key] = after[key];
  return parts;
};

/** What changed between two readings of a row, in the process's words; null when nothing that it knows of did. */
export const amendmentOf = (before: CaseRow, after: CaseRow): Amendment | null =>
  amendmentWith(changed(appealOf(before), appealOf(after)), changed(notesOf(before), notesOf(after)));

/** What of an amendment the case does not say already; null when it says all of it. */
export const stillMissing = (amendment: Amendment | null, { appeal, notes }: Case): Amendment | null =>
  amendmentWith(
    changed<Partial<Appeal>>(appeal, amendment?.appeal ?? {}),
    changed<Partial<StaffNotes>>(notes, amendment?.notes ?? {}),
  );

const amendmentWith = (appeal: Partial<Appeal>, notes: Partial<StaffNotes>): Amendment | null => {
  const hasAppeal = Object.keys(appeal).length > 0;
  const hasNotes = Object.keys(notes).length > 0;
  if (!hasAppeal && !hasNotes) return null;
  return { ...(hasAppeal ? { appeal } : {}), ...(hasNotes ? { notes } : {}) };
};

/** 来源: what staff chose; else the public form when nobody signed in made the row or it carries a 查询码. */
const sourceOf = (row: CaseRow, isAnonymous: boolean): Source =>
  keyOf(SOURCES, row.source) ?? (isAnonymous || row.receipt !== '' ? 'form' : 'staff');

/** The parts of a `submit` that the row gives; ids, receipt and notice come from the door. */
export const submissionOf = (
  row: CaseRow,
  isAnonymous: boolean,
): { readonly source: Source; readonly appeal: Appeal; readonly notes: StaffNotes } => ({
  source: sourceOf(row, isAnonymous),
  appeal: appealOf(row),
  notes: notesOf(row),
});

/** Whether a row holds nothing that anyone typed. Fresh tables and careless clicks make such rows. */
export const isBlankRow = (row: CaseRow): boolean =>
  [row.enterpriseName, row.creditCode, row.text, row.wish, row.urgency, row.contactName, row.phone].every(
    (cell) => cell === '',
  ) &&
  row.kind === null &&
  row.category === null &&
  row.action === null;
