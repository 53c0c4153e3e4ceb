import { describe, expect, it } from '@jest/globals';
import type { TransferRole } from './layout.ts';
import { judgeEmptySource, judgeSelfCheck } from './readiness.ts';
import type { SelfCheck } from './xfer.ts';

const check: SelfCheck = {
  // CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETGID, SYS_CHROOT, MKNOD, SETFCAP
  capEff: '000000008804005b',
  uid: 0,
  rsync:
    'rsync  version 3.5.0  protocol version 32\nCapabilities:\n    symlinks, symtimes, hardlinks, inplace, ACLs, xattrs\nChecksum list:\n    xxh128 md5\nCompress list:\n    zstd\n',
  missing: [],
  dataEmpty: false,
  fileSystem: { type: 'xfs', sizeBytes: 1, freeBytes: 1, inodes: 1, freeInodes: 1 },
};

describe('judgeSelfCheck', () => {
  it.each<[TransferRole, string]>([
    ['receiver', check.capEff],
    ['receiver', '000001ffffffffff'],
    ['sender', '0000000000000002'],
  ])('a %s with capabilities %s is ready', (role, capEff) => {
    expect(judgeSelfCheck(role, { ...check, capEff })).toEqual({ ready: true });
  });

  it.each<[TransferRole, Partial<SelfCheck>, string, string]>([
    ['sender', { capEff: '0000000000000000' }, 'DRAY-3004', 'DAC_OVERRIDE'],
    ['receiver', { capEff: '000000008804004b' }, 'DRAY-3004', 'FSETID'],
    ['receiver', { capEff: '000000008800005b' }, 'DRAY-3004', 'SYS_CHROOT'],
    ['receiver', { capEff: '0' }, 'DRAY-3004', 'CHOWN, DAC_OVERRIDE, FOWNER, FSETID, MKNOD'],
    ['sender', { missing: ['gzip', 'sed'] }, 'DRAY-3011', 'gzip, sed'],
    ['sender', { rsync: 'rsync  version 3.1.3' }, 'DRAY-3011', '3.1.3 is older'],
  ])('a %s with %j is not: %s', (role, change, code, reason) => {
    expect(judgeSelfCheck(role, { ...check, ...change })).toEqual({
      ready: false,
      code,
      reason: expect.stringContaining(reason),
    });
  });
});

describe('judgeSelfCheck without root', () => {
  const user = { mode: 'restricted', uid: 1000, groups: [] } as const;
  const plain = { ...check, capEff: '0', uid: 1000 };

  it.each<[TransferRole, Partial<SelfCheck>]>([
    ['sender', {}],
    ['receiver', {}],
    ['sender', { readable: true, writable: false }],
    ['receiver', { readable: false, writable: true }],
  ])('a %s with %j is ready', (role, change) => {
    const identity = { ...user, groups: [] };
    expect(judgeSelfCheck(role, { ...plain, ...change }, identity)).toEqual({ ready: true });
  });

  it.each<[TransferRole, Partial<SelfCheck>, string]>([
    ['sender', { readable: false }, 'DRAY-3040'],
    ['receiver', { writable: false }, 'DRAY-3043'],
    ['receiver', { missing: ['bash'] }, 'DRAY-3011'],
  ])('a %s with %j is not: %s', (role, change, code) => {
    const identity = { ...user, groups: [] };
    expect(judgeSelfCheck(role, { ...plain, ...change }, identity)).toMatchObject({
      ready: false,
      code,
    });
  });
});

describe('judgeEmptySource', () => {
  it.each([
    [true, true, true],
    [false, false, true],
    [false, true, true],
    [true, false, false],
  ])('source empty: %s, target empty: %s -> %s', (sourceEmpty, targetEmpty, ready) => {
    const verdict = judgeEmptySource(
      { ...check, dataEmpty: sourceEmpty },
      { ...check, dataEmpty: targetEmpty },
    );
    expect(verdict.ready).toBe(ready);
    if (!verdict.ready) expect(verdict.code).toBe('DRAY-3013');
  });
});
