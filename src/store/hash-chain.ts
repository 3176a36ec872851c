/** Links the events of a case: each hash covers the canonical text of its event and the hash before it. Pure. */
import { createHash } from 'node:crypto';
import type { CaseEvent } from '../workflow/events.ts';
import { canonicalJson } from './event-json.ts';

/** Before the first event of a case. */
export const NO_HASH = '';

export const linkHash = (previousHash: string, body: string): string =>
  createHash('sha256').update(previousHash).update(body).digest('hex');

export interface Link {
  readonly event: CaseEvent;
  readonly body: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** The events as they are stored, linked on behind `lastHash`. */
export const linked = (events: readonly CaseEvent[], lastHash: string): readonly Link[] => {
  const links: Link[] = [];
  for (const event of events) {
    const previousHash = links.at(-1)?.hash ?? lastHash;
    const body = canonicalJson(event);
    links.push({ event, body, previousHash, hash: linkHash(previousHash, body) });
  }
  return links;
};
