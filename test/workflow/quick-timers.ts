import type { WorkflowInterceptors } from '@temporalio/workflow';

/** Shorter waits are left alone: statuses are refreshed every few seconds, as in the product. */
const LONG_MS = 60_000;
const QUICK_MS = 200;

/** Part of the bundle of tests: what a run waits for by the minute passes in a moment. */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [
    {
      startTimer: (input, next) =>
        next(input.durationMs < LONG_MS ? input : { ...input, durationMs: QUICK_MS }),
    },
  ],
});
