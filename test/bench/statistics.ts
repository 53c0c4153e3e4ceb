/** What is told of several measurements of one thing. */
export interface Spread {
  runs: number;
  min: number;
  median: number;
  max: number;
}

/** Undefined without a measurement. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  return { runs: sorted.length, min, median: middleOf(sorted), max };
}

function middleOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
  return (lower + upper) / 2;
}

/** Beyond this a disk that is shared, throttled or busy tells more about itself than about us. */
const STEADY = 1.5;

/** Whether the slowest run took so much longer than the quickest that medians say little. */
export function isUnsteady({ min, max }: Spread): boolean {
  return max > min * STEADY;
}

export type Ranking =
  { kind: 'ratio'; ratio: number } | { kind: 'unsteady' } | { kind: 'overlap'; ratio: number };

/**
 * How many times as long `ours` takes as `theirs`. Runs that scatter cannot be ranked; ranges that overlap
 * have a ratio, but no winner.
 */
export function rank(ours: Spread, theirs: Spread): Ranking {
  if (isUnsteady(ours) || isUnsteady(theirs)) return { kind: 'unsteady' };
  const ratio = ours.median / theirs.median;
  const apart = ours.min > theirs.max || theirs.min > ours.max;
  return { kind: apart ? 'ratio' : 'overlap', ratio };
}
