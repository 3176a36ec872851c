/**
 * Whenever something is given up, 运行状况 should say so: a deliverer that parked anything also wishes for that table to be
 * brought up to date. Nobody has to ask for it, and nothing given up stays unseen.
 */
import { healthIntention } from '../sync/pull-change.ts';
import type { Ms } from '../workflow/ids.ts';
import type { Deliver } from './drain.ts';

export const reportingParked =
  (deliver: Deliver, now: () => Ms): Deliver =>
  async (due, context) => {
    const delivered = await deliver(due, context);
    const given = new Set(
      delivered.records.filter((record) => record.end.kind === 'parked').map((record) => record.key),
    );
    const districts = new Set(
      due.filter((one) => given.has(one.key) && one.kind !== 'mirrorHealth').map((one) => one.district),
    );
    return {
      ...delivered,
      intentions: [...delivered.intentions, ...[...districts].map((district) => healthIntention(district, now()))],
    };
  };
