import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { judgeManifests } from '../../../domain/transfer/manifest.ts';
import { keySecret } from '../../../domain/transfer/manifests/key-secret.ts';
import { receiverConfigMap } from '../../../domain/transfer/manifests/receiver.ts';
import { senderConfigMap } from '../../../domain/transfer/manifests/sender.ts';
import { limitOfCommand } from '../../../domain/transfer/bandwidth.ts';
import { parsePassStats, parseProgress, parseTotals } from '../../../domain/transfer/progress.ts';
import { countCommand, passCommand, probeCommand } from '../../../domain/transfer/rsync.ts';
import { judgePass, type PassVerdict, wasStopped } from '../../../domain/transfer/verdict.ts';
import {
  parseStatus,
  parseSummary,
  type PassStatus,
  stopCommand,
  wordsCommand,
} from '../../../domain/transfer/xfer.ts';
import { createPod, run, temporaryDirectory, until, type TestPod } from './test-pod.ts';
import { freePort, localize, startDaemon, type Daemon } from './test-tunnel.ts';
import { fillVolume } from './test-volume.ts';

jest.setTimeout(60_000);

const spec = {
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop', claim: 'data' },
  image: 'mover',
};

/** Both ends on one machine: the product's own configurations, with other paths and ports. */
interface Ends {
  source: TestPod<PassStatus>;
  target: TestPod<PassStatus>;
  startServer(): Daemon;
  startRsyncDaemon(): Daemon;
  startClient(key?: string): Daemon;
  localized(command: string[]): string[];
}

/** What runs of an end, and with which key. */
interface Part {
  command(directory: string): string[];
  key?: string;
}

const cleanups: (() => void)[] = [];
const daemons: Daemon[] = [];
const key = randomBytes(32).toString('hex');
let ends: Ends;

beforeEach(async () => {
  ends = await createEnds();
});

