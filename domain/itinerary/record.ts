import type { Flag, Itinerary, Step } from './step.ts';

/** A step as a run keeps it: what was decided at its start holds until its end, whatever newer code says. */
export interface RecordedStep extends Step {
  applies: boolean;
  /** The n of `Step: n/total`. */
  number: number;
}

export interface RecordedItinerary {
  name: string;
  total: number;
  steps: RecordedStep[];
}

/** Fixes an itinerary for one run; `facts` lists the flags that hold. */
export function recordItinerary(itinerary: Itinerary, facts: ReadonlySet<Flag>): RecordedItinerary {
  let number = 0;
  const steps = itinerary.steps.map((step) => {
    if (step.extra !== true) number += 1;
    const applies = (step.when ?? []).every((flag) => facts.has(flag));
    return { ...step, applies, number };
  });
  return { name: itinerary.name, total: number, steps };
}
