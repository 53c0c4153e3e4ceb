import type { PassProgress, Totals } from './progress.ts';

/** What people see of one volume, over all its passes and retries. */
export interface ShownProgress {
  bytesDone: number;
  bytesTotal: number;
  filesDone: number;
  filesTotal: number;
  bytesPerSecond: number;
  /** Until the running pass ends; left out while nothing tells. */
  secondsLeft?: number;
}

export const NOTHING_SHOWN: ShownProgress = {
  bytesDone: 0,
  bytesTotal: 0,
  filesDone: 0,
  filesTotal: 0,
  bytesPerSecond: 0,
};

/**
 * Adds a look at a running pass to what is shown. Bytes and files never go down: a retry that starts
 * again from zero stands still until it is further than the one before. Nor are they ever more than
 * the totals, which follow a volume that grows.
 */
export function combineProgress(
  shown: ShownProgress,
  pass: PassProgress,
  totals: Totals,
): ShownProgress {
  const bytesTotal = Math.max(totals.bytes, shown.bytesDone, pass.bytes);
  const filesTotal = Math.max(totals.files, shown.filesDone, pass.filesChecked);
  const secondsLeft = estimateSecondsLeft(pass, totals);
  return {
    bytesDone: Math.max(shown.bytesDone, pass.bytes),
    bytesTotal,
    filesDone: Math.max(shown.filesDone, pass.filesChecked),
    filesTotal,
    bytesPerSecond: pass.bytesPerSecond,
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
  };
}

/** Of the pass itself, not of what is shown; `undefined` while nothing moves. */
export function estimateSecondsLeft(pass: PassProgress, totals: Totals): number | undefined {
  if (pass.bytesPerSecond <= 0) return undefined;
  return Math.ceil(Math.max(0, totals.bytes - pass.bytes) / pass.bytesPerSecond);
}
