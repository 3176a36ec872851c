/**
 * Proof that the history of a case was not edited: every stored event is hashed again and compared with what the next one
 * links to. Checking is pure; `loadChain` reads what there is to check.
 */
import { z } from 'zod';
import type { CaseId } from '../workflow/ids.ts';
import type { Database } from './database.ts';
import { canonicalJson, caseEventJson } from './event-json.ts';
import { linkHash, NO_HASH } from './hash-chain.ts';
import { rowsOf, statement } from './statement.ts';

/** An event as stored, unchecked: `body` is the text that was hashed. */
export interface ChainEntry {
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly body: string;
  readonly previousHash: string;
  readonly hash: string;
}

export type ChainVerdict =
  | { readonly kind: 'intact'; readonly events: number; readonly lastHash: string }
  /** `seq`: the first entry that is wrong. What follows it proves nothing. */
  | {
      readonly kind: 'broken';
      readonly seq: number;
      readonly problem: 'missing' | 'unlinked' | 'altered' | 'unreadable' | 'mislabelled';
    };

/** Entries in order of `seq`, from the first event of the case. */
export const verifyCaseChain = (entries: readonly ChainEntry[]): ChainVerdict => {
  let lastHash = NO_HASH;
  for (const [index, entry] of entries.entries()) {
    const problem = problemOf(entry, index + 1, lastHash);
    if (problem) return { kind: 'broken', seq: problem === 'missing' ? index + 1 : entry.seq, problem };
    lastHash = entry.hash;
  }
  return { kind: 'intact', events: entries.length, lastHash };
};

const problemOf = (entry: ChainEntry, expectedSeq: number, lastHash: string) => {
  if (entry.seq !== expectedSeq) return 'missing';
  if (entry.previousHash !== lastHash) return 'unlinked';
  if (linkHash(entry.previousHash, entry.body) !== entry.hash) return 'altered';
  const event = readBody(entry.body);
  if (!event) return 'unreadable';
  return event.seq === entry.seq && event.type === entry.type && event.at === entry.at ? null : 'mislabelled';
};

/** As it was stored: what a newer version adds to an event by default was not there, and is no alteration. */
const readBody = (body: string) => {
  try {
    const stored: unknown = JSON.parse(body);
    const parsed = caseEventJson.safeParse(stored);
    return parsed.success && canonicalJson(stored) === body ? parsed.data : null;
  } catch {
    // Not JSON at all: that is the finding, not a failure of the check.
    return null;
  }
};

const chainRow = z
  .object({
    seq: z.number(),
    type: z.string(),
    at: z.number(),
    body: z.string(),
    previous_hash: z.string(),
    hash: z.string(),
  })
  .transform(({ previous_hash: previousHash, ...row }): ChainEntry => ({ ...row, previousHash }));
const lastHashRow = z.object({ last_hash: z.string() });

/** The chain of a case and the end that its row names, in one round trip: a cut-off tail shows as a different end. */
export const loadChain = async (
  database: Database,
  id: CaseId,
): Promise<{ readonly entries: readonly ChainEntry[]; readonly expectedLastHash: string | null }> => {
  const [entries, row] = await database.read([
    statement('SELECT seq, type, at, body, previous_hash, hash FROM events WHERE case_id = ? ORDER BY seq', [id]),
    statement('SELECT last_hash FROM cases WHERE id = ?', [id]),
  ]);
  return {
    entries: rowsOf(entries, chainRow),
    expectedLastHash: rowsOf(row, lastHashRow)[0]?.last_hash ?? null,
  };
};
