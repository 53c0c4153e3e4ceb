import { describe, expect, it } from '@jest/globals';
import { judgeRsync } from './rsync-version.ts';

const version = (number: string): string => `rsync  version ${number}  protocol version 32
Copyright (C) 1996-2026 by Andrew Tridgell, Wayne Davison, and others.
Web site: https://rsync.samba.org/
Capabilities:
    64-bit files, 64-bit inums, 64-bit timestamps, 64-bit long ints,
    socketpairs, symlinks, symtimes, hardlinks, hardlink-specials,
    hardlink-symlinks, IPv6, atimes, batchfiles, inplace, append, ACLs,
    ACL-at, xattrs, optional secluded-args, iconv, prealloc, stop-at,
    no crtimes
Optimizations:
    SIMD-roll, no asm-roll, openssl-crypto, no asm-MD5
Checksum list:
    xxh128 xxh3 xxh64 (xxhash) md5 md4 sha1 none
Compress list:
    zstd lz4 zlibx zlib none
Daemon auth list:
    sha512 sha256 sha1 md5 md4
`;
const good = version('3.5.0');

describe('judgeRsync', () => {
  it.each(['3.4.3', '3.4.10', '3.5.0', 'v3.6.0', '4.0.0'])('takes %s', (number) => {
    expect(judgeRsync(version(number))).toEqual({
      usable: true,
      version: number.replace('v', ''),
      zstd: true,
    });
  });

  it.each(['3.4.2', '3.3.9', '3.2.7', '2.9.9'])('refuses %s', (number) => {
    expect(judgeRsync(version(number))).toMatchObject({
      usable: false,
      code: 'DRAY-3011',
      reason: expect.stringContaining('is older than 3.4.3'),
    });
  });

  it.each([
    ['ACLs', good.replace('ACLs,', 'no ACLs,'), 'without ACLs'],
    ['xattrs', good.replace('xattrs', 'no xattrs'), 'without xattrs'],
    ['xxh128', good.replace('xxh128 ', ''), 'without xxh128'],
    ['everything', 'sh: 1: rsync: not found', 'does not tell its version'],
  ])('refuses one that lacks %s', (_, output, reason) => {
    expect(judgeRsync(output)).toMatchObject({
      usable: false,
      reason: expect.stringContaining(reason),
    });
  });

  it('takes one without zstd, and says so', () => {
    expect(judgeRsync(good.replace('zstd ', ''))).toMatchObject({ usable: true, zstd: false });
  });
});
