/**
 * 飞书日历: the event of one reception day agrees with its row and its agenda until the day is over. Somebody who joined by
 * themselves stays; on the day itself nobody is sent away.
 */
import { eventWords } from '../../cards/link-words.ts';
import type { CalendarEvent, FeishuResult, Link } from '../ports.ts';
import { attendeesOf } from '../workflow/agenda.ts';
import { beijingDateOf } from '../workflow/deadlines.ts';
import { receptionDayById } from '../workflow/directory.ts';
import { type BeijingDate, type OpenId, openId, receptionDayId } from '../workflow/ids.ts';
import {
  endFailed,
  endWork,
  FINISHED,
  hashOf,
  isRepeat,
  type LinkDeps,
  type LinkEnd,
  type LinkWork,
  shownText,
  shownTexts,
} from './link-work.ts';

const NAME = '飞书日历';

export const deliverCalendar = async (deps: LinkDeps, work: LinkWork): Promise<LinkEnd> => {
  const { district } = work.due;
  const directory = await deps.mirror.loadDirectory(district);
  const dayId = receptionDayId(work.due.args['day'] ?? '');
  const key = `event:${district}:${dayId}`;
  const link = await deps.links.link(key);
  const today = beijingDateOf(deps.now());
  const day = receptionDayById(directory, dayId);
  const date = directory.settings.calendar ? (day?.date ?? null) : null;
  if (!day || date === null) return withoutDay(deps, work, link, today);
  // Over: it stays in people's calendars as it was.
  if (date < today) return endWork(work, FINISHED);

  const cases = await deps.links.agenda(district, dayId);
  // With one end only nobody knows how long it lasts; the words say it.
  const hours = day.from !== '' && day.to !== '' ? { from: day.from, to: day.to } : null;
  const event: CalendarEvent = { ...eventWords(day, cases, directory), date, hours };
  return agree(deps, work, { key, link, event, people: attendeesOf(day, cases, directory), isToday: date === today });
};

interface Wanted {
  readonly key: string;
  readonly link: Link | null;
  readonly event: CalendarEvent;
  readonly people: readonly OpenId[];
  readonly isToday: boolean;
}

const agree = async (deps: LinkDeps, work: LinkWork, wanted: Wanted): Promise<LinkEnd> => {
  const { link, event, people } = wanted;
  const content = hashOf(event);
  const invited = shownTexts(link?.shown, 'people').map(openId);
  const isSame = shownText(link?.shown, 'content') === content && hashOf(invited) === hashOf(people);
  if (link?.remoteId && isSame && !isRepeat(work.due)) return endWork(work, FINISHED);

  const calendar = await calendarOf(deps, work);
  if (calendar.kind !== 'ok') return endFailed(deps, work, calendar, NAME);
  const calendarId = calendar.data;
  const standing = await eventOf(deps, work, wanted, calendarId);
  if (standing.kind === 'gone' && link) {
    // Somebody deleted the event, or the calendar: both are made anew by the next wish, with another key.
    work.facts.push({ kind: 'linkGone', key: wanted.key }, { kind: 'linkGone', key: calendarKey(work) });
    work.intentions.push(
      deps.wishes.calendar(work.due.district, receptionDayId(work.due.args['day'] ?? ''), deps.now()),
    );
    return endWork(work, FINISHED);
  }
  if (standing.kind !== 'ok') return endFailed(deps, work, standing, NAME);
  const eventId = standing.data;
  note(work, wanted, eventId, content, invited);

  const settled = await settlePeople(deps, work, wanted, calendarId, eventId, invited);
  if (settled.kind !== 'ok') return endFailed(deps, work, settled, NAME);
  note(work, wanted, eventId, content, people);
  return endWork(work, FINISHED);
};

