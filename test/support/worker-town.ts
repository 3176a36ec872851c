/**
 * The town with the built Worker in workerd and a sqld behind it: events and presses come over HTTP, the clock's turn is the
 * scheduled handler, and time is the town's.
 */
import { serve } from '../feishu/sandbox.ts';
import { sleep } from '../story/stages.ts';
import { freePort } from './free-port.ts';
import { startSqld } from './sqld.ts';
import { openTown, type Town } from './town.ts';
import { startWorker } from './worker.ts';

const ENTRY = new URL('clocked-worker.ts', import.meta.url).pathname;
const CLOCK_HEADER = 'x-town-now';
/** What follows an answer runs on in the Worker; a look in between gives it a moment. */
const BREATH_MS = 15;

export const openWorkerTown = async (): Promise<Town> => {
  const sqld = await startSqld();
  const [feishuPort, servicePort] = [await freePort(), await freePort()];
  const serviceUrl = `http://127.0.0.1:${servicePort}`;
  const town = await openTown(
    {},
    sqld.url,
    undefined,
    {},
    {
      feishuUrl: `http://127.0.0.1:${feishuPort}`,
      serviceUrl,
      start: async (settings, sandbox, now) => {
        const feishu = await serve(sandbox, { port: feishuPort });
        const worker = await startWorker(settings, servicePort, ENTRY);
        const clocked = (request: Request): Request => {
          const headers = new Headers(request.headers);
          headers.set(CLOCK_HEADER, String(now()));
          return new Request(request, { headers });
        };
        return {
          fetch: (request) => fetch(clocked(request)),
          tick: async () => {
            await fetch(clocked(new Request(`${serviceUrl}/robots.txt`)));
            await worker.tick();
            await sleep(BREATH_MS);
          },
          stop: async () => {
            await worker.stop();
            await feishu.close();
          },
        };
      },
    },
  );
  return {
    ...town,
    close: async () => {
      await town.close();
      await sqld.close();
    },
  };
};
