/**
 * Cards and plain notices to one person (消息). Sends and replaces; what they say is decided in `cards/`.
 * A text is sent as plain words: whoever composes it keeps `<at …>` of strangers out.
 */
import { z } from 'zod';
import type { FeishuResult, Messages } from '../ports.ts';
import type { MessageId, OpenId } from '../workflow/ids.ts';
import { messageId } from '../workflow/ids.ts';
import type { FeishuClient } from './client.ts';

const sent = z
  .object({ message_id: z.string().min(1) })
  .transform((data): { readonly messageId: MessageId } => ({ messageId: messageId(data.message_id) }));
const nothing = z.unknown().transform(() => null);

export function createMessages(client: FeishuClient): Messages {
  return {
    sendCard: (to, card, uuid) => send(to, 'interactive', card, uuid),
    sendText: (to, text, uuid) => send(to, 'text', { text }, uuid),
    updateCard: (message, card) =>
      client.call(
        'im.message.patch',
        (sdk) => sdk.im.v1.message.patch({ path: { message_id: message }, data: { content: JSON.stringify(card) } }),
        nothing,
      ),
    urge: (message, who) =>
      client.call(
        'im.message.urgent',
        (sdk) =>
          sdk.im.v1.message.urgentApp({
            path: { message_id: message },
            params: { user_id_type: 'open_id' },
            data: { user_id_list: [who] },
          }),
        nothing,
      ),
  };

  function send(
    to: OpenId,
    type: 'interactive' | 'text',
    content: object,
    uuid: string,
  ): Promise<FeishuResult<{ readonly messageId: MessageId }>> {
    return client.call(
      'im.message.create',
      (sdk) =>
        sdk.im.v1.message.create({
          params: { receive_id_type: 'open_id' },
          data: { receive_id: to, msg_type: type, content: JSON.stringify(content), uuid },
        }),
      sent,
    );
  }
}
