const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `90s`, `6h` or `1h30m`; undefined for anything else, and for nothing at all. */
export function secondsOf(text: string): number | undefined {
  if (!/^(\d+[smhd])+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+)([smhd])/g);
  const seconds = [...parts].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS[unit ?? ''] ?? 0),
    0,
  );
  return seconds > 0 && Number.isSafeInteger(seconds) ? seconds : undefined;
}

/** Whether it is the name of a time zone, `UTC` among them. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** `22:05` there and then. */
export function timeOfDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).format(at);
}
