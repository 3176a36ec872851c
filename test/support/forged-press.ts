/** A really signed press in somebody else's name, with the value of a button of this card: what no client of today would send. */
import { z } from 'zod';
import { cardPressEnvelope, signedRequest } from './signed-callback.ts';
import { SERVICE_URL, type ShownCard, TOWN_KEYS, type Town } from './town.ts';

const pressAnswerSchema = z.object({
  toast: z.object({ type: z.string(), content: z.string() }).optional(),
  card: z.unknown().optional(),
});

export const pressAs = async (
  town: Town,
  openId: string,
  card: ShownCard,
  act: string,
  form: Readonly<Record<string, unknown>> = {},
) => {
  const button = card.buttons.find((one) => one.act === act);
  if (!button) throw new Error(`the card has no button ${act}`);
  const envelope = cardPressEnvelope({
    eventId: `forged-${openId}-${act}-${town.now()}`,
    appId: TOWN_KEYS.appId,
    token: TOWN_KEYS.verificationToken,
    createTime: String(town.now() * 1000),
    openId,
    messageId: card.messageId,
    value: button.value,
    form,
  });
  const request = signedRequest({
    url: `${SERVICE_URL}/feishu/cards`,
    plaintext: envelope,
    encryptKey: TOWN_KEYS.encryptKey,
    timestampSeconds: Math.floor(town.now() / 1000),
    nonce: 'n',
  });
  return pressAnswerSchema.parse(await (await town.service.app.fetch(request)).json());
};
