/**
 * A district in the middle of its work: one case in every state, led there by people on a day without faults, so that a story begins
 * everywhere at once. Some are listed, rated badly and contested, promised, in a second round; some are handled by web, some were written
 * down from paper; units were asked about all of them.
 */
import { createGhost, type Ghost } from './ghost.ts';
import { createPeople, type People, type PeopleDeps } from './people.ts';
import { placesOf } from './places.ts';
import { streamOf } from './random.ts';
import { stateOf } from './steps.ts';

const MOST_ROUNDS = 120;
const ROOM_VISITS = 4;

export type Done = Pick<Ghost, 'filed' | 'typedOn'> & {
  /** Which of the places it is that a row was led to. */
  readonly places: ReadonlyMap<string, number>;
};

/** Resolves with what people did: the rows that were filed, what stands typed on cards. `pass` lets some seconds go by, in which the service has its turn. */
export const bringUnderWay = async (
  deps: Pick<PeopleDeps, 'sandbox' | 'base' | 'view' | 'browse'>,
  pass: () => Promise<void>,
  deal: number,
): Promise<Done> => {
  const all = placesOf(deal);
  const ghost = createGhost(
    () => true,
    () => true,
  );
  const crowd = createPeople({
    ...deps,
    seed: 0,
    places: new Map(),
    ghost,
    note: () => {},
    pressed: () => () => {},
    accepted: () => {},
  });
  for (let count = 0; count < all.length; count += 2) {
    crowd.perform({ id: count + 1, kind: 'fileMany', gapMs: 0 });
    await pass();
  }
  const rows = () => deps.view.rows('cases');
  const places = new Map(rows().flatMap(({ recordId }, at) => (all[at] ? [[recordId, all[at]] as const] : [])));
  const isThere = (): boolean => [...places.keys()].every((recordId) => crowd.hasArrived(recordId));
  const chance = streamOf(0, 'under way');
  for (let round = 0; round < MOST_ROUNDS && !isThere(); round += 1) {
    crowd.lead(places, chance, `~${round}`);
    // Nobody is kept waiting here: the clock stands still until all is answered.
    await untilAnswered(crowd);
    await pass();
    await pass();
  }
  if (!isThere())
    throw new Error(
      `the district does not get under way: ${rows()
        .map((row) => `${stateOf(row)} for ${places.get(row.recordId)?.state}`)
        .join(', ')}`,
    );
  // The card of a reception day lies on the table.
  for (let visit = 0; visit < ROOM_VISITS; visit += 1) {
    crowd.perform({ id: all.length + visit, kind: 'room', gapMs: 0 });
    await untilAnswered(crowd);
    await pass();
  }
  return { filed: ghost.filed, typedOn: ghost.typedOn, places: new Map([...places.keys()].map((id, at) => [id, at])) };
};

const untilAnswered = async (crowd: Pick<People, 'waiting'>): Promise<void> => {
  while (crowd.waiting() > 0) await new Promise((resolve) => setImmediate(resolve));
};
