import { describe, expect, it } from '@jest/globals';
import { passCommand } from '../../../domain/transfer/rsync.ts';
import { ourPass } from './ways/ours.ts';
import { snapshotOf } from './ways/restic.ts';

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
