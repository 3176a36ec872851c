/**
 * A wish as it enters the outbox. Its kind decides the lane, and nowhere else is one written out.
 */
import type { Intention } from '../ports.ts';
import type { DistrictId } from '../workflow/ids.ts';
import { type LaneName, WISH_KINDS, type WishKind } from './kinds.ts';

/** A message goes to the person in `args.to`; everything else is of the district. */
export const wish = (kind: WishKind, wished: Omit<Intention, 'kind' | 'lane'>): Intention => {
  const { lane } = WISH_KINDS[kind];
  return { ...wished, kind, lane: `${lane}:${lane === 'person' ? (wished.args['to'] ?? '') : wished.district}` };
};

export const baseLane = (district: DistrictId): string => `base:${district}`;

const LANE_NAMES: readonly LaneName[] = ['base', 'person', 'link', 'case'];
/** Which kind of lane this is; one of a version to come is taken for a person's, whose wishes are known one by one. */
export const laneName = (lane: string): LaneName => LANE_NAMES.find((name) => lane.startsWith(`${name}:`)) ?? 'person';
