/**
 * How a call to Feishu can fail, decided in this one place (reliability: the six failure classes) from the body's `code`
 * and, failing that, from the HTTP status. Pure. Nobody looks at message texts: Feishu advises against it, and they may
 * quote what was sent. The sentences here are shown to staff in 运行状况, so they name no person and no content.
 * Codes: the error tables of im-v1, bitable-v1, drive-v1 and the general error page of open.feishu.cn.
 */
import type { FeishuFailure } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';

/** Whether the call could have changed anything: a read may simply be repeated, a write must be looked after first. */
export type CallEffect = 'read' | 'write';

/** Every end of a call that is not a success. */
export type CallOutcome =
  /** A JSON answer with a code other than 0. `resetMs`: what `x-ogw-ratelimit-reset` asked for. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly code: number;
      readonly resetMs: Ms | null;
      readonly effect: CallEffect;
    }
  /** No Feishu answer in the body: HTML of a gateway, an empty body, a redirect. */
  | { readonly kind: 'unreadable'; readonly status: number; readonly resetMs: Ms | null; readonly effect: CallEffect }
  /** Code 0, but the data has not the shape we know. */
  | { readonly kind: 'misshapen'; readonly effect: CallEffect }
  | { readonly kind: 'timedOut'; readonly effect: CallEffect }
  /** The connection failed; `wasSent` is false only when it surely failed before the request left. */
  | { readonly kind: 'disconnected'; readonly wasSent: boolean; readonly effect: CallEffect };

/** The token was not accepted; worth one fresh token and one repeat, because nothing was done. */
export const TOKEN_REFUSED_CODES: ReadonlySet<number> = new Set([99991661, 99991663, 99991668]);
/** DataNotChange: the row already is what it should be. */
export const DATA_NOT_CHANGED = 1254606;
/** The collaborator is the owner, or already has a greater right, or may not be added. */
export const COLLABORATOR_REFUSED = 1063003;

const SECOND_MS = 1000;
const MAX_RETRY_MS = 10 * 60 * SECOND_MS;

type Verdict =
  | { readonly family: 'retry'; readonly afterMs: Ms; readonly reason: string }
  | { readonly family: 'conflict' | 'gone' | 'unreachable' | 'reject' | 'unknown' | 'auth'; readonly reason: string }
  /** Went wrong inside Feishu: a read comes again, a write may have happened. */
  | { readonly family: 'inside'; readonly reason: string };

const throttled: Verdict = { family: 'retry', afterMs: SECOND_MS, reason: '飞书限流，稍后自动重试' };
const notReady: Verdict = { family: 'retry', afterMs: 2 * SECOND_MS, reason: '飞书上一步操作尚未完成，稍后自动重试' };
const inside: Verdict = { family: 'inside', reason: '飞书内部错误' };
const noScope: Verdict = { family: 'auth', reason: '应用缺少所需权限，请管理员在飞书开放平台开通并发布' };
const noDocumentRight: Verdict = { family: 'auth', reason: '应用没有该多维表格的管理权限，请管理员添加文档应用' };
const noSubscription: Verdict = {
  family: 'auth',
  reason: '应用没有该多维表格的管理权限，或企业关闭了文档访问记录，无法订阅改动',
};
const badCredentials: Verdict = { family: 'auth', reason: '应用凭证无效或应用已停用，请管理员核对应用设置' };
const personGone: Verdict = { family: 'unreachable', reason: '接收人已离职、已屏蔽机器人或会话已解散' };
const messageGone: Verdict = { family: 'gone', reason: '消息已撤回、已删除或已超过可更新期限' };
const missingPart: Verdict = { family: 'reject', reason: '多维表格、数据表、视图或字段不存在，请检查表格结构' };
const duplicate: Verdict = { family: 'reject', reason: '同名的数据表、视图或字段已存在' };
const badCell: Verdict = { family: 'reject', reason: '字段值与字段类型不符，请检查表格结构' };
const badProperty: Verdict = { family: 'reject', reason: '字段设置不被飞书接受' };
const tooMuch: Verdict = { family: 'reject', reason: '超出飞书的数量或大小上限' };
const contentRefused: Verdict = { family: 'reject', reason: '消息内容未通过飞书审核或格式校验' };
const participantGone: Verdict = { family: 'unreachable', reason: '参与人已离职或不在本组织' };
const approvalRefused: Verdict = { family: 'reject', reason: '飞书审批不接受该内容' };
const calendarRefused: Verdict = { family: 'reject', reason: '飞书日历不接受该内容或不允许该操作' };
const taskRefused: Verdict = { family: 'reject', reason: '飞书任务不接受该内容或不允许该操作' };
const cannotReach: Verdict = { family: 'unreachable', reason: '该人员不在应用可用范围内或无法接收消息' };

