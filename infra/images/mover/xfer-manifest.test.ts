import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { compareSections, type Difference } from '../../../domain/transfer/manifest-differences.ts';
import { judgeManifests } from '../../../domain/transfer/manifest.ts';
import { passCommand, type PassKind } from '../../../domain/transfer/rsync.ts';
import {
  manifestCommand,
  parseSelfCheck,
  parseStatus,
  parseSummary,
  type ManifestOptions,
  type ManifestSummary,
  type PassStatus,
  type Section,
} from '../../../domain/transfer/xfer.ts';
import { createPod, run, temporaryDirectory, until, XFER, type TestPod } from './test-pod.ts';
import { fillVolume } from './test-volume.ts';

// Dozens of processes a test, on a machine that may be busy.
jest.setTimeout(60_000);

type Pod = TestPod<PassStatus>;

const cleanups: (() => void)[] = [];
let source: Pod;
let target: Pod;

beforeEach(() => {
  source = createPod(temporaryDirectory(cleanups), parseStatus);
  target = createPod(temporaryDirectory(cleanups), parseStatus);
  fillVolume(source.data);
});

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** The pass as it is, but from directory to directory. */
async function copy(kind: PassKind): Promise<void> {
  const [command = '', ...flags] = passCommand({ kind })
    .slice(0, -2)
    .filter((flag) => !flag.startsWith('--contimeout'));
  const { rc, stderr } = await run(command, [...flags, `${source.data}/`, `${target.data}/`]);
  expect({ rc, stderr }).toEqual({ rc: 0, stderr: '' });
}

async function describeVolume(
  pod: Pod,
  id: string,
  options?: ManifestOptions,
): Promise<ManifestSummary> {
  const { rc, stdout, stderr } = await pod.xfer(...manifestCommand(id, options).slice(1));
  expect({ rc, stderr }).toEqual({ rc: 0, stderr: '' });
  return parseSummary(stdout)!;
}

async function* fetched(pod: Pod, id: string, section: Section): AsyncGenerator<Uint8Array> {
  const { stdout } = await pod.xfer('fetch', id, section);
  yield gunzipSync(Buffer.from(stdout, 'base64'));
}

/** What the two manifests of an id say is different, as the product finds out. */
async function differences(id: string): Promise<Difference[]> {
  const verdict = judgeManifests(
    await describeVolume(source, id),
    await describeVolume(target, id),
  );
  if (verdict.kind === 'incomplete') throw new Error(verdict.reason);
  const found: Difference[] = [];
  for (const section of verdict.kind === 'equal' ? [] : verdict.sections) {
    const ends = { source: fetched(source, id, section), target: fetched(target, id, section) };
    found.push(...(await compareSections({ section, ...ends }, 100)).differences);
  }
  return found;
}

function shell(pod: Pod, script: string): void {
  execFileSync('sh', ['-euc', `cd "$1"; ${script}`, 'sh', pod.data]);
}

/** Ctimes of a moment ago are not trusted yet: describes until all are. */
async function describeSettled(pod: Pod): Promise<string> {
  let turn = 0;
  let since = await describeVolume(pod, 'settle-0');
  await until(async () => {
    turn += 1;
    since = await describeVolume(pod, `settle-${String(turn)}`, { since: since.manifest });
    return since.filesHashed === 0 ? true : undefined;
  }, 'a volume at rest');
  return since.manifest;
}

