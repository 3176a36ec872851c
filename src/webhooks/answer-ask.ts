/**
 * A button that only shows something was pressed (打开, 翻页): a fresh copy of the presser's card of a case, another page of a
 * list in place of the card, or the card of the room. Changes no case; shows nothing to whoever has no part in it.
 */

import { type PressAnswer, pressAnswer } from '../../cards/answer.ts';
import type { Ask, ListName } from '../../cards/cards.ts';
import type { CaseStore, Intention, Now, OutboxStore } from '../ports.ts';
import { wish } from '../wishes/wish.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import type { CardKind } from '../workflow/effects.ts';
import type { CaseId, DeliveryId, DistrictId, Ms, OpenId } from '../workflow/ids.ts';
import { isConcerned } from '../workflow/roles.ts';
import { drawRoom } from './room-press.ts';

export interface AnswerAskDeps {
  readonly cases: Pick<CaseStore, 'loadCase' | 'loadReceptionDay'>;
  readonly outbox: Pick<OutboxStore, 'saveEvent'>;
  readonly freshCard: (
    card: { readonly kind: CardKind; readonly caseId: CaseId; readonly district: DistrictId; readonly round: number },
    to: OpenId,
    now: Ms,
  ) => Intention;
  readonly drawList: (district: DistrictId, viewer: OpenId, list: ListName, page: number) => Promise<object | null>;
  readonly now: Now;
}

export const answerAsk = async (
  deps: AnswerAskDeps,
  ask: Ask,
  presser: OpenId,
  delivery: DeliveryId,
): Promise<PressAnswer> => {
  if (ask.kind === 'list') {
    const card = await deps.drawList(ask.district, presser, ask.list, ask.page);
    return pressAnswer({ toast: { type: 'info', content: `第${ask.page}页` }, card });
  }
  const now = deps.now();
  if (ask.kind === 'room') {
    const card = await drawRoom(deps, { ...ask, viewer: presser });
    if (!card) return pressAnswer({ toast: { type: 'warning', content: NOT_YOUR_DAY }, card: null });
    if (ask.isHere) return pressAnswer({ toast: { type: 'info', content: NOW_SHOWN }, card });
    await deps.outbox.saveEvent(delivery, [roomWish(ask, presser, delivery, now)], now);
    return pressAnswer({ toast: { type: 'success', content: SENT }, card: null });
  }
  const loaded = await deps.cases.loadCase(ask.caseId);
  if (!loaded || !isConcerned(presser, loaded.subject, loaded.directory, beijingDateOf(now)))
    return pressAnswer({ toast: { type: 'warning', content: NOT_YOURS }, card: null });

  const card = { kind: ask.card, caseId: ask.caseId, district: loaded.subject.district, round: ask.round };
  await deps.outbox.saveEvent(delivery, [deps.freshCard(card, presser, now)], now);
  return pressAnswer({ toast: { type: 'success', content: SENT }, card: null });
};

/** A message of its own, so that the card it was asked from stays as it is. */
const roomWish = (
  { district, day }: Extract<Ask, { kind: 'room' }>,
  to: OpenId,
  delivery: DeliveryId,
  runAt: Ms,
): Intention =>
  wish('answer', {
    key: `answer:${delivery}:${district}`,
    district,
    caseId: null,
    args: { question: 'room', day, to },
    runAt,
  });

const NOT_YOUR_DAY = '没有找到由您接待的这个接待日；如有调整，请联系区工商联。';
const NOW_SHOWN = '已显示最新情况。';
const NOT_YOURS = '没有找到您可以查看的事项；如职责有调整，请联系区工商联更新名单。';
const SENT = '最新卡片已发出，请看会话最下方。';
