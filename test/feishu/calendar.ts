/**
 * 日历, calendar/v4, as far as an app keeps events on its own calendar: primary, events, attendees who are people. Rooms, groups,
 * repetition, free/busy and the calendars of people are not played.
 */
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { type ApiContext, type ApiEnv, FeishuError, pageOf, readBody, readIdType, succeed } from './http.ts';
import type { CalendarEvent } from './office-state.ts';
import { findPersonBy, personId, type World } from './world.ts';

const botCalendar = 'feishu.cn_sandboxbot@group.calendar.feishu.cn';
const badParams = 190014;

/** The pages of this family name a status for each code. */
const fail = (code: number, msg: string, status: ContentfulStatusCode): never => {
  throw new FeishuError(code, msg, status);
};

const timeInfo = z
  .object({
    date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .optional(),
    timestamp: z
      .string()
      .regex(/^\d{1,12}$/)
      .optional(),
    timezone: z.string().optional(),
  })
  .refine(({ date, timestamp }) => (date === undefined) !== (timestamp === undefined), 'date or timestamp');
const eventFields = {
  summary: z.string().max(1000).optional(),
  description: z.string().max(40_960).optional(),
  need_notification: z.boolean().default(true),
  start_time: timeInfo.optional(),
  end_time: timeInfo.optional(),
  vchat: z.object({ vc_type: z.enum(['vc', 'third_party', 'no_meeting']) }).optional(),
  visibility: z.enum(['default', 'public', 'private']).optional(),
  attendee_ability: z.enum(['none', 'can_see_others', 'can_invite_others', 'can_modify_event']).optional(),
  location: z.object({ name: z.string().min(1).max(512).optional() }).optional(),
};
const newEvent = z.object({ ...eventFields, start_time: timeInfo, end_time: timeInfo });
const eventChange = z.object(eventFields);
const attendee = z.object({
  type: z.enum(['user', 'chat', 'resource', 'third_party']).optional(),
  user_id: z.string().optional(),
});

