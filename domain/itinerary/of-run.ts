import type { RunType } from '../run/run-type.ts';
import { CUTOVER } from './cutover.ts';
import { ROLLBACK } from './rollback.ts';
import { STAGE } from './stage.ts';
import type { Itinerary } from './step.ts';

const ITINERARIES: Record<RunType, Itinerary> = {
  cutover: CUTOVER,
  stage: STAGE,
  // As in MTC; they differ in what is looked for beforehand, and in which claims they may write to.
  state: STAGE,
  rollback: ROLLBACK,
};

/** The list of steps of a run, also of one that is refused: then it says what would have been done. */
export function itineraryOf(type: RunType): Itinerary {
  return ITINERARIES[type];
}
