/** A tiny HTTP server on a real socket that answers as a test tells it, and remembers what it was asked. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

export interface LocalFeishu {
  readonly url: string;
  readonly asked: Asked[];
  /** Requests for a token so far. */
  readonly tokenRequests: () => number;
  readonly close: () => Promise<void>;
}

export type Answer = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

export const json = (
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Starts it on a free port. Tokens are `t-1`, `t-2`, … and live `expireSeconds`, unless `token` answers itself. */
export async function startLocalFeishu(
  answer: Answer,
  options: { readonly expireSeconds?: number; readonly token?: Answer } = {},
): Promise<LocalFeishu> {
  const asked: Asked[] = [];
  let tokens = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', 'http://local');
    const one: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      authorization: request.headers.authorization,
      body: text === '' ? null : JSON.parse(text),
    };
    if (url.pathname === '/open-apis/auth/v3/tenant_access_token/internal') {
      tokens += 1;
      if (options.token !== undefined) await options.token(one, response, request);
      else
        json(response, {
          code: 0,
          msg: 'ok',
          tenant_access_token: `t-${tokens}`,
          expire: options.expireSeconds ?? 7200,
        });
      return;
    }
    asked.push(one);
    await answer(one, response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    tokenRequests: () => tokens,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