afterEach(async () => {
  await ends.source.xfer('stop', 'p1');
  for (const daemon of daemons.splice(0)) await daemon.kill();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

async function createEnds(): Promise<Ends> {
  const source = createPod(temporaryDirectory(cleanups), parseStatus);
  const target = createPod(temporaryDirectory(cleanups), parseStatus);
  const [server, tunnel, sender] = [await freePort(), await freePort(), await freePort()].map(
    String,
  );
  const endpoint = { host: '127.0.0.1', port: Number(tunnel) };

  const start = (object: KubeObject, places: Record<string, string>, part: Part): Daemon => {
    const directory = temporaryDirectory(cleanups);
    const replacements = { ...places, '/etc/psk': directory, '/tmp/': `${directory}/` };
    for (const [name, text] of Object.entries(object['data'] as Record<string, string>)) {
      writeFileSync(join(directory, name), localize(text, replacements));
    }
    writeKey(directory, part.key ?? key);
    const daemon = startDaemon(directory, part.command(directory));
    daemons.push(daemon);
    return daemon;
  };
  const stunnel = (directory: string): string[] => ['stunnel', `${directory}/stunnel.conf`];
  const rsyncd = (directory: string): string[] => [
    'rsync',
    '--daemon',
    '--no-detach',
    `--config=${directory}/rsyncd.conf`,
  ];
  const receiver = receiverConfigMap(spec);
  const atReceiver = { '1873': server!, '8443': tunnel!, '/data': target.data };
  const atSender = { 'accept=127.0.0.1:1873': `accept=127.0.0.1:${sender!}` };
  return {
    source,
    target,
    startRsyncDaemon: () => start(receiver, atReceiver, { command: rsyncd }),
    startServer: () => start(receiver, atReceiver, { command: stunnel }),
    startClient: (used = key) =>
      start(senderConfigMap(spec, endpoint), atSender, { command: stunnel, key: used }),
    localized: (command) =>
      command.map((word) =>
        word === '/data/'
          ? `${source.data}/`
          : word.replace('127.0.0.1:1873', `127.0.0.1:${sender!}`),
      ),
  };
}

function writeKey(directory: string, used: string): void {
  const data = keySecret(spec, 'sender', used)['data'] as { psk: string };
  writeFileSync(join(directory, 'psk'), atob(data.psk));
  chmodSync(join(directory, 'psk'), 0o600);
}

/** Brings up everything and waits as the product does. */
async function connect(): Promise<Daemon> {
  ends.startRsyncDaemon();
  ends.startServer();
  const client = ends.startClient();
  await until(async () => ((await probe(client)).kind === 'done' ? true : undefined), 'the tunnel');
  return client;
}

async function probe(client: Daemon): Promise<PassVerdict> {
  const [program = '', ...args] = ends.localized(probeCommand());
  const { rc, stderr } = await run(program, args);
  return judgePass({ rc, stderr, kind: 'final', tunnelLog: client.log(), volume: 'shop/data' });
}

async function pass(id: string, command: string[]): Promise<PassStatus> {
  await ends.source.xfer('start', id, ...ends.localized(command));
  return ends.source.awaitState(id, 'done');
}

async function isEqual(): Promise<boolean> {
  const [source, target] = await Promise.all(
    [ends.source, ends.target].map(async (pod) =>
      parseSummary((await pod.xfer('manifest', `v${String(Date.now())}`)).stdout),
    ),
  );
  return judgeManifests(source!, target!).kind === 'equal';
}

describe('a volume through the tunnel', () => {
  it('arrives whole, and its numbers are read', async () => {
    fillVolume(ends.source.data);
    await connect();
    const [program = '', ...args] = ends.localized(countCommand());
    const totals = parseTotals((await run(program, args)).stdout);

    const first = await pass('p1', passCommand({ kind: 'initial' }));
    expect(
      judgePass({ ...first, rc: first.rc!, kind: 'initial', stderr: first.err, volume: 'v' }),
    ).toMatchObject({ kind: 'done' });
    expect(await isEqual()).toBe(true);

    const stats = parsePassStats(first.out, 1);
    expect(stats).toMatchObject({ filesTotal: totals!.files, bytesTotal: totals!.bytes });
    expect(parseProgress(first.out)).toMatchObject({
      filesChecked: totals!.files,
      filesKnown: totals!.files,
    });
    expect(existsSync('/tmp/nowhere')).toBe(false);

    const second = parsePassStats((await pass('p2', passCommand({ kind: 'final' }))).out, 1);
    expect(second).toMatchObject({ filesTransferred: 0, literalBytes: 0 });
    expect(second!.bytesSent).toBeLessThan(stats!.bytesSent);
  });

  it('arrives whole after the receiver died in the middle', async () => {
    fillVolume(ends.source.data);
    writeFileSync(join(ends.source.data, 'large'), randomBytes(8_000_000));
    const client = await connect();
    const [daemon, server] = daemons;
    const slow = passCommand({ kind: 'initial', bandwidthLimitKiBps: 500 });
    await ends.source.xfer('start', 'p1', ...ends.localized(slow));
    await until(async () => parseProgress((await ends.source.status('p1')).out)?.bytes, 'bytes');

    await server!.kill();
    await daemon!.kill();
    const broken = await ends.source.awaitState('p1', 'done');
    const end = { rc: broken.rc!, stderr: broken.err, tunnelLog: client.log() };
    expect(judgePass({ ...end, kind: 'initial', volume: 'v' })).toMatchObject({
      kind: 'retry',
      code: 'DRAY-3005',
    });

    ends.startRsyncDaemon();
    ends.startServer();
    await until(
      async () => ((await probe(client)).kind === 'done' ? true : undefined),
      'the tunnel',
    );
    await pass('p2', passCommand({ kind: 'initial', resumed: true }));
    expect(await isEqual()).toBe(true);
  });
});

describe('a limit that is changed', () => {
  const SIZE = 6_000_000;

  it('ends the pass, and the next goes on where it was: nothing is sent twice', async () => {
    writeFileSync(join(ends.source.data, 'large'), randomBytes(SIZE));
    await connect();
    const slow = passCommand({ kind: 'initial', bandwidthLimitKiBps: 1_000 });
    await ends.source.xfer('start', 'p1', ...ends.localized(slow));
    const half = async () => {
      const { bytes = 0 } = parseProgress((await ends.source.status('p1')).out) ?? {};
      return bytes > SIZE / 2 ? bytes : undefined;
    };
    const arrived = await until(half, 'half of it');
    const [shell = '', flag = '', script = ''] = wordsCommand('p1');
    const read = await run(shell, [flag, script.replace('/state', ends.source.state)]);
    expect(limitOfCommand(read.stdout.split('\0'))).toBe(1_000);

    await ends.source.xfer(...(stopCommand('p1').slice(1) as ['stop', string]));
    const stopped = await ends.source.awaitState('p1', 'done');
    expect(wasStopped({ rc: stopped.rc! })).toBe(true);

    const rest = await pass('p2', passCommand({ kind: 'initial', resumed: true }));
    expect(rest.rc).toBe(0);
    const { bytesSent } = parsePassStats(rest.out, 1)!;
    // What was on its way when the pass was ended is sent again, and a sum for each block that is there.
    expect(bytesSent).toBeLessThan(SIZE - arrived + SIZE / 4);
    expect(await isEqual()).toBe(true);
  });
});

describe('a tunnel that does not work', () => {
  it('says that the keys differ', async () => {
    ends.startRsyncDaemon();
    const server = ends.startServer();
    const client = ends.startClient(randomBytes(32).toString('hex'));
    const verdict = await until(async () => {
      const seen = await probe(client);
      return seen.kind === 'fatal' ? seen : undefined;
    }, 'a verdict');

    expect(verdict).toMatchObject({ kind: 'fatal', code: 'DRAY-3006' });
    expect(server.log()).toContain('binder does not verify');
  });

  it('says that the receiver is not there yet', async () => {
    const client = ends.startClient();
    const verdict = await until(async () => {
      const seen = await probe(client);
      return seen.reason.includes('listen') ? seen : undefined;
    }, 'a verdict');
    expect(verdict).toMatchObject({ kind: 'retry', code: 'DRAY-3005' });
  });

  it('says that the daemon behind it is not there', async () => {
    const server = ends.startServer();
    const client = ends.startClient();
    const verdict = await until(async () => {
      const seen = await probe(client);
      return server.log().includes('Connection refused') ? seen : undefined;
    }, 'a verdict');
    expect(verdict).toMatchObject({ kind: 'retry', code: 'DRAY-3005' });
  });
});
