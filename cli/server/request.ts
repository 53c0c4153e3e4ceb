import { CommandError } from '../command-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import type { Settings } from '../settings.ts';
import { FAILURES } from '../../domain/failures/table.ts';
import { errorOfAnswer } from './problem.ts';

export interface Request {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below /api/v1. */
  path: string;
  body?: unknown;
  /** Makes sure that a request which a proxy repeats acts once. */
  idempotencyKey?: string;
}

export interface StreamRequest {
  path: string;
  lastEventId?: string;
  signal: AbortSignal;
}

/** The wire to the server: JSON in and out, every refusal as a `CommandError` with its exit code. */
export interface Wire {
  json: (request: Request) => Promise<unknown>;
  /** A stream of server-sent events, as text. No limit of time applies once it has begun. */
  stream: (request: StreamRequest) => Promise<AsyncIterable<string>>;
}

/** Connects nothing yet: the first request does. */
export function connectServer(settings: Settings, io: Io): Wire {
  const ask = async (request: Request, init: RequestInit): Promise<Response> => {
    const url = urlOf(settings, request.path);
    const since = io.now();
    const answer = await send(settings, url, { method: request.method, ...init });
    if (settings.verbose) {
      io.err(`${request.method} ${url} → ${answer.status} in ${io.now() - since} ms\n`);
    }
    if (!answer.ok) throw errorOfAnswer(answer.status, await answer.text());
    return answer;
  };

  return {
    json: async (request) => {
      const signal = AbortSignal.timeout(settings.requestTimeoutMs);
      const headers = {
        ...headersOf(settings),
        accept: 'application/json',
        ...bodyHeaders(request),
      };
      const { body } = request;
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      return readJson(settings, await ask(request, { headers, signal, ...content }));
    },
    stream: async ({ path, lastEventId, signal }) => {
      const headers = {
        ...headersOf(settings),
        accept: 'text/event-stream',
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
      };
      // Only the answer's head has a limit; the body is as long as the run.
      const patience = new AbortController();
      const stop = io.after(settings.requestTimeoutMs, () => patience.abort(timeoutError()));
      const both = AbortSignal.any([signal, patience.signal]);
      const answer = await ask({ method: 'GET', path }, { headers, signal: both }).finally(stop);
      return (answer.body ?? new Blob([]).stream()).pipeThrough(new TextDecoderStream());
    },
  };
}

function urlOf({ server, namespace }: Settings, path: string): string {
  const url = `${server}/api/v1${path}`;
  return namespace === undefined ? url : `${url}?namespace=${encodeURIComponent(namespace)}`;
}

function headersOf({ token }: Settings): Record<string, string> {
  return {
    'user-agent': 'dray',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

function bodyHeaders({ body, idempotencyKey }: Request): Record<string, string> {
  return {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
  };
}

async function send(settings: Settings, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw unreachable(settings, error);
  }
}

async function readJson(settings: Settings, answer: Response): Promise<unknown> {
  const text = await answer.text().catch((error: unknown) => {
    throw unreachable(settings, error);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const detail = `${settings.server} does not speak JSON: it is not a Drayage server`;
    throw new CommandError({ exitCode: EXIT.failed, detail, status: answer.status }, error);
  }
}

/** Every way in which no answer came, as one failure that says which way it was. */
function unreachable({ server, requestTimeoutMs }: Settings, error: unknown): CommandError {
  const { meaning, advice } = FAILURES['DRAY-6003'];
  const isLate = (error as { name?: unknown }).name === 'TimeoutError';
  const why = isLate ? `no answer within ${requestTimeoutMs / 1000} s` : reasonOf(error);
  const detail = `${server}: ${why}`;
  const { unreachable: exitCode } = EXIT;
  return new CommandError({ exitCode, code: 'DRAY-6003', meaning, detail, hint: advice }, error);
}

/** `fetch failed` says nothing; its cause does. An empty message stands for several tried addresses. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) {
    return cause.errors[0].message;
  }
  return cause.message === '' ? cause.name : cause.message;
}

function timeoutError(): DOMException {
  return new DOMException('no answer in time', 'TimeoutError');
}
