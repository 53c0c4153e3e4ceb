import { setTimeout as pause } from 'node:timers/promises';
import { DemoFailure } from './demo-failure.ts';

/** How long to wait at most, and what ends it before. */
export interface Patience {
  limitMs: number;
  signal: AbortSignal;
}

export interface WaitOptions<T> extends Patience {
  /** What is waited for, as it reads behind "waiting for". */
  what: string;
  /** The answer, or undefined while it is not there yet. May throw: that counts as "not yet". */
  look: () => Promise<T | undefined>;
  /** Called at the limit: what to tell the reader about the reason, one line each. */
  diagnose?: () => Promise<string[]>;
  everyMs?: number;
}

/** Looks again and again until there is an answer; no wait is without a limit and a diagnosis. */
export async function waitUntil<T>(options: WaitOptions<T>): Promise<T> {
  const { what, limitMs, signal, look, diagnose, everyMs = 300 } = options;
  const limit = performance.now() + limitMs;
  let lastError: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    try {
      const answer = await look();
      if (answer !== undefined) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() >= limit) {
      const clues = lastError === undefined ? [] : [lastError];
      throw new DemoFailure(`Waited ${Math.round(limitMs / 1_000)} s for ${what}, in vain`, {
        clues: [...clues, ...(await cluesOf(diagnose))],
        hint: 'Look at what is named above. Once it is mended, `make demo` begins anew.',
      });
    }
    await pause(everyMs, undefined, { signal });
  }
}

async function cluesOf(diagnose?: () => Promise<string[]>): Promise<string[]> {
  try {
    return (await diagnose?.()) ?? [];
  } catch (error) {
    return [`(and the diagnosis failed: ${String(error)})`];
  }
}
