/** Does something that may never end: after so many milliseconds it is stopped, though it does not wait for anything. */
import { Script } from 'node:vm';

const KEY = 'reception-day: what is being done';
const script = new Script(`globalThis[${JSON.stringify(KEY)}]()`);

/** Null: it was stopped. What it throws itself is thrown. */
export const bounded = <T>(milliseconds: number, action: () => T): { readonly value: T } | null => {
  const done: { value: T }[] = [];
  Object.assign(globalThis, { [KEY]: () => done.push({ value: action() }) });
  try {
    script.runInThisContext({ timeout: Math.ceil(milliseconds) });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return null;
    throw error;
  }
  return done[0] ?? null;
};
