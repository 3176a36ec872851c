/**
 * The little of Feishu's messages that delivering needs: remembers by uuid for an hour, keeps what each message shows. Faults
 * are planned per call. (The whole of Feishu over HTTP is in test/feishu; here failures must be placed exactly.)
 */
import type { FeishuFailure, Messages } from '../../src/ports.ts';
import { type MessageId, messageId } from '../../src/workflow/ids.ts';

export type Fault = FeishuFailure | 'appliedThenLost';
const LOST: FeishuFailure = { kind: 'unknown', code: 0, reason: '连接中断' };

export interface FakeFeishu {
  readonly messages: Messages;
  readonly sent: readonly { readonly id: MessageId; readonly to: string; readonly uuid: string; shows: unknown }[];
  readonly calls: readonly string[];
  readonly plan: (faults: readonly (Fault | null)[]) => void;
  readonly recall: (id: string) => void;
}

export const createFakeFeishu = (): FakeFeishu => {
  const sent: { readonly id: MessageId; readonly to: string; readonly uuid: string; shows: unknown }[] = [];
  const calls: string[] = [];
  const recalled = new Set<string>();
  let faults: readonly (Fault | null)[] = [];
  const nextFault = (call: string): Fault | null => {
    calls.push(call);
    const [fault = null, ...rest] = faults;
    faults = rest;
    return fault;
  };
  const send = async (call: string, to: string, shows: unknown, uuid: string) => {
    const fault = nextFault(call);
    if (fault !== null && fault !== 'appliedThenLost') return fault;
    const earlier = sent.find((message) => message.uuid === uuid);
    const message = earlier ?? { id: messageId(`om_${sent.length + 1}`), to, uuid, shows };
    if (!earlier) sent.push(message);
    return fault ? LOST : ({ kind: 'ok', data: { messageId: message.id } } as const);
  };
  return {
    sent,
    calls,
    plan: (next) => {
      faults = next;
    },
    recall: (id) => recalled.add(id),
    messages: {
      sendCard: (to, card, uuid) => send('sendCard', to, card, uuid),
      sendText: (to, text, uuid) => send('sendText', to, text, uuid),
      urge: async () => (nextFault('urge') === null ? { kind: 'ok', data: null } : LOST),
      updateCard: async (id, card) => {
        const fault = nextFault('updateCard');
        if (fault !== null && fault !== 'appliedThenLost') return fault;
        const message = sent.find((one) => one.id === id);
        if (!message || recalled.has(id)) return { kind: 'gone', code: 230011, reason: '消息已撤回' };
        message.shows = card;
        return fault ? LOST : { kind: 'ok', data: null };
      },
    },
  };
};
