/**
 * What one row of 事项 asks of the process: at most one amend and one action, in that order. Says what has to stand in the row
 * afterwards; writes nothing to Feishu.
 */
import { type ActionName, actionNamed } from '../../bitable-schema/case-actions.ts';
import { PROPOSAL_COLUMNS } from '../../bitable-schema/case-staff-columns.ts';
import { cases } from '../../bitable-schema/cases.ts';
import { type Cell, filesInCell } from '../../bitable-schema/columns.ts';
import { emptyRow, normaliseValues, sameCell, type Values } from '../../bitable-schema/table.ts';
import type { TableRow } from '../ports.ts';
import type { Actor } from '../workflow/actor.ts';
import type { Case } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { Directory } from '../workflow/directory.ts';
import type { DistrictId, Ms } from '../workflow/ids.ts';
import { isProposalOver } from '../workflow/proposal.ts';
import { VERDICT_KEYS } from '../workflow/vetting.ts';
import type { BaseDeps, Handled } from './base-deps.ts';
import type { RowPlan } from './plan-row.ts';
import { caseColumn } from './read-row.ts';
import { actionForState, commandOf, stateNamed } from './row-command.ts';
import { actionDelivery, amendDelivery } from './row-identity.ts';
import { amendmentOf, type CaseRow, peopleCells, stillMissing } from './row-mapping.ts';
import { rowRefusal } from './row-refusal.ts';
import { putBackSentence } from './tell-editor.ts';

export interface SettlingRow {
  readonly district: DistrictId;
  /** A write of ours to this row may have happened without being noted: unknown cells are then ours, not a drag. */
  readonly isInDoubt: boolean;
  readonly tableRow: TableRow;
  readonly row: CaseRow;
  readonly plan: RowPlan;
  readonly base: Values;
  readonly actor: Actor;
  readonly directory: Directory;
  readonly subject: Case;
}
export type Settled =
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'settled';
      readonly subject: Case;
      readonly putBack: Values;
      /** The keys of what was typed that the case says now. */
      readonly taken: readonly string[];
      readonly result: string | null;
      /** Something the editor did was not taken over, and `result` says why. */
      readonly isRefused: boolean;
    };

const EMPTY = emptyRow(cases);
const inputKeys = Object.entries(cases.columns)
  .filter(([, column]) => column.owner === 'action')
  .map(([key]) => key);
/** The action columns with nothing in them. */
export const EMPTY_INPUTS: Values = Object.fromEntries(
  Object.entries<Cell>(EMPTY).filter(([key]) => inputKeys.includes(key)),
);

const EDIT_REFUSED = '修改未采纳';
/** What stands in 操作结果 speaks of an edit that was refused; once another was taken in, it is over. */
export const isOfRefusedEdit = (shown: string): boolean => shown.startsWith(EDIT_REFUSED);

const minute = (at: Ms): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

export const settleRow = async (deps: BaseDeps, work: SettlingRow): Promise<Settled> => {
  const frozen = frozenProposal(deps, work);
  const amended = await settleAmendment(deps, work, frozen.keys);
  if (amended.kind === 'busy' || amended.isRefused) return amended;
  const wished = await settleWish(deps, work, amended.subject);
  if (wished.kind === 'busy') return wished;
  return {
    ...wished,
    taken: amended.taken,
    putBack: { ...untold(work, wished.subject), ...frozen.putBack, ...amended.putBack, ...wished.putBack },
    result: frozen.sentence === null ? wished.result : [wished.result, frozen.sentence].filter(Boolean).join('\n'),
    isRefused: wished.isRefused || frozen.sentence !== null,
  };
};

/** Cells of a proposal that is signed already: they go back, while whatever else was typed beside them is taken in. */
const frozenProposal = (deps: BaseDeps, { plan, subject }: SettlingRow) => {
  const keys = Object.keys(plan.amend).filter((key) => isProposalOver(subject) && Object.hasOwn(PROPOSAL_COLUMNS, key));
  if (keys.length === 0) return { keys, putBack: {}, sentence: null };
  const known = normaliseValues(cases, peopleCells(subject));
  const names = keys.map((key) => cases.columns[caseColumn(key)].name).join('”“');
  return {
    keys,
    putBack: Object.fromEntries(keys.map((key) => [key, known[key] ?? cases.columns[caseColumn(key)].empty])),
    sentence: `“${names}”未修改，已恢复：${deps.refusalSentence({ kind: 'proposalOver' })}`,
  };
};

