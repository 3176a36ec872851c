/**
 * The pages with real links and receipts, over cases that walked the real road (`given.ts`). The process behind them is the
 * real `decide`; only storage is a map, so that a test sees exactly which commands reached it.
 */
import { refusalSentence } from '../../cards/answer.ts';
import { createLinks } from '../../src/pages/links.ts';
import { createPages, type PagesDeps } from '../../src/pages/pages.tsx';
import { createReceipts } from '../../src/pages/receipt.ts';
import { createUnitCodes } from '../../src/pages/unit-codes.ts';
import type { BaseBinding } from '../../src/ports.ts';
import { applyEvent } from '../../src/workflow/apply.ts';
import { type Case, currentRound } from '../../src/workflow/case.ts';
import type { Command } from '../../src/workflow/commands.ts';
import { decide } from '../../src/workflow/decide.ts';
import type { Directory } from '../../src/workflow/directory.ts';
import type { CaseEvent } from '../../src/workflow/events.ts';
import type { CaseId, DeliveryId, Ms, OpenId, UnitId } from '../../src/workflow/ids.ts';
import { createWorkCalendar } from '../../src/workflow/work-calendar.ts';
import { DISTRICT, type Play, START, withSettings } from '../support/given.ts';

const PUBLIC_URL = 'https://reception.example';
export const SECRETS = ['pages-test-secret-of-forty-characters-01'] as const;
export const FORM_URL = 'https://example.feishu.cn/share/base/form/shrcnExample';
/** The hash every case of `given.ts` is filed under. */
export const RECEIPT_HASH = '0'.repeat(64);
export const NOW: Ms = START + 86_400_000;

const usualDirectory: Directory = withSettings({ organPhone: '0830-000 0000' });

export interface WorldOptions {
  readonly plays?: readonly Play[];
  readonly formUrl?: string | null;
  readonly now?: Ms;
  /** How often a bucket may be used, in place of its own limit. */
  readonly limit?: number;
  /** In place of the usual district. */
  readonly directory?: Directory;
  /** Feishu takes no file. */
  readonly failsUploads?: boolean;
}

