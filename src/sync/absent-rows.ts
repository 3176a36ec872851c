/**
 * When a row counts as deleted. A row that was made a moment ago is not found for some seconds (feishu/bitable-forms-drive.md
 * 2.4), and the event of its making looks like any other: so what is not found is looked for once more, and only what is then
 * still absent was deleted. Pure.
 */
import type { AttemptEnd, DueIntention, Intention } from '../ports.ts';
import type { DistrictId, Ms, RecordId } from '../workflow/ids.ts';
import { pullRowIntention } from './pull-change.ts';

const CERTAIN_AFTER_MS = 15_000;

/** Since when the row has not been found, as far as the wish knows. */
const missedSince = ({ args, firstAttemptAt }: DueIntention): Ms | null =>
  args['missedSince'] === undefined ? firstAttemptAt : Number(args['missedSince']);

/** Whether what was made at that moment can be read now. */
export const isReadByNow = (madeAt: Ms, now: Ms): boolean => now - madeAt >= CERTAIN_AFTER_MS;

export const isCertainlyAbsent = (dues: readonly DueIntention[], now: Ms): boolean =>
  dues.some((due) => now - (missedSince(due) ?? now) >= CERTAIN_AFTER_MS);

export const lookOnceMore = (now: Ms): Extract<AttemptEnd, { kind: 'again' }> => ({
  kind: 'again',
  at: now + CERTAIN_AFTER_MS,
  reason: '该行暂未读到，稍后再核对',
  countsAsAttempt: false,
});

/** The wish to look once more for a row that a comparison has not found. */
export const missedRowIntention = (district: DistrictId, table: string, record: RecordId, now: Ms): Intention => {
  const wish = pullRowIntention(district, record, '', now + CERTAIN_AFTER_MS, table);
  return { ...wish, args: { ...wish.args, missedSince: String(now) } };
};
