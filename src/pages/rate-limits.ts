/**
 * How often one visitor, and everybody together, may do what costs something. Counted in the database by the caller's
 * `Allow`; a visitor is known by a shortened keyed hash of the network address, never by the address.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import type { Allow } from '../ports.ts';

interface Limit {
  readonly name: string;
  /** Many people may share one address: a meeting room, a carrier's gateway. */
  readonly perVisitor: number;
  /** Holds also when someone invents a new address for each request. */
  readonly together: number;
  readonly perMs: number;
}

const MINUTE_MS = 60_000;
export const INTAKE_LIMIT: Limit = { name: 'intake', perVisitor: 30, together: 600, perMs: 60 * MINUTE_MS };
export const QUERY_LIMIT: Limit = { name: 'query', perVisitor: 20, together: 1_000, perMs: 10 * MINUTE_MS };
/** Each goes on to Feishu, which takes 10 000 files a day. */
export const UPLOAD_LIMIT: Limit = { name: 'upload', perVisitor: 40, together: 400, perMs: 60 * MINUTE_MS };
/** The same for files that are looked at. */
export const FILE_LIMIT: Limit = { name: 'file', perVisitor: 200, together: 2_000, perMs: 60 * MINUTE_MS };
/** 办理码 tried: a street office behind one address has a few handlers, not a few dozen. */
export const CODE_LIMIT: Limit = { name: 'code', perVisitor: 20, together: 400, perMs: 60 * MINUTE_MS };
/** And with one link for one code: a guess meets it with a chance of 1 in 10 million an hour. A new code begins anew. */
const TRIES_PER_CODE = 10;
/** Posts with a link count by the link. */
const POSTS_PER_LINK = 20;

const HASH_CHARS = 12;

/** False when this visitor, or all visitors together, came too often. */
export const isWithin = async (allow: Allow, limit: Limit, visitor: string): Promise<boolean> =>
  (await allow(`page:${limit.name}:${visitor}`, limit.perVisitor, limit.perMs)) &&
  (await allow(`page:${limit.name}`, limit.together, limit.perMs));

export const isLinkWithin = (allow: Allow, token: string): Promise<boolean> =>
  allow(`page:link:${shortHash(token)}`, POSTS_PER_LINK, 60 * MINUTE_MS);

export const isCodeTryWithin = (allow: Allow, token: string, issue: number): Promise<boolean> =>
  allow(`page:code:${shortHash(`${token} ${issue}`)}`, TRIES_PER_CODE, 60 * MINUTE_MS);

/** Two visitors may share a hash; that only makes them share a limit. */
export const visitorOf = (c: Context, key: string): string =>
  createHmac('sha256', key)
    .update(`reception-day visitor\n${addressOf(c)}`)
    .digest('hex')
    .slice(0, HASH_CHARS);

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARS);

const nodeSocket = z.object({ incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }) });
/** Loopback and private networks: there a proxy stands in front of us and names the visitor. */
const INNER_ADDRESS = /^(?:::ffff:)?(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/i;

/** A header is believed only when no outside socket is known: anybody can write a header. */
const addressOf = (c: Context): string => {
  const socket = nodeSocket.safeParse(c.env).data?.incoming.socket.remoteAddress ?? null;
  if (socket !== null && !INNER_ADDRESS.test(socket)) return socket;
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  return c.req.header('cf-connecting-ip') ?? forwarded ?? socket ?? '';
};
