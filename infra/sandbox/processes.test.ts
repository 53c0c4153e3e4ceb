import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';

import { awaitExit, identify, isAlive, isOurs, parseStat, signalProcess } from './processes.ts';

const nobody = { environ: 'HOME=/root\0', cgroup: '4:memory:/user.slice\n0::/\n', root: '/' };

describe('parseStat', () => {
  const after = (state: string) => `${state} 1 42 42 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 98765 0`;

  it('reads state and start time', () => {
    expect(parseStat(`42 (etcd) ${after('S')}`)).toEqual({ state: 'S', startTime: '98765' });
  });

  it('is not led astray by a name with spaces and brackets', () => {
    expect(parseStat(`42 (a) R 1 (b) ${after('Z')}`)).toEqual({ state: 'Z', startTime: '98765' });
  });

  it('knows nothing of a process that is gone', () => {
    expect(parseStat('')).toBeUndefined();
  });
});

describe('isOurs', () => {
  it.each([
    ['the marker', { ...nobody, environ: 'PATH=/bin\0DRAY_SANDBOX=1\0' }],
    ['a version 1 cgroup', { ...nobody, cgroup: '4:memory:/dray-source/kubepods/pod1/c\n0::/\n' }],
    ['a version 2 cgroup', { ...nobody, cgroup: '0::/dray-host/daemons\n' }],
    ['its root', { ...nobody, root: '/var/lib/drayage/sandbox/source/containerd/rootfs' }],
  ])('knows a process by %s', (_, evidence) => {
    expect(isOurs(evidence)).toBe(true);
  });

  it.each([
    ['another marker', { ...nobody, environ: 'DRAY_SANDBOX=10\0X=DRAY_SANDBOX=1\0' }],
    ['a cgroup of a similar name', { ...nobody, cgroup: '0::/dray-sourcery/x\n' }],
    ['a group of ours below somebody else', { ...nobody, cgroup: '0::/docker/dray-source\n' }],
    ['nothing', nobody],
  ])('leaves a process with %s alone', (_, evidence) => {
    expect(isOurs(evidence)).toBe(false);
  });
});

describe('a real process', () => {
  it('is known by pid and start time, and gone after its end', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const identity = await identify(child.pid!);
    expect(await isAlive(identity!)).toBe(true);

    const recycled = { pid: child.pid!, startTime: '1' };
    expect(await signalProcess(recycled, 'SIGKILL')).toBe(false);
    expect(await isAlive(identity!)).toBe(true);

    expect(await signalProcess(identity!, 'SIGKILL')).toBe(true);
    expect(await awaitExit(identity!, 5000)).toBe(true);
    expect(await signalProcess(identity!, 'SIGKILL')).toBe(false);
  });
});
