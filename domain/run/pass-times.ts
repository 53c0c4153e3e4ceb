import type { PassResult } from './pass.ts';

/** How long the passes that have ended took, in seconds. */
export function secondsCopied(passes: readonly Pick<PassResult, 'seconds'>[]): number {
  return passes.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** As Go writes a span, and MTC in its status: `1h2m3s`, `3.25s`. */
export function goDuration(seconds: number): string {
  const millis = Math.round(seconds * 1000);
  const rest = `${Number(((millis % 60_000) / 1000).toFixed(3))}s`;
  const minutes = Math.floor(millis / 60_000);
  if (minutes === 0) return rest;
  return minutes < 60
    ? `${minutes}m${rest}`
    : `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}`;
}