/** Takes in what people typed into their columns, but for the `frozen` ones. */
const settleAmendment = async (deps: BaseDeps, work: SettlingRow, frozen: readonly string[]): Promise<Settled> => {
  const { plan, row, subject } = work;
  const asItWas = { kind: 'settled', subject, putBack: {}, taken: [], result: null, isRefused: false } as const;
  const typed = Object.keys(plan.amend).filter((key) => !frozen.includes(key));
  if (typed.length === 0) return asItWas;
  // A key that the shadow lacks was empty, whatever stands there now.
  const before: CaseRow = { ...EMPTY, ...work.base };
  const after: CaseRow = { ...row, ...Object.fromEntries(frozen.map((key) => [key, before[caseColumn(key)]])) };
  const edit = amendmentOf(before, after);
  // What was taken in before, by an attempt whose end was not noted, is no edit any more.
  const amendment = stillMissing(edit, subject);
  if (!edit || !amendment) return { ...asItWas, taken: typed };
  // Known by the whole edit: what an act of the same row has changed since, such as 三项均符, must not look like a new one.
  const delivery = amendDelivery(work.tableRow.recordId, sinceAgreed(work, AGREED_AT), edit);
  const handled = await ask(deps, work, delivery, { type: 'amend', change: amendment });
  if (handled.kind === 'refused' && handled.reason.kind === 'busy') return { kind: 'busy' };
  const now = handled.subject ?? subject;
  if (handled.kind === 'repeated') return { ...asItWas, subject: now, putBack: notYetSaid(row, now), taken: typed };
  if (handled.kind !== 'refused' || handled.reason.kind === 'nothingChanged')
    return { ...asItWas, subject: now, taken: typed };
  const known = normaliseValues(cases, peopleCells(now));
  const back = Object.fromEntries(
    Object.keys(plan.amend).map((key) => [key, known[key] ?? work.base[key] ?? cases.columns[caseColumn(key)].empty]),
  );
  return {
    kind: 'settled',
    subject: now,
    putBack: { ...back, action: null },
    taken: [],
    result: said(deps, EDIT_REFUSED, handled.reason),
    isRefused: true,
  };
};

const settleWish = async (deps: BaseDeps, work: SettlingRow, subject: Case): Promise<Settled> => {
  const { row } = work;
  const refused = (sentence: string, now: Case = subject): Settled => ({
    kind: 'settled',
    subject: now,
    putBack: { action: null },
    taken: [],
    result: sentence,
    isRefused: true,
  });
  const refusedFor = (action: ActionName, reason: Refusal, now: Case = subject): Settled =>
    refused(`${action}：${rowRefusal(reason, now, work.directory, deps.refusalSentence)}`, now);
  const wish = wishOf(work, subject);
  switch (wish.kind) {
    case 'none':
      return {
        kind: 'settled',
        subject,
        putBack: ownNotes(work, wish.sentence !== null),
        taken: [],
        result: wish.sentence,
        isRefused: wish.sentence !== null,
      };
    case 'unknownAction':
      return refused('没有这个操作，未执行。');
    case 'action': {
      const mergeTarget =
        wish.action === '合并' && row.mergeInto !== ''
          ? await deps.cases.findByNumber(work.district, row.mergeInto)
          : null;
      const originals = filesInCell(work.tableRow.fields[cases.columns.originals.name]);
      const asked = commandOf(wish.action, row, subject, { mergeTarget, originals });
      if ('problem' in asked) return refusedFor(wish.action, asked.problem);
      const delivery = actionDelivery(work.tableRow.recordId, sinceAgreed(work, ACTION_FREE_AT), wish.action);
      const handled = await ask(deps, work, delivery, asked.command);
      if (handled.kind === 'refused')
        return handled.reason.kind === 'busy'
          ? { kind: 'busy' }
          : refusedFor(wish.action, handled.reason, handled.subject ?? subject);
      const now = handled.subject ?? subject;
      return {
        kind: 'settled',
        subject: now,
        putBack: {
          ...EMPTY_INPUTS,
          ...(handled.kind === 'repeated' ? notYetSaid(row, now) : filledByAct(subject, now)),
        },
        taken: [],
        result: `${minute(deps.now())} ${wish.action}：${handled.reply ?? '已办理。'}`,
        isRefused: false,
      };
    }
  }
};

/** What an act wrote into people's columns of the case, such as 三项均符: the row says it, too. */
const filledByAct = (before: Case, after: Case): Values => unlike(peopleCells(before), peopleCells(after));

/**
 * Of an edit or an act that was taken in before, by an attempt that did not come to write the row: whatever the row does not say yet.
 * 待核 and an empty cell say the same, and what somebody chose of the two stays.
 */
const notYetSaid = (row: CaseRow, after: Case): Values =>
  Object.fromEntries(
    Object.entries(unlike(row, peopleCells(after))).filter(
      ([key, value]) => amendmentOf(row, { ...row, [key]: value }) !== null,
    ),
  );

/**
 * What an act filled in and the row was never told, because the write was lost and something else chosen before the next one: of the
 * columns that acts fill, those in which nobody typed anything since.
 */
const untold = ({ row, base }: SettlingRow, now: Case): Values => {
  const before: CaseRow = { ...EMPTY, ...base };
  return Object.fromEntries(
    Object.entries(notYetSaid(row, now)).filter(
      ([key]) => isFilledByActs(key) && amendmentOf(before, { ...before, [key]: row[caseColumn(key)] }) === null,
    ),
  );
};
const FILLED_BY_ACTS: readonly string[] = VERDICT_KEYS.flatMap((key) => [key, `${key}Ground`]);
const isFilledByActs = (key: string): boolean => FILLED_BY_ACTS.includes(key);

