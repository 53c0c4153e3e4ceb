import { describe, expect, it } from '@jest/globals';
import type { ToolModule } from './catalog.ts';
import { findInstalled, findOnPath, namesVersion } from './installed.ts';

describe('namesVersion', () => {
  it.each([
    ['etcd Version: 3.6.13\nGit SHA: x', '3.6.13', true],
    ['temporal version 1.5.1 (Server 1.29.1)', '1.5.1', true],
    ['Kubernetes v1.34.40', 'v1.34.4', false],
    ['temporal version 11.5.1', '1.5.1', false],
    ['v1.34.4-rc.0', 'v1.34.4', false],
  ])('%j names %s: %s', (output, version, expected) => {
    expect(namesVersion(output, version)).toBe(expected);
  });
});

describe('findOnPath', () => {
  it('finds executables only, in the order of the PATH', async () => {
    expect(await findOnPath('sh', '/nowhere:/bin:/usr/bin')).toBe('/bin/sh');
    expect(await findOnPath('passwd', '/etc')).toBeUndefined();
  });
});

describe('findInstalled', () => {
  const shell: ToolModule = {
    folder: 'shell',
    title: 'Shell',
    version: '7.8.9',
    programs: { sh: 'example.org/sh' },
    coldSeconds: 1,
  };

  it('takes installed programs of the right version', async () => {
    const versionCheck = { args: ['-c', 'echo shell 7.8.9'], expect: '7.8.9' };

    const found = await findInstalled({ ...shell, versionCheck });

    expect(Object.keys(found ?? {})).toEqual(['sh']);
  });

  it('refuses all when one is missing or another version', async () => {
    const versionCheck = { args: ['-c', 'echo shell 7.8.8'], expect: '7.8.9' };
    const right = { args: ['-c', 'echo 7.8.9'], expect: '7.8.9' };
    const programs = { sh: 'example.org/sh', 'no-such-program': 'example.org/no' };

    expect(await findInstalled({ ...shell, versionCheck })).toBeUndefined();
    expect(await findInstalled({ ...shell, programs, versionCheck: right })).toBeUndefined();
    expect(await findInstalled(shell)).toBeUndefined();
  });
});