export const createPagesWorld = (options: WorldOptions = {}) => {
  let now = options.now ?? NOW;
  const directory = options.directory ?? usualDirectory;
  const stored = new Map<CaseId, { subject: Case; events: readonly CaseEvent[] }>();
  for (const play of options.plays ?? [])
    stored.set(play.subject().id, { subject: play.subject(), events: play.events() });
  const deliveries = new Set<DeliveryId>();
  const commands: Command[] = [];
  const uploads: { readonly name: string; readonly bytes: Uint8Array; readonly isImage: boolean }[] = [];
  const buckets = new Map<string, number>();
  let changes = 0;
  let nextByte = 0;

  const unitCodes = createUnitCodes(SECRETS);
  const signed = createLinks({ publicUrl: PUBLIC_URL, secrets: SECRETS });
  const randomBytes = (count: number) =>
    Uint8Array.from({ length: count }, () => (nextByte = (nextByte * 5 + 7) % 256));
  const receipts = createReceipts({ secrets: SECRETS, randomBytes });
  const base: BaseBinding = {
    district: DISTRICT,
    appToken: 'bascnExample',
    url: 'https://example.feishu.cn/base/bascnExample',
    tables: {},
    formUrl: options.formUrl === undefined ? FORM_URL : options.formUrl,
  };

  const handle: PagesDeps['handle'] = async ({ deliveryId, caseId, actor, command }) => {
    const found = stored.get(caseId);
    if (!found) return { kind: 'refused', subject: null, reason: { kind: 'noSuchCase' } };
    if (deliveries.has(deliveryId)) return { kind: 'repeated', subject: found.subject };
    commands.push(command);
    const calendar = createWorkCalendar(directory.settings);
    const decision = decide(found.subject, command, { actor, now, directory, calendar, nextSerial: 9 });
    if (decision.kind === 'refused') return { kind: 'refused', subject: found.subject, reason: decision.reason };
    deliveries.add(deliveryId);
    const subject = decision.events.reduce<Case>(applyEvent, found.subject);
    stored.set(caseId, { subject, events: [...found.events, ...decision.events] });
    return { kind: 'accepted', subject };
  };

  const pages = createPages({
    cases: {
      loadByReceipt: async (hash) => {
        const cases = [...stored.values()]
          .map(({ subject }) => subject)
          .filter(({ receiptHash }) => receiptHash === hash);
        return cases.length > 0 ? { cases, directory } : null;
      },
      loadCase: async (id) => {
        const found = stored.get(id);
        return found ? { subject: found.subject, directory } : null;
      },
      loadEvents: async (id) => stored.get(id)?.events ?? [],
    },
    mirror: { loadBases: async () => [base], loadDirectory: async () => directory },
    links: signed.links,
    verifyStatus: signed.verifyStatus,
    verifyRating: signed.verifyRating,
    verifyUpload: signed.verifyUpload,
    unitDoor: {
      verifyLink: signed.verifyUnit,
      signVisit: signed.signVisit,
      verifyVisit: signed.verifyVisit,
      isCode: unitCodes.isRight,
    },
    // Feishu as far as a page sees it; the real call is played in test/promises/files.test.ts.
    media: {
      upload: async (_appToken, file) => {
        uploads.push(file);
        return options.failsUploads
          ? { kind: 'reject', code: 1, reason: '' }
          : { kind: 'ok', data: { token: `box${uploads.length}` } };
      },
      download: async (token) => {
        const file = uploads[Number(token.replace('box', '')) - 1];
        return file ? { kind: 'ok', data: file.bytes } : { kind: 'gone', code: 1, reason: '' };
      },
    },
    sleep: async () => {},
    receipts,
    handle,
    visitorKey: 'a key of the tests',
    allow: async (bucket, limit) => {
      const count = (buckets.get(bucket) ?? 0) + 1;
      buckets.set(bucket, count);
      return count <= Math.min(limit, options.limit ?? limit);
    },
    refusalSentence,
    publicUrl: PUBLIC_URL,
    randomBytes,
    now: () => now,
    afterChange: () => {
      changes += 1;
    },
  });

  const pathOf = (link: string): string => link.slice(PUBLIC_URL.length);
  return {
    pages,
    receipts,
    commands,
    uploads,
    buckets,
    changes: () => changes,
    advance: (ms: Ms) => {
      now += ms;
    },
    /** Something else happens to a case meanwhile. */
    replace: (play: Play) => stored.set(play.subject().id, { subject: play.subject(), events: play.events() }),
    subjectOf: (id: CaseId): Case => {
      const found = stored.get(id);
      if (!found) throw new Error('no such case');
      return found.subject;
    },
    signed,
    unitPath: (subject: Case, unit: UnitId) => pathOf(signed.links.unit(subject, unit) ?? ''),
    /** 办理码 given out last to a unit. */
    codeFor: (subject: Case, unit: UnitId): string => {
      const issue = currentRound(subject)?.units.find(({ unitId }) => unitId === unit)?.webCode?.issue ?? 0;
      return unitCodes.codeOf({ caseId: subject.id, round: subject.rounds.length, unitId: unit, issue });
    },
    statusPath: pathOf(signed.links.status(RECEIPT_HASH, now)),
    ratingPath: (id: CaseId, round = 1) => pathOf(signed.links.rating(id, round, now)),
    filesPath: (subject: Case, who: OpenId, round = 1) => pathOf(signed.filesUrl(subject, round, who) ?? ''),
    postForm: async (path: string, form: FormData, headers: Readonly<Record<string, string>> = {}) =>
      read(
        await pages.request(`${PUBLIC_URL}${path}`, {
          method: 'POST',
          headers: { 'sec-fetch-site': 'same-origin', ...headers },
          body: form,
        }),
      ),
    raw: async (path: string, headers: Readonly<Record<string, string>>, body: string) =>
      read(
        await pages.request(`${PUBLIC_URL}${path}`, {
          method: 'POST',
          headers: { 'sec-fetch-site': 'same-origin', ...headers },
          body,
        }),
      ),
    get: async (path: string, headers: Readonly<Record<string, string>> = {}) =>
      read(await pages.request(`${PUBLIC_URL}${path}`, { headers })),
    post: async (
      path: string,
      fields: Readonly<Record<string, string>>,
      headers: Readonly<Record<string, string>> = {},
    ) =>
      read(
        await pages.request(`${PUBLIC_URL}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', ...headers },
          body: new URLSearchParams(fields),
        }),
      ),
  };
};
export type PagesWorld = ReturnType<typeof createPagesWorld>;

const read = async (response: Response) => ({
  status: response.status,
  headers: response.headers,
  location: response.headers.get('location'),
  html: await response.text(),
});
export type Answer = Awaited<ReturnType<typeof read>>;

/** One browser of a visitor: keeps cookies by their path and goes where it is sent. */
export const browserIn = (world: Pick<PagesWorld, 'get' | 'post'>) => {
  const jar = new Map<string, { readonly value: string; readonly path: string }>();
  const cookies = (path: string) => ({
    cookie: [...jar]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; '),
  });
  const keep = ({ headers }: Answer): void => {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      const path = /Path=([^;]+)/iu.exec(line)?.[1] ?? '/';
      if (/Max-Age=0/iu.test(line)) jar.delete(name);
      else jar.set(name, { value, path });
    }
  };
  const follow = async (answer: Answer): Promise<Answer> => {
    keep(answer);
    return answer.status === 303 ? get((answer.location ?? '/').replace(PUBLIC_URL, '')) : answer;
  };
  const get = async (path: string): Promise<Answer> => follow(await world.get(path, cookies(path)));
  return {
    get,
    post: async (path: string, fields: Readonly<Record<string, string>>): Promise<Answer> =>
      follow(await world.post(path, fields, cookies(path))),
  };
};

/** Hidden inputs of the form that posts to an address ending like this. */
export const hiddenOf = (html: string, actionEnd: string): Record<string, string> => {
  const form = [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].find((match) =>
    match[1]?.endsWith(actionEnd),
  );
  const inputs = [...(form?.[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return Object.fromEntries(inputs.map((match) => [match[1] ?? '', match[2] ?? '']));
};
export const hrefsOf = (html: string): readonly string[] =>
  [...html.matchAll(/href="([^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));
/** What a person reads. */
export const textOf = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');
