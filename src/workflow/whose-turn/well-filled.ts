/**
 * What an offer's own form would ask for, filled in well: the command with which the rule is asked whether the offer stands. A date is
 * one before every other: which day is right is said when the act arrives, so no day may decide whether something is offered.
 */
import type { Command } from '../commands.ts';
import { type Act, FIELDS } from './acts.ts';
import { type Field, fieldsOf, type Offer } from './offer.ts';
import { readAct } from './read-act.ts';

const WORDS = '按要求填写';
const BEFORE_ALL = '0001-01-01';

export const filledIn = (offer: Offer, act: Act): Command =>
  readAct(act, Object.fromEntries(fieldsOf(offer).map((field) => [field.name, valueIn(field, act)]))).command;

const valueIn = (field: Field, act: Act): string | readonly string[] => {
  switch (field.kind) {
    case 'text':
      // 阅 wants none: whatever is written there wants to be signed.
      return act === 'endorse' ? '' : WORDS;
    case 'choice':
      if (field.name === FIELDS.sign.phrase) return '';
      // What was reported before may want a date or a ground that is another field's.
      return field.preset === '' || field.name === FIELDS.resolve.outcome
        ? (field.choices[0]?.value ?? '')
        : field.preset;
    case 'choices':
      return field.preset;
    case 'person':
      return '';
    case 'date':
      return field.isNeeded || act === 'moveMilestone' ? BEFORE_ALL : '';
  }
};
