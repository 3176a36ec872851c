/**
 * What a failed call deserves: another try and when, or an end that a person can see. Decides from the failure's class and
 * the age of the wish alone; knows no endpoint. The sentences are shown to staff in 运行状况.
 */

import type { AttemptEnd, DueIntention, FeishuFailure } from '../ports.ts';
import { WISH_KINDS } from '../wishes/kinds.ts';
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
/** The same day, counted, for messages: their token is unused as long as nothing was sent, so it has no age. */
const AUTH_ATTEMPTS = AUTH_FOR_MS / AUTH_EVERY_MS;
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
const isMessage = ({ kind }: DueIntention): boolean => WISH_KINDS[kind].isMessage === true;

/** How long the present token has been in use. */
const ageOf = (due: DueIntention, now: Ms): Ms => now - (due.firstAttemptAt ?? now);

/** The token was used so long ago that Feishu may have forgotten it: a repeat could become a second message. */
export const isTokenOver = (due: DueIntention, now: Ms): boolean => isMessage(due) && ageOf(due, now) >= TOKEN_LIFE_MS;

/** How the attempt ends that would have to repeat a message whose token is over. */
export const TOKEN_OVER: FeishuFailure = { kind: 'unknown', code: 0, reason: '发送结果不明' };

/** A failure that proves that nothing was sent leaves a message's token as fresh as it was. */
const unsent = (due: DueIntention): { readonly isUnsent?: true } =>
  isMessage(due) && due.firstAttemptAt === null ? { isUnsent: true } : {};

/** `random` gives [0, 1). */
export const createRetrySchedule = ({ random }: { readonly random: () => number }): RetrySchedule => {
  const backoff = (due: DueIntention, now: Ms, reason: string): AttemptEnd => {
    if (due.attempts + 1 >= MAX_ATTEMPTS) return { kind: 'parked', reason: `多次尝试未成功：${reason}` };
    const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** due.attempts);
    const wait = Math.max(BACKOFF_FLOOR_MS, Math.floor(random() * ceiling));
    return { kind: 'again', at: now + wait, reason, countsAsAttempt: true };
  };
  const snooze = (at: Ms, reason: string) => ({ kind: 'again' as const, at, reason, countsAsAttempt: false });

  return {
    endAfter: (failure, due, now) => {
      switch (failure.kind) {
        case 'retry':
          return {
            ...snooze(now + failure.afterMs + Math.floor(random() * RETRY_SPREAD_MS), failure.reason),
            ...unsent(due),
          };
        case 'conflict':
          return snooze(now + CONFLICT_BASE_MS + Math.floor(random() * CONFLICT_SPREAD_MS), failure.reason);
        case 'unknown':
          if (!isTokenOver(due, now)) return backoff(due, now, failure.reason);
          return { kind: 'parked', reason: '发送结果不明，为避免重复发送已停止，请向接收人核实后重新处理' };
        case 'auth':
          if (ageOf(due, now) >= AUTH_FOR_MS || (isMessage(due) && due.attempts + 1 >= AUTH_ATTEMPTS))
            return { kind: 'parked', reason: failure.reason };
          return {
            ...snooze(now + AUTH_EVERY_MS, failure.reason),
            countsAsAttempt: unsent(due).isUnsent === true,
            ...unsent(due),
          };
        case 'gone':
        case 'unreachable':
        case 'reject':
          return { kind: 'parked', reason: failure.reason };
      }
    },
    endAfterFault: (due, now) => backoff(due, now, '处理时程序出错，请技术人员查看日志'),
  };
};
