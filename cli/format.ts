/** Numbers as people read them. Everything here is pure; nothing is localized, so that scripts may cut it. */

import { formatBytes } from '../domain/byte-text.ts';

export { formatBytes };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Bytes per second: `52 MiB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** The two largest units of a length of time: `14s`, `2m 05s`, `1h 02m`, `3d 4h`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole}s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)}m ${pad(whole % MINUTE)}s`;
  if (whole < DAY)
    return `${Math.floor(whole / HOUR)}h ${pad(Math.floor((whole % HOUR) / MINUTE))}m`;
  return `${Math.floor(whole / DAY)}d ${Math.floor((whole % DAY) / HOUR)}h`;
}

/** A running clock: `00:00:14`; hours go on beyond 99. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / HOUR);
  return `${pad(hours)}:${pad(Math.floor((whole % HOUR) / MINUTE))}:${pad(whole % MINUTE)}`;
}

/** An age in one unit, as kubectl shows it: `45s`, `12m`, `3h`, `5d`. */
export function formatAge(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 2 * MINUTE) return `${whole}s`;
  if (whole < 2 * HOUR) return `${Math.floor(whole / MINUTE)}m`;
  if (whole < 2 * DAY) return `${Math.floor(whole / HOUR)}h`;
  return `${Math.floor(whole / DAY)}d`;
}

/** A share from 0 to 1 as `80%`. It is rounded down, so that 100% means all of it. */
export function formatPercent(share: number): string {
  return `${Math.floor(clamp(share) * 100)}%`;
}

/** A bar of `width` cells; the last cell is filled only when the share is 1. */
export function formatBar(share: number, width: number): string {
  const filled = Math.floor(clamp(share) * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** Seconds from one RFC 3339 time to another time in milliseconds since the epoch. */
export function secondsSince(start: string, nowMs: number): number {
  return Math.max(0, (nowMs - Date.parse(start)) / 1000);
}

const DURATION_UNITS: Record<string, number> = {
  ms: 1,
  s: 1000,
  m: MINUTE * 1000,
  h: HOUR * 1000,
  d: DAY * 1000,
};

/** Milliseconds of `90s`, `1h30m`, `500ms`, or a bare number of seconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g);
  return [...parts].reduce((sum, [, count, unit]) => sum + toMs(count, unit), 0);
}

function toMs(count: string | undefined, unit: string | undefined): number {
  return Number(count) * (DURATION_UNITS[unit ?? ''] ?? 0);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function clamp(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
