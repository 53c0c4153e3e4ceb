import { activityInfo, Context, sleep } from '@temporalio/activity';
import { type Failure, isFailure } from '../domain/failures/failure.ts';

/** One look at the world: there, not yet (and why), or never. */
export type Look<T> = { done: true; value: T } | { done: false; seen: string };

export interface Wait {
  /** Counted from when the activity was first scheduled, so that retries do not lengthen it. */
  limitMs: number;
  /** Between the first looks; grows to ten times as much. */
  pollMs: number;
}

const GROWTH = 1.3;

/**
 * Looks until it is there, heartbeating what it sees, so that the Temporal UI shows what a step waits for.
 * At the limit, `diagnose` says what was waited for; a look may end the wait at once by throwing.
 */
export async function waitFor<T>(
  look: () => Promise<Look<T>>,
  { limitMs, pollMs }: Wait,
  diagnose: (seen: string) => Failure | Promise<Failure>,
): Promise<T> {
  const deadline = activityInfo().scheduledTimestampMs + limitMs;
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

/** Whether it is worth to look again after this error. */
export function passesByItself(error: unknown): boolean {
  return isFailure(error) && error.kind === 'transient';
}
