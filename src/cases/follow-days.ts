/**
 * After a change of 接待日 each case on an agenda that was told something else of its day follows it. Decides nothing itself; each
 * is a command, and one that was given before is not due any more.
 */
import type { AttemptEnd, CaseStore, MirrorStore, Now } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { type CaseId, type DistrictId, deliveryId } from '../workflow/ids.ts';
import { changedDayOf } from '../workflow/reception-day.ts';
import type { HandleCommand } from './handle-command.ts';

export interface FollowDaysDeps {
  readonly cases: Pick<CaseStore, 'openCases'>;
  readonly mirror: Pick<MirrorStore, 'loadDirectory'>;
  readonly handleCommand: HandleCommand;
  readonly now: Now;
}

const PAGE = 200;
const AGAIN_MS = 5_000;

export const followDays = async (deps: FollowDaysDeps, district: DistrictId): Promise<AttemptEnd> => {
  const directory = await deps.mirror.loadDirectory(district);
  let after: CaseId | null = null;
  for (;;) {
    const page: readonly Case[] = await deps.cases.openCases(district, after, PAGE);
    for (const { id, seq } of page.filter((one) => changedDayOf(one, directory) !== null)) {
      const outcome = await deps.handleCommand({
        deliveryId: deliveryId(`day:${id}:${seq}`),
        caseId: id,
        district,
        actor: { kind: 'clock' },
        command: { type: 'followDay' },
      });
      if (outcome.kind === 'refused' && outcome.reason.kind === 'busy')
        return { kind: 'again', at: deps.now() + AGAIN_MS, reason: '数据库繁忙', countsAsAttempt: false };
    }
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return { kind: 'finished' };
  }
};
