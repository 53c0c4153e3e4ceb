/** 850 ms, 12.3 s, 4 min 11 s: as short as it stays useful. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms).toString()} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60).toString()} min ${(seconds % 60).toString()} s`;
}

/** 1.4 GB, 86 MB, 12 kB: decimal, as package tools print it. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}
