/**
 * At most so many requests at a time, first come first served. Workers allow six open connections and Feishu prefers few.
 * Times nothing: whoever is let in starts its own clock then, so that waiting in line never eats the time of a call.
 */

export interface Limiter {
  /** Runs the task when a place is free and gives the place back however it ends. */
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createLimiter(maxConcurrent: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  /** The place is handed over, not freed, so that a newcomer cannot slip in between. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    run: async (task) => {
      if (running < maxConcurrent) running += 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
