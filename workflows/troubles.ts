import { defineSignal, setHandler } from '@temporalio/workflow';
import { TROUBLE } from '../domain/engine-names.ts';
import type { RunState } from '../domain/run/state.ts';
import type { Trouble } from '../domain/run/trouble.ts';
import type { Reporter } from './reporter.ts';

const trouble = defineSignal<[Trouble]>(TROUBLE);

/**
 * Hears of acts that keep failing: only the worker that tries them knows. That one works again is not told; it is
 * silent then, or its step ends.
 */
export function hearTroubles(state: RunState, reporter: Reporter): void {
  setHandler(trouble, (told) => {
    state.troubles = { ...state.troubles, [told.act]: told };
    reporter.changed();
  });
}
