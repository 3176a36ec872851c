/**
 * A district in the middle of its work: one case in every state, led there by people on a day without faults, so that a story begins
 * everywhere at once. Some are handled by web, some were written down from paper; units were asked about all of them.
 */
import type { State } from '../../src/workflow/case.ts';
import { createGhost, type Ghost } from './ghost.ts';
import type { Meant } from './intentions.ts';
import { createPeople, type PeopleDeps } from './people.ts';
import { streamOf } from './random.ts';
import { stateOf } from './steps.ts';

/** In the order in which the cases are filed. */
const PLACES: readonly (Partial<Meant> & { readonly state: State })[] = [
  { state: 'vetting' },
  { state: 'awaiting_enterprise' },
  { state: 'ready' },
  { state: 'scheduled' },
  { state: 'heard' },
  { state: 'awaiting_instruction' },
  { state: 'assigned' },
  { state: 'assigned', isByWeb: true },
  { state: 'handling', limit: 15 },
  { state: 'handling', isByWeb: true, limit: 5 },
  { state: 'awaiting_review' },
  { state: 'awaiting_rating' },
  { state: 'awaiting_closure', outcome: 'planned' },
  { state: 'awaiting_closure', isByWeb: true },
  { state: 'closed', outcome: 'planned' },
  { state: 'submitted' },
];
const MOST_ROUNDS = 70;

/** Resolves with what people did: the rows that were filed, what stands typed on cards. `pass` lets some seconds go by, in which the service has its turn. */
export const bringUnderWay = async (
  deps: Pick<PeopleDeps, 'sandbox' | 'base' | 'view' | 'browse'>,
  pass: () => Promise<void>,
): Promise<Pick<Ghost, 'filed' | 'typedOn'>> => {
  const ghost = createGhost(
    () => true,
    () => true,
  );
  const crowd = createPeople({
    ...deps,
    seed: 0,
    ghost,
    note: () => {},
    pressed: () => () => {},
    accepted: () => {},
  });
  for (let count = 0; count < PLACES.length; count += 2) {
    crowd.perform({ id: count + 1, kind: 'fileMany', gapMs: 0 });
    await pass();
  }
  const rows = () => deps.view.rows('cases');
  const places = new Map(rows().flatMap(({ recordId }, at) => (PLACES[at] ? [[recordId, PLACES[at]] as const] : [])));
  const isThere = (): boolean => rows().every((row) => stateOf(row) === places.get(row.recordId)?.state);
  const chance = streamOf(0, 'under way');
  for (let round = 0; round < MOST_ROUNDS && !isThere(); round += 1) {
    crowd.lead(places, chance, `~${round}`);
    // Nobody is kept waiting here: the clock stands still until all is answered.
    while (crowd.waiting() > 0) await new Promise((resolve) => setImmediate(resolve));
    await pass();
    await pass();
  }
  if (!isThere())
    throw new Error(
      `the district does not get under way: ${rows()
        .map((row) => `${stateOf(row)} for ${places.get(row.recordId)?.state}`)
        .join(', ')}`,
    );
  return ghost;
};
