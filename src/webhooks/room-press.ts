/**
 * The card of the room (现场签批): which items stand on it, who may see it, the next item after a press, and an item first raised
 * in the room. Every decision is a command for `handleCommand` like any other; here is only what comes before and after it.
 */
import { createHash } from 'node:crypto';
import { refusalSentence, type Toast } from '../../cards/answer.ts';
import { type Addition, drawBoard, maySeeRoom, type RoomView, roomOf, roomView } from '../../cards/cards.ts';
import type { HandleCommand } from '../cases/handle-command.ts';
import type { CaseStore, Now } from '../ports.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import {
  type CaseId,
  caseId,
  type DeliveryId,
  type DistrictId,
  type Ms,
  type OpenId,
  type ReceptionDayId,
} from '../workflow/ids.ts';

export interface RoomDeps {
  readonly cases: Pick<CaseStore, 'loadReceptionDay' | 'loadCase'>;
  readonly now: Now;
}

/** A reception day as somebody looks at it; `at` is the item in hand. */
export interface RoomAsked {
  readonly district: DistrictId;
  readonly day: ReceptionDayId;
  readonly viewer: OpenId;
  readonly at: CaseId | null;
  /** What stood in the fields of the card and was not taken, and for which item it was written. */
  readonly typed?: RoomView['typed'];
}

/** Null where there is nothing for this person to see. */
export const drawRoom = async ({ cases, now }: RoomDeps, asked: RoomAsked): Promise<object | null> => {
  const day = await cases.loadReceptionDay(asked.district, asked.day);
  const view = roomView({ ...day, viewer: asked.viewer, today: beijingDateOf(now()) }, asked.day, asked.at);
  return view ? drawBoard(asked.typed ? { ...view, typed: asked.typed } : view) : null;
};

export interface AddItemDeps extends RoomDeps {
  readonly handleCommand: HandleCommand;
}

/** Opens a case like the one chosen: the same enterprise, visit and receipt, other words. `at` is the new one. */
export const addItem = async (
  deps: AddItemDeps,
  addition: Addition,
  presser: OpenId,
  delivery: DeliveryId,
  endsAt: Ms,
): Promise<{ readonly toast: Toast; readonly room: RoomAsked | null }> => {
  const loaded = await deps.cases.loadCase(addition.alike);
  const room = loaded ? roomOf(loaded.subject) : null;
  const today = beijingDateOf(deps.now());
  if (!loaded || room?.day !== addition.day || !maySeeRoom(presser, loaded.directory, addition.day, today))
    return { toast: { type: 'warning', content: NOT_OF_THIS_DAY }, room: null };

  const { subject } = loaded;
  const id = idOfAddition(subject.district, delivery);
  const outcome = await deps.handleCommand({
    deliveryId: delivery,
    caseId: id,
    district: subject.district,
    actor: { kind: 'person', openId: presser, name: '' },
    endsAt,
    command: {
      type: 'submit',
      id,
      source: 'room',
      appeal: { ...subject.appeal, kind: addition.kind, text: addition.text, category: '', wish: '', urgency: '' },
      notes: { receptionDayId: addition.day, isConfidential: subject.notes.isConfidential },
      receiptHash: subject.receiptHash,
      visitKey: subject.visitKey,
      noticeVersion: subject.noticeVersion,
    },
  });
  if (outcome.kind === 'refused')
    return { toast: { type: 'warning', content: refusalSentence(outcome.reason) }, room: null };
  return {
    toast: { type: 'success', content: outcome.reply },
    room: { ...room, district: subject.district, viewer: presser, at: id },
  };
};

const NOT_OF_THIS_DAY = '所选企业不在本次接待日的议程中，请刷新后再登记。';

/** The same press names the same case however often it arrives. “m” for 会上; rows name theirs with another letter. */
const idOfAddition = (district: DistrictId, delivery: DeliveryId): CaseId =>
  caseId(`m${createHash('sha256').update(`${district}:${delivery}`).digest('hex').slice(0, 15)}`);
