/**
 * How a wish (an intention) enters the outbox: the statements that `case-store.ts` and `outbox-store.ts` put into their
 * batches. One statement however many wishes, so that a decision with thirty recipients costs no more than one with one.
 */

import { createHash } from 'node:crypto';
import type { Intention } from '../ports.ts';
import { KINDS_TOLD_ONCE } from '../wishes/kinds.ts';
import type { CaseId, DistrictId, Ms } from '../workflow/ids.ts';
import type { Statement } from './database.ts';
import { statement } from './statement.ts';

/**
 * What a new wish does to a row that is there already. While it is due (an attempt may be under way) its token stays, so
 * that a repeat of a call in doubt is recognised by Feishu; a fulfilled or parked row begins anew with a new token. Its
 * attempts are counted anew in any case: what failed may succeed with what has changed. A row that waits to be read keeps what was
 * learnt from the events before: who chose what in it.
 */
const again = ({
  seed,
  runAt,
  now,
}: {
  readonly seed: string;
  readonly runAt: string;
  readonly now: string;
}): string => `
  wanted = outbox.wanted + 1,
  token_seed = CASE WHEN outbox.status = 'due' THEN outbox.token_seed ELSE ${seed} END,
  first_attempt_at = CASE WHEN outbox.status = 'due' THEN outbox.first_attempt_at END,
  run_at = ${runAt},
  status = 'due', attempts = 0, reason = NULL, updated_at = ${now}`;
/** At this moment, or before where it was due sooner. */
const by = (at: string): string => `CASE WHEN outbox.status = 'due' THEN min(outbox.run_at, ${at}) ELSE ${at} END`;
/** Takes seed, moment, moment, now. */
const AGAIN = again({ seed: '?', runAt: by('?'), now: '?' });

const RENEW = `${again({ seed: 'excluded.token_seed', runAt: by('excluded.run_at'), now: 'excluded.updated_at' })},
  lane = excluded.lane,
  args = CASE WHEN outbox.status = 'due' AND excluded.kind = 'pullRow' THEN json_patch(outbox.args, excluded.args) ELSE excluded.args END`;

const INSERT = `
INSERT INTO outbox (key, lane, kind, district, case_id, args, wanted, done, run_at, status, attempts, token_seed, updated_at)
SELECT value ->> 'key', value ->> 'lane', value ->> 'kind', value ->> 'district', value ->> 'caseId', value -> 'args',
  1, 0, value ->> 'runAt', 'due', 0, ?, ?
FROM json_each(?) WHERE true
ON CONFLICT (key)`;
/** What is told once is never wished anew: an edit not taken over, the day's message, an answer of the bot, 加急, what is about several cases. */
const TOLD_ONCE = `(${KINDS_TOLD_ONCE.map((kind) => `'${kind}'`).join()})`;
const INSERT_WISHES = `${INSERT} DO UPDATE SET ${RENEW}
WHERE excluded.kind NOT IN ${TOLD_ONCE}`;
const INSERT_MISSING = `${INSERT} DO NOTHING`;

/** Nothing for no wishes. `seed` is fresh per batch. */
export const insertWishes = (intentions: readonly Intention[], seed: string, now: Ms): readonly Statement[] =>
  intentions.length === 0 ? [] : [statement(INSERT_WISHES, [seed, now, JSON.stringify(intentions)])];

/** Only where there is no such wish yet, fulfilled or not: for what should happen once, and for what may be there already. */
export const insertMissingWishes = (intentions: readonly Intention[], seed: string, now: Ms): readonly Statement[] =>
  intentions.length === 0 ? [] : [statement(INSERT_MISSING, [seed, now, JSON.stringify(intentions)])];

/** What a wish made again does to a row that is there; takes seed, moment, moment, now. A WHERE follows. */
export const WISH_AGAIN = `UPDATE outbox SET ${AGAIN}`;

