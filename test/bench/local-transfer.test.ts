import { describe, expect, it } from '@jest/globals';
import { passCommand } from '../../domain/transfer/rsync.ts';
import { localPass } from './local-transfer.ts';

describe('localPass', () => {
  it('has the flags of the product, all of them, and other ends', () => {
    const ours = passCommand({ kind: 'final' });
    const local = localPass('final', '/somewhere', 4000);
    expect(local.slice(0, -2)).toEqual(ours.slice(0, -2));
    expect(ours.slice(-2).every((end) => !end.startsWith('-'))).toBe(true);
    expect(local.slice(-2)).toEqual(['/somewhere/', 'rsync://127.0.0.1:4000/data/']);
  });
});
