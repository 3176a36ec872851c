/**
 * What a button carries, and what a press means: ids only, never words, and nothing that is trusted. Who pressed and
 * whether it may be is decided elsewhere; here a press becomes a command, or a command with the reason why it cannot be.
 */
import { z } from 'zod';
import { STATES, type State } from '../src/workflow/case.ts';
import type { Command } from '../src/workflow/commands.ts';
import type { Refusal } from '../src/workflow/decision.ts';
import { CARD_KINDS, type CardKind } from '../src/workflow/effects.ts';
import { type CaseId, caseId } from '../src/workflow/ids.ts';
import { ACTS, type Act } from '../src/workflow/whose-turn/acts.ts';
import { membersOf } from '../src/workflow/whose-turn/form-values.ts';
import { readAct } from '../src/workflow/whose-turn/read-act.ts';
import type { Ask } from './ask.ts';
import { type Given, withoutGiven } from './given.ts';

export type { Act };

/** Where a press may come from: a card of one case, or the card of the room, which shows one case after another. */
const PRESSED_ON = [...CARD_KINDS, 'room'] as const;
export type PressedOn = CardKind | 'room';

/** The card a button stands on, and the step of the case it was drawn for. */
export interface PressTarget {
  readonly card: PressedOn;
  readonly caseId: CaseId;
  readonly round: number;
  readonly step: State;
}
export interface ClickValue extends PressTarget {
  readonly act: Act;
  /** What stood in the fields beforehand; absent on a button without a form. */
  readonly given?: Given;
}

/**
 * A press understood. `problem` is set when what was filled in cannot be taken as it is; then the person should get that
 * sentence, and `command` holds blanks in place of what was wrong, which the process refuses as well.
 */
export interface Click extends PressTarget {
  readonly act: Act;
  /** What somebody put into the fields of the card, by name. */
  readonly typed: ReadonlyMap<string, unknown>;
  readonly command: Command;
  readonly problem: Refusal | null;
}

/** What the door hands over of a press (feishu `action`). */
export interface PressInput {
  /** `action.value` */
  readonly value: unknown;
  /** `action.form_value` */
  readonly form: unknown;
  /** `action.name` */
  readonly name: unknown;
}

const VERSION = 1;

export const encodeClick = (click: ClickValue): Record<string, string | number | Given> => ({
  v: VERSION,
  act: click.act,
  card: click.card,
  case: click.caseId,
  round: click.round,
  step: click.step,
  ...(click.given && Object.keys(click.given).length > 0 ? { given: click.given } : {}),
});

/** The same as a component name: some clients leave the value out of a form submit. The case id stands last. */
export const clickName = (click: ClickValue): string =>
  [`v${VERSION}`, click.act, click.card, String(click.round), click.step, click.caseId].join('-');

const NAME = /^v(\d+)-(\w+)-(\w+)-(\d+)-(\w+)-(.+)$/su;
const stateNames = z.string().refine((text): text is State => Object.hasOwn(STATES, text));
const clickSchema = z
  .object({
    v: z.coerce.number().pipe(z.literal(VERSION)),
    act: z.enum(ACTS),
    card: z.enum(PRESSED_ON),
    case: z.string().min(1).max(200),
    round: z.coerce.number().int().min(0).max(1000),
    step: stateNames,
    given: z.record(z.string().max(40), z.string().max(10)).optional(),
  })
  .transform(
    ({ act, card, case: id, round, step, given }): ClickValue => ({
      act,
      card,
      caseId: caseId(id),
      round,
      step,
      ...(given ? { given } : {}),
    }),
  );

/** A press as a command; null when it is no button of ours, or of a version that is no longer understood. */
export const parseClick = (press: PressInput): Click | null => {
  const click = clickFromValue(press.value) ?? clickFromName(press.name);
  if (!click) return null;
  const { given = {}, ...target } = click;
  return { ...target, typed: withoutGiven(membersOf(press.form), given), ...readAct(click.act, press.form) };
};

/** 同意拟办 as a button of its own, on cards sent before words and button were one form: it would lose what was written. */
const retiredSchema = z.object({
  act: z.literal('approve'),
  card: z.literal('instruction'),
  case: z.string().min(1).max(200).transform(caseId),
  round: z.coerce.number().int().min(0).max(1000),
});
const RETIRED_NAME = /^v\d+-approve-instruction-(\d+)-\w+-(.+)$/su;
/** A press on it asks for the card as it is drawn now; what was written stays on the old one. */
export const parseRetired = ({ value, name }: Pick<PressInput, 'value' | 'name'>): Ask | null => {
  const [, round, id] = (typeof name === 'string' ? RETIRED_NAME.exec(name) : null) ?? [];
  const byName = { act: 'approve', card: 'instruction', case: id, round };
  const old = retiredSchema.safeParse(jsonOr(value)).data ?? retiredSchema.safeParse(byName).data;
  return old ? { kind: 'show', card: old.card, caseId: old.case, round: old.round } : null;
};

const clickFromValue = (value: unknown): ClickValue | null => clickSchema.safeParse(jsonOr(value)).data ?? null;

const clickFromName = (name: unknown): ClickValue | null => {
  const parts = typeof name === 'string' ? NAME.exec(name) : null;
  if (!parts) return null;
  const [, v, act, card, round, step, id] = parts;
  return clickSchema.safeParse({ v, act, card, round, step, case: id }).data ?? null;
};

/** Some clients send the value as a string of JSON. */
const jsonOr = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // Not JSON, so not one of our values; the name of the component decides.
    return null;
  }
};
