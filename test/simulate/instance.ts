/**
 * One running instance of the service, composed as in production: its clock, chance and lines are the simulator's, all else is
 * the real thing. Dying is being abandoned: nothing of it goes on, and who waits for its answer sees a broken line.
 */
import type { Client } from '@libsql/client';
import { compose, type ReceptionDay } from '../../src/compose.ts';
import type { LogLine } from '../../src/log.ts';
import { databaseLine, type FeishuLineDeps, feishuLine } from './lines.ts';
import { streamOf } from './random.ts';
import type { Owner } from './scheduler.ts';
import { configFor } from './start.ts';

export interface Instance {
  readonly owner: Owner;
  readonly service: ReceptionDay;
  /** Resolves when it is killed. */
  readonly death: Promise<void>;
  readonly kill: () => void;
}

export interface InstanceDeps extends FeishuLineDeps {
  readonly seed: number;
  readonly name: string;
  readonly startsAt: number;
  readonly database: Client;
  /** How far the wall clocks have been set beside virtual time. */
  readonly wallOffsetMs: () => number;
  readonly log: (instance: string, line: LogLine) => void;
  readonly afterWrite: () => void;
}

export const startInstance = (deps: InstanceDeps): Instance => {
  const { scheduler, profile, name } = deps;
  const owner: Owner = { name, isDead: false };
  let announceDeath = () => {};
  const death = new Promise<void>((resolve) => {
    announceDeath = resolve;
  });
  const chance = streamOf(deps.seed, `chance of ${name}`);
  const ids = streamOf(deps.seed, `ids of ${name}`);
  const skewMs = chance.between(-profile.skewMs, profile.skewMs);
  const feishu = feishuLine(deps, owner);
  const service = compose(configFor(profile.databaseShape), {
    createClient: () => databaseLine(deps, owner, deps.database, deps.afterWrite),
    log: (line) => deps.log(name, line),
    background: () => {},
    now: () => deps.startsAt + scheduler.now() + deps.wallOffsetMs() + skewMs,
    steadyNow: scheduler.now,
    sleep: (ms) => scheduler.park(owner, 'sleep', ms),
    random: chance.next,
    newId: ids.uuid,
    randomBytes: ids.bytes,
    timeoutSignal: feishu.timeoutSignal,
    fetch: feishu.fetch,
  });

  const turns = async (): Promise<void> => {
    await scheduler.park(owner, 'start', 0);
    if (profile.looksAroundAtStart) await attempt(() => service.lookAround(`start ${ids.uuid()}`));
    for (;;) {
      await scheduler.park(owner, 'turn', profile.turnEveryMs);
      await attempt(service.tick);
    }
  };
  // As `server.ts` does: a turn that fails is logged and the next one comes.
  const attempt = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => {
      deps.log(name, { event: 'turn.failed', error: error instanceof Error ? error.name : 'unknown' });
    });
  void turns();

  return {
    owner,
    service,
    death,
    kill: () => {
      owner.isDead = true;
      announceDeath();
    },
  };
};
