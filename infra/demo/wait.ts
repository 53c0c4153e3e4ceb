import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions<T> {
  /** What is waited for, as it reads behind "waiting for". */
  what: string;
  limitMs: number;
  signal: AbortSignal;
  /** The answer, or undefined while it is not there yet. May throw: that counts as "not yet". */
  look: () => Promise<T | undefined>;
  /** Called at the limit: what to tell the reader about the reason, one line each. */
  diagnose?: () => Promise<string[]>;
  everyMs?: number;
}

/** The limit of a wait was reached; the message says what was waited for, and what was seen instead. */
export class WaitedTooLong extends Error {
  readonly clues: string[];

  constructor(what: string, limitMs: number, clues: string[]) {
    super(
      [`Waited ${Math.round(limitMs / 1_000)} s for ${what}, in vain.`, ...clues].join('\n    '),
    );
    this.name = 'WaitedTooLong';
    this.clues = clues;
  }
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
      throw new WaitedTooLong(what, limitMs, [...clues, ...(await cluesOf(diagnose))]);
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
