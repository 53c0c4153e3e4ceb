import { timeOfDay } from './time-text.ts';

/** Times of day as `22:00`; an end before the start is that of the next day. */
export interface DailyWindow {
  start: string;
  end: string;
}

/** Whether it is open: from the minute of its start, until the minute of its end begins. */
export function isWithin({ start, end }: DailyWindow, at: Date, timeZone: string): boolean {
  const now = timeOfDay(at, timeZone);
  return start < end ? now >= start && now < end : now >= start || now < end;
}
