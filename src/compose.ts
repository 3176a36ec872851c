/**
 * The composition root: Config and platform in, the whole service out. The only file that names concrete parts of every
 * room; it wires and decides nothing. Runs in a Worker and on Node: what differs comes in as `Platform`.
 */
import type { Context } from 'hono';
import { acceptedSentence, refusalSentence } from '../cards/answer.ts';
import { drawCard } from '../cards/cards.ts';
import { noticeText } from '../cards/notices.ts';
import { createApp } from './app.ts';
import { createHandleCommand } from './cases/handle-command.ts';
import { createSuperviseOverdue } from './cases/supervise-overdue.ts';
import type { Config } from './config.ts';
import { createFeishu } from './feishu/feishu.ts';
import { errorTag, type Log } from './log.ts';
import { createDeliverToPerson } from './outbox/deliver-to-person.ts';
import { createDrain } from './outbox/drain.ts';
import { createPages } from './pages/pages.ts';
import type { BaseBinding, Feishu, Now } from './ports.ts';
import { createClockStore } from './store/clock-store.ts';
import { type CreateClient, type Database, openDatabase } from './store/database.ts';
import { createDeliverToBase } from './sync/deliver-to-base.ts';
import { cardAction } from './webhooks/card-action.ts';
import { createReceive } from './webhooks/receive.ts';
import { tableChange } from './webhooks/table-change.ts';

/** What differs between a Worker, a Node machine and a test. */
export interface Platform {
  readonly createClient: CreateClient;
  readonly log: Log;
  /** Lets work go on after the answer has left. */
  readonly background: (c: Context, work: Promise<unknown>) => void;
  readonly now?: Now;
  readonly fetch?: typeof fetch;
}
