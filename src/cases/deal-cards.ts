/**
 * The clock's care for cards: whoever comes into the directory, or begins to stand in for a leader, gets the cards that wait
 * for them; every card is looked at again when its names, limits or days off change; and a card that waits is wished anew before
 * its message stops taking presses. Decides nothing about cases.
 */
import { createHash } from 'node:crypto';
import type { CaseStore, ClockStore, Now, OutboxStore } from '../ports.ts';
import { cardsDue } from '../workflow/cards-due.ts';
import type { Case } from '../workflow/case.ts';
import { addDays, beijingDateOf, startOfBeijingDay } from '../workflow/deadlines.ts';
import type { Directory } from '../workflow/directory.ts';
import type { CaseId, DistrictId, Ms } from '../workflow/ids.ts';
import { nextWorkday } from '../workflow/office-days.ts';
import { createWorkCalendar, type WorkCalendar } from '../workflow/work-calendar.ts';
import { intentionsOf } from './intentions.ts';
import { isOfficeTime } from './office-hours.ts';

export interface DealCardsDeps {
  readonly cases: Pick<CaseStore, 'openCases'>;
  readonly clock: ClockStore;
  readonly outbox: Pick<OutboxStore, 'dealCards' | 'renewCards'>;
  readonly now: Now;
}

/** Small enough for one write of a few hundred wishes. */
const PAGE = 50;
/** Feishu takes presses on and updates of a card for 14 days (card JSON 2.0). */
const CARD_LIFE_MS = 14 * 86_400_000;

/**
 * Goes through the open cases of a district once after each change of its directory, at once; and once each workday in
 * office hours, when what has changed is the day. A turn that was cut short goes on where it stopped.
 */
export const createDealCards = (deps: DealCardsDeps) => {
  /** Only spares a look: what was dealt stands in the database. */
  const lastDealt = new Map<DistrictId, string>();
  return async (directories: readonly Directory[]): Promise<void> => {
    for (const directory of directories) {
      const { district } = directory;
      const now = deps.now();
      const calendar = createWorkCalendar(directory.settings);
      const today = beijingDateOf(now);
      const isOffice = isOfficeTime(now, calendar);
      const mark = fingerprint(directory, calendar);
      const occasion = `${mark} ${isOffice ? today : ''}`;
      if (lastDealt.get(district) === occasion) continue;

      await dealOnce(deps, directory, { name: 'people ', mark }, () => true);
      if (isOffice) {
        await dealOnce(deps, directory, { name: 'cards ', mark: today }, dependsOnTheDay);
        await deps.outbox.renewCards(district, lastsThrough(now, calendar), now);
      }
      lastDealt.set(district, occasion);
    }
  };
};

/**
 * Messages sent before this moment would stop taking presses before the office closes on the workday after next; so a card
 * has two more chances, and none dies over a long holiday.
 */
export const lastsThrough = (now: Ms, calendar: WorkCalendar): Ms => {
  const afterNext = nextWorkday(nextWorkday(beijingDateOf(now), calendar), calendar);
  return startOfBeijingDay(addDays(afterNext, 1)) - CARD_LIFE_MS;
};

/** A leader's cards are also a substitute's, on some days. */
const dependsOnTheDay = ({ state }: Case): boolean =>
  state === 'heard' || state === 'awaiting_instruction' || state === 'awaiting_rating' || state === 'awaiting_closure';

const dealOnce = async (
  deps: DealCardsDeps,
  directory: Directory,
  { name, mark }: { readonly name: string; readonly mark: string },
  isRedrawn: (subject: Case) => boolean,
): Promise<void> => {
  const { district } = directory;
  const occasion = `${name}${mark}`;
  const turn = await deps.clock.turn(district, occasion);
  if (turn.isDone) return;
  let after: CaseId | null = turn.after;
  for (;;) {
    const now = deps.now();
    const page = await deps.cases.openCases(district, after, PAGE);
    await deps.outbox.dealCards({
      missing: page.flatMap((subject) => intentionsOf(cardsDue(subject, directory, beijingDateOf(now)), subject, now)),
      again: page.filter(isRedrawn).map(({ id }) => id),
      now,
    });
    after = page.at(-1)?.id ?? after;
    const isDone = page.length < PAGE;
    await deps.clock.saveTurn(district, occasion, { after, isDone, supersedes: name });
    if (isDone) return;
  }
};

const fingerprints = new WeakMap<Directory, string>();
/**
 * Of all that a card is drawn from besides its case: who gets it, whose names stand on it, and the limits and days off by which
 * every day on it is reckoned. A card that looks the same afterwards costs no call.
 */
const fingerprint = (directory: Directory, { coveredThrough }: WorkCalendar): string => {
  const known = fingerprints.get(directory);
  if (known !== undefined) return known;
  const { leaders, units, receptionDays, settings } = directory;
  const fresh = createHash('sha256')
    .update(JSON.stringify([leaders, units, receptionDays, settings, coveredThrough]))
    .digest('hex')
    .slice(0, 16);
  fingerprints.set(directory, fresh);
  return fresh;
};
