/** People of the tenant (通讯录), contact/v3: ids by mobile or e-mail, one user, several users. Departments are not played. */
import { Hono } from 'hono';
import { z } from 'zod';
import { type ApiEnv, readBody, readIdType, refuse, succeed } from './http.ts';
import type { Person } from './state.ts';
import { findPersonBy, personId, type World } from './world.ts';

const badParams = 40001;

export const contactRoutes = (world: World): Hono<ApiEnv> => {
  const routes = new Hono<ApiEnv>();

  routes.post('/v3/users/batch_get_id', async (c) => {
    const idType = readIdType(c, badParams);
    const list = z.array(z.string()).max(50).default([]);
    const body = await readBody(
      c,
      z.object({ emails: list, mobiles: list, include_resigned: z.boolean().default(false) }),
      badParams,
    );
    const entry = (key: 'email' | 'mobile', asked: string): Readonly<Record<string, unknown>> => {
      const person = world.state.people.find(
        (each) =>
          (key === 'email' ? each.email === asked : sameMobile(each.mobile, asked)) &&
          (body.include_resigned || !each.hasResigned),
      );
      return person === undefined
        ? { [key]: asked }
        : { user_id: personId(person, idType), [key]: asked, status: statusJson(person) };
    };
    return succeed(c, {
      user_list: [
        ...body.emails.map((email) => entry('email', email)),
        ...body.mobiles.map((mobile) => entry('mobile', mobile)),
      ],
    });
  });

  routes.get('/v3/users/batch', (c) => {
    const idType = readIdType(c, badParams);
    const ids = c.req.queries('user_ids') ?? [];
    if (ids.length < 1 || ids.length > 50) return refuse(badParams, 'user_ids: 1 to 50');
    return succeed(c, {
      items: ids.flatMap((id) => findPersonBy(world, idType, id) ?? []).map((person) => userJson(world, person)),
    });
  });

  routes.get('/v3/users/:user', (c) => {
    const person = findPersonBy(world, readIdType(c, badParams), c.req.param('user'));
    return person === undefined
      ? refuse(41050, 'no user authority error')
      : succeed(c, { user: userJson(world, person) });
  });

  return routes;
};

/** Numbers inside the country are asked for without the country code. */
const sameMobile = (stored: string, asked: string): boolean => stored === asked || stored === `+86${asked}`;

const statusJson = (person: Person): Readonly<Record<string, boolean>> => ({
  is_frozen: false,
  is_resigned: person.hasResigned,
  is_activated: true,
  is_exited: false,
  is_unjoin: false,
});

const userJson = (world: World, person: Person): Readonly<Record<string, unknown>> => {
  const avatar = `${world.settings.publicUrl}/avatars/${encodeURIComponent(person.openId)}`;
  return {
    union_id: person.unionId,
    user_id: person.userId,
    open_id: person.openId,
    name: person.name,
    en_name: person.enName,
    email: person.email,
    mobile: person.mobile,
    mobile_visible: true,
    avatar: { avatar_72: avatar, avatar_240: avatar, avatar_640: avatar, avatar_origin: avatar },
    status: statusJson(person),
    department_ids: ['od-sandbox'],
    job_title: person.unit,
  };
};
