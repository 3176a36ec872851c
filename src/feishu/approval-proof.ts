/**
 * How a press in the approval centre proves itself (三方快捷审批回调): the callback is not signed, it carries a token inside a body
 * encrypted with a key, both chosen by us when the definition is made. Both are derived from the service's own secret, so
 * there is nothing more to configure and changing the secret changes them. The context that comes back with a press holds
 * only for one task of a sheet as it was shown. Pure.
 */
import { createHmac } from 'node:crypto';
import { secretMatches } from './signature.ts';

export interface ApprovalProof {
  /** What the definition is made with. */
  readonly token: string;
  readonly key: string;
  /** What is accepted: two of each while the secret is being changed. */
  readonly keys: readonly string[];
  readonly isOurToken: (presented: string) => boolean;
  readonly contextOf: (taskId: string, mark: string) => string;
  readonly isContext: (presented: string, taskId: string, mark: string) => boolean;
}

/** `secrets`: the first makes, all verify. @throws when there is none. */
export const createApprovalProof = (secrets: readonly string[]): ApprovalProof => {
  const [current] = secrets;
  if (!current) throw new Error('presses in the approval centre cannot be proved without a secret');
  const derived = (secret: string, purpose: string, text = ''): string =>
    createHmac('sha256', secret).update(`approval centre\n${purpose}\n${text}`).digest('hex');
  const context = (secret: string, taskId: string, mark: string) => derived(secret, 'context', `${taskId}\n${mark}`);
  return {
    token: derived(current, 'token'),
    key: derived(current, 'key'),
    keys: secrets.map((secret) => derived(secret, 'key')),
    // Every one is compared, so that the time does not tell which is in use.
    isOurToken: (presented) =>
      secrets.map((secret) => secretMatches(derived(secret, 'token'), presented)).some((matches) => matches),
    contextOf: (taskId, mark) => context(current, taskId, mark),
    isContext: (presented, taskId, mark) =>
      secrets.map((secret) => secretMatches(context(secret, taskId, mark), presented)).some((matches) => matches),
  };
};
