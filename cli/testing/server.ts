import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What arrived at the server. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: unknown;
}

/** Answers one request: a value is sent as JSON, an `Answer` as it is, a function writes by itself. */
export type Route = Handler | Answer | object;
export type Handler = (asked: Asked, response: ServerResponse) => Answer | undefined;

export class Answer {
  readonly status: number;
  readonly body: unknown;
  readonly type: string;

  constructor(status: number, body: unknown, type = 'application/json') {
    this.status = status;
    this.body = body;
    this.type = type;
  }
}

export interface TestServer {
  url: string;
  asked: Asked[];
  close: () => Promise<void>;
}

/** A server for one test. Routes are `GET /plans/shop`, below /api/v1; anything else is not found. */
export async function startServer(routes: Record<string, Route>): Promise<TestServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void receive(request).then((each) => {
      asked.push(each);
      answer(routes[`${each.method} ${each.path}`], each, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function receive(request: IncomingMessage): Promise<Asked> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://test');
  const body = await text(request);
  return {
    method: request.method ?? '',
    path: pathname.replace(/^\/api\/v1/, ''),
    query: searchParams,
    headers: request.headers,
    body: body === '' ? undefined : (JSON.parse(body) as unknown),
  };
}

function answer(route: Route | undefined, asked: Asked, response: ServerResponse): void {
  if (route === undefined) {
    send(response, problem(404, 'DRAY-1007', `${asked.path} does not exist`));
    return;
  }
  const reply: unknown = typeof route === 'function' ? (route as Handler)(asked, response) : route;
  if (reply === undefined) return;
  send(response, reply instanceof Answer ? reply : new Answer(200, reply));
}

function send(response: ServerResponse, { status, body, type }: Answer): void {
  response.writeHead(status, { 'content-type': type });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A refusal as the server writes it (RFC 9457). */
export function problem(status: number, code: string, detail: string, more: object = {}): Answer {
  const title = 'what the code means';
  const body = {
    type: `urn:drayage:failure:${code}`,
    title,
    status,
    code,
    detail,
    hint: 'do this',
  };
  return new Answer(status, { ...body, ...more }, 'application/problem+json');
}

/** Runs of a stream, one server-sent event each; the stream ends after them unless it is to stay open. */
export function stream(
  messages: readonly { event?: string; id?: string; data: unknown }[],
  { open = false } = {},
): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    for (const { event = 'run', id, data } of messages) {
      const line = id === undefined ? '' : `id: ${id}\n`;
      response.write(`event: ${event}\n${line}data: ${JSON.stringify(data)}\n\n`);
    }
    if (!open) response.end();
    return undefined;
  };
}
