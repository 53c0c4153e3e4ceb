import { describe, expect, it } from '@jest/globals';
import { passCommand } from '../../../domain/transfer/rsync.ts';
import { KINDS, ourPass } from './ways/ours.ts';
import { snapshotOf } from './ways/restic.ts';
import { changed, CHANGES, VARIANTS } from './ways/variants.ts';

describe('ourPass', () => {
  it('has the flags of the product, all of them, and other ends', () => {
    const product = passCommand({ kind: 'final' });
    const here = ourPass('final', { source: '/dev/shm/x' }, 'rsync://127.0.0.1:4/data/');
    expect(here.slice(0, -2)).toEqual(product.slice(0, -2));
    expect(product.slice(-2).every((end) => !end.startsWith('-'))).toBe(true);
    expect(here.slice(-2)).toEqual(['/dev/shm/x/', 'rsync://127.0.0.1:4/data/']);
  });
});

describe('snapshotOf', () => {
  it('takes it from the last line', () => {
    const lines = [
      '{"message_type":"status"}',
      '{"message_type":"summary","snapshot_id":"abc"}',
      '',
    ];
    expect(snapshotOf(lines.join('\n'))).toBe('abc');
  });

  it('says what was told when there is none', () => {
    expect(() => snapshotOf('{"message_type":"status"}')).toThrow('status');
  });
});

describe('a variant of ours', () => {
  it('has one flag less, or another one in its place', () => {
    const command = ['rsync', '--a', '--b', 'from', 'to'];
    expect(changed(command, { without: ['--a'] })).toEqual(['rsync', '--b', 'from', 'to']);
    expect(changed(command, { without: ['--a'], with: ['--c'] })).toEqual([
      ...['rsync', '--c', '--b', 'from', 'to'],
    ]);
  });

  it('is refused when ours has no such flag', () => {
    expect(() => changed(['rsync', 'from', 'to'], { without: ['--a'] })).toThrow('no --a any more');
  });

  it('is of a flag that ours has in every pass', () => {
    expect(VARIANTS.length).toBeGreaterThan(0);
    for (const kind of Object.values(KINDS)) {
      const command = ourPass(kind, { source: '/x' }, 'rsync://127.0.0.1:4/data/');
      for (const change of Object.values(CHANGES)) {
        expect(changed(command, change)).not.toEqual(command);
      }
    }
  });
});
