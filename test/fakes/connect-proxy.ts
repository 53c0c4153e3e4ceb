import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxyOptions {
  /** Who may pass; everybody when left out. */
  account?: { user: string; password: string };
  /** Whether a target is let through to; every one when left out. */
  allows?: (target: string) => boolean;
  /** The address to listen on. @default 127.0.0.1 */
  host?: string;
  port?: number;
}

/** A proxy that tunnels by CONNECT (RFC 9110), as those of companies do: it looks into nothing. */
export interface ConnectProxy {
  port: number;
  /** Targets it was asked for, with the status of its answer. */
  asked: { target: string; status: number }[];
  /** Bytes that went through, both ways. */
  bytes(): number;
  close(): Promise<void>;
}

export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const asked: ConnectProxy['asked'] = [];
  const sockets = new Set<Socket>();
  let bytes = 0;
  const server = createServer((_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(405).end();
  });
  server.on('connection', (socket) => keep(sockets, socket));
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    const target = request.url ?? '';
    const refusal = refusalOf(request, target, options);
    if (refusal !== undefined) {
      asked.push({ target, status: Number(refusal.slice(9, 12)) });
      client.end(`${refusal}\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const { host, port } = addressOf(target);
    const beyond = connect({ host, port });
    keep(sockets, beyond);
    beyond.once('connect', () => {
      asked.push({ target, status: 200 });
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      for (const end of [client, beyond])
        end.on('data', (chunk: Buffer) => (bytes += chunk.length));
      client.pipe(beyond).pipe(client);
    });
    beyond.once('error', () => {
      if (beyond.bytesRead === 0) asked.push({ target, status: 502 });
      client.end('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    });
    client.once('error', () => beyond.destroy());
  });
  const { host = '127.0.0.1', port = 0 } = options;
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    bytes: () => bytes,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => sockets.delete(socket));
}

function refusalOf(
  { headers }: IncomingMessage,
  target: string,
  { account, allows }: ConnectProxyOptions,
): string | undefined {
  if (account !== undefined) {
    const given = /^basic (.*)$/i.exec(headers['proxy-authorization'] ?? '')?.[1] ?? '';
    const { user, password } = account;
    if (Buffer.from(given, 'base64').toString() !== `${user}:${password}`) {
      return 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"';
    }
  }
  return allows?.(target) === false ? 'HTTP/1.1 403 Forbidden' : undefined;
}

function addressOf(target: string): { host: string; port: number } {
  const at = target.lastIndexOf(':');
  return {
    host: target.slice(0, at).replace(/^\[|\]$/g, ''),
    port: Number(target.slice(at + 1)),
  };
}
