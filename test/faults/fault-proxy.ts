import { once } from 'node:events';
import type http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';
import tls from 'node:tls';
import type { Duplex } from 'node:stream';
import type { KubeConfig } from '@kubernetes/client-node';
import { makeCertificate } from './certificate.ts';
import { isWrite } from './writes.ts';

/** `5xx`: it answers, and always with an error of its own. `gone`: nobody listens. */
export type Trouble = '5xx' | 'gone';

/** The way of one worker to one API server; nobody else takes it. */
export interface FaultProxy {
  readonly url: string;
  /** PEM; vouches for it. */
  readonly ca: string;
  /** Resolves when it is over. */
  trouble(kind: Trouble, lastsMs: number): Promise<void>;
  /** Done when the next write has happened and before anybody hears of it; then its connection is cut. */
  afterNextWrite(act: () => Promise<void>): void;
  forgetWrite(): void;
  close(): Promise<void>;
}

interface Upstream {
  host: string;
  port: number;
  /** As the kubeconfig says. */
  admin: tls.SecureContextOptions & { headers: Record<string, string> };
}

const ERRORS = [503, 500, 502, 504] as const;

/**
 * Listens on this machine alone, and hands on what it hears. Whoever brings `password` as its bearer token has the
 * rights of the kubeconfig; any other token is handed on.
 */
export async function startFaultProxy(config: KubeConfig, password: string): Promise<FaultProxy> {
  const upstream = await upstreamOf(config);
  const { headers: adminHeaders, ...identity } = upstream.admin;
  const { ca } = identity;
  const agents = {
    admin: new https.Agent({ keepAlive: true, ...identity }),
    bearer: new https.Agent({ keepAlive: true, ca }),
  };
  const sockets = new Set<Duplex>();
  let failing = false;
  let errors = 0;
  let onWrite: (() => Promise<void>) | undefined;

  function whoOf(request: http.IncomingMessage) {
    const { authorization, ...headers } = request.headers;
    const isAdmin = authorization === `Bearer ${password}`;
    return isAdmin
      ? { agent: agents.admin, tls: identity, headers: { ...headers, ...adminHeaders } }
      : { agent: agents.bearer, tls: { ca }, headers: { ...headers, authorization } };
  }

  /** What a write is waited for with; undefined when nobody waits. */
  function takeOnWrite(): (() => Promise<void>) | undefined {
    const taken = onWrite;
    onWrite = undefined;
    return taken;
  }

  function refuse(response: http.ServerResponse): void {
    const code = ERRORS[errors++ % ERRORS.length] ?? 503;
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      code,
      message: 'not now',
    };
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(status));
  }

  function forward(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { agent, headers } = whoOf(request);
    const { method, url: path } = request;
    const sent = https.request({
      ...upstream,
      method,
      path,
      agent,
      headers,
    } as https.RequestOptions);
    sent.on('response', (answer) => {
      const done = (answer.statusCode ?? 500) < 400 && isWrite(method, path ?? '');
      const act = done ? takeOnWrite() : undefined;
      if (act !== undefined) {
        answer.resume();
        void act().finally(() => response.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    sent.on('error', () => response.destroy());
    response.on('close', () => sent.destroy());
    request.pipe(sent);
  }

  const own = await makeCertificate();
  const server = https.createServer(own, (request, response) => {
    if (failing) refuse(response);
    else forward(request, response);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  // A command in a pod: bytes both ways, once the API server has agreed.
  server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
    if (failing) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const { headers, tls: options } = whoOf(request);
    const { host, port } = upstream;
    const far = tls.connect({ host, port, ...options, ALPNProtocols: ['http/1.1'] }, () => {
      far.write(
        `${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/1.1\r\n${lines(headers)}\r\n`,
      );
      if (head.length > 0) far.write(head);
    });
    far.once('data', (first: Buffer) => {
      const act = takeOnWrite();
      socket.write(first);
      far.pipe(socket);
      socket.pipe(far);
      if (act !== undefined) void act().finally(() => socket.destroy());
    });
    for (const [one, other] of [
      [far, socket],
      [socket, far],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });

  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }
  async function leave(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    ca: own.cert,
    trouble: async (kind, lastsMs) => {
      if (kind === '5xx') {
        failing = true;
        await pass(lastsMs);
        failing = false;
        return;
      }
      await leave();
      await pass(lastsMs);
      await listen(port);
    },
    afterNextWrite: (act) => {
      onWrite = act;
    },
    forgetWrite: () => {
      onWrite = undefined;
    },
    close: async () => {
      if (server.listening) await leave();
      agents.admin.destroy();
      agents.bearer.destroy();
    },
  };
}

async function upstreamOf(config: KubeConfig): Promise<Upstream> {
  const { hostname, port } = new URL(config.getCurrentCluster()?.server ?? '');
  const options: Upstream['admin'] = { headers: {} };
  await config.applyToHTTPSOptions(options);
  const { ca, cert, key, headers } = options;
  return { host: hostname, port: Number(port || 443), admin: { ca, cert, key, headers } };
}

function lines(headers: http.OutgoingHttpHeaders): string {
  return Object.entries(headers)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((one) => [name, one]),
    )
    .map(([name, value]) => `${String(name)}: ${String(value)}\r\n`)
    .join('');
}
