import { describeValue } from '../kinds/value-text.ts';

/** Annotation on a MigMigration: KiB/s of each of its volumes, 0 for none. It goes before the setting for all runs. */
export const BANDWIDTH_ANNOTATION = 'drayage.dev/bandwidth-limit';

/** 1 TiB/s: what is beyond it was meant otherwise. */
export const HIGHEST_LIMIT = 2 ** 30;

export type ReadLimit =
  /** KiB per second of each volume; 0: as fast as it goes. */
  | { kibPerSecond: number }
  /** One sentence: what was found, and what to write instead. */
  | { problem: string };

/**
 * How fast each volume of a run may be copied.
 * @param annotations of the MigMigration
 * @param setting `rsync_opt_bwlimit` of the MigrationController, KiB/s
 */
export function bandwidthLimit(
  annotations: Record<string, string> | undefined,
  setting: number | undefined,
): ReadLimit {
  const text = annotations?.[BANDWIDTH_ANNOTATION]?.trim();
  if (text === undefined || text === '') return { kibPerSecond: setting ?? 0 };
  const kibPerSecond = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (kibPerSecond <= HIGHEST_LIMIT) return { kibPerSecond };
  const found = describeValue(text, BANDWIDTH_ANNOTATION);
  const problem = `metadata.annotations["${BANDWIDTH_ANNOTATION}"] (found ${found}) has to be a whole number of KiB/s, from 0 (no limit) to ${String(HIGHEST_LIMIT)}.`;
  return { problem };
}

/**
 * The limit of a copy that runs, from the words of its command: whoever takes up the watch must know it.
 * @param words of `/proc/PID/cmdline`
 */
export function limitOfCommand(words: readonly string[]): number {
  const word = words.find((one) => one.startsWith('--bwlimit='));
  const limit = Number(word?.slice('--bwlimit='.length));
  return Number.isFinite(limit) ? limit : 0;
}
