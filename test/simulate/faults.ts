/**
 * Which call meets which fault. The n-th call of a line meets what (seed, line, n) says, so a run that leaves out some faults
 * keeps the others: that is how a failing story is made short. Off when the safety phase is over.
 */
import { streamOf } from './random.ts';

export interface FaultLedger {
  /** The fault that the next call of this line meets, or null. */
  readonly next: <K extends string>(line: string, kinds: readonly K[], rate: number) => K | null;
  /** Until then every call of this line meets the fault. */
  readonly outage: (line: string, untilMs: number) => void;
  readonly stop: () => void;
  /** Every fault that was met, as `line#n kind`. */
  readonly met: () => readonly string[];
}

/** `leftOut` holds `line#n` of calls that shall go well. */
export const createFaultLedger = (
  seed: number,
  leftOut: ReadonlySet<string>,
  note: (text: string) => void,
  now: () => number,
): FaultLedger => {
  const outages = new Map<string, number>();
  const counts = new Map<string, number>();
  const met: string[] = [];
  let isOn = true;
  return {
    next: (line, kinds, rate) => {
      const count = (counts.get(line) ?? 0) + 1;
      counts.set(line, count);
      const isOut = now() < (outages.get(line) ?? 0);
      if (!isOn || (rate === 0 && !isOut)) return null;
      const chance = streamOf(seed, `fault ${line} ${count}`);
      if (!chance.chance(rate) && !isOut) return null;
      const name = `${line}#${count}`;
      if (leftOut.has(name)) return null;
      const kind = chance.pick(kinds);
      if (kind !== null) {
        met.push(`${name} ${kind}`);
        note(`fault ${name} ${kind}`);
      }
      return kind;
    },
    outage: (line, untilMs) => {
      outages.set(line, untilMs);
    },
    stop: () => {
      isOn = false;
    },
    met: () => met,
  };
};
