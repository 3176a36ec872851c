/**
 * What one row of 事项 asks of the process: at most one amend and one action, in that order. Says what has to stand in the row
 * afterwards; writes nothing to Feishu.
 */
import { actionNamed } from '../../bitable-schema/case-actions.ts';
import { cases } from '../../bitable-schema/cases.ts';
import { type Cell, filesInCell } from '../../bitable-schema/columns.ts';
import { emptyRow, normaliseValues, sameCell, type Values } from '../../bitable-schema/table.ts';
import type { TableRow } from '../ports.ts';
import type { Actor } from '../workflow/actor.ts';
import type { Case } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { DistrictId, Ms } from '../workflow/ids.ts';
import type { BaseDeps, Handled } from './base-deps.ts';
import type { RowPlan } from './plan-row.ts';
import { caseColumn } from './read-row.ts';
import { actionForState, commandOf, stateNamed } from './row-command.ts';
import { actionDelivery, amendDelivery } from './row-identity.ts';
import { amendmentOf, type CaseRow, peopleCells, stillMissing } from './row-mapping.ts';

export interface SettlingRow {
  readonly district: DistrictId;
  /** A write of ours to this row may have happened without being noted: unknown cells are then ours, not a drag. */
  readonly isInDoubt: boolean;
  readonly tableRow: TableRow;
  readonly row: CaseRow;
  readonly plan: RowPlan;
  readonly base: Values;
  readonly actor: Actor;
  readonly subject: Case;
}
export type Settled =
  | { readonly kind: 'busy' }
  | {
      readonly kind: 'settled';
      readonly subject: Case;
      readonly putBack: Values;
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

const minute = (at: Ms): string => new Date(at + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

export const settleRow = async (deps: BaseDeps, work: SettlingRow): Promise<Settled> => {
  const { plan, row } = work;
  // A key that the shadow lacks was empty, whatever stands there now.
  const before: CaseRow = { ...EMPTY, ...work.base };
  let subject = work.subject;
  // What was taken in before, by an attempt whose end was not noted, is no edit any more.
  const amendment = Object.keys(plan.amend).length === 0 ? null : stillMissing(amendmentOf(before, row), subject);

  if (amendment) {
    const handled = await ask(deps, work, amendDelivery(work.tableRow.recordId, work.tableRow.modifiedAt, amendment), {
      type: 'amend',
      change: amendment,
    });
    if (handled.kind === 'refused' && handled.reason.kind === 'busy') return { kind: 'busy' };
    if (handled.kind === 'refused' && handled.reason.kind !== 'nothingChanged') {
      const now = handled.subject ?? subject;
      const known = normaliseValues(cases, peopleCells(now));
      const back = Object.fromEntries(
        Object.keys(plan.amend).map((key) => [
          key,
          known[key] ?? work.base[key] ?? cases.columns[caseColumn(key)].empty,
        ]),
      );
      return {
        kind: 'settled',
        subject: now,
        putBack: { ...back, action: null },
        result: said(deps, '修改未采纳', handled.reason),
        isRefused: true,
      };
    }
    subject = handled.subject ?? subject;
  }

  const wish = wishOf(work, subject);
  switch (wish.kind) {
    case 'none':
      return { kind: 'settled', subject, putBack: {}, result: wish.sentence, isRefused: wish.sentence !== null };
    case 'unknownAction':
      return {
        kind: 'settled',
        subject,
        putBack: { action: null },
        result: '没有这个操作，未执行。',
        isRefused: true,
      };
    case 'action': {
      const cleared = { action: null };
      const mergeTarget =
        wish.action === '合并' && row.mergeInto !== ''
          ? await deps.cases.findByNumber(work.district, row.mergeInto)
          : null;
      const originals = filesInCell(work.tableRow.fields[cases.columns.originals.name]);
      const asked = commandOf(wish.action, row, subject, { mergeTarget, originals });
      if ('problem' in asked)
        return {
          kind: 'settled',
          subject,
          putBack: cleared,
          result: said(deps, wish.action, asked.problem),
          isRefused: true,
        };
      const handled = await ask(
        deps,
        work,
        actionDelivery(work.tableRow.recordId, choiceOf(work), wish.action),
        asked.command,
      );
      if (handled.kind === 'refused') {
        if (handled.reason.kind === 'busy') return { kind: 'busy' };
        return {
          kind: 'settled',
          subject: handled.subject ?? subject,
          putBack: cleared,
          result: said(deps, wish.action, handled.reason),
          isRefused: true,
        };
      }
      return {
        kind: 'settled',
        subject: handled.subject ?? subject,
        putBack: EMPTY_INPUTS,
        result: `${minute(deps.now())} ${wish.action}：${handled.reply ?? '已办理。'}`,
        isRefused: false,
      };
    }
  }
};

const said = (deps: BaseDeps, what: string, reason: Refusal): string => `${what}：${deps.refusalSentence(reason)}`;

const ask = (
  deps: BaseDeps,
  work: SettlingRow,
  deliveryId: Parameters<BaseDeps['handle']>[0]['deliveryId'],
  command: Parameters<BaseDeps['handle']>[0]['command'],
): Promise<Handled> =>
  deps.handle({ deliveryId, district: work.district, caseId: work.subject.id, actor: work.actor, command });

type Wish =
  /** An option that somebody added to 操作. */
  | { readonly kind: 'unknownAction' }
  | { readonly kind: 'none'; readonly sentence: string | null }
  | { readonly kind: 'action'; readonly action: NonNullable<ReturnType<typeof actionNamed>> };

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
  const foreign = Object.keys(plan.foreign).filter((key) => key !== 'operationResult' && key !== 'updatedAt');
  if (foreign.length === 0) return { kind: 'none', sentence: null };
  return {
    kind: 'none',
    sentence: `“${foreign.map((key) => cases.columns[caseColumn(key)].name).join('”“')}”由系统维护，已恢复。`,
  };
};

/**
 * In the shadow of a row, and no column of it: the moment of the row when 操作 was last seen empty, or was done and cleared. A
 * write that clears 操作 may fail; until one has come through, whatever stands in the cell is the choice that was done.
 */
const ACTION_FREE_AT = 'actionFreeAt';
export const actionFreeAt = (row: TableRow, waiting: ReadonlySet<string>, base: Values, now: Ms): Values => {
  return waiting.has('action') ? actionFreeBefore(base) : { [ACTION_FREE_AT]: row.modifiedAt ?? now };
};
/** As it was agreed on last. */
export const actionFreeBefore = (base: Values): Values => ({ [ACTION_FREE_AT]: base[ACTION_FREE_AT] ?? 0 });
/** Another 操作结果 than was agreed on: the clearing came through unnoticed, and this is a new choice. */
const choiceOf = ({ base, tableRow, row }: SettlingRow): string => {
  const isCleared = !sameCell(row.operationResult, base['operationResult'] ?? '');
  return isCleared ? `cleared ${tableRow.modifiedAt ?? 0}` : `since ${JSON.stringify(base[ACTION_FREE_AT] ?? 0)}`;
};
