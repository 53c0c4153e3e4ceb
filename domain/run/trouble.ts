import type { FailureRecord } from '../failures/failure.ts';
import type { RunState } from './state.ts';

/** Something that a step does and that fails, while it is still tried. Times are RFC 3339, UTC. */
export interface Trouble {
  /** The same at every try. */
  act: string;
  /** When the first try failed, as far as the teller knows. */
  since: string;
  /** When the last one failed. */
  toldAt: string;
  failure: FailureRecord;
}

/** What passes by itself within this time is nobody's business. */
export const TROUBLE_AFTER_MS = 60_000;
/** How often whoever tries says that it still fails. */
export const TROUBLE_EVERY_MS = 60_000;
/** Two tellings may be lost, and a try may take a minute and a half: silence for longer means that it works. */
const TROUBLE_LAPSES_MS = 4 * 60_000;

/** The trouble that lasts longest of those that still stand. @param now milliseconds */
export function troubleOf(
  { troubles }: Pick<RunState, 'troubles'>,
  now: number,
): Trouble | undefined {
  const standing = Object.values(troubles ?? {}).filter(
    ({ since, toldAt }) =>
      Date.parse(toldAt) - Date.parse(since) >= TROUBLE_AFTER_MS &&
      now - Date.parse(toldAt) < TROUBLE_LAPSES_MS,
  );
  return standing.toSorted((a, b) => a.since.localeCompare(b.since))[0];
}

/** Since when the run does not go on by itself: it waits for a person, or what it does keeps failing. */
export function stuckSince(state: RunState, now: number): string | undefined {
  if (state.outcome !== undefined) return undefined;
  return state.held?.since ?? troubleOf(state, now)?.since;
}
