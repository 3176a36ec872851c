/**
 * A person presses (按) something on a card: what the client checks first, the callback, and what its answer does.
 * Errors of the answer come back as the codes the client shows; nothing is sent twice.
 */
import { checkCard, findComponent, type Placed } from './card-check.ts';
import { callbackOf, formActionOf, openUrlOf } from './card-text.ts';
import {
  componentsOf,
  formAround,
  interactiveTags,
  isJson,
  type Json,
  listAt,
  numberAt,
  objectAt,
  objectsAt,
  stringAt,
} from './card-tree.ts';
import type { PressRequest, PressResult, Toast } from './control.ts';
import type { Answer, EventSender } from './events.ts';
import { cardLifeMs, redraw } from './im.ts';
import type { Message } from './state.ts';
import { findPerson, type World } from './world.ts';

type Tenant = World & { readonly events: EventSender };
type Refused = { readonly kind: 'localError'; readonly msg: string };
const localError = (msg: string): Refused => ({ kind: 'localError', msg });

export const press = async (tenant: Tenant, request: PressRequest): Promise<PressResult> => {
  const message = tenant.state.messages.find((each) => each.messageId === request.messageId);
  const refused = whyNotPressable(tenant, message, request.openId);
  if (message === undefined || refused !== null) return localError(refused ?? '消息不存在');
  const version = message.versions[request.asDrawnAt ?? message.versions.length - 1];
  if (version === undefined) return localError('没有这一版卡片');
  const card: unknown = JSON.parse(version.content);
  const forwarded = message.forwardedFrom !== null;
  const config = isJson(card) ? objectAt(card, 'config') : undefined;
  if (forwarded && tenant.settings.heedsForwarding && config?.['enable_forward_interaction'] !== true)
    return localError('转发的卡片不支持操作');
  const placed = findComponent(card, {
    ...(request.name === undefined ? {} : { name: request.name }),
    ...(request.path === undefined ? {} : { path: request.path }),
    ...(request.elementId === undefined ? {} : { elementId: request.elementId }),
    ...(request.text === undefined ? {} : { text: request.text }),
  });
  if (placed === undefined) return localError('卡片上没有这个组件');
  if (!interactiveTags.has(placed.tag)) return localError('这个组件不能操作');
  if ([placed, ...placed.ancestors].some(({ node }) => node['disabled'] === true)) return localError('组件已禁用');

  const form = formAround(placed);
  if (form !== undefined && placed.tag !== 'button') return localError('表单内的组件随提交一起发出');
  const formAction = form === undefined ? undefined : formActionOf(placed.node);
  if (formAction === 'reset') return local(null);
  const callback = callbackOf(placed.node);
  const url = openUrlOf(placed.node) ?? null;
  if (callback === undefined && formAction !== 'submit') {
    if (url !== null) return local(url);
    if (placed.tag === 'checker') return local(null);
    return { kind: 'failed', code: 200340, msg: '回调未配置', ms: 0 };
  }

  const filled =
    formAction === 'submit' && form !== undefined
      ? fillForm(card, form, request.formValue ?? {})
      : { ok: true as const, value: null };
  if (!filled.ok) return localError(filled.msg);
  const choice = form === undefined ? chosen(placed, request) : {};
  if (choice === null) return localError('没有这个选项');
  const value = request.value ?? callback?.value;
  const action: Record<string, unknown> = {
    ...(value === undefined ? {} : { value }),
    tag: placed.tag,
    timezone: 'Asia/Shanghai',
    ...(stringAt(placed.node, 'name') === '' ? {} : { name: stringAt(placed.node, 'name') }),
    ...(filled.value === null ? {} : { form_value: filled.value }),
    ...choice,
  };
  const result = await callBack(tenant, message, request, action, url);
  return result.kind === 'answered' && filled.value !== null ? { ...result, formValue: filled.value } : result;
};

const local = (openedUrl: string | null): PressResult => ({
  kind: 'answered',
  toast: null,
  redrawn: false,
  openedUrl,
  status: 0,
  ms: 0,
});

const whyNotPressable = (tenant: Tenant, message: Message | undefined, openId: string): string | null => {
  if (message === undefined) return '消息不存在';
  if (findPerson(tenant, openId) === undefined) return '没有这个人';
  const chat = tenant.state.chats.find((each) => each.chatId === message.chatId);
  if (chat?.openId !== null && chat?.openId !== openId) return '此人不在该会话中';
  if (message.type !== 'interactive') return '这不是卡片';
  if (message.isRecalled) return '消息已撤回';
  const original = tenant.state.messages.find((each) => each.messageId === message.forwardedFrom);
  if (tenant.now() - (original ?? message).createdAt > cardLifeMs) return '卡片发出已超过14天，不能再操作';
  return null;
};

