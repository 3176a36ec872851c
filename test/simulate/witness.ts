/**
 * What a story's decisions were, and which refusals people were told, seen from beside the product: `build.ts` puts this file in
 * place of the three modules that say them. Reset at the beginning of each story; a process runs one at a time.
 */
import { refusalSentence as sentenceOf } from '../../cards/answer.ts';
import { rowRefusal as rowSentence } from '../../src/sync/row-refusal.ts';
import type { Case } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { type DecideContext, decide as decideReally } from '../../src/workflow/decide.ts';
import type { Decision, Refusal } from '../../src/workflow/decision.ts';
import { TRANSITIONS, type Transition } from '../../src/workflow/transitions.ts';

export * from '../../cards/answer.ts';
export * from '../../src/sync/row-refusal.ts';
export * from '../../src/workflow/decide.ts';

/** By case, number and moment of the decision's first event: many decide, one is saved. */
const decided = new Map<string, string>();
const refused = new Map<string, number>();
/** Reasons that were counted where they were given, so that saying them does not count again. */
let counted = new WeakSet<Refusal>();

export const beginWitness = (): void => {
  decided.clear();
  refused.clear();
  counted = new WeakSet();
};
export const decisionOf = (caseId: string, seq: number, at: number): string | null =>
  decided.get(`${caseId} ${seq} ${at}`) ?? null;
export const refusals = (): ReadonlyMap<string, number> => refused;

const count = (reason: Refusal): void => {
  if (counted.has(reason)) return;
  counted.add(reason);
  refused.set(reason.kind, (refused.get(reason.kind) ?? 0) + 1);
};

/** As the table has it: the target it names, `stays`, or `back`. */
const targetOf = ({ to }: Transition, from: string, next: string): string =>
  to.find((target) => target === next) ?? (from === next ? 'stays' : 'back');

export const decide = (subject: Case | null, command: Command, context: DecideContext): Decision => {
  const decision = decideReally(subject, command, context);
  // Pages have words of their own for some of them.
  const isOnPage = context.actor.kind === 'enterprise' || context.actor.kind === 'unit';
  if (decision.kind === 'refused' && isOnPage) count(decision.reason);
  const [first] = decision.kind === 'accepted' ? decision.events : [];
  if (decision.kind === 'accepted' && first) {
    const from = subject?.state ?? 'none';
    const to = targetOf(TRANSITIONS[command.type], from, decision.next.state);
    decided.set(`${decision.next.id} ${first.seq} ${first.at}`, `${command.type} ${from}→${to}`);
  }
  return decision;
};

/** A row has words of its own for some of them. */
export const rowRefusal: typeof rowSentence = (reason, subject, directory) => {
  count(reason);
  return rowSentence(reason, subject, directory, sentenceOf);
};

export const refusalSentence = (reason: Refusal): string => {
  count(reason);
  return sentenceOf(reason);
};
