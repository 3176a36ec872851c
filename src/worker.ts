/**
 * The Worker: `fetch` and `scheduled`, nothing more. Everything it does is composed in `compose.ts`; the database is
 * reached over HTTP, and migrations are run from a machine (`npm run migrate`), never here.
 */
import { createClient } from '@libsql/client/web';
import { compose, type ReceptionDay } from './compose.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';

type Env = Readonly<Record<string, unknown>>;

/** One composition per isolate and environment. Losing it loses nothing: it holds no state that matters. */
const composed = new WeakMap<Env, ReceptionDay>();

const receptionDay = (env: Env): ReceptionDay => {
  const existing = composed.get(env);
  if (existing) return existing;
  const created = compose(readConfig(env), {
    createClient,
    log: createLog((line) => console.log(line)),
    background: (c, work) => c.executionCtx.waitUntil(work),
  });
  composed.set(env, created);
  return created;
};

export default {
  fetch: (request: Request, env: Env, context: ExecutionContext) => receptionDay(env).app.fetch(request, env, context),
  scheduled: (_controller: unknown, env: Env, context: ExecutionContext) => {
    context.waitUntil(receptionDay(env).tick());
  },
};

interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void;
  passThroughOnException(): void;
  props: unknown;
}
