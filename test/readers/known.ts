/** What is not yet so; each list only ever shrinks. Misses and leaks are `command.field → reader`. */
export const KNOWN_MISSES: readonly string[] = [];
export const KNOWN_LEAKS: readonly string[] = [];
export const KNOWN_TOLD: readonly string[] = [];
