/**
 * What a failed call deserves: another try and when, or an end that a person can see. Decides from the failure's class and
 * the age of the wish alone; knows no endpoint. The sentences are shown to staff in 运行状况.
 */
import type { AttemptEnd, DueIntention, FeishuFailure } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const BACKOFF_BASE_MS = 2 * SECOND_MS;
const BACKOFF_CAP_MS = 15 * MINUTE_MS;
/** Full jitter may draw almost nothing; a failed call is not worth repeating in the same breath. */
const BACKOFF_FLOOR_MS = 250;
/** With the cap above, about two hours of trying. */
const MAX_ATTEMPTS = 14;
/** Feishu needs up to a second between two writes of one Base. */
const CONFLICT_BASE_MS = 300;
const CONFLICT_SPREAD_MS = 1_200;
/** After a rate limit the waiting ones must not all come back in the same instant. */
const RETRY_SPREAD_MS = 1_000;
const AUTH_EVERY_MS = 5 * MINUTE_MS;
const AUTH_FOR_MS = 24 * 60 * MINUTE_MS;
/** Feishu forgets a message's uuid after an hour; a repeat later than this could become a second message. */
const TOKEN_LIFE_MS = 55 * MINUTE_MS;

export type EndAfter = (failure: FeishuFailure, due: DueIntention, now: Ms) => AttemptEnd;
export interface RetrySchedule {
  /** The end of an attempt whose call failed. */
  readonly endAfter: EndAfter;
  /** The end of an attempt that broke off by an error of our own. */
  readonly endAfterFault: (due: DueIntention, now: Ms) => AttemptEnd;
}

/** Only a message is sent for good: rows are looked for before they are created again, whatever the age of the token. */
const isMessage = ({ kind }: DueIntention): boolean => kind === 'card' || kind === 'notify' || kind === 'editNotice';

/** How long the present token has been in use. */
const ageOf = (due: DueIntention, now: Ms): Ms => now - (due.firstAttemptAt ?? now);

/** `random` gives [0, 1). */
export const createRetrySchedule = ({ random }: { readonly random: () => number }): RetrySchedule => {
  const backoff = (due: DueIntention, now: Ms, reason: string): AttemptEnd => {
    if (due.attempts + 1 >= MAX_ATTEMPTS) return { kind: 'parked', reason: `多次尝试未成功：${reason}` };
    const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** due.attempts);
    const wait = Math.max(BACKOFF_FLOOR_MS, Math.floor(random() * ceiling));
    return { kind: 'again', at: now + wait, reason, countsAsAttempt: true };
  };
  const snooze = (at: Ms, reason: string): AttemptEnd => ({ kind: 'again', at, reason, countsAsAttempt: false });

  return {
    endAfter: (failure, due, now) => {
      switch (failure.kind) {
        case 'retry':
          return snooze(now + failure.afterMs + Math.floor(random() * RETRY_SPREAD_MS), failure.reason);
        case 'conflict':
          return snooze(now + CONFLICT_BASE_MS + Math.floor(random() * CONFLICT_SPREAD_MS), failure.reason);
        case 'unknown':
          if (!isMessage(due) || ageOf(due, now) < TOKEN_LIFE_MS) return backoff(due, now, failure.reason);
          return { kind: 'parked', reason: '发送结果不明，为避免重复发送已停止，请向接收人核实后重新处理' };
        case 'auth':
          if (ageOf(due, now) < AUTH_FOR_MS) return snooze(now + AUTH_EVERY_MS, failure.reason);
          return { kind: 'parked', reason: failure.reason };
        case 'gone':
        case 'unreachable':
        case 'reject':
          return { kind: 'parked', reason: failure.reason };
      }
    },
    endAfterFault: (due, now) => backoff(due, now, '处理时程序出错，请技术人员查看日志'),
  };
};
