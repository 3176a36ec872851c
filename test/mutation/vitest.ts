/**
 * Stands in for 'vitest' where its tests run thousands of times in one process (runner.ts): registers what a file declares and
 * hands it out. `expect` is vitest's own.
 */
import { expect as vitestExpect } from 'vitest';

export interface OneTest {
  readonly id: string;
  /** Done when it returns, unless it returns a promise. It begins after what the suites around it do once. */
  readonly run: (begins: () => void) => unknown;
}
type Hook = () => unknown;
type Body = (...values: readonly unknown[]) => unknown;
interface Suite {
  readonly name: string;
  readonly once: Hook[];
  readonly before: Hook[];
  readonly after: Hook[];
}

const suiteOf = (name: string): Suite => ({ name, once: [], before: [], after: [] });

let open: readonly Suite[] = [];
let declared: OneTest[] = [];
let timesSaid = new Map<string, number>();

/** What a file declares while it loads. */
export const testsDeclared = (file: string, load: () => void): readonly OneTest[] => {
  open = [suiteOf(file)];
  declared = [];
  timesSaid = new Map();
  load();
  return declared;
};

const innermost = (): Suite => open.at(-1) ?? suiteOf('');
/** Waits for what has to be waited for, and for nothing else. */
const inTurn = (steps: readonly Hook[]): unknown => {
  for (const [at, step] of steps.entries()) {
    const said = step();
    if (said instanceof Promise) return said.then(() => inTurn(steps.slice(at + 1)));
  }
  return undefined;
};

const declareTest = (name: string, body: Body, values: readonly unknown[]): void => {
  const suites = open;
  const said = [...suites.map((suite) => suite.name), name].join(' › ');
  const times = (timesSaid.get(said) ?? 0) + 1;
  timesSaid.set(said, times);
  const after = (): unknown => inTurn(suites.flatMap((suite) => suite.after));
  const run = (begins: () => void): unknown => {
    const once = suites.flatMap((suite) => suite.once.splice(0));
    let said: unknown;
    try {
      said = inTurn([...once, begins, ...suites.flatMap((suite) => suite.before), () => body(...values)]);
    } catch (error) {
      after();
      throw error;
    }
    return said instanceof Promise ? said.finally(after) : after();
  };
  declared.push({ id: times === 1 ? said : `${said} (${times})`, run });
};

const declareSuite = (name: string, body: Body, values: readonly unknown[]): void => {
  const around = open;
  open = [...around, suiteOf(name)];
  body(...values);
  open = around;
};

type Declare = (name: string, body: Body, values: readonly unknown[]) => void;
const spread = (row: unknown): readonly unknown[] => (Array.isArray(row) ? row : [row]);
const declaring = (declare: Declare) =>
  Object.assign((name: string, body: Body): void => declare(name, body, []), {
    each: (rows: readonly unknown[]) => (name: string, body: Body) => {
      for (const row of rows) declare(name, body, spread(row));
    },
  });

export const it = declaring(declareTest);
export const describe = declaring(declareSuite);
export const beforeAll = (hook: Hook): void => void innermost().once.push(hook);
export const beforeEach = (hook: Hook): void => void innermost().before.push(hook);
export const afterEach = (hook: Hook): void => void innermost().after.push(hook);
export const expect = vitestExpect;
