/**
 * The Worker with a clock that a test moves: `src/worker.ts` as it is, bundled and run in workerd, and before it nothing but the
 * time of a request's `x-town-now`. For what takes days.
 */
import worker from '../../src/worker.ts';

// Not exported: a Worker's named exports are entry points.
const CLOCK_HEADER = 'x-town-now';
const realNow = Date.now.bind(Date);
let offsetMs = 0;
Date.now = () => realNow() + offsetMs;

type Fetch = typeof worker.fetch;

export default {
  fetch: (...[request, env, context]: Parameters<Fetch>): ReturnType<Fetch> => {
    const at = Number(request.headers.get(CLOCK_HEADER) ?? Number.NaN);
    if (Number.isFinite(at)) offsetMs = at - realNow();
    return worker.fetch(request, env, context);
  },
  /** Ends when its work has ended, so that a test need not guess when that is. */
  scheduled: async (...[controller, env, context]: Parameters<typeof worker.scheduled>): Promise<void> => {
    const work: Promise<unknown>[] = [];
    worker.scheduled(controller, env, {
      waitUntil: (promise) => {
        work.push(promise);
        context.waitUntil(promise);
      },
      passThroughOnException: () => context.passThroughOnException(),
      props: context.props,
    });
    await Promise.all(work);
  },
};
