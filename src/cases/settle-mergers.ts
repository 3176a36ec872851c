/**
 * 合并 carried through: what a merger still asks of its two cases is asked of them one after another, each as a command of its
 * own. Looks at both cases as they are, so that it may stop anywhere, come twice, or come late.
 */
import type { AttemptEnd, CaseStore, Now } from '../ports.ts';
import { type CaseId, deliveryId } from '../workflow/ids.ts';
import { mergerStep } from '../workflow/mergers.ts';
import type { HandleCommand } from './handle-command.ts';

export interface SettleMergerDeps {
  readonly cases: Pick<CaseStore, 'loadCases'>;
  readonly handleCommand: HandleCommand;
  readonly now: Now;
}

/** Taken in, answered, and what the other side did meanwhile. */
const MOST_STEPS = 5;
const AGAIN_MS = 5_000;

export const settleMerger = async (deps: SettleMergerDeps, id: CaseId): Promise<AttemptEnd> => {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const merged = (await deps.cases.loadCases([id]))[0];
    if (!merged) return { kind: 'parked', reason: '没有这个事项' };
    const into = merged.exit?.mergedInto ?? null;
    const target = into === null ? null : ((await deps.cases.loadCases([into]))[0] ?? null);
    const next = mergerStep(merged, target);
    if (!next) return { kind: 'finished' };

    const seq = next.of === merged.id ? merged.seq : (target?.seq ?? 0);
    const outcome = await deps.handleCommand({
      // One decision on one state of the case: asked again, it is the same.
      deliveryId: deliveryId(`merger:${id}:${next.of}:${seq}:${next.command.type}`),
      caseId: next.of,
      district: merged.district,
      actor: { kind: 'clock' },
      command: next.command,
    });
    if (outcome.kind === 'refused' && outcome.reason.kind === 'busy') break;
  }
  return { kind: 'again', at: deps.now() + AGAIN_MS, reason: '数据库繁忙', countsAsAttempt: false };
};
