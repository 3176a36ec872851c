/**
 * Reception days as events (日程) on the app's own calendar (飞书日历). Knows days and people; who is invited when is decided in
 * `outbox/`. Sources: “查询主日历信息”, “创建日程”, “更新日程”, “删除日程”, “添加日程参与人”, “删除日程参与人”, “获取日程参与人列表”.
 */
import { z } from 'zod';
import type { Calendar, CalendarEvent, FeishuResult } from '../ports.ts';
import { startOfBeijingDay } from '../workflow/beijing-date.ts';
import { type BeijingDate, type OpenId, openId } from '../workflow/ids.ts';
import type { FeishuClient } from './client.ts';

const primary = z
  .object({
    calendars: z.array(z.object({ calendar: z.object({ calendar_id: z.string().min(1) }) })).min(1),
  })
  .transform((data) => ({ calendarId: data.calendars[0]?.calendar.calendar_id ?? '' }));
const created = z
  .object({ event: z.object({ event_id: z.string().min(1) }) })
  .transform((data) => ({ eventId: data.event.event_id }));
const nothing = z.unknown().transform(() => null);
const attendeePage = z
  .object({
    items: z
      .array(z.object({ type: z.string().nullish(), user_id: z.string().nullish(), rsvp_status: z.string().nullish() }))
      .nullish(),
    has_more: z.boolean().nullish(),
    page_token: z.string().nullish(),
  })
  .transform((data) => ({
    people: (data.items ?? []).flatMap((one) =>
      one.type === 'user' && one.user_id && one.rsvp_status !== 'removed' ? [openId(one.user_id)] : [],
    ),
    nextPageToken: data.has_more === true ? (data.page_token ?? null) : null,
  }));

const ATTENDEE_PAGE = 100;
/** More than a room holds; a longer list is a fault of the list. */
const MAX_ATTENDEE_PAGES = 10;

export function createCalendar(client: FeishuClient): Calendar {
  return {
    primary: () =>
      client.call(
        'calendar.calendar.primary',
        (sdk) => sdk.calendar.v4.calendar.primary({ params: { user_id_type: 'open_id' } }),
        primary,
      ),

    create: (calendarId, event, key) =>
      client.call(
        'calendar.event.create',
        (sdk) =>
          sdk.calendar.v4.calendarEvent.create({
            path: { calendar_id: calendarId },
            params: { idempotency_key: key, user_id_type: 'open_id' },
            data: {
              ...bodyOf(event),
              // Left out, the first attendee would bring a video meeting along.
              vchat: { vc_type: 'no_meeting' },
              visibility: 'default',
              attendee_ability: 'can_see_others',
            },
          }),
        created,
      ),

    update: (calendarId, eventId, event, isTold) =>
      client.call(
        'calendar.event.patch',
        (sdk) =>
          sdk.calendar.v4.calendarEvent.patch({
            path: { calendar_id: calendarId, event_id: eventId },
            data: { ...bodyOf(event), need_notification: isTold },
          }),
        nothing,
      ),

    remove: (calendarId, eventId) =>
      client.call(
        'calendar.event.delete',
        (sdk) => sdk.calendar.v4.calendarEvent.delete({ path: { calendar_id: calendarId, event_id: eventId } }),
        nothing,
      ),

    attendees: async (calendarId, eventId) => {
      const people: OpenId[] = [];
      let pageToken: string | null = null;
      for (let page = 0; page < MAX_ATTENDEE_PAGES; page += 1) {
        const read: FeishuResult<{ readonly people: readonly OpenId[]; readonly nextPageToken: string | null }> =
          await attendeesFrom(calendarId, eventId, pageToken);
        if (read.kind !== 'ok') return read;
        people.push(...read.data.people);
        pageToken = read.data.nextPageToken;
        if (pageToken === null) break;
      }
      return { kind: 'ok', data: people };
    },

    invite: (calendarId, eventId, people) =>
      client.call(
        'calendar.attendee.create',
        (sdk) =>
          sdk.calendar.v4.calendarEventAttendee.create({
            path: { calendar_id: calendarId, event_id: eventId },
            params: { user_id_type: 'open_id' },
            data: { attendees: people.map(attendee), need_notification: true },
          }),
        nothing,
      ),

    uninvite: (calendarId, eventId, people) =>
      client.call(
        'calendar.attendee.batchDelete',
        (sdk) =>
          sdk.calendar.v4.calendarEventAttendee.batchDelete({
            path: { calendar_id: calendarId, event_id: eventId },
            params: { user_id_type: 'open_id' },
            data: { delete_ids: people.map(attendee), need_notification: true },
          }),
        nothing,
      ),
  };

  function attendeesFrom(calendarId: string, eventId: string, pageToken: string | null) {
    return client.call(
      'calendar.attendee.list',
      (sdk) =>
        sdk.calendar.v4.calendarEventAttendee.list({
          path: { calendar_id: calendarId, event_id: eventId },
          params: {
            user_id_type: 'open_id',
            page_size: ATTENDEE_PAGE,
            ...(pageToken === null ? {} : { page_token: pageToken }),
          },
        }),
      attendeePage,
    );
  }
}

const attendee = (who: OpenId) => ({ type: 'user' as const, user_id: who });

const bodyOf = (event: CalendarEvent) => ({
  summary: event.title,
  description: event.description,
  ...timesOf(event),
  // Feishu takes no empty name; a day without a place says so.
  location: { name: event.place === '' ? '地点待定' : event.place },
});

/** An event of a whole day names the same day twice, as the example of the documents does; a moment is in seconds. */
const timesOf = ({ date, hours }: CalendarEvent) =>
  hours === null
    ? { start_time: { date }, end_time: { date } }
    : { start_time: moment(date, hours.from), end_time: moment(date, hours.to) };
const moment = (date: BeijingDate, time: string) => ({
  timestamp: String((startOfBeijingDay(date) + minutesOf(time) * 60_000) / 1000),
  timezone: 'Asia/Shanghai',
});
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
