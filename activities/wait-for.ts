import { activityInfo, Context, sleep } from '@temporalio/activity';
import type { Failure } from '../domain/failures/failure.ts';

/** One look at the world: there, not yet (and why), or never. */
export type Look<T> = { done: true; value: T } | { done: false; seen: string };

export interface Wait {
  limitMs: number;
  /**
   * `act`: the limit counts from when the activity was first scheduled, so that retries do not lengthen it.
   * `call`: from now, for what may be waited for in the middle of a long act. @default act
   */
  since?: 'act' | 'call';
  /** Between the first looks; grows to ten times as much. */
  pollMs: number;
}

/** The pause at the end is what a wait takes longer than needed: about a tenth. */
const GROWTH = 1.1;

/**
 * Looks until it is there, heartbeating what it sees, so that the Temporal UI shows what a step waits for.
 * At the limit, `diagnose` says what was waited for; a look may end the wait at once by throwing.
 */
export async function waitFor<T>(
  look: () => Promise<Look<T>>,
  { limitMs, pollMs, since = 'act' }: Wait,
  diagnose: (seen: string) => Failure | Promise<Failure>,
): Promise<T> {
  const beginning = since === 'act' ? activityInfo().scheduledTimestampMs : Date.now();
  const deadline = beginning + limitMs;
  let pauseMs = pollMs;
  for (;;) {
    const seen = await look();
    if (seen.done) return seen.value;
    Context.current().heartbeat({ waitingFor: seen.seen });
    if (Date.now() >= deadline) throw await diagnose(seen.seen);
    // Rejects when the activity is cancelled or the worker shuts down.
    await sleep(pauseMs);
    pauseMs = Math.min(pauseMs * GROWTH, pollMs * 10);
  }
}

/**
 * Looks until nothing is missing any more, or the time is up, which is no failure here.
 * @param missing what is still waited for; undefined when there is nothing
 */
export async function waitAWhile(
  missing: () => Promise<string | undefined>,
  { limitMs, pollMs }: Pick<Wait, 'limitMs' | 'pollMs'>,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const seen = await missing();
    if (seen === undefined || Date.now() >= deadline) return;
    Context.current().heartbeat({ waitingFor: seen });
    await sleep(pollMs);
  }
}
