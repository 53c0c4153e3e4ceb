import { describe, expect, it } from '@jest/globals';
import { waitUntil } from './wait.ts';

const calm = { what: 'rain', limitMs: 0, everyMs: 1, signal: new AbortController().signal };

describe('waitUntil', () => {
  it('looks until there is an answer; an error is no answer', async () => {
    const answers = [undefined, new Error('not yet'), 'rain'];
    const look = (): Promise<string | undefined> => {
      const answer = answers.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };

    await expect(waitUntil({ ...calm, limitMs: 60_000, look })).resolves.toBe('rain');
  });

  it('says at its limit what went wrong last, and what the diagnosis found', async () => {
    const waiting = waitUntil({
      ...calm,
      look: () => Promise.reject(new Error('drought')),
      diagnose: () => Promise.resolve(['no cloud']),
    });

    await expect(waiting).rejects.toMatchObject({
      message: 'Waited 0 s for rain, in vain',
      clues: ['drought', 'no cloud'],
    });
  });

  it('does not hide the reason when the diagnosis fails too', async () => {
    const waiting = waitUntil({
      ...calm,
      look: () => Promise.reject(new Error('drought')),
      diagnose: () => Promise.reject(new Error('fog')),
    });

    await expect(waiting).rejects.toMatchObject({
      clues: ['drought', expect.stringContaining('fog')],
    });
  });

  it('ends at once when it is told to', async () => {
    const stop = new AbortController();
    const waiting = waitUntil({
      ...calm,
      limitMs: 60_000,
      everyMs: 60_000,
      signal: stop.signal,
      look: () => Promise.resolve(undefined),
    });
    stop.abort(new Error('enough'));

    await expect(waiting).rejects.toThrow();
  });
});
