/**
 * Tells an editor what was not taken over, all that waits for one person in one message. The message's uuid follows from the
 * wishes it holds; wishes that were attempted together stay together, so a repeat is recognised by Feishu.
 */
import { createHash } from 'node:crypto';
import { type EditNotice, editNoticeText } from '../../cards/edit-notice.ts';
import type { AttemptRecord, DueIntention, FeishuFailure, Messages, Now } from '../ports.ts';
import { openId } from '../workflow/ids.ts';
import { type EndAfter, isTokenOver, TOKEN_OVER } from './retry-schedule.ts';

export interface EditNoticeDeps {
  readonly messages: Pick<Messages, 'sendText'>;
  readonly endAfter: EndAfter;
  readonly now: Now;
}

/** `wall`: what Feishu already said to this person in this batch, and would say again. */
export const deliverEditNotices = async (
  deps: EditNoticeDeps,
  dues: readonly DueIntention[],
  wall: FeishuFailure | null,
): Promise<readonly AttemptRecord[]> => {
  const records: AttemptRecord[] = [];
  for (const bundle of bundlesOf(dues)) {
    const [first] = bundle;
    const isOver = isTokenOver(first, deps.now());
    const sent =
      wall ??
      (isOver ? TOKEN_OVER : null) ??
      (await deps.messages.sendText(
        openId(first.args['to'] ?? ''),
        editNoticeText(bundle.map(noticeOf)),
        bundle.length === 1 ? first.token : tokenOfBundle(bundle),
      ));
    // One end for all of them: with different moments they would come back apart, as other messages with other uuids.
    const end = sent.kind === 'ok' ? ({ kind: 'finished' } as const) : deps.endAfter(sent, first, deps.now());
    for (const due of bundle) records.push({ key: due.key, wanted: due.wanted, end });
  }
  return records;
};

type Bundle = readonly [DueIntention, ...DueIntention[]];

/** By the moment of their first attempt: those never attempted are one message, and each earlier message stays one. */
const bundlesOf = (dues: readonly DueIntention[]): readonly Bundle[] => {
  const bundles = new Map<number | null, [DueIntention, ...DueIntention[]]>();
  for (const due of dues) {
    const bundle = bundles.get(due.firstAttemptAt);
    if (bundle) bundle.push(due);
    else bundles.set(due.firstAttemptAt, [due]);
  }
  return [...bundles.values()];
};

const noticeOf = ({ args }: DueIntention): EditNotice => ({
  item: args['item'] ?? '',
  sentence: args['sentence'] ?? '',
});

/** Feishu takes up to 50 characters. */
const tokenOfBundle = (bundle: Bundle): string =>
  createHash('sha256')
    .update(
      bundle
        .map((due) => due.token)
        .sort()
        .join(),
    )
    .digest('hex')
    .slice(0, 40);
