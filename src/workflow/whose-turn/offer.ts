/**
 * An offer: something a person may do now, with the fields it takes and the words of its buttons, as data. Cards and pages draw
 * it; neither decides what is in it. Fields say what is filled in beforehand and how long a text may be.
 */
import type { CardKind } from '../effects.ts';
import type { OpenId } from '../ids.ts';
import { tidyText } from '../plain-text.ts';
import type { Act } from './acts.ts';

export interface Choice {
  readonly value: string;
  readonly text: string;
}

interface Asked {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  /** Without it nothing can be done; said before anything is sent where the client can. */
  readonly isNeeded: boolean;
}
export type Field =
  | (Asked & { readonly kind: 'text'; readonly rows: number; readonly max: number; readonly preset: string })
  | (Asked & {
      readonly kind: 'choice';
      readonly choices: readonly Choice[];
      /** The first ones have to be there, however short the list has to be. */
      readonly preset: string;
      readonly of: 'leaders' | 'units' | 'others';
    })
  | (Asked & {
      readonly kind: 'choices';
      readonly choices: readonly Choice[];
      readonly preset: readonly string[];
      readonly of: 'leaders' | 'units' | 'others';
    })
  /** People of the directory, by account. */
  | (Asked & { readonly kind: 'person'; readonly people: readonly OpenId[] })
  | (Asked & { readonly kind: 'date' });

export interface Note {
  readonly kind: 'note';
  readonly text: string;
}
/** What need not be seen at once. */
export interface Group {
  readonly kind: 'group';
  readonly title: string;
  readonly isOpen: boolean;
  readonly parts: readonly (Field | Note)[];
}
export type OfferPart = Field | Note | Group;

export interface OfferButton {
  readonly act: Act;
  readonly label: string;
  /** `first`: what is mostly done here. */
  readonly look: 'first' | 'second' | 'plain';
}

export interface Offer {
  /** On which card it stands. */
  readonly card: CardKind;
  readonly title: string;
  /** False: closed until its title is tapped. */
  readonly isOpen: boolean;
  readonly parts: readonly OfferPart[];
  readonly buttons: readonly OfferButton[];
}

export const fieldsOf = (offer: Offer): readonly Field[] =>
  offer.parts.flatMap((part) => (part.kind === 'group' ? part.parts : [part])).filter((part) => part.kind !== 'note');

/** What stands in a field before anybody touches it. */
export const presetOf = (field: Field): readonly string[] => {
  switch (field.kind) {
    case 'text':
    case 'choice':
      return field.preset === '' ? [] : [field.preset];
    case 'choices':
      return field.preset;
    case 'person':
    case 'date':
      return [];
  }
};

/** A form sends all its fields: whether this one holds what somebody put there, and not only what stood there beforehand. */
export const isTypedInto = (field: Field, value: unknown): boolean => {
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join() : '';
  return tidyText(text) !== '' && tidyText(text) !== tidyText(presetOf(field).join());
};
