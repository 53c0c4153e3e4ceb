import { describe, expect, it } from '@jest/globals';
import { countCommand, passCommand, probeCommand, type Pass, type PassKind } from './rsync.ts';

const kinds: PassKind[] = ['initial', 'delta', 'final', 'repair'];

describe('passCommand', () => {
  it.each(kinds)('keeps everything of a file in a pass of kind %s', (kind) => {
    expect(passCommand({ kind })).toEqual(
      expect.arrayContaining([
        '--archive',
        '--hard-links',
        '--acls',
        '--xattrs',
        '--sparse',
        '--numeric-ids',
        '--modify-window=-1',
        '--delete',
      ]),
    );
  });

  it('copies the volume into the module behind the tunnel', () => {
    expect(passCommand({ kind: 'final' }).slice(-2)).toEqual([
      '/data/',
      'rsync://127.0.0.1:1873/data/',
    ]);
  });

  it.each<[Pass, string[], string[]]>([
    [{ kind: 'initial' }, ['--whole-file'], ['--no-whole-file', '--checksum']],
    [{ kind: 'initial', resumed: true }, ['--no-whole-file'], ['--whole-file']],
    [{ kind: 'delta' }, ['--no-whole-file'], ['--whole-file', '--checksum']],
    [{ kind: 'final' }, ['--no-whole-file', '--delete-delay'], ['--checksum', '--delete-before']],
    [{ kind: 'repair' }, ['--no-whole-file', '--checksum'], ['--whole-file']],
    [{ kind: 'delta', deleteFirst: true }, ['--delete-before'], ['--delete-delay']],
    [{ kind: 'delta', bandwidthLimitKiBps: 2048 }, ['--bwlimit=2048'], []],
    [{ kind: 'delta', bandwidthLimitKiBps: 0 }, [], ['--bwlimit=0']],
    [{ kind: 'delta', compress: true }, ['--compress-choice=zstd'], []],
    [{ kind: 'delta' }, [], ['--compress-choice=zstd']],
  ])('%j', (pass, present, absent) => {
    const command = passCommand(pass);
    expect(command).toEqual(expect.arrayContaining(present));
    for (const flag of absent) expect(command).not.toContain(flag);
  });

  it.each(kinds)('never asks for what the daemon refuses, nor hides errors (%s)', (kind) => {
    const command = passCommand({ kind });
    for (const flag of ['--ignore-errors', '--delete-excluded', '--log-file', '--partial']) {
      expect(command.some((argument) => argument.startsWith(flag))).toBe(false);
    }
  });
});

describe('passCommand without root at the receiver', () => {
  it.each(kinds)('speaks through a remote shell, and hears what the far end says (%s)', (kind) => {
    const command = passCommand({ kind, asUser: true });
    expect(command[0]).toBe('xfer-rsync');
    expect(command.slice(-2)).toEqual(['/data/', 'tunnel:/data/']);
    expect(command).toEqual(
      expect.arrayContaining([
        ...['--rsh=xfer rsh', '--stderr=client', '--no-owner', '--no-group'],
        ...['--filter=-x! user.*', '--hard-links', '--acls', '--xattrs', '--sparse', '--inplace'],
      ]),
    );
    expect(command.some((flag) => flag.startsWith('--contimeout'))).toBe(false);
    expect(command).not.toContain('--omit-dir-times');
  });
});

describe('countCommand', () => {
  it('looks at what a pass looks at, and changes nothing', () => {
    expect(countCommand()).toEqual(
      expect.arrayContaining(['--dry-run', '--one-file-system', '--exclude=/lost+found']),
    );
  });
});

describe('probeCommand', () => {
  it('asks the far end where there is no daemon', () => {
    expect(probeCommand({ asUser: true })).toEqual(['xfer', 'rsh', '--probe']);
  });

  it('opens the module, and gives up soon', () => {
    expect(probeCommand()).toContain('--contimeout=5');
    expect(probeCommand().at(-1)).toBe('rsync://127.0.0.1:1873/data/');
  });
});
