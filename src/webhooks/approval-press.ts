/**
 * “同意” or “拒绝” was pressed in the approval centre (三方快捷审批): the same command as on the card. Agreeing signs the proposal as it
 * was shown, so a press on anything older is refused. One answer for every forged request; the person who pressed is read
 * from Feishu, and what cannot be read is refused. The answer is what Feishu shows: nothing on success, a sentence otherwise.
 */
import type { Context } from 'hono';
import { refusalSentence } from '../../cards/answer.ts';
import type { HandleCommand, Outcome } from '../cases/handle-command.ts';
import { type QuickApproval, readQuickApproval, readSealed } from '../feishu/callbacks.ts';
import { DecryptionError, decrypt } from '../feishu/signature.ts';
import { errorTag, type Log } from '../log.ts';
import type { Approvals, Now } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import type { Command } from '../workflow/commands.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { Directory } from '../workflow/directory.ts';
import { deliveryId } from '../workflow/ids.ts';
import { isBlank, tidyText } from '../workflow/plain-text.ts';
import { caseOfApprovalTask, sheetMark } from '../workflow/sheet-approvals.ts';
import { signerAvoids, type Ties } from '../workflow/ties.ts';
import { readBody } from './receive.ts';

export interface ApprovalPressDeps {
  readonly proof: {
    readonly keys: readonly string[];
    readonly isOurToken: (presented: string) => boolean;
    readonly isContext: (presented: string, taskId: string, mark: string) => boolean;
  };
  readonly personOf: Approvals['personOf'];
  readonly handleCommand: HandleCommand;
  /** The clock of deadlines, which nobody moves. */
  readonly steadyNow: Now;
  readonly log: Log;
  readonly afterAnswer: (c: Context) => void;
}

const MAX_BODY_BYTES = 256 * 1024;
/** Feishu waits ten seconds for the answer. */
const ANSWER_WITHIN_MS = 9_000;
const WHO_IS_NOT_KNOWN = '暂时无法核实操作人，请在接待日机器人的签批单卡片上办理。';
const NOT_CONFIRMED = '结果尚未确认，请稍后查看签批单卡片；如未生效，请再按一次。';
const NOT_SUPPORTED = '请在接待日机器人的签批单卡片上办理。';

export const approvalPress = (deps: ApprovalPressDeps) => async (c: Context) => {
  const endsAt = deps.steadyNow() + ANSWER_WITHIN_MS;
  const press = await receivePress(deps, c.req.raw);
  if (typeof press === 'string') {
    deps.log({ event: 'approval.refused', reason: press });
    return c.body(null, 401);
  }
  const caseId = caseOfApprovalTask(press.taskId);
  const command = commandOf(press);
  if (caseId === null || command === null) return told(c, NOT_SUPPORTED);

  const person = await deps.personOf(press.userId);
  if (person.kind !== 'ok') {
    deps.log({ event: 'approval.personUnknown', kind: person.kind, code: person.code });
    return told(c, WHO_IS_NOT_KNOWN);
  }
  let outcome: Outcome;
  try {
    outcome = await deps.handleCommand({
      // The callback brings no id of its own: a task is pressed once to each end.
      deliveryId: deliveryId(`approval:${press.taskId}:${press.action}`),
      caseId,
      district: null,
      actor: { kind: 'person', openId: person.data, name: '' },
      command,
      endsAt,
      stillHolds: (subject, ties, directory) =>
        staleness(deps, press, subject, directory) ?? unlessAvoids(command, subject, ties, directory),
    });
  } catch (error) {
    deps.log({ event: 'approval.failed', task: press.taskId, error: errorTag(error) });
    return told(c, NOT_CONFIRMED);
  }
  deps.afterAnswer(c);
  return outcome.kind === 'refused' ? told(c, refusalSentence(outcome.reason)) : c.json({});
};

/** The press, or for the log alone what is wrong with the request. */
const receivePress = async (deps: ApprovalPressDeps, request: Request): Promise<QuickApproval | string> => {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!(body instanceof Uint8Array)) return body.reason;
  const sealed = readSealed(new TextDecoder('utf-8', { fatal: false }).decode(body));
  if (sealed.kind !== 'sealed') return 'unencrypted';
  const readings = deps.proof.keys.map((key) => opened(key, sealed.base64));
  const press = readings.find((reading) => reading !== null);
  if (!press) return 'undecryptable';
  return deps.proof.isOurToken(press.token) ? press : 'tokenMismatch';
};

const opened = (key: string, base64: string): QuickApproval | null => {
  try {
    return readQuickApproval(decrypt(key, base64));
  } catch (error) {
    if (error instanceof DecryptionError) return null;
    throw error;
  }
};

/** A reason given with the agreement is the leader's own words. */
const commandOf = ({ action, reason: typed }: QuickApproval): Command | null => {
  const reason = tidyText(typed);
  switch (action) {
    case 'APPROVE':
      return {
        type: 'instruct',
        signing: { words: reason, leadLeaderId: null, leadUnitId: null, supportingUnitIds: null, limit: null },
      };
    case 'REJECT':
      return { type: 'sendBack', reason };
    default:
      return null;
  }
};

/** Whether the sheet is still the one that was pressed. One that waits no longer is the process's to answer. */
const staleness = (
  { proof }: ApprovalPressDeps,
  press: QuickApproval,
  subject: Case,
  { settings }: Directory,
): Refusal | null => {
  const mark = sheetMark(subject, settings);
  if (mark === null || proof.isContext(press.context, press.taskId, mark)) return null;
  return { kind: 'outOfDate', state: subject.state };
};

/** 回避, also when it was registered after the sheet was shown: then nothing is signed without own words. */
const unlessAvoids = (command: Command, subject: Case, ties: Ties, directory: Directory): Refusal | null =>
  command.type === 'instruct' &&
  isBlank(command.signing.words) &&
  subject.awaiting !== null &&
  signerAvoids(subject, ties, directory, subject.awaiting.leaderId)
    ? { kind: 'avoids' }
    : null;

/** Feishu shows the words of an answer above 400 when it is told to. */
const told = (c: Context, message: string) => c.json({ message, without_prefix: true }, 422);
