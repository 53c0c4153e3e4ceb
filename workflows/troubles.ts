import { defineSignal, setHandler } from '@temporalio/workflow';
import { TROUBLE } from '../domain/engine-names.ts';
import type { Trouble } from '../domain/run/trouble.ts';

const trouble = defineSignal<[Trouble]>(TROUBLE);

/**
 * Hears of acts that keep failing: only the worker that tries them knows. That one works again is not told; it is
 * silent then, or its step ends.
 */
export function hearTroubles(
  state: { troubles?: Record<string, Trouble> },
  reporter: { changed(): void },
): void {
  setHandler(trouble, (told) => {
    state.troubles = { ...state.troubles, [told.act]: told };
    reporter.changed();
  });
}
