import { describe, expect, it } from '@jest/globals';
import { anonymousBytesOf, cpuSecondsOf, unifiedRoot } from './group.ts';

describe('unifiedRoot', () => {
  it.each([
    ['alone', 'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n', '/sys/fs/cgroup'],
    [
      'beside the older ones',
      'cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n',
      '/sys/fs/cgroup/unified',
    ],
  ])('finds it %s', (_where, mounts, root) => {
    expect(unifiedRoot(mounts)).toBe(root);
  });

  it('says what is missing where there is none', () => {
    expect(() => unifiedRoot('proc /proc proc rw 0 0\n')).toThrow('no cgroup2 is mounted');
  });
});

it('reads CPU time from cpu.stat', () => {
  expect(cpuSecondsOf('usage_usec 1500000\nuser_usec 1\nsystem_usec 2\n')).toBe(1.5);
  expect(() => cpuSecondsOf('')).toThrow('usage_usec');
});

it('reads the memory of a process, and none of one that has ended', () => {
  expect(anonymousBytesOf('VmRSS:\t 90 kB\nRssAnon:\t    12 kB\nRssFile:\t 3 kB\n')).toBe(12_288);
  expect(anonymousBytesOf('')).toBe(0);
});
