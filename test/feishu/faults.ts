/**
 * Planned failures of the wire: a status, a code, silence, a line that drops before or after the work was done.
 * Rules are consumed in order; one call meets at most one rule.
 */
import { z } from 'zod';

export const faultRuleSchema = z.object({
  method: z.string().optional(),
  /** Regular expression on the path. */
  path: z.string(),
  /** How many calls it hits; default 1. */
  times: z.number().int().positive().default(1),
  effect: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('status'), status: z.number().int(), retryAfterSeconds: z.number().optional() }),
    z.object({
      kind: z.literal('code'),
      code: z.number().int(),
      msg: z.string().default('injected'),
      status: z.number().int().default(200),
    }),
    /** No answer at all; the call is not performed. */
    z.object({ kind: z.literal('hang') }),
    /** The line drops before the call is performed. */
    z.object({ kind: z.literal('dropBefore') }),
    /** The call is performed and then the line drops. */
    z.object({ kind: z.literal('dropAfter') }),
    z.object({ kind: z.literal('delay'), ms: z.number().int().nonnegative() }),
  ]),
});
export type FaultRule = z.input<typeof faultRuleSchema>;

type PlannedFault = z.output<typeof faultRuleSchema>;

export type Faults = {
  readonly add: (rules: readonly FaultRule[]) => void;
  readonly clear: () => void;
  /** Takes the fault this call meets, if any, and uses up one of its times. */
  readonly take: (method: string, path: string) => PlannedFault['effect'] | null;
};

export const createFaults = (): Faults => {
  let planned: { readonly rule: PlannedFault; left: number }[] = [];
  return {
    add: (rules) => {
      planned.push(...rules.map((given) => faultRuleSchema.parse(given)).map((rule) => ({ rule, left: rule.times })));
    },
    clear: () => {
      planned = [];
    },
    take: (method, path) => {
      const hit = planned.find(
        ({ rule }) => (rule.method === undefined || rule.method === method) && new RegExp(rule.path).test(path),
      );
      if (hit === undefined) return null;
      hit.left -= 1;
      if (hit.left === 0) planned = planned.filter((each) => each !== hit);
      return hit.rule.effect;
    },
  };
};
