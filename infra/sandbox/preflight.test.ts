import { describe, expect, it } from '@jest/globals';

import { addressesInRange, portsOf } from './machine-facts.ts';
import { type MachineFacts, preflight, refuseFindings } from './preflight.ts';
import { SandboxFailure } from './sandbox-failure.ts';

const good: MachineFacts = {
  uid: 0,
  platform: 'linux',
  architecture: 'x64',
  go: 'go version go1.26.0 linux/amd64',
  hasApt: true,
  missingPackages: ['containerd'],
  takenPorts: [],
  takenAddresses: [],
  disks: [{ paths: ['/var'], freeBytes: 15e9, neededBytes: 15e9 }],
  kernel: [{ feature: 'overlayfs', refusal: undefined }],
  bridgeFirewall: false,
};

describe('preflight', () => {
  it('finds nothing wrong with a good machine', () => {
    expect(preflight(good)).toEqual([]);
    expect(preflight({ ...good, architecture: 'arm64' })).toEqual([]);
    expect(preflight({ ...good, hasApt: false, missingPackages: [] })).toEqual([]);
  });

  it.each<[string, Partial<MachineFacts>, RegExp, RegExp]>([
    ['not root', { uid: 1000 }, /user id 1000/, /sudo/],
    ['another system', { platform: 'darwin' }, /darwin/, /Linux/],
    ['another processor', { architecture: 'riscv64' }, /riscv64/, /Linux/],
    ['no Go', { go: undefined }, /go/, /Install Go/],
    ['no apt', { hasApt: false }, /containerd/, /by hand/],
    ['a port', { takenPorts: [{ port: 7233, holder: 'temporal (pid 7)' }] }, /pid 7/, /Stop/],
    ['a VPN', { takenAddresses: ['10.250.0.0/16 dev tun0'] }, /tun0/, /VPN/],
    [
      'no disk',
      { disks: [{ paths: ['/a', '/b'], freeBytes: 3e9, neededBytes: 15e9 }] },
      /3\.0 GB free, 15\.0 GB needed/,
      /DRAY_CACHE/,
    ],
    ['no overlay', { kernel: [{ feature: 'overlayfs', refusal: 'ENODEV' }] }, /ENODEV/, /kernel/],
    ['Docker', { bridgeFirewall: true }, /FORWARD/, /iptables -I FORWARD/],
  ])('says what it found and what to do: %s', (_, wrong, found, action) => {
    const findings = preflight({ ...good, ...wrong });
    expect(findings).toHaveLength(1);
    expect(findings[0]!.found).toMatch(found);
    expect(findings[0]!.action).toMatch(action);
  });

  it('reports everything in one go', () => {
    const findings = preflight({ ...good, uid: 1, go: undefined });
    expect(() => refuseFindings(findings)).toThrow(SandboxFailure);
    expect(findings).toHaveLength(2);
    expect(() => refuseFindings([])).not.toThrow();
  });
});

describe('portsOf', () => {
  it('names who listens on a port and an address of ours', () => {
    const lines = [
      'LISTEN 0 4096 127.0.0.1:7233 0.0.0.0:* users:(("temporal",pid=12,fd=9))',
      'LISTEN 0 4096 [::]:5000 [::]:*',
      'LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))',
      'LISTEN 0 128 127.0.0.1:9000 0.0.0.0:* users:(("php-fpm",pid=4,fd=3))',
      'LISTEN 0 128 0.0.0.0:17233 0.0.0.0:* users:(("other",pid=2,fd=3))',
    ];
    expect(portsOf(lines)).toEqual([
      { port: 7233, holder: 'temporal (pid 12)' },
      { port: 5000, holder: 'a program listening on [::]:5000' },
    ]);
  });
});

describe('addressesInRange', () => {
  it('takes addresses and routes of our range, and no other', () => {
    const lines = [
      '3: tun0    inet 10.250.7.1/24 scope global tun0',
      '10.250.0.0/16 dev tun0 scope link',
      'default via 192.0.2.1 dev eth0',
      '10.25.0.0/16 dev eth1',
      '110.250.0.0/16 dev eth1',
      '192.10.250.3 dev eth1',
    ];
    expect(addressesInRange(lines)).toEqual([lines[0], lines[1]]);
  });
});
