import { defineQuery, setHandler } from '@temporalio/workflow';
import { WHERE } from '../domain/engine-names.ts';
import { type Standing, standingOf } from '../domain/run/standing.ts';
import type { RunState } from '../domain/run/state.ts';

const where = defineQuery<Standing>(WHERE);

/** Answers whoever asks the run itself where it stands. */
export function tellWhere(state: RunState): void {
  setHandler(where, () => standingOf(state));
}