const verdicts: readonly (readonly [Verdict, readonly number[]])[] = [
  [throttled, [99991400, 1254290, 1254112, 230020, 11232, 11233, 11247, 1063006, 800004135]],
  [notReady, [1254607, 1254036, 230049]],
  [{ family: 'retry', afterMs: 60 * SECOND_MS, reason: '本月接口调用次数已用完，等待恢复' }, [99991403]],
  [{ family: 'conflict', reason: '多维表格正被其他操作占用，稍后自动重试' }, [1254291]],
  [{ family: 'conflict', reason: '另一个文件正在上传，稍后再试' }, [1061045]],
  [{ family: 'gone', reason: '多维表格中的该行已被删除' }, [1254043]],
  [messageGone, [230011, 230110, 231003, 230031, 230019]],
  [personGone, [230029, 230053, 232009]],
  [{ family: 'gone', reason: '云文档已被删除' }, [1063005, 1069604]],
  [noScope, [99991672, 99991679, 230027]],
  [noSubscription, [1069603]],
  [noDocumentRight, [91403, 1254302, 1254304, 1254305, 1063002, 1063004]],
  [
    badCredentials,
    [99991661, 99991663, 99991668, 99991662, 99991664, 99991665, 99991671, 99991673, 10003, 10012, 10013, 10014, 10015],
  ],
  [{ family: 'auth', reason: '服务器地址不在应用的 IP 白名单内，请管理员核对' }, [99991401]],
  [{ family: 'auth', reason: '机器人能力未启用或未发布，请管理员核对' }, [230006, 230002]],
  [
    inside,
    [1255040, 1254200, 1254002, 1255001, 1255002, 1255003, 1255004, 1255005, 1066001, 1066002, 1069601, 1500, 2200],
  ],
  [{ family: 'unknown', reason: '相同操作曾经提交，需核对后再写入' }, [1254608, 1255006]],
  [missingPart, [1254003, 1254004, 1254005, 1254006, 1254009, 1254040, 1254041, 1254042, 1254044, 1254045, 1254049]],
  [duplicate, [1254013, 1254014, 1254020, 1254033, 1254039]],
  [
    badCell,
    [
      1254015, 1254060, 1254061, 1254062, 1254063, 1254064, 1254065, 1254066, 1254067, 1254068, 1254069, 1254072,
      1254074, 1254303,
    ],
  ],
  [badProperty, Array.from({ length: 17 }, (_, at) => 1254080 + at)],
  [tooMuch, [1254100, 1254101, 1254102, 1254103, 1254104, 1254105, 1254106, 1254130, 1254306, 230025, 1061043]],
  [contentRefused, [230022, 230028, 230099]],
  [cannotReach, [230013, 230018, 230034, 230035, 230036, 230038, 230054, 230075, 99992351, 99992361]],
  [{ family: 'reject', reason: '数据没有变化' }, [DATA_NOT_CHANGED]],
  [{ family: 'reject', reason: '无法为该人员添加多维表格权限' }, [COLLABORATOR_REFUSED, 1063001]],
  [{ family: 'reject', reason: '高级权限尚未就绪或未开启' }, [1254301]],
];
/** approval-v4, calendar-v4, task-v2, contact-v3. */
const linkVerdicts: readonly (readonly [Verdict, readonly number[]])[] = [
  [approvalRefused, [1390001]],
  [{ family: 'gone', reason: '飞书审批中的定义已不存在' }, [1390002]],
  [inside, [1395001, 190003, 1470500]],
  [throttled, [190004, 190005, 190010]],
  [{ family: 'auth', reason: '机器人能力未启用，日历不可用，请管理员核对' }, [190006, 190007]],
  [calendarRefused, [190002, 190013, 190014, 191002, 191004, 193002, 194001, 194002, 194003, 194004]],
  [{ family: 'gone', reason: '飞书日历中的日程已被删除' }, [191000, 191001, 191003, 193000, 193001, 193003]],
  [participantGone, [194000, 195100]],
  [taskRefused, [1470400, 1470403]],
  [{ family: 'gone', reason: '飞书任务已被删除' }, [1470404]],
  // The first of two equal requests is still being worked on: its answer comes with the next try.
  [notReady, [1470422]],
  [{ family: 'auth', reason: '该人员不在应用的通讯录权限范围内，请管理员核对' }, [41050, 40004]],
];
const verdictByCode: ReadonlyMap<number, Verdict> = new Map(
  [...verdicts, ...linkVerdicts].flatMap(([verdict, codes]) => codes.map((code) => [code, verdict] as const)),
);