/** The rows of these cases are to be made to agree, whether that was wished before or not. `cases` selects their ids. */
export const wishRowsOf = (
  cases: string,
  args: Statement['args'],
  { district, seed, now }: { readonly district: DistrictId; readonly seed: string; readonly now: Ms },
): Statement =>
  statement(
    `INSERT INTO outbox (key, lane, kind, district, case_id, args, wanted, done, run_at, status, attempts, token_seed, updated_at)
     SELECT 'mirror:' || id, 'base:' || ?, 'mirrorCase', ?, id, '{}', 1, 0, ?, 'due', 0, ?, ? FROM (${cases}) WHERE true
     ON CONFLICT (key) DO UPDATE SET ${RENEW}`,
    [district, district, now, seed, now, ...args],
  );

const WISH_CARDS_OF = `${WISH_AGAIN} WHERE kind = 'card' AND case_id IN (SELECT value FROM json_each(?))`;

const WISH_CARD_AGAIN = `${WISH_AGAIN} WHERE key = ? AND EXISTS (SELECT 1 FROM cards WHERE cards.key = outbox.key AND hash = '')`;

/** A card of which nobody knows what it shows is drawn anew at this moment. */
export const wishUnknownCard = (key: string, at: Ms, seed: string, now: Ms): Statement =>
  statement(WISH_CARD_AGAIN, [seed, at, at, now, key]);

/** Every card of these cases is looked at again, e.g. because the directory it is drawn from has changed. */
export const wishCardsOf = (cases: readonly CaseId[], seed: string, now: Ms): readonly Statement[] =>
  cases.length === 0 ? [] : [statement(WISH_CARDS_OF, [seed, now, now, now, JSON.stringify(cases)])];

/** Among the args of a wish for a card: how young its message has to be. `deliver-to-person.ts` reads it. */
const SENT_BEFORE = 'sentBefore';

const RENEW_CARDS = `
UPDATE outbox SET args = json_set(args, '$.${SENT_BEFORE}', ?), ${AGAIN}
WHERE key IN (SELECT key FROM cards
    WHERE district = ? AND is_answerable = 1 AND message_id IS NOT NULL AND sent_at < ?
    AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.id = cards.case_id AND is_open = 0))
  AND coalesce(args ->> '$.${SENT_BEFORE}', '') <> ?`;

/** What a card of an ended case still offers (a new 批示) is offered once. Asked twice with the same moment it does nothing the second time. */
export const renewCards = (district: DistrictId, sentBefore: Ms, seed: string, now: Ms): Statement =>
  statement(RENEW_CARDS, [String(sentBefore), seed, now, now, now, district, sentBefore, String(sentBefore)]);

const WISH_CARDS_AGAIN = `
UPDATE outbox SET ${again({ seed: '?', runAt: `CASE WHEN outbox.key = ? THEN ? ELSE ${by('?')} END`, now: '?' })}
WHERE case_id = ? AND kind = 'card'`;

/**
 * Every card the case has is wished anew. The pressed one waits until `pressedCardAt`, even if it was due before: its answer
 * redraws it, and an update that overtakes the answer would be lost or reverted.
 */
export const wishCardsAgain = (what: {
  readonly caseId: CaseId;
  readonly pressedCardKey: string | null;
  readonly pressedCardAt: Ms;
  readonly seed: string;
  readonly now: Ms;
}): Statement =>
  statement(WISH_CARDS_AGAIN, [
    what.seed,
    what.pressedCardKey,
    what.pressedCardAt,
    what.now,
    what.now,
    what.now,
    what.caseId,
  ]);

const VARIANTS = '89ab';

/** UUID v4 in form: the same for all attempts of one wish, different for every other wish. */
export const tokenOf = (seed: string, key: string): string => {
  const hex = createHash('sha256').update(`${seed}\n${key}`).digest('hex');
  const variant = VARIANTS[Number.parseInt(hex.slice(16, 17), 16) % VARIANTS.length] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
