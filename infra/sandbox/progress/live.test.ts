import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createLiveProgress } from './live.ts';

describe('live progress', () => {
  it('keeps finished steps above the running ones', async () => {
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text), columns: 40 };
    const progress = createLiveProgress(stream, () => 0);
    const slow = Promise.withResolvers<undefined>();

    const outer = progress.step('slow', () => slow.promise);
    await progress.step('quick', () => Promise.resolve());
    const seen = stripVTControlCharacters(written.at(-1) ?? '');
    slow.resolve(undefined);
    await outer;

    expect(seen).toBe('✓ quick 0 ms\n⠋ slow (0 ms)\n');
    expect(written.at(-2)?.startsWith('\x1b[2F')).toBe(true);
    expect(stripVTControlCharacters(written.at(-1) ?? '')).toBe('✓ slow 0 ms\n');
  });

  it('never lets a line wrap', async () => {
    const written: string[] = [];
    const stream = { write: (text: string) => written.push(text), columns: 20 };
    const progress = createLiveProgress(stream, () => 0);

    await progress.step('a title much too long for it', () => Promise.resolve());

    expect(stripVTControlCharacters(written[0] ?? '').trimEnd()).toHaveLength(20);
  });
});
