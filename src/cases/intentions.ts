/**
 * Effect → Intention: which row of the outbox a wish becomes. The key decides what coalesces: a case has one row to
 * mirror, a person has one card of a kind per round, and a notice belongs to the event that caused it.
 */
import type { Intention } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import type { Effect } from '../workflow/effects.ts';
import type { CaseId, DistrictId, Ms, OpenId } from '../workflow/ids.ts';

export const baseLane = (district: DistrictId): string => `base:${district}`;
export const personLane = (who: OpenId): string => `person:${who}`;
export const cardKey = (kind: string, subject: CaseId, round: number, to: OpenId): string =>
  `card:${kind}:${subject}:${round}:${to}`;
export const mirrorKey = (subject: CaseId): string => `mirror:${subject}`;

const intentionOf = (effect: Effect, subject: Case, now: Ms): Intention => {
  const common = { district: subject.district, caseId: subject.id, runAt: now };
  switch (effect.type) {
    case 'mirrorCase':
      return { ...common, key: mirrorKey(subject.id), lane: baseLane(subject.district), kind: 'mirrorCase', args: {} };
    case 'showCard':
      return {
        ...common,
        key: cardKey(effect.card, subject.id, effect.round, effect.to),
        lane: personLane(effect.to),
        kind: 'card',
        args: { kind: effect.card, round: String(effect.round), to: effect.to },
      };
    case 'notify':
      return {
        ...common,
        key: `notify:${subject.id}:${subject.seq}:${effect.notice}:${effect.to}`,
        lane: personLane(effect.to),
        kind: 'notify',
        args: { kind: effect.notice, to: effect.to },
      };
  }
};

export const intentionsOf = (effects: readonly Effect[], subject: Case, now: Ms): readonly Intention[] =>
  effects.map((effect) => intentionOf(effect, subject, now));
