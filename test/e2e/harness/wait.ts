import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** What is waited for, as it reads behind "waiting for". */
  what: string;
  limitMs: number;
  everyMs?: number;
  /** What to tell the reader when it does not come. */
  clues?: () => unknown;
}

/** Looks again and again until there is something. An error of a look counts as "not yet". */
export async function waitUntil<T>(
  look: () => Promise<T | undefined>,
  { what, limitMs, everyMs = 150, clues }: Patience,
): Promise<T> {
  const limit = performance.now() + limitMs;
  let last: unknown;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= limit) {
      const told = clues === undefined ? '' : `\n${JSON.stringify(await clues(), null, 1)}`;
      throw new Error(`waited ${limitMs / 1000} s for ${what}${told}`, { cause: last });
    }
    await pause(everyMs);
  }
}
