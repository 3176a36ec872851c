/**
 * Watches every request of the service as it arrives at Feishu: two writes to one table at once, a limit run into, a typed cell
 * overwritten, a call that was for nothing. Tells the ghost what the service has read and written.
 */

import { z } from 'zod';
import { cases } from '../../bitable-schema/cases.ts';
import type { BaseBinding } from '../../src/ports.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { Ghost } from './ghost.ts';
import type { Arrival } from './lines.ts';
import type { View } from './view.ts';

export interface Watch {
  readonly arrive: (arrival: Arrival) => Promise<Response>;
  readonly calls: () => number;
  /** Calls that changed nothing and read nothing new. */
  readonly wasted: () => readonly string[];
}

export interface WatchDeps {
  readonly sandbox: Sandbox;
  readonly view: View;
  readonly base: BaseBinding;
  readonly ghost: Ghost;
  readonly violation: (what: string) => void;
}

/** Answers that mean that the service itself went beyond a limit or let two writers meet. */
const OWN_FAULTS: ReadonlyMap<number, string> = new Map([
  [1254291, 'two writes to one table at once'],
  [99991400, 'the call rate of an endpoint exceeded'],
  [230020, 'more than five messages a second to one person'],
  [1254104, 'a batch above the limit of rows'],
  [1255006, 'a client_token used for two different requests'],
]);

const TABLE_PATH = /\/bitable\/v1\/apps\/[^/]+\/tables\/([^/]+)\/records\/(\w+)$/;
const MESSAGE_PATH = /\/im\/v1\/messages\/([^/]+)$/;
const envelope = z.object({ code: z.number() });
const updates = z.object({
  records: z.array(z.object({ record_id: z.string(), fields: z.record(z.string(), z.unknown()) })),
});
const reads = z.object({ record_ids: z.array(z.string()) });

export const createWatch = ({ sandbox, view, base, ghost, violation }: WatchDeps): Watch => {
  let calls = 0;
  const wasted: string[] = [];
  const casesTable = base.tables[cases.key];
  /** Revision of a table, and version of a row's edits, when the service last read them. */
  const seenRevisions = new Map<string, number>();
  const seenVersions = new Map<string, number>();

  const revisionOf = (tableId: string): number =>
    sandbox.state.bases.flatMap((one) => one.tables).find((table) => table.tableId === tableId)?.revision ?? 0;
  const versionsOf = (messageId: string) =>
    sandbox.state.messages.find((message) => message.messageId === messageId)?.versions;

  const resultOf = (recordId: string): string => view.row('cases', recordId)?.cells['操作结果'] ?? '';
  /** What of this call was new, asked before (`look`) and after (`wasNew`) it was done. */
  const usefulness = (arrival: Arrival): (() => boolean) => {
    const [, tableId = '', what = ''] = TABLE_PATH.exec(arrival.path) ?? [];
    if (what === 'batch_update' || what === 'batch_create' || what === 'batch_delete') {
      const before = revisionOf(tableId);
      return () => revisionOf(tableId) !== before;
    }
    if (what === 'search') {
      const isNew = seenRevisions.get(tableId) !== revisionOf(tableId);
      seenRevisions.set(tableId, revisionOf(tableId));
      return () => isNew;
    }
    if (what === 'batch_get') {
      const ids = reads.parse(JSON.parse(arrival.body)).record_ids;
      const isNew = ids.some((id) => seenVersions.get(id) !== (ghost.rows.get(id)?.version ?? 0));
      for (const id of ids) seenVersions.set(id, ghost.rows.get(id)?.version ?? 0);
      return () => isNew;
    }
    const [, messageId = ''] = MESSAGE_PATH.exec(arrival.path) ?? [];
    if (arrival.method === 'PATCH' && messageId !== '') {
      const before = versionsOf(messageId)?.at(-1)?.content;
      return () => versionsOf(messageId)?.at(-1)?.content !== before;
    }
    return () => true;
  };

  const tellGhost = (arrival: Arrival): void => {
    const [, tableId = '', what = ''] = TABLE_PATH.exec(arrival.path) ?? [];
    if (tableId !== casesTable) return;
    if (what === 'batch_get') for (const id of reads.parse(JSON.parse(arrival.body)).record_ids) ghost.serviceRead(id);
    if (what === 'search') for (const id of ghost.rows.keys()) ghost.serviceRead(id);
    if (what !== 'batch_update') return;
    for (const { record_id: recordId, fields: live } of updates.parse(JSON.parse(arrival.body)).records) {
      const fields = view.byFirstNames('cases', live);
      for (const name of ghost.serviceWrote(recordId, fields, resultOf(recordId)))
        violation(
          `the service wrote ${JSON.stringify(fields)} over what a person had typed into ${name} (操作结果：${resultOf(recordId)})`,
        );
    }
  };

  return {
    calls: () => calls,
    wasted: () => wasted,
    arrive: async (arrival) => {
      calls += 1;
      const wasUseful = usefulness(arrival);
      const response = await sandbox.app.fetch(arrival.request());
      const text = await response.text();
      const { code } = envelope.parse(JSON.parse(text));
      if (code === 0) tellGhost(arrival);
      const fault = OWN_FAULTS.get(code);
      if (fault !== undefined) violation(`${fault} (${arrival.method} ${arrival.path.split('/').at(-1)})`);
      if (!wasUseful()) wasted.push(`${arrival.method} ${arrival.path.split('/').slice(-2).join('/')}`);
      return new Response(text, { status: response.status, headers: response.headers });
    },
  };
};
