import type { RunState } from './state.ts';

/** Where a run stands, as its workflow itself answers. */
export interface Standing {
  /** Of the step that runs or ran last; left out before the first. */
  phase?: string;
  /** Acts are being taken back. */
  undoing: boolean;
  /** Waits for a person. */
  held: boolean;
}

export function standingOf({ itinerary, current, undoing, held }: RunState): Standing {
  const phase = itinerary.steps[current]?.phase;
  return {
    ...(phase === undefined ? {} : { phase }),
    undoing: undoing !== undefined,
    held: held !== undefined,
  };
}
