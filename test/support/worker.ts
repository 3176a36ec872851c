/**
 * The built Worker in real workerd, started from a test: what wrangler would deploy, with settings given as variables.
 * Its cron does not run by itself here; `tick()` does what the cron trigger does.
 */
import { unstable_startWorker } from 'wrangler';

export interface RunningWorker {
  readonly url: string;
  /** The scheduled handler, once. */
  readonly tick: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

// Otherwise the local runtime asks the internet for a sample `request.cf`.
process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false';
process.env['WRANGLER_SEND_METRICS'] = 'false';

export const startWorker = async (
  settings: Readonly<Record<string, string>>,
  port = 0,
  /** Instead of the `main` of wrangler.toml. */
  entrypoint?: string,
): Promise<RunningWorker> => {
  const worker = await unstable_startWorker({
    config: new URL('../../wrangler.toml', import.meta.url).pathname,
    bindings: Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, { type: 'plain_text', value }]),
    ),
    sendMetrics: false,
    ...(entrypoint ? { entrypoint } : {}),
    dev: {
      server: { hostname: '127.0.0.1', port },
      inspector: false,
      watch: false,
      persist: false,
      logLevel: 'error',
      testScheduled: true,
    },
  });
  await worker.ready;
  const url = (await worker.url).href.replace(/\/$/, '');
  return {
    url,
    tick: async () => {
      const answer = await fetch(`${url}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`);
      if (!answer.ok) throw new Error(`the scheduled handler answered ${answer.status}`);
    },
    stop: () => worker.dispose(),
  };
};
