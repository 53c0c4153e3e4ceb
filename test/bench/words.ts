import { isUnsteady, rank, type Spread, spreadOf } from './statistics.ts';

/** `2.31 s`, or `2.31 s (2.20–2.55)` of several. */
export function secondsText(values: readonly number[]): string {
  const spread = spreadOf(values);
  if (spread === undefined) return '–';
  return `${number(spread.median)} s${rangeText(spread)}`;
}

/** Median rate of moving so many bytes, in decimal megabytes. */
export function rateText(bytes: number, values: readonly number[]): string {
  const spread = spreadOf(values);
  return spread === undefined ? '–' : `${Math.round(bytes / spread.median / 1e6)} MB/s`;
}

/** How many times as long ours takes, or why that cannot be said. */
export function rankText(ours: readonly number[], theirs: readonly number[]): string {
  const [a, b] = [spreadOf(ours), spreadOf(theirs)];
  if (a === undefined || b === undefined) return '–';
  const ranking = rank(a, b);
  switch (ranking.kind) {
    case 'unsteady':
      return 'not ranked: runs scatter';
    case 'overlap':
      return `${number(ranking.ratio)}, ranges overlap`;
    case 'ratio':
      return number(ranking.ratio);
  }
}

/** Says so when the disk itself was too unsteady for comparisons. */
export function steadinessText(name: string, values: readonly number[]): string | undefined {
  const spread = spreadOf(values);
  if (spread === undefined || !isUnsteady(spread)) return undefined;
  return `\`cp -a\` alone took between ${number(spread.min)} and ${number(spread.max)} s for ${name}: the disk is too noisy to rank anything by it.`;
}

function rangeText({ runs, min, max }: Spread): string {
  return runs < 2 ? '' : ` (${number(min)}–${number(max)})`;
}

function number(value: number): string {
  return value.toFixed(value < 100 ? 2 : 0);
}
