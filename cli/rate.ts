import { usageError } from './command-error.ts';

const KIB: Readonly<Record<string, number>> = { K: 1, M: 2 ** 10, G: 2 ** 20 };

/**
 * KiB per second of what people write: `20M`, `1.5G`, `none` (0), or `default` (null: whatever is set for all runs).
 * Multiples are of 1024, as rsync counts. @throws a usage error that shows how to write it
 */
export function parseRate(text: string): number | null {
  if (text === 'none') return 0;
  if (text === 'default') return null;
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kmg])(?:i?b)?(?:\/s)?$/i.exec(text) ?? [];
  const kib = Math.round(Number(number) * (KIB[unit.toUpperCase()] ?? NaN));
  if (kib > 0) return kib;
  throw usageError(
    `${text}: not a rate`,
    'Write it like 500K, 20M or 1.5G, or say none or default.',
  );
}

/** A rate for people: 20480 is `20 MiB/s`. */
export function rateText(kibPerSecond: number): string {
  const [unit, size] = (['GiB', 'MiB'] as const)
    .map((name, index) => [name, index === 0 ? 2 ** 20 : 2 ** 10] as const)
    .find(([, one]) => kibPerSecond >= one) ?? ['KiB', 1];
  return `${String(Math.round((kibPerSecond / size) * 10) / 10)} ${unit}/s`;
}
