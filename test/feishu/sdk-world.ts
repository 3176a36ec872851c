/** A stand-in on a real port with the official SDK as its client, and a small service that records what arrives. */
import { Client, LoggerLevel } from '@larksuiteoapi/node-sdk';
import { createSandbox, type Sandbox, serve } from './sandbox.ts';
import type { SandboxOptions } from './settings.ts';
import { decrypt } from './wire-crypto.ts';

export type Received = {
  readonly path: string;
  readonly headers: Headers;
  readonly raw: string;
  readonly plain: unknown;
};

export type SdkWorld = {
  readonly sandbox: Sandbox;
  readonly client: Client;
  readonly url: string;
  readonly received: Received[];
  /** What the service answers; replace it per test. */
  readonly service: { answer: (received: Received) => Response | Promise<Response> };
  readonly clock: { ms: number };
  readonly close: () => Promise<void>;
};

/** 2026-11-23 09:00 in Shanghai. */
export const startMs = Date.UTC(2026, 10, 23, 1, 0, 0);

const say = (): void => undefined;
/** The SDK greets on the console whatever its level says. */
const silent = { error: say, warn: say, info: say, debug: say, trace: say };

let worlds = 0;

export const openSdkWorld = async (options: SandboxOptions = {}): Promise<SdkWorld> => {
  const clock = { ms: startMs };
  const received: Received[] = [];
  const service: SdkWorld['service'] = { answer: () => Response.json({}) };
  // The SDK keeps tokens per app id for the whole process, so every world is an app of its own.
  worlds += 1;
  const appId = `cli_sandbox_${worlds}`;
  const sandbox = createSandbox({
    now: () => clock.ms,
    appId,
    serviceUrl: 'http://service.invalid',
    serviceFetch: async (request) => {
      const raw = await request.text();
      const entry: Received = {
        path: new URL(request.url).pathname,
        headers: request.headers,
        raw,
        plain: opened(raw),
      };
      received.push(entry);
      return service.answer(entry);
    },
    ...options,
  });
  const { url, close } = await serve(sandbox, { port: 0 });
  const client = new Client({
    appId,
    appSecret: 'sandbox',
    domain: url,
    logger: silent,
    loggerLevel: LoggerLevel.fatal,
  });
  return { sandbox, client, url, received, service, clock, close };
};

const opened = (raw: string): unknown => {
  const body: unknown = JSON.parse(raw);
  if (typeof body !== 'object' || body === null || !('encrypt' in body)) return body;
  try {
    const plain: unknown = JSON.parse(decrypt('sandbox-encrypt-key', String(body.encrypt)));
    return plain;
  } catch {
    // Sealed with a key of its own, as a press in the approval centre is: the test opens it.
    return null;
  }
};

/** Throws when the SDK answered a refusal or nothing. */
export const must = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Error('expected a value');
  return value;
};
