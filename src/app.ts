/**
 * Every address of this service on one screen, and the one place where an error becomes HTTP. Which door checks what
 * stands in the doors themselves; nothing here decides.
 */
import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { errorTag, type Log } from './log.ts';

export interface AppDeps {
  readonly log: Log;
  readonly pressCard: (c: Context) => Promise<Response>;
  readonly receiveEvent: (c: Context) => Promise<Response>;
  readonly pressApproval: (c: Context) => Promise<Response>;
  readonly pages: Hono;
  /** An address that leads nowhere: a page in Chinese, whoever typed it. */
  readonly notFound: (c: Context) => Response | Promise<Response>;
  /** Writes to the database and reads it back; throws when it cannot. */
  readonly checkHealth: () => Promise<void>;
  /** Prometheus text; null when the caller may not see it. */
  readonly metrics: (c: Context) => Promise<string | null>;
  readonly version: string;
}

export const createApp = (deps: AppDeps): Hono => {
  const app = new Hono();
  app.use(secureHeaders({ referrerPolicy: 'no-referrer', xFrameOptions: 'DENY' }));

  app.post('/feishu/cards', deps.pressCard);
  app.post('/feishu/events', deps.receiveEvent);
  app.post('/feishu/approvals', deps.pressApproval);
  app.get('/healthz', async (c) => {
    try {
      await deps.checkHealth();
      return c.json({ status: 'ok', version: deps.version });
    } catch (error) {
      deps.log({ event: 'health.failed', error: errorTag(error) });
      return c.json({ status: 'database', version: deps.version }, 503);
    }
  });
  app.get('/metrics', async (c) => {
    const text = await deps.metrics(c);
    return text === null ? c.notFound() : c.text(text);
  });
  app.route('/', deps.pages);
  app.notFound(deps.notFound);

  app.onError((error, c) => {
    deps.log({ event: 'request.failed', method: c.req.method, route: c.req.routePath, error: errorTag(error) });
    return c.text('系统暂时出错，请稍后再试。', 500);
  });
  return app;
};
