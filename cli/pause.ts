import type { Io } from './io.ts';

/** Waits for a time, or until the signal aborts; it never throws. */
export function pause(io: Io, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      stop();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const stop = io.after(ms, done);
    signal?.addEventListener('abort', done);
  });
}