describe('a copy', () => {
  it('is equal, in everything that copies are known to lose', async () => {
    await copy('initial');
    expect(await differences('v1')).toEqual([]);
    const { entries, files, bytes } = await describeVolume(source, 'v2');
    expect({ entries, files, bytes }).toMatchObject({ entries: 27, files: 15 });
    expect(bytes).toBeGreaterThan(8 * 2 ** 20);
  });

  it('stays equal by a delta, after changes of every kind', async () => {
    await copy('initial');
    shell(
      source,
      `rm hardlink fifo; chmod 0640 file; printf more >>sparse; mkdir later; mv setuid later;
       setfattr -x user.k file; ln -sf elsewhere relative; printf HELLO >dir/old;
       touch -d '2001-02-03 04:05:06.123456789' dir/old; touch -d '2003-04-05 06:07:08.5' dir`,
    );
    await copy('repair');
    expect(await differences('v1')).toEqual([]);
  });

  it.each<[string, string, Partial<Difference>[]]>([
    ['a mode', 'chmod 0601 private/key', [{ path: 'private/key', what: 'mode', target: '0601' }]],
    [
      'the time of a symlink',
      "touch -h -d '2002-03-04 05:06:07.987654320' dangling",
      [{ path: 'dangling', what: 'modification time' }],
    ],
    [
      'a broken hard link',
      `cp -p hardlink copy; mv copy hardlink; touch -d '2003-04-05 06:07:08.5' .`,
      [
        { path: 'dir/hardlink', what: 'number of links', source: '3', target: '2' },
        { path: 'file', what: 'number of links', source: '3', target: '2' },
        { path: 'hardlink', what: 'number of links', source: '3', target: '1' },
        { path: 'hardlink', what: 'same file as', source: './dir/hardlink' },
        { path: 'hardlink', what: 'attribute user.k' },
      ],
    ],
    [
      'a value of an attribute',
      'setfattr -n user.k -v other file',
      ['dir/hardlink', 'file', 'hardlink'].map((path) => ({ path, what: 'attribute user.k' })),
    ],
    [
      'one byte under the old time',
      `printf y | dd of=sparse bs=1 seek=4000000 conv=notrunc status=none; touch -r "$2/sparse" sparse`,
      [{ path: 'sparse', what: 'content' }],
    ],
    ['an owner', 'chown -h 0 dangling', [{ path: 'dangling', what: 'owner', source: '1234' }]],
    ['a setuid bit', 'chmod 0755 setuid', [{ path: 'setuid', what: 'mode', source: '04755' }]],
    [
      'an ACL',
      'setfacl -x u:5 dir',
      [
        // The mask of an ACL is what stat shows as the rights of the group.
        { path: 'dir', what: 'mode', source: '0775', target: '0755' },
        { path: 'dir', what: 'attribute system.posix_acl_access' },
      ],
    ],
    [
      'a rewritten symlink',
      `ln -sfn etc/passwd absolute; touch -h -r "$2/absolute" absolute; touch -d '2003-04-05 06:07:08.5' .`,
      [
        { path: 'absolute', what: 'size' },
        { path: 'absolute', what: 'link target', source: '/etc/passwd', target: 'etc/passwd' },
      ],
    ],
    [
      'a device',
      `rm null; mknod null c 1 5; touch -r "$2/null" null; touch -d '2003-04-05 06:07:08.5' .`,
      [{ path: 'null', what: 'device numbers', source: '1:3', target: '1:5' }],
    ],
    [
      'a lost name that is no UTF-8',
      `rm bytes*; touch -d '2003-04-05 06:07:08.5' .`,
      [{ path: 'bytes\\xff\\xfe', what: 'missing' }],
    ],
    [
      'an odd name that came from nowhere',
      `touch "$(printf 'new\\nnew')"; touch -d '2003-04-05 06:07:08.5' .`,
      [{ path: 'new\\nnew', what: 'extra' }],
    ],
  ])('with %s changed is found out', async (_, script, expected) => {
    await copy('initial');
    execFileSync('sh', ['-euc', `cd "$1"; ${script}`, 'sh', target.data, source.data]);
    const found = await differences('v1');
    expect(found).toEqual(expected.map((difference) => expect.objectContaining(difference)));
  });
});

describe('a change that size and time do not tell', () => {
  it('is passed by, found out, and mended by a repair pass', async () => {
    await copy('initial');
    shell(
      source,
      `cp -p file was; printf jello >file; touch -r was file; rm was; touch -d '2003-04-05 06:07:08.5' .`,
    );
    await copy('final');
    const ends = [await describeVolume(source, 'v1'), await describeVolume(target, 'v1')] as const;
    expect(judgeManifests(...ends)).toEqual({
      kind: 'different',
      sections: ['contents'],
      mendable: true,
    });

    await copy('repair');
    expect(await differences('v2')).toEqual([]);
  });
});

