import { describe, expect, it } from '@jest/globals';
import { describeAptStatus, explainApt, findMissingPackages } from './packages.ts';

describe('findMissingPackages', () => {
  it('names packages of which a program or a file is missing', async () => {
    const missing = await findMissingPackages([
      { name: 'complete', provides: ['sh', '/etc/passwd'] },
      { name: 'partial', provides: ['sh', 'no-such-program'] },
      { name: 'absent', provides: ['/no/such/file'] },
    ]);

    expect(missing).toEqual(['partial', 'absent']);
  });
});

describe('describeAptStatus', () => {
  it.each([
    ['dlstatus:3:27.4583:Retrieving file 3 of 9 (2min remaining)', 'downloading, 27 %'],
    ['pmstatus:runc:40.5:Unpacking runc (amd64)', 'Unpacking runc (amd64), 40 %'],
    ['pmstatus:libc6:amd64:61:Configuring libc6', 'Configuring libc6, 61 %'],
    ['W: Some index files failed to download.', undefined],
  ])('%s', (line, expected) => {
    expect(describeAptStatus(line)).toBe(expected);
  });
});

describe('explainApt', () => {
  it.each([
    ['E: Packages need to be removed but remove is disabled.', 'stands in the way'],
    ['E: Unable to locate package containernetworking-plugins', 'main'],
    ['E: Could not get lock /var/lib/dpkg/lock-frontend', 'Another package tool'],
    ['E: Failed to fetch http://mirror.example/x  Could not connect', 'mirror'],
    ['E: Sub-process /usr/bin/dpkg returned an error code (1)', 'apt says above'],
  ])('%s', (stderr, advice) => {
    expect(explainApt(stderr)).toContain(advice);
  });
});
