import { usageError } from './command-error.ts';
import { formatDuration, parseDuration } from './format.ts';

/** When a run is to begin, as the server takes it. */
export interface StartTimes {
  startAt?: string;
  startBefore?: string;
}

const DAY_MS = 24 * 3_600_000;
const HINT = 'Write it like 2026-11-28T02:00, 02:00, 2026-11-28T02:00:00Z or +2h.';

/** What `--at` and `--window` ask for; times without a zone are those of this machine. */
export function readStart(
  { at, window }: { at?: string; window?: string },
  nowMs: number,
): StartTimes {
  if (at !== undefined) return { startAt: iso(readTime('--at', at, nowMs)) };
  return window === undefined ? {} : readWindow(window, nowMs);
}

function readWindow(window: string, nowMs: number): StartTimes {
  const [start = '', end = '', more] = window.split(window.includes('/') ? '/' : '-');
  if (end === '' || more !== undefined) {
    throw usageError(
      `--window ${window}: not two times`,
      'Write it like 02:00-04:00, or START/END.',
    );
  }
  const endMs = readTime('--window', end, nowMs);
  const opensMs = readTime('--window', start, nowMs);
  // It is open already when what comes first is its end.
  const isOpen = isTimeOfDay(start) && isTimeOfDay(end) && endMs < opensMs;
  const startMs = isOpen ? nowMs : opensMs;
  if (endMs <= Math.max(nowMs, startMs)) throw usageError(`--window ${window}: it is over`, HINT);
  return { ...(startMs > nowMs ? { startAt: iso(startMs) } : {}), startBefore: iso(endMs) };
}

/** How long there is for the whole of it; undefined without a window. */
export function windowSeconds(
  { startAt, startBefore }: StartTimes,
  nowMs: number,
): number | undefined {
  if (startBefore === undefined) return undefined;
  return (Date.parse(startBefore) - (startAt === undefined ? nowMs : Date.parse(startAt))) / 1000;
}

/** Said when nine of ten outages would not be over by the end of the window. */
export function misfit(
  seconds: number | undefined,
  p90Seconds: number | undefined,
): string | undefined {
  if (seconds === undefined || p90Seconds === undefined || p90Seconds <= seconds) return undefined;
  return (
    `The outage may take ${formatDuration(p90Seconds)}, the window is only ${formatDuration(seconds)} long: ` +
    'it may go on beyond its end.'
  );
}

function readTime(flag: string, text: string, nowMs: number): number {
  const ahead = text.startsWith('+') ? parseDuration(text.slice(1)) : undefined;
  if (ahead !== undefined) return nowMs + ahead;
  if (isTimeOfDay(text)) return nextTimeOfDay(text, nowMs);
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(text);
  const time = isWritten ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw usageError(`${flag} ${text}: not a time`, HINT);
  if (flag === '--at' && time < nowMs) throw usageError(`${flag} ${text}: it has passed`, HINT);
  return time;
}

function isTimeOfDay(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

function nextTimeOfDay(text: string, nowMs: number): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  const today = new Date(nowMs).setHours(hours, minutes, 0, 0);
  // A day that is not 24 hours long must not move the time of day.
  return today > nowMs ? today : new Date(nowMs + DAY_MS).setHours(hours, minutes, 0, 0);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
