import { secondsSince } from '../format.ts';
import type { RunView } from '../server/views.ts';

/** What there is to draw: a run as it was last heard of, and the time since. */
export interface Frame {
  run: RunView;
  /** Milliseconds since the epoch: when the run was heard of, and now. */
  receivedAt: number;
  now: number;
  /** What stands in the way of hearing more. */
  notice?: string;
  /** The last event, if it tells something. */
  event?: string;
}

export interface Space {
  columns: number;
  /** Infinity when nothing needs to be left out. */
  rows: number;
}

/** Seconds since the run began, until it ended; undefined before the first. */
export function elapsedSeconds({ run, now }: Frame): number | undefined {
  if (run.startedAt === undefined) return undefined;
  return secondsSince(run.startedAt, run.endedAt === undefined ? now : Date.parse(run.endedAt));
}

/** Seconds the application has been down for, or was. Counts on from what the server said, whatever the clock here. */
export function downtimeSeconds({ run, receivedAt, now }: Frame): number | undefined {
  const { startedAt, endedAt, seconds } = run.downtime ?? {};
  if (startedAt === undefined) return undefined;
  if (endedAt !== undefined) return seconds ?? secondsSince(startedAt, Date.parse(endedAt));
  return (seconds ?? secondsSince(startedAt, receivedAt)) + Math.max(0, now - receivedAt) / 1000;
}
