/**
 * 网页办理: what a unit may do on its page now, and how each form becomes a command. The acts and fields are those of the 交办单
 * card; whether a thing may be is decided by the process, which is asked in any case.
 */

import { z } from 'zod';
import {
  type AttachedFile,
  type Case,
  currentRound,
  OUTCOMES,
  type Outcome,
  PROBLEM_OUTCOMES,
  type Round,
  SUGGESTION_OUTCOMES,
  type UnitPart,
} from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import { mayContest } from '../workflow/contests.ts';
import { unitId } from '../workflow/ids.ts';
import { LENGTHS } from '../workflow/lengths.ts';
import { MAX_MILESTONES, openMilestones } from '../workflow/milestones.ts';
import { isObjecting, objectionOf } from '../workflow/objections.ts';
import { dateOf, isBlank } from '../workflow/plain-text.ts';
import { pendingPlan } from '../workflow/plans.ts';
import { nonce, problemOf, words } from './posts.ts';

export const UNIT_ACTS = [
  'acknowledge',
  'object',
  'progress',
  'contact',
  'contribute',
  'resolve',
  'ask',
  'extend',
  'milestone',
  'reach',
  'move',
  'officer',
  'contest',
  'plan',
] as const;
export type UnitAct = (typeof UNIT_ACTS)[number];

/** Which forms stand on the page: those that have a button on the card of this unit now. */
export const actsOf = (subject: Case, part: UnitPart): readonly UnitAct[] => {
  const round = currentRound(subject);
  const isLead = part.role === 'lead';
  const progress: readonly UnitAct[] = part.contactedAt === null ? ['progress', 'contact'] : ['progress'];
  switch (subject.state) {
    case 'assigned':
      if (part.acknowledged) return [...progress, 'officer'];
      if (round && isObjecting(round, part.unitId)) return [];
      if (round && objectionOf(round, part.unitId)) return ['acknowledge'];
      return ['acknowledge', 'object'];
    case 'handling': {
      if (!isLead) return ['contribute', ...progress, 'officer'];
      const isExtensionPending = round?.extensions.some(({ decision }) => decision === null) ?? false;
      const extend: readonly UnitAct[] = isExtensionPending ? [] : ['extend'];
      return [...progress, 'resolve', 'ask', ...extend, ...milestoneActs(round), 'officer'];
    }
    case 'awaiting_rating':
    case 'awaiting_closure':
      return [
        ...(isLead && round && mayContest(round) ? ['contest' as const] : []),
        ...(isLead && pendingPlan(subject) ? ['plan' as const] : []),
      ];
    default:
      return [];
  }
};

const milestoneActs = (round: Round | null): readonly UnitAct[] =>
  round === null
    ? []
    : [
        ...(round.milestones.length < MAX_MILESTONES ? (['milestone'] as const) : []),
        ...(openMilestones(round).length > 0 ? (['reach', 'move'] as const) : []),
      ];

const needed = (what: string, max: number = LENGTHS.words) =>
  words(what, max).refine((text) => text !== '', `请填写${what}。`);
const optional = (what: string, max: number = LENGTHS.words) => words(what, max).default('');
const day = (what: string) =>
  z
    .string(`请选择${what}。`)
    .refine((typed) => !isBlank(typed), `请选择${what}。`)
    .transform(dateOf)
    .refine((date) => date !== null, `${what}没有这一天，或写法不能识别，请按“2026年10月8日”的样子填写。`);
const milestoneId = z
  .string('请选择节点。')
  .regex(/^[1-9]\d?$/, '请选择节点。')
  .transform(Number);
const isOutcome = (key: string): key is Outcome => Object.hasOwn(OUTCOMES, key);
const outcome = z.string('请选择办理结果。').refine(isOutcome, '请选择办理结果。');

export const outcomesFor = ({ appeal }: Case) => (appeal.kind === 'problem' ? PROBLEM_OUTCOMES : SUGGESTION_OUTCOMES);

