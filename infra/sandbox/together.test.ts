import { describe, expect, it } from '@jest/globals';

import { together } from './together.ts';

/** Ends when it is told to, a moment later, as real clean-up does. */
function untilStopped(signal: AbortSignal, ended: string[]): Promise<string> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      setImmediate(() => {
        ended.push('stopped');
        reject(new Error('stopped'));
      });
    });
  });
}

describe('together', () => {
  it('answers all results, in order', async () => {
    const works = [async () => Promise.resolve(1), async () => Promise.resolve(2)];
    expect(await together(works)).toEqual([1, 2]);
  });

  it('stops the others at the first failure, and waits for them before it throws it', async () => {
    const ended: string[] = [];
    const running = together([
      (signal) => untilStopped(signal, ended),
      async () => Promise.reject(new Error('first')),
    ]);
    await expect(running).rejects.toThrow('first');
    expect(ended).toEqual(['stopped']);
  });

  it('throws the reason of the caller when he interrupts', async () => {
    const caller = new AbortController();
    const running = together([(signal) => untilStopped(signal, [])], caller.signal);
    caller.abort(new Error('interrupted'));
    await expect(running).rejects.toThrow('interrupted');
  });
});
