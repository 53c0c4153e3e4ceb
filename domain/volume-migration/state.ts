import type { FailureRecord } from '../failures/failure.ts';
import type { Trouble } from '../run/trouble.ts';
import { COPY_ITINERARY, VOLUME_MIGRATION } from './itinerary.ts';

export type CopyOutcome = 'succeeded' | 'failed' | 'canceled';

/** All that the workflow of a copy knows of it; the status is computed from it, and from the progress of its volumes. */
export interface CopyState {
  /** RFC 3339, UTC. */
  startedAt: string;
  itinerary: string;
  phase: string;
  outcome?: CopyOutcome;
  /** One for each volume that failed, or that of the step. */
  failures: FailureRecord[];
  /** What fails at present and is tried again, by act. */
  troubles?: Record<string, Trouble>;
  /** What could not be removed, as sentences. */
  leftBehind: string[];
}

export function newCopyState(startedAt: string): CopyState {
  const phase = VOLUME_MIGRATION[0]?.phase ?? '';
  return { startedAt, itinerary: COPY_ITINERARY, phase, failures: [], leftBehind: [] };
}