const FORMS = {
  acknowledge: z.object({}).transform((): Command => ({ type: 'acknowledge' })),
  object: z.object({ reason: needed('异议理由'), unit: z.string().max(100).default('') }).transform(
    ({ reason, unit }): Command => ({
      type: 'object',
      reason,
      suggestedUnitId: unit === '' ? null : unitId(unit),
    }),
  ),
  progress: z
    .object({ text: optional('进展') })
    .transform(({ text }): Command => ({ type: 'reportProgress', text, files: [] })),
  contact: z
    .object({ note: optional('联系情况') })
    .transform(({ note }): Command => ({ type: 'contactEnterprise', note })),
  contribute: z.object({ text: needed('协办意见') }).transform(({ text }): Command => ({ type: 'contribute', text })),
  resolve: z
    .object({
      outcome,
      text: needed('办理情况'),
      plannedDate: z
        .string()
        .refine(isBlank)
        .transform(() => null)
        .or(day('计划解决日期'))
        .default(null),
      basis: optional('政策依据'),
      unitHead: needed('单位负责人', LENGTHS.name),
    })
    .transform((fields): Command => ({ type: 'resolve', ...fields })),
  ask: z
    .object({ question: needed('需企业补充的内容') })
    .transform(({ question }): Command => ({ type: 'askEnterprise', question })),
  extend: z
    .object({ newDate: day('新的办结日期'), reason: needed('延期原因'), doneSoFar: needed('目前办理情况') })
    .transform((fields): Command => ({ type: 'requestExtension', ...fields })),
  milestone: z
    .object({ text: needed('节点内容', LENGTHS.milestone), on: day('节点日期') })
    .transform((fields): Command => ({ type: 'setMilestone', ...fields })),
  reach: z
    .object({ id: milestoneId, words: needed('完成情况') })
    .transform((fields): Command => ({ type: 'reachMilestone', ...fields })),
  move: z
    .object({ id: milestoneId, on: day('新的日期'), reason: needed('调整原因') })
    .transform((fields): Command => ({ type: 'moveMilestone', ...fields })),
  officer: z
    .object({ name: needed('承办人', LENGTHS.name) })
    .transform(({ name }): Command => ({ type: 'nameOfficer', officer: { kind: 'named', name } })),
  contest: z
    .object({ reason: needed('申诉理由') })
    .transform(({ reason }): Command => ({ type: 'contestRating', reason })),
  plan: z.object({ text: needed('兑现情况') }).transform(({ text }): Command => ({ type: 'reportPlan', text })),
} as const satisfies Readonly<Record<UnitAct, z.ZodType<Command>>>;

const nonceField = z.object({ nonce });

export type ReadAct =
  | { readonly kind: 'read'; readonly command: Command; readonly nonce: string }
  | { readonly kind: 'problem'; readonly sentence: string };

/** From what was posted to the command it asks for. Files were put into the Base before, and belong to a report only. */
export const readAct = (
  act: UnitAct,
  typed: Readonly<Record<string, unknown>>,
  files: readonly AttachedFile[],
): ReadAct => {
  const once = nonceField.safeParse(typed);
  if (!once.success) return { kind: 'problem', sentence: problemOf(once.error) };
  const read: z.ZodSafeParseResult<Command> = FORMS[act].safeParse(typed);
  if (!read.success) return { kind: 'problem', sentence: problemOf(read.error) };
  const command: Command = read.data.type === 'reportProgress' ? { ...read.data, files } : read.data;
  return { kind: 'read', command, nonce: once.data.nonce };
};

/** What was typed into a form, to stand there again; bounded, and never a file or the nonce. */
export const typedInto = (typed: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(typed)
      .filter(([name]) => name !== 'nonce')
      .slice(0, 12)
      .flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.slice(0, LENGTHS.words * 2)]] : [])),
  );
