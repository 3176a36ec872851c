/**
 * Which call meets which fault. The n-th call of a line meets what (seed, line, n) says, so a run that leaves out some faults
 * keeps the others: that is how a failing story is made short. Off when the safety phase is over.
 */
import { streamOf } from './random.ts';

export interface Outage {
  readonly untilMs: number;
  /** It begins after so many calls more. */
  readonly afterCalls?: number;
  /** The one thing that goes wrong; anything when absent. */
  readonly only?: string;
}

export interface FaultLedger {
  /** The fault that the next call of this line meets, or null. */
  readonly next: <K extends string>(line: string, kinds: readonly K[], rate: number) => K | null;
  /** Until then every call of this line meets a fault. */
  readonly outage: (line: string, outage: Outage) => void;
  readonly isOut: (line: string) => boolean;
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
  const outages = new Map<string, Outage & { readonly afterCount: number }>();
  const counts = new Map<string, number>();
  const met: string[] = [];
  let isOn = true;
  return {
    next: (line, kinds, rate) => {
      const count = (counts.get(line) ?? 0) + 1;
      counts.set(line, count);
      const outage = outages.get(line);
      const isOut = outage !== undefined && now() < outage.untilMs && count > outage.afterCount;
      if (!isOn || (rate === 0 && !isOut)) return null;
      const chance = streamOf(seed, `fault ${line} ${count}`);
      if (!chance.chance(rate) && !isOut) return null;
      const name = `${line}#${count}`;
      if (leftOut.has(name)) return null;
      const kind = (isOut ? kinds.find((one) => one === outage.only) : null) ?? chance.pick(kinds);
      if (kind !== null) {
        met.push(`${name} ${kind}`);
        note(`fault ${name} ${kind}`);
      }
      return kind;
    },
    outage: (line, outage) => {
      outages.set(line, { ...outage, afterCount: (counts.get(line) ?? 0) + (outage.afterCalls ?? 0) });
    },
    isOut: (line) => now() < (outages.get(line)?.untilMs ?? 0),
    stop: () => {
      isOn = false;
    },
    met: () => met,
  };
};
