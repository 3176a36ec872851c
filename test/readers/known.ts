/** What is not yet so: each line is `command.field → reader`. It only ever shrinks. */
export const KNOWN_MISSES: readonly string[] = [];
export const KNOWN_LEAKS: readonly string[] = [];
export const KNOWN_TOLD: readonly string[] = [];