/** What the form sends: given values over the initial ones; required, length and options are the client's checks. */
const fillForm = (
  card: unknown,
  form: Placed,
  given: Readonly<Record<string, unknown>>,
):
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly msg: string } => {
  const fields = componentsOf(card).filter(
    (each) => each.tag !== 'button' && interactiveTags.has(each.tag) && formAround(each)?.path === form.path,
  );
  const names = new Set(fields.map(({ node }) => stringAt(node, 'name')));
  const stray = Object.keys(given).find((name) => !names.has(name));
  if (stray !== undefined) return { ok: false, msg: `表单里没有“${stray}”` };
  const value: Record<string, unknown> = {};
  for (const { node, tag } of fields) {
    const name = stringAt(node, 'name');
    const entered = given[name] ?? initialOf(node, tag);
    const isEmpty = entered === undefined || entered === '' || (Array.isArray(entered) && entered.length === 0);
    if (node['required'] === true && isEmpty) return { ok: false, msg: `请填写必填项“${name}”` };
    const problem = isEmpty ? null : entryProblem(node, tag, entered);
    if (problem !== null) return { ok: false, msg: `${name}:${problem}` };
    if (entered !== undefined) value[name] = entered;
    else if (tag === 'input') value[name] = '';
  }
  return { ok: true, value };
};

const initialOf = (node: Json, tag: string): unknown => {
  switch (tag) {
    case 'input':
      return node['default_value'];
    case 'select_static': {
      const index = numberAt(node, 'initial_index', 0);
      return node['initial_option'] ?? (index > 0 ? objectsAt(node, 'options')[index - 1]?.['value'] : undefined);
    }
    case 'select_person':
      return node['initial_option'];
    case 'multi_select_static':
    case 'multi_select_person':
      return node['selected_values'];
    case 'date_picker':
      return typeof node['initial_date'] === 'string' ? `${node['initial_date']} +0800` : undefined;
    case 'picker_time':
      return typeof node['initial_time'] === 'string' ? `${node['initial_time']} +0800` : undefined;
    case 'picker_datetime':
      return typeof node['initial_datetime'] === 'string' ? `${node['initial_datetime']} +0800` : undefined;
    case 'checker':
      return node['checked'] === true;
    default:
      return undefined;
  }
};

const entryProblem = (node: Json, tag: string, entered: unknown): string | null => {
  const options = objectsAt(node, 'options').map((option) => option['value']);
  const isOption = (value: unknown): boolean => options.includes(value);
  switch (tag) {
    case 'input':
      if (typeof entered !== 'string') return '应为文字';
      return [...entered].length > numberAt(node, 'max_length', 1000) ? '超出字数上限' : null;
    case 'select_static':
      return isOption(entered) ? null : '没有这个选项';
    case 'multi_select_static':
      return Array.isArray(entered) && entered.every(isOption) ? null : '没有这个选项';
    case 'select_person':
      return options.length === 0 || isOption(entered) ? null : '不可选择此人';
    case 'multi_select_person':
      return Array.isArray(entered) && (options.length === 0 || entered.every(isOption)) ? null : '不可选择此人';
    case 'date_picker':
      return typeof entered === 'string' && /^\d{4}-\d{2}-\d{2}( [+-]\d{4})?$/.test(entered) ? null : '日期格式不对';
    default:
      return null;
  }
};

/** The extra keys of a component outside a form; null when the option does not exist. */
const chosen = ({ node, tag }: Placed, request: PressRequest): Readonly<Record<string, unknown>> | null => {
  switch (tag) {
    case 'select_static':
    case 'overflow':
      return objectsAt(node, 'options').some((option) => option['value'] === request.option)
        ? { option: request.option }
        : null;
    case 'select_person': {
      const options = listAt(node, 'options');
      const isListed = objectsAt(node, 'options').some((option) => option['value'] === request.option);
      return request.option !== undefined && (options.length === 0 || isListed) ? { option: request.option } : null;
    }
    case 'date_picker':
    case 'picker_time':
    case 'picker_datetime':
      return request.option === undefined ? null : { option: request.option };
    case 'input':
      return { input_value: request.inputValue ?? '' };
    case 'checker':
      return { checked: request.checked ?? node['checked'] !== true };
    default:
      return {};
  }
};

