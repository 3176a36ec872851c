/**
 * Watches every request of the service as it arrives at Feishu: two writes to one table at once, a limit run into, a typed cell
 * overwritten. Tells the ghost what the service has read and written.
 */

import { z } from 'zod';
import { cases } from '../../bitable-schema/cases.ts';
import type { BaseBinding } from '../../src/ports.ts';
import type { Sandbox } from '../feishu/sandbox.ts';
import type { Ghost } from './ghost.ts';
import { type CallCount, createCallCount } from './least-calls.ts';
import type { Arrival } from './lines.ts';
import type { View } from './view.ts';

export interface Watch {
  readonly arrive: (arrival: Arrival) => Promise<Response>;
  readonly count: CallCount;
}

export interface WatchDeps {
  readonly sandbox: Sandbox;
  readonly view: View;
  readonly base: BaseBinding;
  readonly ghost: Ghost;
  readonly violation: (what: string) => void;
  /** Several instances do not know of each other's calls: together they may be told to wait, and do. */
  readonly isOneInstance: boolean;
}

/** Answers that mean that the service itself went beyond a limit or let two writers meet. */
const OWN_FAULTS: ReadonlyMap<number, string> = new Map([
  [1254291, 'two writes to one table at once'],
  [230020, 'more than five messages a second to one person'],
  [1254104, 'a batch above the limit of rows'],
  [1255006, 'a client_token used for two different requests'],
]);

const TOO_MANY_CALLS = 99991400;

const TABLE_PATH = /\/bitable\/v1\/apps\/[^/]+\/tables\/([^/]+)\/records\/(\w+)$/;
const envelope = z.object({ code: z.number() });
/** Answers are long, and the stand-in writes the code first. */
const codeOf = (text: string): number =>
  Number(/^\{"code":(-?\d+)/.exec(text)?.[1] ?? envelope.parse(JSON.parse(text)).code);
const updates = z.object({
  records: z.array(z.object({ record_id: z.string(), fields: z.record(z.string(), z.unknown()) })),
});
const reads = z.object({ record_ids: z.array(z.string()) });

export const createWatch = ({ sandbox, view, base, ghost, violation, isOneInstance }: WatchDeps): Watch => {
  const count = createCallCount(sandbox);
  const casesTable = base.tables[cases.key];
  const resultOf = (recordId: string): string => view.row('cases', recordId)?.cells['操作结果'] ?? '';
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
    count,
    arrive: async (arrival) => {
      const counted = count.begin(arrival);
      const response = await sandbox.app.fetch(arrival.request());
      const text = await response.text();
      const code = codeOf(text);
      if (code === 0) tellGhost(arrival);
      const isOwnHaste = code === TOO_MANY_CALLS && isOneInstance;
      const fault = isOwnHaste ? 'the call rate of an endpoint exceeded' : OWN_FAULTS.get(code);
      if (fault !== undefined) violation(`${fault} (${arrival.method} ${arrival.path.split('/').at(-1)})`);
      counted();
      return new Response(text, { status: response.status, headers: response.headers });
    },
  };
};
