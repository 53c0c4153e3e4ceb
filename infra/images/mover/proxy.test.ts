import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { TunnelProxy } from '../../../domain/settings/settings.ts';
import { judgeProbe, type ProbeVerdict } from '../../../domain/transfer/hop.ts';
import { receiverConfigMap } from '../../../domain/transfer/manifests/receiver.ts';
import { senderConfig } from '../../../domain/transfer/manifests/sender.ts';
import { proxyProbeCommand, readProxyAnswer } from '../../../domain/transfer/proxy-probe.ts';
import { probeCommand } from '../../../domain/transfer/rsync.ts';
import { startConnectProxy, type ConnectProxy } from '../../../test/fakes/connect-proxy.ts';
import { run, temporaryDirectory, until } from './test-pod.ts';
import { freePort, localize, startDaemon, type Daemon } from './test-tunnel.ts';

jest.setTimeout(60_000);

const spec = {
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop', claim: 'data' },
  image: 'mover',
};
const key = randomBytes(32).toString('hex');
const account = { user: 'mover', password: 'p w:ö=%"$x`' };

const cleanups: (() => void)[] = [];
const daemons: Daemon[] = [];
const proxies: ConnectProxy[] = [];
let ports: { daemon: string; tunnel: number; sender: string };

beforeEach(async () => {
  const [daemon, tunnel, sender] = [await freePort(), await freePort(), await freePort()];
  ports = { daemon: String(daemon), tunnel, sender: String(sender) };
});

afterEach(async () => {
  for (const daemon of daemons.splice(0)) await daemon.kill();
  for (const proxy of proxies.splice(0)) await proxy.close();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function startReceiver(): void {
  const directory = temporaryDirectory(cleanups);
  const data = temporaryDirectory(cleanups);
  const places = {
    ...{ '1873': ports.daemon, '8443': String(ports.tunnel), '/data': data },
    ...{ '/etc/psk': directory, '/tmp/': `${directory}/` },
  };
  const files = receiverConfigMap(spec)['data'] as Record<string, string>;
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(directory, name), localize(text, places));
  }
  writeKey(directory);
  const rsyncd = ['rsync', '--daemon', '--no-detach', `--config=${directory}/rsyncd.conf`];
  daemons.push(startDaemon(directory, ['stunnel', `${directory}/stunnel.conf`]));
  daemons.push(startDaemon(join(directory, 'daemon'), rsyncd));
}

function writeKey(directory: string): void {
  writeFileSync(join(directory, 'psk'), `xfer1:${key}\n`);
  chmodSync(join(directory, 'psk'), 0o600);
}

/** The sender's tunnel with the product's own configuration, and the probe of the way behind it. */
function startSender(proxy?: TunnelProxy, host = '127.0.0.1'): () => Promise<ProbeVerdict> {
  const directory = temporaryDirectory(cleanups);
  const endpoint = { host, port: ports.tunnel };
  const needs = { key, endpoint, ...(proxy === undefined ? {} : { proxy }) };
  const [secret, config] = senderConfig(spec, needs);
  const text =
    config === undefined
      ? Buffer.from((secret!['data'] as Record<string, string>)['stunnel.conf']!, 'base64')
      : (config['data'] as Record<string, string>)['stunnel.conf']!;
  const places = { 'accept=127.0.0.1:1873': `accept=127.0.0.1:${ports.sender}` };
  writeFileSync(
    join(directory, 'stunnel.conf'),
    localize(text.toString(), { ...places, '/etc/psk': directory }),
  );
  writeKey(directory);
  const daemon = startDaemon(directory, ['stunnel', `${directory}/stunnel.conf`]);
  daemons.push(daemon);

  const at = (word: string): string =>
    localize(word, { '127.0.0.1:1873': `127.0.0.1:${ports.sender}`, '/etc/xfer': directory });
  return async () => {
    const [program = '', ...args] = probeCommand().map(at);
    const { rc, stderr } = await run(program, args);
    const asked = proxy === undefined ? undefined : await ask(proxyProbeCommand().map(at), proxy);
    const tunnelLog = daemon.log();
    if (proxy?.password !== undefined) expect(tunnelLog).not.toContain(proxy.password);
    const end = { rc, stderr, tunnelLog, endpoint, volume: 'shop/data' };
    return judgeProbe({ ...end, ...(asked === undefined ? {} : { proxy: asked }) });
  };
}

