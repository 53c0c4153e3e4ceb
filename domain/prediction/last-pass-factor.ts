import type { OutageSample } from './history.ts';

/** Later cutovers say more: so many of them are asked. */
const LATEST = 10;
/** Beyond these bounds it was not the machine that differed, but the application. */
const LEAST = 0.5;
const MOST = 2;

/**
 * How much longer last passes took than the passes before them made one expect. The last one shares both machines with
 * the comparison of all that was copied, and nothing of its own was in the passes beside the application. A plan's own
 * cutovers are asked first. Long passes count for more: a tenth of a second more of a short one says nothing.
 */
export function lastPassFactor(
  own: readonly OutageSample[],
  others: readonly OutageSample[],
): number {
  for (const outages of [own, others]) {
    const known = outages.flatMap(({ parts, expected }) => {
      const modelled = expected?.modelledLastPassSeconds ?? 0;
      return modelled > 0 ? [{ modelled, seen: parts.lastPass }] : [];
    });
    if (known.length === 0) continue;
    const latest = known.slice(-LATEST);
    const seen = latest.reduce((sum, one) => sum + one.seen, 0);
    const modelled = latest.reduce((sum, one) => sum + one.modelled, 0);
    return Math.min(MOST, Math.max(LEAST, seen / modelled));
  }
  return 1;
}
