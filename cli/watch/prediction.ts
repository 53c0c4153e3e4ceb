import { formatDuration } from '../format.ts';
import { expectedText } from '../prediction-text.ts';
import type { RunView } from '../server/views.ts';

/**
 * What is known of the outage beforehand: all of it from earlier runs, or from the passes of this one; then the restore
 * of the objects is not in it, and comes on top.
 */
export function predictionOf(downtime: RunView['downtime']): string {
  if (downtime?.expected !== undefined) return `expected ${expectedText(downtime.expected)}`;
  const seconds = downtime?.predictedSeconds;
  return seconds === undefined ? '' : `predicted ${formatDuration(seconds)} + restore`;
}
