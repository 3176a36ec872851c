/**
 * Something changed in Feishu: a row was edited, a column, someone wrote to the bot. An event is only a hint, so all that
 * happens here is one write: its delivery id and which rows to look at. Reading the rows and acting on them follows.
 */
import type { Context } from 'hono';
import type { FeishuEvent } from '../feishu/callbacks.ts';
import type { Log } from '../log.ts';
import type { BaseBinding, Intention, Now, OutboxStore } from '../ports.ts';
import { intentionsOfChange } from '../sync/pull-change.ts';
import type { DistrictId, OpenId } from '../workflow/ids.ts';
import { answerWishes } from './bot-asks.ts';
import type { Receive } from './receive.ts';

export interface TableChangeDeps {
  readonly receive: Receive;
  readonly outbox: Pick<OutboxStore, 'saveEvent'>;
  /** From memory where possible: an event costs one round trip to the database, and that is the write. */
  readonly findBase: (appToken: string) => Promise<BaseBinding | null>;
  /** What a changed task of ours asks to look at; nothing for a task of others. */
  readonly wishesOfTask: (taskGuid: string) => Promise<readonly Intention[]>;
  /** Which districts know this person, and one that can say so when none does. */
  readonly districtsOf: (
    who: OpenId,
  ) => Promise<{ readonly known: readonly DistrictId[]; readonly any: DistrictId | null }>;
  readonly now: Now;
  readonly debounceMs: number;
  readonly log: Log;
  readonly afterAnswer: (c: Context) => void;
}

export const tableChange = (deps: TableChangeDeps) => async (c: Context) => {
  const received = await deps.receive(c.req.raw, 'events');
  if (received.kind === 'refused') return c.body(null, received.status);
  if (received.kind === 'challenge') return c.json({ challenge: received.challenge });
  if (received.kind === 'press') return c.body(null, 400);

  const intentions = await intentionsOf(deps, received.event);
  if (intentions.length > 0) {
    await deps.outbox.saveEvent(received.event.deliveryId, intentions, deps.now());
    deps.afterAnswer(c);
  }
  return c.json({});
};

const intentionsOf = async (deps: TableChangeDeps, event: FeishuEvent): Promise<readonly Intention[]> => {
  switch (event.kind) {
    case 'recordsChanged':
    case 'fieldsChanged': {
      const base = await deps.findBase(event.appToken);
      if (base) return intentionsOfChange(event, base, deps.now(), deps.debounceMs);
      // A copied Base is not ours: its edits must never reach the cases of the original.
      deps.log({ event: 'event.foreignBase', delivery: event.deliveryId });
      return [];
    }
    case 'taskChanged':
      return deps.wishesOfTask(event.taskGuid);
    case 'menuPressed':
    case 'textReceived':
      return answerWishes(event, await deps.districtsOf(event.openId), deps.now());
    case 'unknown':
      deps.log({ event: 'event.ignored', delivery: event.deliveryId, type: event.type });
      return [];
  }
};
