import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { tryCommand } from './command.ts';
import type { Daemon } from './daemons/daemon.ts';
import { launchCommand } from './supervisor.ts';

const daemon: Daemon = {
  owner: 'host',
  name: 'echo',
  program: '/bin/sh',
  args: ['-c', 'echo "$$ $1"', 'sh', "it's $HOME -- yes"],
  files: [],
  ready: { kind: 'socket', path: '/none' },
  limitSeconds: 1,
  after: [],
  hint: '',
};

describe('launchCommand', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dray-launch-'));
  });
  afterEach(async () => rm(dir, { recursive: true }));

  it('joins every group and becomes the daemon, with its arguments as they are', async () => {
    const groups = ['memory', 'pids'].map((name) => join(dir, name));
    const { code, stdout } = await tryCommand(launchCommand(daemon, groups));
    expect(code).toBe(0);
    const [pid, ...said] = stdout.trim().split(' ');
    expect(said.join(' ')).toBe("it's $HOME -- yes");
    for (const group of groups) expect((await readFile(group, 'utf8')).trim()).toBe(pid);
  });

  it('does not start a daemon outside its groups', async () => {
    const { code, stdout } = await tryCommand(launchCommand(daemon, [join(dir, 'no', 'group')]));
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
  });

  it('enters the namespace of a cluster without touching /sys', () => {
    const argv = launchCommand({ ...daemon, owner: 'target' }, []);
    expect(argv.slice(argv.indexOf('--') + 1, -4)).toEqual([
      'nsenter',
      '--net=/run/netns/dray-target',
      '--',
      '/bin/sh',
    ]);
  });
});
