import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPlainProgress } from './plain.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});

afterEach(() => {
  jest.useRealTimers();
});

function recorder() {
  const written: string[] = [];
  return { written, progress: createPlainProgress({ write: (text) => written.push(text) }) };
}

describe('plain progress', () => {
  it('prints a line at the start and one at the end', async () => {
    const { written, progress } = recorder();

    const result = await progress.step('work', () => {
      jest.advanceTimersByTime(1500);
      return Promise.resolve(7);
    });

    expect(result).toBe(7);
    expect(written).toEqual(['work ...\n', 'work: done in 1.5 s\n']);
  });

  it('prints the latest detail now and then, and never the same one twice', async () => {
    const { written, progress } = recorder();

    await progress.step('work', (report) => {
      report('soon replaced');
      report('half');
      jest.advanceTimersByTime(6000);
      report('more');
      report('half');
      jest.advanceTimersByTime(6000);
      return Promise.resolve();
    });

    expect(written).toEqual(['work ...\n', 'work: half\n', 'work: done in 12.0 s\n']);
  });

  it('says that a step failed, passes its error on, and is quiet afterwards', async () => {
    const { written, progress } = recorder();

    const step = progress.step('work', (report) => {
      report('never shown');
      return Promise.reject(new Error('broken'));
    });

    await expect(step).rejects.toThrow('broken');
    jest.advanceTimersByTime(60_000);
    expect(written).toEqual(['work ...\n', 'work: failed after 0 ms\n']);
  });
});
