/**
 * Turns of delivering within one process: whoever asks while one is under way has it go round once more instead of adding to the
 * crowd at the database, where a press may be waiting. Nobody waits here for a turn that another request began: a Worker's
 * request cannot, and one that was cut off in its turn is forgotten when its time is over.
 */
import type { Now } from '../ports.ts';
import type { Ms } from '../workflow/ids.ts';

export interface TurnsDeps {
  /** Works until nothing is due, at most as long as it is told. */
  readonly drain: (lastsMs: Ms) => Promise<unknown>;
  /** A clock that nobody sets. */
  readonly steadyNow: Now;
  readonly turnMs: Ms;
}

export const createTurns = ({ drain, steadyNow, turnMs }: TurnsDeps): (() => Promise<void>) => {
  let endsAt = 0;
  let isAskedAgain = false;
  return async () => {
    const startedAt = steadyNow();
    if (startedAt < endsAt) {
      isAskedAgain = true;
      return;
    }
    endsAt = startedAt + turnMs;
    try {
      do {
        isAskedAgain = false;
        await drain(endsAt - steadyNow());
      } while (isAskedAgain && steadyNow() < endsAt);
    } finally {
      endsAt = 0;
    }
  };
};
