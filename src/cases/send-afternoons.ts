/**
 * The clock's word in the afternoon: what has to be decided on the very day (an objection) is spoken of once more to whoever still
 * has to. Exactly once by its key: a case, a day and a person.
 */
import type { CaseStore, ClockStore, Now, OutboxStore } from '../ports.ts';
import type { Case } from '../workflow/case.ts';
import { beijingDateOf, minutesOfBeijingDay } from '../workflow/deadlines.ts';
import type { Directory } from '../workflow/directory.ts';
import type { BeijingDate, CaseId, DistrictId, Ms } from '../workflow/ids.ts';
import { remindedThisAfternoon } from '../workflow/reminders.ts';
import { createWorkCalendar } from '../workflow/work-calendar.ts';
import { toldThisAfternoon } from './intentions.ts';
import { isOfficeTime } from './office-hours.ts';

export interface SendAfternoonsDeps {
  readonly cases: Pick<CaseStore, 'openCases'>;
  readonly clock: ClockStore;
  readonly outbox: Pick<OutboxStore, 'dealCards'>;
  readonly now: Now;
}

const PAGE = 200;
/** From here on the afternoon is late enough to speak of what has to be decided today. */
const AFTERNOON_MINUTES = 16 * 60;

export const createSendAfternoons = (deps: SendAfternoonsDeps) => {
  const lastSent = new Map<DistrictId, BeijingDate>();
  return async (directories: readonly Directory[]): Promise<void> => {
    const now = deps.now();
    const today = beijingDateOf(now);
    if (minutesOfBeijingDay(now) < AFTERNOON_MINUTES) return;
    for (const directory of directories) {
      const { district } = directory;
      if (lastSent.get(district) === today || !isOfficeTime(now, createWorkCalendar(directory.settings))) continue;
      const occasion = `afternoon ${today}`;
      if (!(await deps.clock.turn(district, occasion)).isDone) {
        await wishAfternoon(deps, directory, now);
        await deps.clock.saveTurn(district, occasion, { after: null, isDone: true });
      }
      lastSent.set(district, today);
    }
  };
};

const wishAfternoon = async (deps: SendAfternoonsDeps, directory: Directory, now: Ms): Promise<void> => {
  const today = beijingDateOf(now);
  let after: CaseId | null = null;
  for (;;) {
    const page: readonly Case[] = await deps.cases.openCases(directory.district, after, PAGE);
    const missing = page.flatMap((subject) =>
      remindedThisAfternoon(subject, directory, today).map(({ notice, to }) =>
        toldThisAfternoon(subject, notice, to, now),
      ),
    );
    await deps.outbox.dealCards({ missing, again: [], now });
    after = page.at(-1)?.id ?? after;
    if (page.length < PAGE) return;
  }
};
