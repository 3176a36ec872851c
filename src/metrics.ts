/**
 * `/metrics` in Prometheus text: what waits, since when, and what was given up, per district. Shut to everybody without
 * the operator's token; holds counts and ages only.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import type { MirrorStore, Now, OutboxStore } from './ports.ts';

export interface MetricsDeps {
  readonly operatorToken: string | null;
  readonly mirror: Pick<MirrorStore, 'loadBases'>;
  readonly outbox: Pick<OutboxStore, 'health'>;
  readonly now: Now;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The page, or null for whoever may not see it. */
export const createMetrics =
  (deps: MetricsDeps) =>
  async (c: Context): Promise<string | null> => {
    const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (!deps.operatorToken || !given || !timingSafeEqual(digest(given), digest(deps.operatorToken))) return null;

    const now = deps.now();
    const lines = [
      '# HELP reception_day_outbox_due Deliveries that wait for their turn.',
      '# TYPE reception_day_outbox_due gauge',
      '# HELP reception_day_outbox_oldest_seconds How long the oldest of them has been due.',
      '# TYPE reception_day_outbox_oldest_seconds gauge',
      '# HELP reception_day_outbox_parked Deliveries given up until a person looks.',
      '# TYPE reception_day_outbox_parked gauge',
    ];
    for (const { district } of await deps.mirror.loadBases()) {
      const health = await deps.outbox.health(district, now);
      const label = `{district="${district.replace(/["\\\n]/g, '_')}"}`;
      const oldestSeconds =
        health.oldestDueAt === null ? 0 : Math.max(0, Math.round((now - health.oldestDueAt) / 1000));
      lines.push(
        `reception_day_outbox_due${label} ${health.due}`,
        `reception_day_outbox_oldest_seconds${label} ${oldestSeconds}`,
        `reception_day_outbox_parked${label} ${health.parked.length}`,
      );
    }
    return `${lines.join('\n')}\n`;
  };