/** The event, made or brought up to date. A repeat is answered with what an earlier attempt made, so it is drawn again. */
const eventOf = async (
  deps: LinkDeps,
  work: LinkWork,
  { link, event }: Wanted,
  calendarId: string,
): Promise<FeishuResult<string>> => {
  let eventId = link?.remoteId ?? null;
  if (eventId === null) {
    const created = await work.call(() => deps.calendar.create(calendarId, event, work.due.token));
    if (created.kind !== 'ok') return created;
    eventId = created.data.eventId;
    if (!isRepeat(work.due)) return { kind: 'ok', data: eventId };
  } else if (shownText(link?.shown, 'content') === hashOf(event) && !isRepeat(work.due)) {
    return { kind: 'ok', data: eventId };
  }
  const id = eventId;
  // How many cases are on the agenda is no news to the people invited; when and where is.
  const isTold = link !== null && shownText(link.shown, 'when') !== whenOf(event);
  const updated = await work.call(() => deps.calendar.update(calendarId, id, event, isTold));
  return updated.kind === 'ok' ? { kind: 'ok', data: id } : updated;
};

const settlePeople = async (
  deps: LinkDeps,
  work: LinkWork,
  { people, isToday }: Wanted,
  calendarId: string,
  eventId: string,
  invited: readonly OpenId[],
): Promise<FeishuResult<null>> => {
  const present = await work.call(() => deps.calendar.attendees(calendarId, eventId));
  if (present.kind !== 'ok') return present;
  const newcomers = people.filter((who) => !present.data.includes(who) && !invited.includes(who));
  const leavers = isToday ? [] : present.data.filter((who) => invited.includes(who) && !people.includes(who));
  const asked = await invite(deps, work, calendarId, eventId, newcomers);
  if (asked.kind !== 'ok' || leavers.length === 0) return asked;
  return work.call(() => deps.calendar.uninvite(calendarId, eventId, leavers));
};

/** One who has left must not keep the others out: then each is asked alone, and who cannot be asked is passed over. */
const invite = async (
  deps: LinkDeps,
  work: LinkWork,
  calendarId: string,
  eventId: string,
  people: readonly OpenId[],
): Promise<FeishuResult<null>> => {
  if (people.length === 0) return { kind: 'ok', data: null };
  const asked = await work.call(() => deps.calendar.invite(calendarId, eventId, people));
  if (asked.kind !== 'unreachable' && asked.kind !== 'reject') return asked;
  for (const who of people) {
    const one = await work.call(() => deps.calendar.invite(calendarId, eventId, [who]));
    if (one.kind !== 'ok' && one.kind !== 'unreachable' && one.kind !== 'reject') return one;
  }
  return { kind: 'ok', data: null };
};

const note = (work: LinkWork, { key, event }: Wanted, eventId: string, content: string, people: readonly OpenId[]) => {
  work.facts.push({
    kind: 'linkMade',
    key,
    what: 'event',
    caseId: null,
    remoteId: eventId,
    version: 0,
    shown: { content, people, date: event.date, when: whenOf(event) },
  });
};

const whenOf = ({ title, date, hours, place }: CalendarEvent): string =>
  hashOf([title, date, place, ...(hours ? [hours.from, hours.to] : [])]);

/** No such day any more, no date, or switched off: what is still to come is cancelled. */
const withoutDay = async (deps: LinkDeps, work: LinkWork, link: Link | null, today: BeijingDate): Promise<LinkEnd> => {
  const eventId = link?.remoteId;
  if (!link || !eventId || (shownText(link.shown, 'date') ?? '') < today) return endWork(work, FINISHED);
  const calendar = await calendarOf(deps, work);
  if (calendar.kind !== 'ok') return endFailed(deps, work, calendar, NAME);
  const removed = await work.call(() => deps.calendar.remove(calendar.data, eventId));
  if (removed.kind !== 'ok' && removed.kind !== 'gone') return endFailed(deps, work, removed, NAME);
  work.facts.push({ kind: 'linkGone', key: link.key });
  return endWork(work, FINISHED);
};

const calendarKey = (work: LinkWork): string => `calendar:${work.due.district}`;

/** The app's own calendar; its id never changes, so it is asked for once. */
const calendarOf = async (deps: LinkDeps, work: LinkWork): Promise<FeishuResult<string>> => {
  const key = calendarKey(work);
  const link = await deps.links.link(key);
  if (link?.remoteId) return { kind: 'ok', data: link.remoteId };
  const primary = await work.call(() => deps.calendar.primary());
  if (primary.kind !== 'ok') return primary;
  const remoteId = primary.data.calendarId;
  work.facts.push({ kind: 'linkMade', key, what: 'calendar', caseId: null, remoteId, version: 0, shown: {} });
  return { kind: 'ok', data: remoteId };
};