describe('a manifest', () => {
  it('leaves out what belongs to the file system and to Velero, in the root only', async () => {
    await describeVolume(source, 'v1');
    let text = '';
    for await (const chunk of fetched(source, 'v1', 'entries'))
      text += Buffer.from(chunk).toString();
    expect(text).toContain('./dir/lost+found/kept');
    expect(text).not.toMatch(/\t\.\/(lost\+found|\.velero)/);
  });

  it('may leave out the time of the root', async () => {
    await copy('initial');
    shell(target, 'rm -r .velero');
    expect(await differences('v1')).toEqual([
      expect.objectContaining({ path: '.', what: 'modification time' }),
    ]);
    const both = await Promise.all(
      [source, target].map((pod) => describeVolume(pod, 'v2', { ignoreRootTime: true })),
    );
    expect(judgeManifests(both[0]!, both[1]!)).toEqual({ kind: 'equal' });
  });

  it('reads only what has changed since an earlier one, and is the same as a full one', async () => {
    const since = await describeSettled(source);
    shell(
      source,
      `printf HELLO >file; touch -d '2001-02-03' file; setfattr -n user.new -v 1 empty;
       printf fresh >dir/fresh; mv setuid moved; rm -- -dash`,
    );
    const quick = await describeVolume(source, 'quick', { since });
    const full = await describeVolume(source, 'full');

    expect(quick.digests).toEqual(full.digests);
    // The three names of `file` are one inode; what was renamed or given an attribute has a new ctime.
    expect(quick.filesHashed).toBe(4);
    expect(full.filesHashed).toBe(full.files - 2);
  });

  it('does not trust what was written a moment ago', async () => {
    const first = await describeVolume(source, 'v1');
    const second = await describeVolume(source, 'v2', { since: 'v1' });
    expect(second.filesHashed).toBe(first.filesHashed);
  });

  it('does without an earlier one that is lost', async () => {
    mkdirSync(join(source.state, 'v0'));
    const manifest = await describeVolume(source, 'v1', { since: 'v0' });
    expect(manifest.filesHashed).toBeGreaterThan(0);
  });

  it('is made once, and again from the beginning when it was interrupted', async () => {
    mkdirSync(join(source.state, 'v1', 'work'), { recursive: true });
    const made = await describeVolume(source, 'v1');
    rmSync(join(source.data, 'file'));
    expect(await describeVolume(source, 'v1')).toEqual(made);
  });

  it('runs as a pass', async () => {
    const [, ...command] = manifestCommand('v1');
    await source.xfer('start', 'v1', XFER, ...command);
    const { rc, out } = await source.awaitState('v1', 'done');
    expect(rc).toBe(0);
    expect(parseSummary(out)).toMatchObject({ manifest: 'v1', filesUnreadable: 0 });
  });

  it('counts what it may not read, and then proves nothing', async () => {
    shell(source, 'chmod 0600 empty; chmod 0755 . ..; chmod 0777 ../state');
    const somebody = ['--reuid=1234', '--regid=1234', '--clear-groups'];
    const env = { XFER_DATA: source.data, XFER_STATE: source.state };
    const { stdout } = await run('setpriv', [...somebody, XFER, 'manifest', 'v1'], env);

    // The directory `private`, the file `empty`, and the attribute of that file.
    const summary = parseSummary(stdout)!;
    expect(summary).toMatchObject({ walkErrors: 1, filesUnreadable: 1, xattrErrors: 1 });
    expect(judgeManifests(summary, summary)).toMatchObject({ kind: 'incomplete' });
    // Nor does a later one take over what this one could not read.
    const later = await describeVolume(source, 'v2', { since: 'v1' });
    expect(later).toMatchObject({ walkErrors: 0, filesUnreadable: 0, xattrErrors: 0 });
    expect(later.digests).toEqual((await describeVolume(source, 'v3')).digests);
  });
});

describe('fetch', () => {
  it.each([
    ['v1', 'entries', 1],
    ['v0', 'nonsense', 2],
  ])('says that there is no %s %s', async (id, section, rc) => {
    const ended = await source.xfer('fetch', id, section);
    expect(ended.rc).toBe(rc);
    expect(ended.stderr).toContain('no ');
  });
});

describe('self-check', () => {
  it('tells what the pod has', async () => {
    const check = parseSelfCheck((await source.xfer('self-check')).stdout);
    expect(check).toMatchObject({ missing: [], dataEmpty: false, uid: 0 });
    expect(check.rsync).toMatch(/^rsync {2}version \d/);
    expect(check.fileSystem.freeBytes).toBeGreaterThan(0);
    expect(check.fileSystem.sizeBytes).toBeGreaterThanOrEqual(check.fileSystem.freeBytes);
  });

  it('sees through lost+found', async () => {
    shell(target, 'mkdir lost+found');
    expect(parseSelfCheck((await target.xfer('self-check')).stdout).dataEmpty).toBe(true);
  });
});
