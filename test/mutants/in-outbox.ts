/** Faults planted on the way out: tokens, the order of doing and recording, what is taken for done, what Feishu was told. */
import type { Mutant } from './mutant.ts';

export const OUTBOX_MUTANTS: readonly Mutant[] = [
  {
    name: 'a message carries no uuid',
    file: 'src/feishu/messages.ts',
    find: 'content: JSON.stringify(content), uuid }',
    replace: 'content: JSON.stringify(content) }',
  },
  {
    name: 'a uuid is used again after Feishu has forgotten it',
    file: 'src/outbox/retry-schedule.ts',
    find: 'isMessage(due) && ageOf(due, now) >= TOKEN_LIFE_MS;',
    replace: 'isMessage(due) && ageOf(due, now) >= 1e9 * TOKEN_LIFE_MS;',
  },
  {
    name: 'a new wish changes the token of an attempt in doubt',
    file: 'src/store/wishes.ts',
    find: "token_seed = CASE WHEN outbox.status = 'due' THEN outbox.token_seed ELSE",
    replace: 'token_seed = CASE WHEN FALSE THEN outbox.token_seed ELSE',
  },
  {
    name: 'what may not have been sent is taken for sent',
    file: 'src/outbox/retry-schedule.ts',
    find: 'if (!isTokenOver(due, now)) return backoff(due, now, failure.reason);',
    replace: "if (!isTokenOver(due, now)) return { kind: 'finished' };",
  },
  {
    name: 'a rate limit counts as the end of a message',
    file: 'src/outbox/retry-schedule.ts',
    find: "        case 'retry':\n          return {",
    replace: "        case 'retry':\n          if (isMessage(due)) return { kind: 'finished' };\n          return {",
  },
  {
    name: 'a card that differs is taken for the same',
    file: 'src/outbox/deliver-to-person.ts',
    find: '(!isInDoubt && existing.hash === hashOfCard(card))) return finished;',
    replace: 'existing.hash !== null) return finished;',
  },
  {
    name: 'messages to one person follow each other without a pause',
    file: 'src/outbox/deliver-to-person.ts',
    find: 'const SPACING_MS = 200;',
    replace: 'const SPACING_MS = 0;',
  },
  {
    name: 'anyone may press a forwarded card',
    file: 'src/workflow/decide.ts',
    find: 'if (!transition.by.some((role) => roles.has(role)))',
    replace: 'if (!transition.by.some((role) => roles.has(role)) && roles.size < 0)',
  },
];
