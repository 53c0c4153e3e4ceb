import { CancellationScope, CancelledFailure, patched } from '@temporalio/workflow';

/** Not known to runs that were started on the target although they had been cancelled a moment before. */
const OBEYED_BEFORE_START = 'cancellation-obeyed-before-start';

/**
 * An act that does not listen ends well although the run was cancelled meanwhile: this is the last moment to obey.
 * Throws the cancellation.
 */
export function obeyCancellation(): void {
  const isCanceled = CancellationScope.current().consideredCancelled;
  // Asked for where it matters alone: it is an event in the history.
  if (isCanceled && patched(OBEYED_BEFORE_START)) {
    throw new CancelledFailure('cancelled before the target was started');
  }
}