async function ask([program = '', ...args]: string[], { host, port, password }: TunnelProxy) {
  const { rc, stdout, stderr } = await run(program, args);
  if (password !== undefined) expect(`${stdout}${stderr}${args.join(' ')}`).not.toContain(password);
  return { host, port, answer: readProxyAnswer({ exitCode: rc, stdout, stderr }) };
}

async function startProxy(options = {}): Promise<ConnectProxy> {
  const proxy = await startConnectProxy(options);
  proxies.push(proxy);
  return proxy;
}

/** Until the tunnels are up; what is said by then is of this machine's start. */
async function settle(probe: () => Promise<ProbeVerdict>): Promise<ProbeVerdict> {
  return until(async () => {
    const seen = await probe();
    return seen.kind !== 'answers' && seen.code === 'DRAY-3005' ? undefined : seen;
  }, 'a verdict of the way');
}

describe('a tunnel through a proxy', () => {
  it.each([
    ['that lets everybody through', {}, {}],
    ['that wants a password', { account }, account],
  ])('%s reaches the receiver', async (_, options, credentials) => {
    startReceiver();
    const proxy = await startProxy(options);
    const probe = startSender({ host: '127.0.0.1', port: proxy.port, ...credentials });
    const answers = async () => ((await probe()).kind === 'answers' ? true : undefined);
    expect(await until(answers, 'the receiver')).toBe(true);
    expect(proxy.asked).toContainEqual({ target: `127.0.0.1:${ports.tunnel}`, status: 200 });
  });

  it('says that the password is wrong', async () => {
    startReceiver();
    const { port } = await startProxy({ account });
    const probe = startSender({ host: '127.0.0.1', port, user: 'mover', password: 'other' });
    expect(await settle(probe)).toMatchObject({ kind: 'fatal', code: 'DRAY-3052' });
  });

  it('says that the target is forbidden', async () => {
    startReceiver();
    const { port } = await startProxy({ allows: () => false });
    const probe = startSender({ host: '127.0.0.1', port });
    const verdict = await settle(probe);
    expect(verdict).toMatchObject({ kind: 'fatal', code: 'DRAY-3053', elsewhere: true });
  });

  it('says that the endpoint is not reached behind it', async () => {
    const { port } = await startProxy();
    const verdict = await settle(startSender({ host: '127.0.0.1', port }));
    expect(verdict).toMatchObject({ kind: 'retry', code: 'DRAY-3054', elsewhere: true });
  });

  it('says that it is not there', async () => {
    const probe = startSender({ host: '127.0.0.1', port: await freePort() });
    expect(await settle(probe)).toMatchObject({ kind: 'retry', code: 'DRAY-3051' });
  });

  it('says that its name does not resolve', async () => {
    const probe = startSender({ host: 'nowhere.invalid', port: 3128 });
    expect(await settle(probe)).toMatchObject({ kind: 'retry', code: 'DRAY-3050' });
  });
});

describe('a way without a proxy', () => {
  it('says that nobody listens at its end', async () => {
    expect(await settle(startSender())).toMatchObject({ code: 'DRAY-3054', elsewhere: true });
  });

  it('says that the name does not resolve', async () => {
    const probe = startSender(undefined, 'nowhere.invalid');
    expect(await settle(probe)).toMatchObject({ code: 'DRAY-3050', elsewhere: true });
  });

  it('believes nobody who shows a certificate instead of the key, and sends him nothing', async () => {
    const received: string[] = [];
    const impostor = await startImpostor(received);
    try {
      expect(await settle(startSender())).toMatchObject({ code: 'DRAY-3055' });
      expect(received).toEqual([]);
    } finally {
      await new Promise<void>((resolve) => impostor.close(() => resolve()));
    }
  });
});

/** A TLS server at the receiver's place, without the key of the run. */
async function startImpostor(received: string[]): Promise<Server> {
  const directory = join(temporaryDirectory(cleanups), 'impostor');
  mkdirSync(directory);
  const [keyFile, certFile] = ['key.pem', 'cert.pem'].map((name) => join(directory, name));
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-keyout', keyFile!, '-out', certFile!, '-subj', '/CN=nobody.invalid', '-days', '1'],
    ],
    { stdio: 'ignore' },
  );
  const server = createServer(
    { key: readFileSync(keyFile!), cert: readFileSync(certFile!) },
    (socket) => {
      socket.on('error', () => socket.destroy());
      socket.on('data', (chunk: Buffer) => received.push(chunk.toString('latin1')));
      socket.write('@RSYNCD: 31.0 sha512 sha256 sha1 md5 md4\n');
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(ports.tunnel, '127.0.0.1', resolve));
  return server;
}
