import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { judgeManifests } from '../../../domain/transfer/manifest.ts';
import { keySecret } from '../../../domain/transfer/manifests/key-secret.ts';
import { receiverConfigMap } from '../../../domain/transfer/manifests/receiver.ts';
import { senderConfigMap } from '../../../domain/transfer/manifests/sender.ts';
import type { TransferSpec } from '../../../domain/transfer/manifests/spec.ts';
import { parseProgress } from '../../../domain/transfer/progress.ts';
import { type Pass, passCommand, probeCommand } from '../../../domain/transfer/rsync.ts';
import { judgePass, type PassVerdict } from '../../../domain/transfer/verdict.ts';
import {
  manifestCommand,
  parseStatus,
  parseSummary,
  parseUnkept,
  type PassStatus,
  unkeptCommand,
} from '../../../domain/transfer/xfer.ts';
import {
  asUser,
  copyProgram,
  createPod,
  type Ended,
  run,
  temporaryDirectory,
  type TestPod,
  type TestUser,
  until,
} from './test-pod.ts';
import { type Daemon, freePort, localize, startDaemon } from './test-tunnel.ts';
import { fillOwnVolume } from './test-volume.ts';

jest.setTimeout(60_000);

const identity = { mode: 'restricted', uid: 1000, groups: [] } as const;
const spec: TransferSpec = {
  volume: { runUid: 'run-1', planUid: 'plan-1', namespace: 'shop', claim: 'data' },
  target: { namespace: 'shop', claim: 'data' },
  image: 'mover',
  identities: {
    sender: { ...identity, groups: [] },
    receiver: { ...identity, uid: 2000, groups: [] },
  },
};

const cleanups: (() => void)[] = [];
const daemons: Daemon[] = [];
const key = randomBytes(32).toString('hex');
let program: string;
let sending: TestUser;
let receiving: TestUser;
let source: TestPod<PassStatus>;
let target: TestPod<PassStatus>;
let tunnelPort: string;
let senderPort: string;

beforeEach(async () => {
  program = copyProgram(cleanups);
  sending = { uid: 1000, program };
  receiving = { uid: 2000, program };
  source = createPod(temporaryDirectory(cleanups), parseStatus, sending);
  target = createPod(temporaryDirectory(cleanups), parseStatus, receiving);
  [tunnelPort, senderPort] = [String(await freePort()), String(await freePort())];
});

