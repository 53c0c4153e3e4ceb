import type { RunType } from '../run/run-type.ts';
import { CUTOVER } from './cutover.ts';
import { STAGE } from './stage.ts';
import type { Itinerary } from './step.ts';

/** The way of each type of run that this version can do; the others are refused (`kinds/limits.ts`). */
const ITINERARIES: Partial<Record<RunType, Itinerary>> = {
  cutover: CUTOVER,
  stage: STAGE,
  // As in MTC; they differ in what is looked for beforehand, and in which claims they may write to.
  state: STAGE,
};

/** The list of steps of a run, also of one that is refused: then it says what would have been done. */
export function itineraryOf(type: RunType): Itinerary {
  return ITINERARIES[type] ?? CUTOVER;
}
