import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { KubeConfig } from '@kubernetes/client-node';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeCertificate } from './certificate.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';

let server: https.Server;
let proxy: FaultProxy;
let dispatcher: Agent;
/** Requests that arrived, as the API server sees them. */
const seen: string[] = [];

beforeAll(async () => {
  const { key, cert } = await makeCertificate();
  server = https.createServer({ key, cert }, (request, response) => {
    seen.push(`${request.method ?? ''} ${request.headers.authorization ?? 'nobody'}`);
    response.end('{"kind":"Answer"}');
  });
  server.on('upgrade', (_, socket) => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\nconnection: upgrade\r\n\r\n',
    );
    socket.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    {
      ...{ name: 'one', server: `https://127.0.0.1:${port}`, skipTLSVerify: false },
      caData: Buffer.from(cert).toString('base64'),
    },
    { name: 'admin', token: 'of-the-admin' },
  );
  proxy = await startFaultProxy(config, 'password');
  dispatcher = new Agent({ connect: { ca: proxy.ca } });
});

afterAll(async () => {
  await dispatcher.close();
  await proxy.close();
  server.close();
  server.closeAllConnections();
});

function ask(token: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${proxy.url}/api/v1/pods`, {
    ...init,
    dispatcher,
    headers: { authorization: `Bearer ${token}` },
  });
}

test('hands requests on, with the rights of whoever knows the password', async () => {
  seen.length = 0;
  expect(await (await ask('password')).text()).toBe('{"kind":"Answer"}');
  await ask('of-somebody');
  expect(seen).toEqual(['GET Bearer of-the-admin', 'GET Bearer of-somebody']);
});

test('answers with errors while it is in trouble, and then no more', async () => {
  const over = proxy.trouble('5xx', 100);
  const answers = [await ask('password'), await ask('password')];
  for (const answer of answers) {
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(await answer.json()).toMatchObject({ kind: 'Status' });
  }
  await over;
  expect((await ask('password')).status).toBe(200);
});

test('is gone, and comes back at the same address', async () => {
  const over = proxy.trouble('gone', 100);
  await expect(ask('password')).rejects.toThrow();
  await over;
  expect((await ask('password')).status).toBe(200);
});

test('a write has happened when its worker is killed, and the worker does not hear of it', async () => {
  seen.length = 0;
  const acts: string[] = [];
  proxy.afterNextWrite(() => {
    acts.push(...seen);
    return Promise.resolve();
  });
  expect((await ask('password')).status).toBe(200);
  expect(acts).toEqual([]);
  await expect(ask('password', { method: 'POST', body: '{}' })).rejects.toThrow();
  expect(acts).toEqual(['GET Bearer of-the-admin', 'POST Bearer of-the-admin']);
  expect((await ask('password', { method: 'POST', body: '{}' })).status).toBe(200);
});

test('carries a connection that becomes something else', async () => {
  const { hostname: host, port } = new URL(proxy.url);
  const socket = connect({ host, port: Number(port), ca: proxy.ca });
  socket.write(
    `GET /exec HTTP/1.1\r\nhost: a\r\nauthorization: Bearer password\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n`,
  );
  const [agreed] = (await once(socket, 'data')) as [Buffer];
  expect(agreed.toString()).toContain('101 Switching Protocols');
  socket.write('hello');
  const [echoed] = (await once(socket, 'data')) as [Buffer];
  expect(echoed.toString()).toBe('hello');
  const closed = once(socket, 'close');
  const over = proxy.trouble('gone', 10);
  await closed;
  await over;
});
