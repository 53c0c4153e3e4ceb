import { describe, expect, it } from '@jest/globals';
import { createPlainProgress } from './plain.ts';

function recorder() {
  const written: string[] = [];
  const clock = { ms: 0 };
  const stream = { write: (text: string) => written.push(text) };
  return { written, clock, progress: createPlainProgress(stream, () => clock.ms) };
}

describe('plain progress', () => {
  it('prints a line at the start and one at the end', async () => {
    const { written, clock, progress } = recorder();

    const result = await progress.step('work', () => {
      clock.ms = 1500;
      return Promise.resolve(7);
    });

    expect(result).toBe(7);
    expect(written).toEqual(['work ...\n', 'work: done in 1.5 s\n']);
  });

  it('prints details rarely, and never the same one twice', async () => {
    const { written, clock, progress } = recorder();

    await progress.step('work', (report) => {
      report('too early');
      clock.ms = 6000;
      report('half');
      report('too soon');
      clock.ms = 12_000;
      report('half');
      return Promise.resolve();
    });

    expect(written).toEqual(['work ...\n', 'work: half\n', 'work: done in 12.0 s\n']);
  });

  it('says that a step failed and passes its error on', async () => {
    const { written, progress } = recorder();

    const step = progress.step('work', () => Promise.reject(new Error('broken')));

    await expect(step).rejects.toThrow('broken');
    expect(written.at(-1)).toBe('work: failed after 0 ms\n');
  });
});
