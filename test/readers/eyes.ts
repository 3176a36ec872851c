/**
 * All that somebody can see: messages and cards as they stand (with what is folded), rows by view, own page, tasks, sheets in
 * the approval centre, events of the calendar. Text without blanks, so that where a line was broken makes no difference.
 */
import { confidential } from '../../bitable-schema/confidential.ts';
import { TABLES } from '../../bitable-schema/index.ts';
import { hiddenKeys } from '../../bitable-schema/table.ts';
import { shownRow } from '../story/people.ts';
import { SERVICE_URL, type Town } from '../support/town.ts';

const BLANKS = /[\s\u200b-\u200d\u2060\ufeff]/gu;
export const squeezed = (text: string): string => text.replaceAll('\\n', '').replaceAll(BLANKS, '');

/** Cells of every row, in columns that a view for some work shows; what stands in “全部” alone nobody comes across. */
export const tablesSeen = (town: Town): string => {
  const base = town.sandbox.state.bases.find(({ appToken }) => appToken === town.base.appToken);
  const seen = TABLES.flatMap((declared) => {
    const live = base?.tables.find(({ tableId }) => tableId === town.base.tables[declared.key]);
    if (!live) return [];
    const views = declared.views.filter(
      ({ type, name }) => type !== 'form' && (declared.views.length < 3 || name !== '全部'),
    );
    const shown = new Set(
      views.flatMap((view) => {
        const hidden = hiddenKeys(declared, view);
        return Object.entries(declared.columns).flatMap(([column, { name }]) =>
          hidden.includes(column) ? [] : [name],
        );
      }),
    );
    return live.records.flatMap((record) =>
      Object.entries(shownRow(live.fields, record)).flatMap(([name, cell]) => (shown.has(name) ? [cell] : [])),
    );
  });
  return squeezed(seen.join('\n'));
};

/** What the service writes into every table but 保密事项: more people open the Base than may know all of it. */
export const keptForAll = (town: Town): string => {
  const base = town.sandbox.state.bases.find(({ appToken }) => appToken === town.base.appToken);
  const seen = TABLES.filter(({ key }) => key !== confidential.key).flatMap(({ key, columns }) => {
    const kept = new Set(Object.values(columns).flatMap(({ owner, name }) => (owner === 'service' ? [name] : [])));
    const live = base?.tables.find(({ tableId }) => tableId === town.base.tables[key]);
    return (live?.records ?? []).flatMap((record) =>
      Object.entries(shownRow(live?.fields ?? [], record)).flatMap(([name, cell]) => (kept.has(name) ? [cell] : [])),
    );
  });
  return squeezed(seen.join('\n'));
};

/** What reached somebody in Feishu. */
export const deskOf = (town: Town, who: string): string => {
  const { state } = town.sandbox;
  const chats = new Set(state.chats.filter(({ openId }) => openId === who).map(({ chatId }) => chatId));
  const messages = state.messages
    .filter(({ chatId, sender }) => chats.has(chatId) && sender === 'app')
    .map(({ versions }) => versions.at(-1)?.content ?? '');
  const todos = state.office.todos
    .filter(({ members }) => members.some(({ id }) => id === who))
    .map(({ summary, description }) => `${summary}\n${description}`);
  const approvals = state.office.approvals
    .filter(({ openId, tasks }) => openId === who || tasks.some((task) => task.openId === who))
    .map(({ title, form }) => [title, ...form.map(({ value }) => value)].join('\n'));
  const events = state.office.events
    .filter(({ attendees }) => attendees.some(({ openId }) => openId === who))
    .map(({ summary, description }) => `${summary}\n${description}`);
  return squeezed([...messages, ...todos, ...approvals, ...events].join('\n'));
};

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const textOf = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll(/&(amp|lt|gt|quot|#39);/gu, (_whole, name: string) => ENTITIES[name] ?? '');

/** The enterprise's own page, and what lies one link further on it. */
export const pageOf = async (town: Town, address: string): Promise<string> => {
  const get = async (url: string): Promise<string> => {
    const answer = await town.service.app.fetch(new Request(url));
    return answer.ok ? answer.text() : '';
  };
  const page = await get(address);
  const further = [...page.matchAll(/href="([^"]+)"/gu)]
    .map(([, href = '']) => new URL(href, address))
    .filter(({ origin, pathname, hash }) => origin === SERVICE_URL && hash === '' && pathname.startsWith('/s/'));
  const more = await Promise.all(further.map(({ href }) => get(href)));
  return squeezed([page, ...more].map(textOf).join('\n'));
};