const callBack = async (
  tenant: Tenant,
  message: Message,
  request: PressRequest,
  action: Readonly<Record<string, unknown>>,
  url: string | null,
): Promise<PressResult> => {
  if (tenant.settings.serviceUrl === null) return { kind: 'failed', code: 200340, msg: '回调未配置', ms: 0 };
  const person = findPerson(tenant, request.openId);
  const token = tenant.newId('c-');
  const issued = { token, messageId: message.messageId, issuedAt: tenant.now(), uses: 0, isAnswered: false };
  tenant.state.updateTokens.push(issued);
  const ids = {
    tenant_key: tenant.settings.tenantKey,
    user_id: person?.userId ?? '',
    open_id: request.openId,
    union_id: person?.unionId ?? '',
  };
  const shape = request.shape ?? tenant.settings.callbackShape;
  const answer =
    shape === 'card.action.trigger'
      ? await tenant.events.callBack('card.action.trigger', {
          operator: ids,
          token,
          action,
          host: 'im_message',
          context: { open_message_id: message.messageId, open_chat_id: message.chatId },
        })
      : await tenant.events.callBackOld({
          open_id: ids.open_id,
          user_id: ids.user_id,
          tenant_key: ids.tenant_key,
          open_message_id: message.messageId,
          open_chat_id: message.chatId,
          token,
          action,
        });
  issued.isAnswered = true;
  tenant.changed();
  return applyAnswer(tenant, message, answer, shape, url);
};

const applyAnswer = (
  tenant: World,
  message: Message,
  answer: Answer,
  shape: 'card.action.trigger' | 'card.action.trigger_v1',
  openedUrl: string | null,
): PressResult => {
  const failed = (code: number, msg: string): PressResult => ({ kind: 'failed', code, msg, ms: answer.ms });
  if (answer.failure === 'timeout') return failed(200341, '回调服务未在3秒内响应');
  if (answer.failure === 'connection') return failed(200342, '无法连接回调服务');
  if (answer.status !== 200) return failed(200671, `回调服务返回了 HTTP ${answer.status}`);
  const body = parseObject(answer.text);
  if (body === null) return failed(200672, '响应体格式错误');
  if (shape === 'card.action.trigger_v1') {
    const isCard = Object.keys(body).length > 0 && body['toast'] === undefined;
    if (isCard) redraw(tenant, message, JSON.stringify(body));
    return {
      kind: 'answered',
      toast: readToast(body) ?? null,
      redrawn: isCard,
      openedUrl,
      status: answer.status,
      ms: answer.ms,
    };
  }
  const toast = readToast(body);
  if (toast === undefined) return failed(200672, '响应体格式错误：toast');
  const drawn = readCard(body);
  if (drawn.kind === 'wrong') return failed(drawn.code, drawn.msg);
  if (drawn.kind === 'card') redraw(tenant, message, JSON.stringify(drawn.card));
  return { kind: 'answered', toast, redrawn: drawn.kind === 'card', openedUrl, status: answer.status, ms: answer.ms };
};

const parseObject = (text: string): Json | null => {
  try {
    const json: unknown = JSON.parse(text);
    return isJson(json) ? json : null;
  } catch {
    return null;
  }
};

/** Null when there is none, undefined when it has the wrong form. */
const readToast = (body: Json): Toast | null | undefined => {
  if (body['toast'] === undefined) return null;
  const toast = objectAt(body, 'toast');
  const type = stringAt(toast, 'type', 'info');
  const content = stringAt(toast, 'content') || stringAt(objectAt(toast, 'i18n'), 'zh_cn');
  return toast !== undefined && ['info', 'success', 'error', 'warning'].includes(type) && content !== ''
    ? { type, content }
    : undefined;
};

type Drawn =
  | { readonly kind: 'none' }
  | { readonly kind: 'card'; readonly card: Json }
  | { readonly kind: 'wrong'; readonly code: number; readonly msg: string };

const readCard = (body: Json): Drawn => {
  if (body['card'] === undefined) return { kind: 'none' };
  const card = objectAt(body, 'card');
  if (card === undefined || card['type'] !== 'raw')
    return { kind: 'wrong', code: 200673, msg: '响应体中的卡片类型错误' };
  const data = objectAt(card, 'data');
  if (data === undefined) return { kind: 'wrong', code: 200673, msg: '响应体中的卡片错误' };
  if (data['schema'] !== '2.0') return { kind: 'wrong', code: 200830, msg: '2.0 卡片不能更新为 1.0 卡片' };
  const [problem] = checkCard(data);
  return problem === undefined ? { kind: 'card', card: data } : { kind: 'wrong', code: 200673, msg: problem.msg };
};
