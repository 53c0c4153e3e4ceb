import type { KubeConfig } from '@kubernetes/client-node';
import { Agent, type Dispatcher, request } from 'undici';
import { failureOfRequest, failureOfStatus, type KubeStatus } from './errors.ts';

export interface KubeRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string | undefined>;
  body?: unknown;
  contentType?: string;
  /** What the request is about, for messages: `cluster: Kind namespace/name`. */
  object: string;
}

export interface Transport {
  readonly url: string;
  json(request: KubeRequest): Promise<unknown>;
  text(request: KubeRequest): Promise<string>;
  /** When the server answered, by its own clock. */
  date(request: KubeRequest): Promise<Date>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 60_000;
/** Bound tokens of service accounts are rotated in their files: read them anew now and then. */
const CREDENTIALS_LIFETIME_MS = 60_000;

interface Answer {
  text: string;
  date: string;
}

interface Credentials {
  headers: Record<string, string>;
  dispatcher: Dispatcher;
  readAt: number;
}

/**
 * Plain JSON over HTTP to one API server.
 * The generated clients of client-node retype objects and drop fields they do not know, and they build a new
 * connection pool for each request; objects that are only passed on must arrive as they left.
 */
export function createTransport(config: KubeConfig): Transport {
  const url = config.getCurrentCluster()?.server.replace(/\/$/, '') ?? '';
  let credentials: Promise<Credentials> | undefined;

  async function current(): Promise<Credentials> {
    const known = await credentials;
    if (known !== undefined && Date.now() - known.readAt < CREDENTIALS_LIFETIME_MS) return known;
    credentials = readCredentials(config, known);
    return credentials;
  }

  async function send(asked: KubeRequest): Promise<Answer> {
    try {
      const { headers, dispatcher } = await current();
      const response = await request(urlOf(url, asked), {
        method: asked.method,
        dispatcher,
        headersTimeout: ANSWER_TIMEOUT_MS,
        bodyTimeout: ANSWER_TIMEOUT_MS,
        headers: {
          ...headers,
          accept: 'application/json, */*',
          ...(asked.body === undefined
            ? {}
            : { 'content-type': asked.contentType ?? 'application/json' }),
        },
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      });
      const text = await response.body.text();
      if (response.statusCode < 400) return { text, date: String(response.headers['date']) };
      throw failureOfStatus(response.statusCode, parseStatus(text), asked.object);
    } catch (error) {
      if (error instanceof Error && error.name === 'Failure') throw error;
      throw failureOfRequest(error, url, asked.object);
    }
  }

  return {
    url,
    text: async (asked) => (await send(asked)).text,
    json: async (asked) => JSON.parse((await send(asked)).text) as unknown,
    date: async (asked) => new Date((await send(asked)).date),
    close: async () => {
      await (await credentials)?.dispatcher.close();
    },
  };
}

async function readCredentials(config: KubeConfig, known?: Credentials): Promise<Credentials> {
  const options: Record<string, unknown> = { headers: {} };
  await config.applyToHTTPSOptions(options);
  const headers = options['headers'] as Record<string, string>;
  if (known !== undefined) return { ...known, headers, readAt: Date.now() };
  const dispatcher = new Agent({
    connections: 32,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      ca: options['ca'] as Buffer | undefined,
      cert: options['cert'] as Buffer | undefined,
      key: options['key'] as Buffer | undefined,
      ...(options['rejectUnauthorized'] === false ? { rejectUnauthorized: false } : {}),
    },
  });
  return { headers, dispatcher, readAt: Date.now() };
}

function urlOf(base: string, asked: KubeRequest): URL {
  const target = new URL(base + asked.path);
  for (const [name, value] of Object.entries(asked.query ?? {})) {
    if (value !== undefined) target.searchParams.set(name, value);
  }
  return target;
}

function parseStatus(text: string): KubeStatus {
  try {
    return JSON.parse(text) as KubeStatus;
  } catch {
    return { message: text.slice(0, 300) };
  }
}