/** The failure class of an outcome. `code` is Feishu's, or the HTTP status, or 0 when there was no answer at all. */
export function classify(outcome: CallOutcome): FeishuFailure {
  switch (outcome.kind) {
    case 'answered': {
      const verdict = verdictByCode.get(outcome.code) ?? verdictByStatus(outcome.status);
      return failureOf(verdict, outcome.code, outcome.effect, outcome.resetMs);
    }
    case 'unreadable':
      return failureOf(gatewayVerdict(outcome.status), outcome.status, outcome.effect, outcome.resetMs);
    case 'misshapen':
      return outcome.effect === 'read'
        ? { kind: 'reject', code: 0, reason: '飞书返回的数据格式无法识别' }
        : { kind: 'unknown', code: 0, reason: '飞书返回的数据格式无法识别，需核对是否已写入' };
    case 'timedOut':
      return failureOf({ family: 'inside', reason: '飞书未在时限内答复' }, 0, outcome.effect, null);
    case 'disconnected':
      return outcome.wasSent
        ? failureOf({ family: 'inside', reason: '与飞书的连接中断' }, 0, outcome.effect, null)
        : { kind: 'retry', code: 0, afterMs: 5 * SECOND_MS, reason: '无法连接飞书，稍后自动重试' };
  }
}

/** A code we do not know: only the status is left to go by. */
function verdictByStatus(status: number): Verdict {
  if (status === 429) return throttled;
  if (status >= 500 || status === 408) return inside;
  if (status === 401) return badCredentials;
  return { family: 'reject', reason: '飞书拒绝了该请求' };
}

/** Not Feishu's own words, so a gateway or a proxy spoke. Below 500 it did not let the request through. */
function gatewayVerdict(status: number): Verdict {
  if (status === 429) return throttled;
  if (status === 413) return tooMuch;
  // A success without a Feishu body may be Feishu's with its body cut off: the write may have happened.
  const mayHavePassed = status < 300 || status >= 500 || status === 408;
  return mayHavePassed
    ? { family: 'inside', reason: '飞书网关答复异常' }
    : { family: 'retry', afterMs: 60 * SECOND_MS, reason: '网络出口或网关拦截了请求，稍后自动重试' };
}

function failureOf(verdict: Verdict, code: number, effect: CallEffect, resetMs: Ms | null): FeishuFailure {
  const { reason } = verdict;
  switch (verdict.family) {
    case 'retry': {
      const afterMs = Math.min(Math.max(resetMs ?? 0, verdict.afterMs), MAX_RETRY_MS);
      return { kind: 'retry', code, afterMs, reason };
    }
    case 'inside':
      return effect === 'read'
        ? { kind: 'retry', code, afterMs: 2 * SECOND_MS, reason: `${reason}，稍后自动重试` }
        : { kind: 'unknown', code, reason: `${reason}，需核对是否已写入` };
    case 'conflict':
    case 'gone':
    case 'unreachable':
    case 'reject':
    case 'unknown':
      return { kind: verdict.family, code, reason };
    case 'auth':
      return { kind: verdict.family, code, reason, ...(verdict === noScope ? { lacksScope: true } : {}) };
  }
}