afterEach(async () => {
  await source.xfer('stop', 'p1');
  for (const daemon of daemons.splice(0)) await daemon.kill();
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** One end of the tunnel, with the product's own configuration, as the user of its pod. */
function startTunnel(end: 'sender' | 'receiver'): Daemon {
  const directory = temporaryDirectory(cleanups);
  const user = end === 'sender' ? sending : receiving;
  const object =
    end === 'sender'
      ? senderConfigMap(spec, { host: '127.0.0.1', port: Number(tunnelPort) })
      : receiverConfigMap(spec);
  const text = (object['data'] as Record<string, string>)['stunnel.conf'] ?? '';
  const places = {
    '/etc/psk': directory,
    '/usr/local/bin/xfer': program,
    'accept=:::8443': `accept=:::${tunnelPort}`,
    'accept=127.0.0.1:1873': `accept=127.0.0.1:${senderPort}`,
  };
  writeFileSync(join(directory, 'stunnel.conf'), localize(text, places));
  const { psk } = keySecret(spec, end, key)['data'] as { psk: string };
  writeFileSync(join(directory, 'psk'), atob(psk));
  for (const place of [directory, join(directory, 'psk')]) chownSync(place, user.uid, user.uid);
  chmodSync(join(directory, 'psk'), 0o600);
  const env = end === 'sender' ? [] : ['env', `XFER_DATA=${target.data}`];
  const daemon = startDaemon(directory, [
    ...asUser(user),
    ...env,
    'stunnel',
    join(directory, 'stunnel.conf'),
  ]);
  daemons.push(daemon);
  return daemon;
}

/** As a command stands in the sender's pod. */
function localized(command: string[]): string[] {
  const words = command.map((word) => {
    if (word === 'xfer') return program;
    if (word === 'xfer-rsync') return `${program}-rsync`;
    if (word === '--rsh=xfer rsh') return `--rsh=env XFER_PORT=${senderPort} ${program} rsh`;
    return word === '/data/' ? `${source.data}/` : word;
  });
  return ['env', `XFER_PORT=${senderPort}`, ...words];
}

async function probe(): Promise<PassVerdict> {
  const [name = '', ...args] = [...asUser(sending), ...localized(probeCommand({ asUser: true }))];
  const { rc, stderr } = await run(name, args);
  return judgePass({ rc, stderr, kind: 'final', volume: 'shop/data' });
}

async function connect(): Promise<void> {
  startTunnel('receiver');
  startTunnel('sender');
  await until(async () => ((await probe()).kind === 'done' ? true : undefined), 'the tunnel');
}

async function pass(id: string, wanted: Pass): Promise<PassStatus> {
  await source.xfer('start', id, ...localized(passCommand({ ...wanted, asUser: true })));
  return source.awaitState(id, 'done');
}

async function compare(): Promise<ReturnType<typeof judgeManifests>> {
  const [here, there] = await Promise.all(
    [source, target].map(async (pod) => {
      const id = `v${String(Date.now())}`;
      const [, ...words] = manifestCommand(id, { asUser: true });
      return parseSummary((await pod.xfer(...words)).stdout);
    }),
  );
  return judgeManifests(here!, there!);
}

/** The answer of the far end to one line. */
async function ask(line: string): Promise<Ended> {
  const [name = '', ...args] = asUser(receiving);
  const script = `printf '%s\\n' "$1" | XFER_DATA="$2" "$3" serve`;
  return run(name, [...args, 'sh', '-c', script, 'sh', line, target.data, program]);
}

describe('a volume between users that are not root', () => {
  it('arrives whole, but for its owners', async () => {
    fillOwnVolume(source.data, asUser(sending));
    await connect();

    const first = await pass('p1', { kind: 'initial' });
    expect(first).toMatchObject({ rc: 0 });
    expect(await compare()).toEqual({ kind: 'equal' });
    expect(readlinkSync(join(target.data, 'absolute'))).toBe('/etc/passwd');
    expect(readlinkSync(join(target.data, 'escaping'))).toBe('../../outside');
    expect(statSync(join(target.data, 'setuid')).mode & 0o7777).toBe(0o4755);
    expect(statSync(join(target.data, 'hardlink')).nlink).toBe(3);
    expect(statSync(join(target.data, 'sparse')).blocks).toBeLessThan(64);
    expect(lstatSync(join(target.data, 'dangling')).uid).toBe(2000);
    expect(parseProgress(first.out)).toBeDefined();
  });

  it('is followed through changes of files that nobody may write, and deletions', async () => {
    fillOwnVolume(source.data, asUser(sending));
    await connect();
    await pass('p1', { kind: 'initial' });

    const [name = '', ...args] = asUser(sending);
    const change =
      'cd "$1"; rm -f read-only; printf other >read-only; chmod 0400 read-only; rm empty; chmod 0755 sealed; printf more >sealed/more; chmod 0555 sealed';
    await run(name, [...args, 'sh', '-euc', change, 'sh', source.data]);

    expect(await compare()).toMatchObject({ kind: 'different' });
    expect(await pass('p2', { kind: 'delta' })).toMatchObject({ rc: 0 });
    expect(await pass('p3', { kind: 'repair', deleteFirst: true })).toMatchObject({ rc: 0 });
    expect(await compare()).toEqual({ kind: 'equal' });
  });

  it('arrives whole after the receiver died in the middle', async () => {
    fillOwnVolume(source.data, asUser(sending));
    writeFileSync(join(source.data, 'large'), randomBytes(8_000_000));
    await connect();
    const slow = passCommand({ kind: 'initial', bandwidthLimitKiBps: 500, asUser: true });
    await source.xfer('start', 'p1', ...localized(slow));
    await until(async () => parseProgress((await source.status('p1')).out)?.bytes, 'bytes');

    await daemons[0]!.kill();
    const broken = await source.awaitState('p1', 'done');
    const verdict = judgePass({ rc: broken.rc!, stderr: broken.err, kind: 'initial', volume: 'v' });
    expect(verdict).toMatchObject({ kind: 'retry', code: 'DRAY-3005' });

    startTunnel('receiver');
    await until(async () => ((await probe()).kind === 'done' ? true : undefined), 'the tunnel');
    expect(await pass('p2', { kind: 'initial', resumed: true })).toMatchObject({ rc: 0 });
    expect(await compare()).toEqual({ kind: 'equal' });
  });

  it('leaves nothing behind at the receiver when the sender is stopped', async () => {
    writeFileSync(join(source.data, 'large'), randomBytes(8_000_000));
    await connect();
    const slow = passCommand({ kind: 'initial', bandwidthLimitKiBps: 500, asUser: true });
    await source.xfer('start', 'p1', ...localized(slow));
    await until(async () => parseProgress((await source.status('p1')).out)?.bytes, 'bytes');

    await source.xfer('stop', 'p1');
    expect(await source.awaitState('p1', 'done')).toMatchObject({ rc: 20 });
    await until(
      async () => (await run('pgrep', ['-u', '2000', '-x', 'rsync'])).rc === 1 || undefined,
      'the end of the receiving rsync',
    );
  });
});

describe('what cannot be copied', () => {
  it.each(['initial', 'final'] as const)('names a file that cannot be read (%s)', async (kind) => {
    fillOwnVolume(source.data, asUser(sending));
    writeFileSync(join(source.data, 'foreign'), 'secret');
    chmodSync(join(source.data, 'foreign'), 0o600);
    await connect();

    const { rc, err } = await pass('p1', { kind });

    expect(judgePass({ rc: rc!, stderr: err, kind, volume: 'shop/data', asUser: true })).toEqual({
      kind: 'fatal',
      code: 'DRAY-3040',
      reason: expect.stringContaining('foreign'),
      files: [expect.stringContaining('foreign')],
    });
  });

  // With several names rsync's receiver would wait for ever.
  it.each(['setuid', 'hardlink'])('names a file that cannot be written over (%s)', async (name) => {
    fillOwnVolume(source.data, asUser(sending));
    writeFileSync(join(target.data, name), 'of root');
    chmodSync(target.data, 0o1777);
    await connect();

    const { rc, err } = await pass('p1', { kind: 'initial' });
    expect(rc).not.toBe(0);
    expect(
      judgePass({ rc: rc!, stderr: err, kind: 'initial', volume: 'v', asUser: true }),
    ).toMatchObject({
      kind: 'fatal',
      code: 'DRAY-3043',
      files: [expect.stringMatching(/setuid|hardlink|file/)],
    });
    expect(readFileSync(join(target.data, name), 'utf8')).toBe('of root');
  });

  it('counts what belongs to others', async () => {
    fillOwnVolume(source.data, asUser(sending));
    chownSync(join(source.data, 'file'), 3000, 4000);

    const [, ...words] = unkeptCommand({ uid: 1000, gid: 1000 });
    const unkept = parseUnkept((await source.xfer(...words)).stdout);

    // The same file by three names; of its siblings one is found first, whichever.
    expect(unkept).toMatchObject({
      owners: { count: 3, first: expect.stringMatching(/file|hardlink/) },
      groups: { count: 3 },
      devices: { count: 0, first: '' },
    });
  });
});

describe('the far end', () => {
  const words = '-lHDtpAXrxSe.iLsfxCIvu --timeout=600 --inplace';

  it('says when a pass could begin', async () => {
    expect(await ask('probe')).toMatchObject({ rc: 0, stdout: 'ready\n' });
  });

  it.each([
    'rsync --server --sender -lHDtpAXrxSe.iLsfxCIvu . /data/',
    `rsync --server ${words} . /etc/`,
    `rsync --server ${words} . /data/../etc/`,
    `rsync --server ${words} /etc . /data/`,
    `rsync --server ${words} --log-file=/data/x . /data/`,
    `rsync --server ${words} --backup-dir=/tmp . /data/`,
    `rsync --server ${words} --temp-dir=/etc . /data/`,
    `rsync --server ${words} --partial-dir=x . /data/`,
    `rsync --server ${words} --files-from=/etc/passwd . /data/`,
    `rsync --server ${words} --copy-as=0 . /data/`,
    `rsync --server ${words} --fake-super . /data/`,
    `rsync --server ${words} --timeout=600x . /data/`,
    `rsync --server ${words} --bwlimit= . /data/`,
    `rsync --server ${words} --info=../x . /data/`,
    `rsync --server ${words} -e . /data/`,
    `rsync --server ${words} -lsh . /data/`,
    `rsync --server ${words} -Ke.iLsfxCIvu . /data/`,
    `rsync --server ${words} -le.iL/x . /data/`,
    `rsync --server ${words} --server . /data/`,
    `rsync --server ${words}  --delete-delay . /data/`,
    `rsync --server ${words};id . /data/`,
    `rsync --server ${words} $(id) . /data/`,
    `rsync --server ${words} * . /data/`,
    'rsync --daemon . /data/',
    'sh -c id',
    '',
  ])('refuses %s', async (line) => {
    const { rc, stdout } = await ask(line);
    expect(stdout).toMatch(/^refused: /);
    expect(rc).toBe(5);
  });

  it('says when the volume cannot be written', async () => {
    chmodSync(target.data, 0o755);
    await connectTunnelsOnly();
    const verdict = await until(async () => {
      const seen = await probe();
      return seen.kind === 'fatal' ? seen : undefined;
    }, 'a verdict');
    expect(verdict).toMatchObject({
      code: 'DRAY-3043',
      reason: expect.stringContaining('uid 2000'),
    });
  });
});

async function connectTunnelsOnly(): Promise<void> {
  startTunnel('receiver');
  startTunnel('sender');
  return Promise.resolve();
}