const unlike = (before: Values, after: Values): Values => {
  const [was, is] = [normaliseValues(cases, before), normaliseValues(cases, after)];
  return Object.fromEntries(Object.entries(is).filter(([key, value]) => !sameCell(was[key], value)));
};

const said = (deps: BaseDeps, what: string, reason: Refusal): string => `${what}：${deps.refusalSentence(reason)}`;

const ask = (
  deps: BaseDeps,
  work: SettlingRow,
  deliveryId: Parameters<BaseDeps['handle']>[0]['deliveryId'],
  command: Parameters<BaseDeps['handle']>[0]['command'],
): Promise<Handled> =>
  deps.handle({ deliveryId, district: work.district, caseId: work.subject.id, actor: work.actor, command });

/**
 * 更新时间 and 操作结果 follow from what was done to the row, and a write of ours may not have been noted: they go back where a person
 * was the last to change the row, and with a word only where that is all the person changed.
 */
const OWN_NOTES: readonly string[] = ['operationResult', 'updatedAt'];
const isPersons = ({ actor, tableRow }: SettlingRow): boolean =>
  actor.kind === 'editor' && actor.openId !== null && actor.openId === tableRow.modifiedBy;
const ownNotes = (work: SettlingRow, isAnswered: boolean): Values => {
  const { plan, base } = work;
  if (work.isInDoubt || !isPersons(work)) return {};
  return {
    ...('updatedAt' in plan.foreign ? { updatedAt: base['updatedAt'] ?? null } : {}),
    ...('operationResult' in plan.foreign && !isAnswered ? { operationResult: base['operationResult'] ?? '' } : {}),
  };
};

type Wish =
  /** An option that somebody added to 操作. */
  | { readonly kind: 'unknownAction' }
  | { readonly kind: 'none'; readonly sentence: string | null }
  | { readonly kind: 'action'; readonly action: ActionName };

/** An action that was chosen, or the one a drag on the kanban stands for. */
const wishOf = (work: SettlingRow, subject: Case): Wish => {
  const { row, plan } = work;
  if (row.action !== null) {
    const action = actionNamed(row.action);
    return action ? { kind: 'action', action } : { kind: 'unknownAction' };
  }
  if (work.isInDoubt) return { kind: 'none', sentence: null };
  if ('state' in plan.foreign) {
    const to = stateNamed(row.state);
    const action = to && actionForState(subject.state, to);
    if (action) return { kind: 'action', action };
    return { kind: 'none', sentence: `“状态”不能直接改为“${row.state ?? '空'}”，已恢复；请在“操作”列中选择。` };
  }
  const others = Object.keys(plan.foreign).filter((key) => !OWN_NOTES.includes(key));
  // Typed over by hand and by nothing else: no write of ours leaves a row that a person changed last and in nothing.
  const isOverNotes = isPersons(work) && Object.keys(plan.amend).length === 0;
  const foreign = others.length > 0 || !isOverNotes ? others : Object.keys(plan.foreign);
  if (foreign.length === 0) return { kind: 'none', sentence: null };
  return {
    kind: 'none',
    sentence: putBackSentence(foreign.map((key) => cases.columns[caseColumn(key)].name)),
  };
};

/**
 * In the shadow of a row, and no columns of it: the moment of the row when it was last agreed on, and when 操作 was last seen empty, or
 * was done and cleared. A write of ours may fail, in whole or for 操作 only; until one has come through, whatever stands in the cells is
 * the edit that was taken in and the choice that was done.
 */
const AGREED_AT = 'agreedAt';
const ACTION_FREE_AT = 'actionFreeAt';
/** Where what was typed is taken in and the row cannot be written: a choice that was done still stands in it. */
export const takenAt = (row: TableRow, base: Values, now: Ms): Values => ({
  ...actionFreeBefore(base),
  [AGREED_AT]: row.modifiedAt ?? now,
});
export const agreedAt = (row: TableRow, waiting: ReadonlySet<string>, base: Values, now: Ms): Values => {
  const at = row.modifiedAt ?? now;
  return { [AGREED_AT]: at, ...(waiting.has('action') ? actionFreeBefore(base) : { [ACTION_FREE_AT]: at }) };
};
/** As it was agreed on last. */
export const actionFreeBefore = (base: Values): Values => ({ [ACTION_FREE_AT]: base[ACTION_FREE_AT] ?? 0 });
/**
 * Tells an edit or a choice from the next one that says the same. Another 操作结果 than was agreed on: a write came through unnoticed, and
 * this is a new one; a choice is then known by the moment of that write, which stays however often other cells are typed into.
 */
const sinceAgreed = ({ base, tableRow, row }: SettlingRow, since: typeof AGREED_AT | typeof ACTION_FREE_AT): string => {
  const isWritten = !sameCell(row.operationResult, base['operationResult'] ?? '');
  const writtenAt = since === ACTION_FREE_AT ? row.updatedAt : null;
  return isWritten ? `cleared ${writtenAt ?? tableRow.modifiedAt ?? 0}` : `since ${JSON.stringify(base[since] ?? 0)}`;
};
