/**
 * The stand-in Feishu (飞书) put together: one Hono app that answers Feishu's server API, sends events and card
 * callbacks to the service, and offers control functions for tests and the page. Knows nothing of src/, cards/ or
 * bitable-schema/.
 */
import { serve as serveNode } from '@hono/node-server';
import { Hono } from 'hono';
import { approvalRoutes } from './approvals.ts';
import { recordRoutes } from './bitable-records.ts';
import { structureRoutes } from './bitable-structure.ts';
import { type RowGroup, rowsOfView } from './bitable-view-rows.ts';
import { viewRoutes } from './bitable-views.ts';
import { calendarRoutes } from './calendar.ts';
import { contactRoutes } from './contact.ts';
import type { Control } from './control.ts';
import { createControl } from './control-functions.ts';
import { controlRoutes } from './control-http.ts';
import { driveRoutes, fileResponse } from './drive.ts';
import { createEvents } from './events.ts';
import { createFaults } from './faults.ts';
import { guard } from './gate.ts';
import type { ApiEnv } from './http.ts';
import { cardUpdateRoutes, imRoutes } from './im.ts';
import type { SandboxLog } from './log.ts';
import { pageRoutes } from './page/routes.tsx';
import { createRates } from './rates.ts';
import { applicationRoutes } from './rights.ts';
import type { SandboxOptions, SandboxSettings } from './settings.ts';
import type { Base, SandboxState, Table, View } from './state.ts';
import { todoRoutes } from './tasks.ts';
import { createWorld } from './world.ts';

/** A running stand-in; `app.fetch(request)` works without a socket. */
export type Sandbox = {
  readonly app: Hono;
  readonly state: SandboxState;
  readonly settings: SandboxSettings;
  readonly log: SandboxLog;
  readonly control: Control;
  /** The sandbox clock, epoch milliseconds. */
  readonly now: () => number;
  /** Sends every event that is due now; resolves when all of them were answered or failed. Returns how many were tried. */
  readonly tick: () => Promise<number>;
  /** The rows that a view shows, as people see them. */
  readonly rowsOf: (base: Base, table: Table, view: View | undefined) => readonly RowGroup[];
  /** Resolves when no request to the service is under way. */
  readonly settled: () => Promise<void>;
  /** Stops sending and writes the state file a last time. */
  readonly close: () => Promise<void>;
};

export const createSandbox = (options: SandboxOptions = {}): Sandbox => {
  const world = createWorld(options);
  const events = createEvents(world, options.serviceFetch);
  const tenant = { ...world, events };
  const faults = createFaults();
  const rates = createRates(world);
  const stop = new AbortController();

  const api = new Hono<ApiEnv>();
  guard(api, world, faults, rates, stop.signal);
  api.route('/open-apis/im/v1', imRoutes(world, rates));
  api.route('/open-apis/interactive', cardUpdateRoutes(world));
  api.route('/open-apis/bitable/v1', structureRoutes(tenant));
  api.route('/open-apis/bitable/v1', viewRoutes(tenant));
  api.route('/open-apis/bitable/v1', recordRoutes(tenant));
  api.route('/open-apis/drive', driveRoutes(world));
  api.route('/open-apis/application', applicationRoutes(world));
  api.route('/open-apis/contact', contactRoutes(world));
  api.route('/open-apis/approval', approvalRoutes(world));
  api.route('/open-apis/calendar', calendarRoutes(world));
  api.route('/open-apis/task', todoRoutes(world, events));

  const app = new Hono();
  const sandbox: Sandbox = {
    app,
    state: world.state,
    settings: world.settings,
    log: world.log,
    control: createControl(tenant, faults),
    now: world.now,
    tick: events.sendDue,
    rowsOf: (base, table, view) => rowsOfView({ world, base, idType: 'open_id' }, table, view),
    settled: events.settled,
    close: async () => {
      events.stop();
      stop.abort();
      await events.settled();
      world.saveNow();
    },
  };
  app.all('/open-apis/*', (c) => api.fetch(c.req.raw, c.env));
  app.route('/_sandbox', controlRoutes(sandbox));
  app.get('/files/:token', (c) => {
    const file = world.state.files.find((each) => each.fileToken === c.req.param('token'));
    return file === undefined ? c.notFound() : fileResponse(file);
  });
  app.route('/', pageRoutes(sandbox, options.galleryPath));
  return sandbox;
};

export type Served = { readonly url: string; readonly close: () => Promise<void> };

/** Listens on a port (0 = any free one) and makes the links it hands out point there. */
export const serve = (sandbox: Sandbox, options: { readonly port: number; readonly host?: string }): Promise<Served> =>
  new Promise((resolve, reject) => {
    const hostname = options.host ?? '127.0.0.1';
    const server = serveNode({ fetch: sandbox.app.fetch, port: options.port, hostname }, (info) => {
      const url = `http://${hostname}:${info.port}`;
      sandbox.settings.publicUrl = url;
      resolve({
        url,
        close: async () => {
          await sandbox.close();
          if ('closeAllConnections' in server) server.closeAllConnections();
          await new Promise<void>((done) => server.close(() => done()));
        },
      });
    });
    server.on('error', reject);
  });
