/** The control functions (control.ts) carried out on a tenant. */
import { pressApproval } from './approvals.ts';
import { applyChanges, type Tenant } from './bitable-changes.ts';
import { fieldEventValue } from './bitable-fields.ts';
import { findBase, findRecord, findTable } from './bitable-find.ts';
import { parseCells } from './bitable-records.ts';
import { announceField } from './bitable-structure.ts';
import type { WriteScope } from './bitable-write.ts';
import { isJson, objectAt } from './card-tree.ts';
import type { Control, Outcome, RecordTarget } from './control.ts';
import { storeFile } from './drive.ts';
import type { Faults } from './faults.ts';
import { submitForm } from './forms.ts';
import { FeishuError, refuse } from './http.ts';
import { addMessage, currentContent } from './im.ts';
import { makePerson } from './people.ts';
import { press } from './press.ts';
import type { Base, Person, Table } from './state.ts';
import { completeTodo, deleteTodo } from './tasks.ts';
import { chatOf, findPerson } from './world.ts';

export const createControl = (tenant: Tenant, faults: Faults): Control => {
  const { state } = tenant;
  const open = (target: RecordTarget): readonly [Base, Table, WriteScope] => {
    const base = findBase(state, target.appToken);
    if (findPerson(tenant, target.operator) === undefined) refuse(1254302, `没有这个人：${target.operator}`);
    return [base, findTable(base, target.tableId), { world: tenant, base, idType: 'open_id', newOptions: new Map() }];
  };
  const operatorIds = (openId: string): Readonly<Record<string, string>> => {
    const person = findPerson(tenant, openId);
    return { open_id: openId, union_id: person?.unionId ?? '', user_id: person?.userId ?? '' };
  };

  return {
    press: (request) => press(tenant, request),
    pressMany: (requests) => Promise.all(requests.map((request) => press(tenant, request))),
    pressApproval: (request) => pressApproval(tenant, tenant.events, request),
    completeTodo: (request) => completeTodo(tenant, tenant.events, request),
    deleteTodo: (guid) => deleteTodo(tenant, tenant.events, guid),
    forward: (messageId, toOpenId) =>
      attempt(() => {
        const message = state.messages.find((each) => each.messageId === messageId) ?? refuse(230110, '消息不存在');
        if (message.isRecalled) return refuse(230011, '消息已撤回');
        if (findPerson(tenant, toOpenId) === undefined) return refuse(230013, '没有这个人');
        const content = currentContent(message);
        const card: unknown = message.type === 'interactive' ? JSON.parse(content) : null;
        const config = isJson(card) ? objectAt(card, 'config') : undefined;
        if (tenant.settings.heedsForwarding && config?.['enable_forward'] === false)
          return refuse(230001, '该卡片不允许转发');
        const sender = state.chats.find((chat) => chat.chatId === message.chatId)?.openId ?? 'app';
        const copy = addMessage(
          tenant,
          chatOf(tenant, toOpenId),
          sender,
          message.type,
          content,
          null,
          message.forwardedFrom ?? messageId,
        );
        return { messageId: copy.messageId };
      }),
    markRead: (messageId, openId) => {
      const message = state.messages.find((each) => each.messageId === messageId);
      if (message === undefined || message.readBy.some((each) => each.openId === openId)) return;
      message.readBy.push({ openId, at: tenant.now() });
      tenant.changed();
    },
    menu: (openId, eventKey) =>
      tenant.events.send('application.bot.menu_v6', {
        operator: { operator_name: findPerson(tenant, openId)?.name ?? '', operator_id: operatorIds(openId) },
        event_key: eventKey,
        timestamp: Math.floor(tenant.now() / 1000),
      }),
    say: (openId, text) => {
      const chatId = chatOf(tenant, openId);
      const message = addMessage(tenant, chatId, openId, 'text', JSON.stringify({ text }), null);
      tenant.events.send('im.message.receive_v1', {
        sender: { sender_id: operatorIds(openId), sender_type: 'user', tenant_key: tenant.settings.tenantKey },
        message: {
          message_id: message.messageId,
          create_time: String(message.createdAt),
          update_time: String(message.updatedAt),
          chat_id: chatId,
          chat_type: 'p2p',
          message_type: 'text',
          content: JSON.stringify({ text }),
        },
      });
      return message.messageId;
    },
    editRecord: (target, fields) =>
      attempt(() => {
        const [base, table, scope] = open(target);
        const record = findRecord(table.records, target.recordId);
        const cells = parseCells(scope, table, fields);
        applyChanges(tenant, base, table, [{ kind: 'edit', record, cells }], target.operator, scope.newOptions);
        return record;
      }),
    createRecord: (target, fields) =>
      attempt(() => {
        const [base, table, scope] = open(target);
        const recordId = tenant.newId('rec');
        const cells = parseCells(scope, table, fields);
        const [record] = applyChanges(
          tenant,
          base,
          table,
          [{ kind: 'add', recordId, cells }],
          target.operator,
          scope.newOptions,
        );
        return record ?? refuse(1255001, 'InternalError');
      }),
    deleteRecord: (target) =>
      attempt(() => {
        const [base, table] = open(target);
        const record = findRecord(table.records, target.recordId);
        applyChanges(tenant, base, table, [{ kind: 'delete', record }], target.operator);
        return record;
      }),
    restoreRecord: (target, { recordId, cells }) =>
      attempt(() => {
        const [base, table] = open(target);
        const changes = [{ kind: 'add', recordId, cells: new Map(Object.entries(structuredClone(cells))) }] as const;
        const [record] = applyChanges(tenant, base, table, changes, target.operator);
        return record ?? refuse(1255001, 'InternalError');
      }),
    renameField: (target, from, to) =>
      attempt(() => {
        const [base, table] = open(target);
        const field = table.fields.find((each) => each.name === from) ?? refuse(1254044, 'FieldIdNotFound');
        if (table.fields.some((each) => each.name === to)) return refuse(1254014, 'FieldNameDuplicated');
        const before = fieldEventValue(base, field);
        field.name = to;
        base.revision += 1;
        table.revision += 1;
        tenant.changed();
        const after = fieldEventValue(base, field);
        const change = { field_id: field.fieldId, before_value: before, after_value: after };
        announceField(tenant, base, table, target.operator, { action: 'field_edited', ...change });
        return { fieldId: field.fieldId };
      }),
    submitForm: (answer) => attempt(() => submitForm(tenant, answer)),
    storeFile: (appToken, name, mimeType, bytes) => storeFile(tenant, appToken, name, mimeType, bytes).fileToken,
    addFaults: faults.add,
    clearFaults: faults.clear,
    setClock: (now) => {
      state.clockOffsetMs += now - tenant.now();
      tenant.changed();
    },
    advanceClock: (ms) => {
      state.clockOffsetMs += ms;
      tenant.changed();
    },
    verifyUrl: (door = 'events') =>
      tenant.events.challenge(door === 'events' ? tenant.settings.eventsPath : tenant.settings.cardsPath),
    addPerson: ({ openId, name, ...rest }) => {
      const key = openId.replace(/^ou_(sandbox_)?/, '');
      const person: Person = { ...makePerson(key, name, rest.unit ?? '', rest.mobile ?? ''), ...rest, openId };
      state.people = [...state.people.filter((each) => each.openId !== openId), person];
      tenant.changed();
      return person;
    },
    updatePerson: (openId, change) => {
      state.people = state.people.map((person) =>
        person.openId === openId ? { ...person, ...change, openId } : person,
      );
      tenant.changed();
    },
  };
};

/** Turns Feishu's refusals into a value; anything else is a bug and goes on. */
const attempt = <T>(work: () => T): Outcome<T> => {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof FeishuError) return { ok: false, code: error.code, msg: error.message };
    throw error;
  }
};
