/**
 * 网页办理: from what was posted to the act it asks for. Which acts there are and what each takes is what is offered to the unit
 * (`workflow/whose-turn/`), as on its card; the whole page is one form, so that no button loses what stands in another's field.
 */
import { z } from 'zod';
import type { Actor } from '../workflow/actor.ts';
import type { AttachedFile, Case } from '../workflow/case.ts';
import type { Refusal } from '../workflow/decision.ts';
import type { Directory } from '../workflow/directory.ts';
import { withoutEnterprise } from '../workflow/hidden-enterprise.ts';
import { isBlank } from '../workflow/plain-text.ts';
import { NO_TIES } from '../workflow/ties.ts';
import { type Act, FIELDS, WRITTEN } from '../workflow/whose-turn/acts.ts';
import { fieldsOf, isTypedInto, type Offer, type OfferPart } from '../workflow/whose-turn/offer.ts';
import { offers, offersOn } from '../workflow/whose-turn/offers.ts';
import { type Asked, readAct } from '../workflow/whose-turn/read-act.ts';
import { nonce, problemOf } from './posts.ts';

/** What the unit may do on its page now. */
export const offersByWeb = (subject: Case, directory: Directory, actor: Actor): readonly Offer[] => {
  const all = offers({ subject, directory, ties: NO_TIES, actor });
  return subject.notes.isConfidential ? all.map((offer) => withoutNames(subject, offer)) : all;
};

/** Why something that would be looked for there may not be done. */
export const withheldByWeb = (subject: Case, directory: Directory, actor: Actor): readonly Refusal[] =>
  offersOn({ subject, directory, ties: NO_TIES, actor }, 'assignment').withheld;

/** What stands in a field beforehand, or is chosen by its words, was typed by somebody. */
const withoutNames = (subject: Case, offer: Offer): Offer => {
  const mask = (text: string): string => withoutEnterprise(subject, text);
  const masked = <Part extends OfferPart>(part: Part): Part => {
    if (part.kind === 'text') return { ...part, preset: mask(part.preset) };
    if (part.kind === 'choice')
      return { ...part, choices: part.choices.map(({ value, text }) => ({ value, text: mask(text) })) };
    return part;
  };
  return { ...offer, parts: offer.parts.map(masked) };
};

export const isOffered = (all: readonly Offer[], wanted: Act): boolean =>
  all.some(({ buttons }) => buttons.some(({ act }) => act === wanted));

const nonceField = z.object({ nonce });

export type Posted =
  | ({ readonly kind: 'read'; readonly nonce: string } & Asked)
  | { readonly kind: 'stale'; readonly sentence: string };

/** Files were put into the Base before, and belong to a report only. */
export const readPost = (
  act: Act,
  typed: Readonly<Record<string, unknown>>,
  files: readonly AttachedFile[] | 'coming',
): Posted => {
  const once = nonceField.safeParse(typed);
  if (!once.success) return { kind: 'stale', sentence: problemOf(once.error) };
  return { kind: 'read', nonce: once.data.nonce, ...readAct(act, typed, files) };
};

/** Longer than any field takes, so that what was too long stands there again to be shortened. */
const MAX_KEPT_CHARS = 4_000;

/** What was typed, to stand there again; bounded, and never a file or the nonce. */
export const typedInto = (typed: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(typed).flatMap(([name, value]) =>
      name !== 'nonce' && typeof value === 'string' ? [[name, value.slice(0, MAX_KEPT_CHARS)] as const] : [],
    ),
  );

/** What was typed on a page with these offers and the act did not take. Null where no words are left, so that the page can be opened anew. */
export const leftOf = (
  act: Act,
  typed: Readonly<Record<string, unknown>>,
  offered: readonly Offer[],
): ReadonlyMap<string, string> | null => {
  const taken: readonly string[] = Object.values(FIELDS[act]);
  const untouched = offered.flatMap(fieldsOf).filter((field) => !isTypedInto(field, typed[field.name]));
  const left = new Map(
    [...typedInto(typed)].filter(([name]) => !taken.includes(name) && !untouched.some((field) => field.name === name)),
  );
  return [...left].some(([name, words]) => WRITTEN.includes(name) && !isBlank(words)) ? left : null;
};
