import type { ScheduleOrder } from './order.ts';

/** Whether Temporal's schedule is paused, and why. */
export interface PauseState {
  paused: boolean;
  note: string;
}

/** The note of a pause that the object asks for. */
export const SUSPENDED = 'spec.suspend';

/**
 * Whether a schedule is paused once the object is obeyed. A failure pauses it too; that stays, whatever else is edited,
 * until a person resumes it.
 * @param earlier What it was made from, and how it stands
 */
export function pauseAfter(
  wanted: Pick<ScheduleOrder, 'suspended' | 'resumed'>,
  earlier?: { order: Pick<ScheduleOrder, 'suspended' | 'resumed'> } & PauseState,
): PauseState {
  const runs = { paused: false, note: '' };
  if (wanted.suspended) return { paused: true, note: SUSPENDED };
  if (earlier?.paused !== true || earlier.order.suspended) return runs;
  if (wanted.resumed !== undefined && wanted.resumed !== earlier.order.resumed) return runs;
  return { paused: true, note: earlier.note };
}