export const calendarRoutes = (world: World): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();
  // Asked for each time: a state may be put in place of another one.
  const office = () => world.state.office;

  const requireCalendar = (c: ApiContext): void => {
    if (c.req.param('calendar') !== botCalendar) fail(191000, 'calendar not found', 404);
  };
  const eventOf = (c: ApiContext): CalendarEvent => {
    requireCalendar(c);
    const found = office().events.find(({ eventId }) => eventId === c.req.param('event'));
    if (found === undefined) return fail(193001, 'event not found', 404);
    return found.isDeleted ? fail(193003, 'event is deleted', 403) : found;
  };
  const openIdOf = (c: ApiContext, given: z.infer<typeof attendee>): string => {
    if (given.type !== 'user') return fail(194004, 'invalid attendee type', 400);
    const person = findPersonBy(world, readIdType(c, badParams), given.user_id ?? '');
    if (person === undefined || person.hasResigned)
      return fail(195100, 'user is dismiss or not exist in the tenant', 404);
    return person.openId;
  };

  routes.post('/v4/calendars/primary', (c) =>
    succeed(c, {
      calendars: [
        {
          calendar: { calendar_id: botCalendar, summary: '接待日', type: 'primary', role: 'owner', is_deleted: false },
          user_id: 'ou_sandbox_bot',
        },
      ],
    }),
  );

  routes.post('/v4/calendars/:calendar/events', async (c) => {
    requireCalendar(c);
    const key = c.req.query('idempotency_key');
    if (key !== undefined && (key.length < 32 || key.length > 128)) fail(badParams, 'idempotency_key: 32 to 128', 400);
    const body = await readBody(c, newEvent, badParams);
    const repeated = office().eventKeys.find((each) => each.key === key);
    const known = repeated && office().events.find(({ eventId }) => eventId === repeated.eventId);
    if (known !== undefined) return succeed(c, { event: eventJson(known) });
    const made: CalendarEvent = {
      eventId: `${world.newId('ev')}_0`,
      summary: '',
      description: '',
      place: '',
      start: '',
      end: '',
      // Left out, the first attendee brings a video meeting along.
      hasMeeting: body.vchat === undefined || body.vchat.vc_type === 'vc',
      isDeleted: false,
      attendees: [],
      notices: 0,
    };
    change(made, body);
    office().events.push(made);
    if (key !== undefined) office().eventKeys.push({ key, eventId: made.eventId });
    world.changed();
    return succeed(c, { event: eventJson(made) });
  });

  routes.get('/v4/calendars/:calendar/events/:event', (c) => succeed(c, { event: eventJson(eventOf(c)) }));

  routes.patch('/v4/calendars/:calendar/events/:event', async (c) => {
    const event = eventOf(c);
    const body = await readBody(c, eventChange, badParams);
    if ((body.start_time === undefined) !== (body.end_time === undefined))
      fail(badParams, 'start_time and end_time go together', 400);
    change(event, body);
    if (body.need_notification) event.notices += event.attendees.length;
    world.changed();
    return succeed(c, { event: eventJson(event) });
  });

  routes.delete('/v4/calendars/:calendar/events/:event', (c) => {
    const event = eventOf(c);
    event.isDeleted = true;
    if (c.req.query('need_notification') !== 'false') event.notices += event.attendees.length;
    world.changed();
    return succeed(c, {});
  });

  routes.get('/v4/calendars/:calendar/events/:event/attendees', (c) => {
    const idType = readIdType(c, badParams);
    const limits = { normal: 20, most: 100, badSizeCode: badParams, badTokenCode: 190008 };
    const page = pageOf(eventOf(c).attendees, ({ openId }) => openId, c, limits);
    return succeed(c, {
      items: page.items.map(({ openId, status }) => {
        const person = findPersonBy(world, 'open_id', openId);
        return {
          type: 'user',
          attendee_id: `user_${openId}`,
          rsvp_status: status,
          user_id: person === undefined ? openId : personId(person, idType),
          display_name: person?.name ?? '',
          is_optional: false,
          is_organizer: false,
        };
      }),
      has_more: page.has_more,
      ...(page.page_token === undefined ? {} : { page_token: page.page_token }),
    });
  });

  routes.post('/v4/calendars/:calendar/events/:event/attendees', async (c) => {
    const event = eventOf(c);
    const body = await readBody(
      c,
      z.object({ attendees: z.array(attendee).max(1000), need_notification: z.boolean().default(true) }),
      badParams,
    );
    const people = body.attendees.map((each) => openIdOf(c, each));
    for (const openId of people.filter((one) => !event.attendees.some((each) => each.openId === one))) {
      event.attendees.push({ openId, status: 'needs_action' });
      if (body.need_notification) event.notices += 1;
    }
    world.changed();
    return succeed(c, { attendees: event.attendees.map(({ openId }) => ({ type: 'user', user_id: openId })) });
  });

  routes.post('/v4/calendars/:calendar/events/:event/attendees/batch_delete', async (c) => {
    const event = eventOf(c);
    const body = await readBody(c, z.object({ delete_ids: z.array(attendee).max(500) }), badParams);
    const people = body.delete_ids.map(
      (each) => findPersonBy(world, readIdType(c, badParams), each.user_id ?? '')?.openId,
    );
    if (people.some((one) => !event.attendees.some(({ openId }) => openId === one)))
      fail(194000, 'attendee not found', 404);
    event.attendees = event.attendees.filter(({ openId }) => !people.includes(openId));
    world.changed();
    return succeed(c, {});
  });

  return routes;
};

const change = (event: CalendarEvent, body: z.infer<typeof eventChange>): void => {
  const textOf = (time: z.infer<typeof timeInfo>): string => time.date ?? time.timestamp ?? '';
  event.summary = body.summary ?? event.summary;
  event.description = body.description ?? event.description;
  event.place = body.location?.name ?? event.place;
  if (body.start_time !== undefined && body.end_time !== undefined) {
    if (textOf(body.end_time) < textOf(body.start_time)) fail(badParams, 'end_time before start_time', 400);
    event.start = textOf(body.start_time);
    event.end = textOf(body.end_time);
  }
};

const timeJson = (text: string) =>
  text.includes('-') ? { date: text } : { timestamp: text, timezone: 'Asia/Shanghai' };

const eventJson = (event: CalendarEvent): Readonly<Record<string, unknown>> => ({
  event_id: event.eventId,
  organizer_calendar_id: botCalendar,
  summary: event.summary,
  description: event.description,
  start_time: timeJson(event.start),
  end_time: timeJson(event.end),
  location: { name: event.place },
  status: event.isDeleted ? 'cancelled' : 'confirmed',
});
