import { describe, expect, it } from '@jest/globals';

import { cgroupTrees } from './cgroups.ts';

describe('cgroupTrees', () => {
  it('finds one tree per controller in version 1, and the empty one of version 2 beside them', () => {
    const mounts = [
      'tmpfs /sys/fs/cgroup tmpfs rw 0 0',
      'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0',
      'cgroup /sys/fs/cgroup/cpuset cgroup rw,relatime,cpuset 0 0',
      'cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0',
    ].join('\n');
    expect(cgroupTrees(mounts)).toEqual([
      { root: '/sys/fs/cgroup/cpu,cpuacct', version: 1, isCpuset: false },
      { root: '/sys/fs/cgroup/cpuset', version: 1, isCpuset: true },
      { root: '/sys/fs/cgroup/unified', version: 2, isCpuset: false },
    ]);
  });

  it('finds the one tree of version 2', () => {
    expect(cgroupTrees('cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0\n')).toEqual([
      { root: '/sys/fs/cgroup', version: 2, isCpuset: false },
    ]);
  });
});
