import { formatDuration } from '../format.ts';
import type { RunView } from '../server/views.ts';

/** What is known of the outage beforehand; the restore of the objects is not in it, so that comes on top. */
export function predictionOf(downtime: RunView['downtime']): string {
  const seconds = downtime?.predictedSeconds;
  return seconds === undefined ? '' : `predicted ${formatDuration(seconds)} + restore`;
}
