/** What half of the cases stay within, and nine of ten. */
export interface Span {
  p50: number;
  p90: number;
}

/** From so many cases on they speak for themselves. */
const MANY = 10;

/** Few cases have seen little of what may happen: the share by which one alone is exceeded in one case of ten; of ten none. */
export function doubtOf(cases: number): number {
  return Math.max(0, 1 - (cases - 1) / (MANY - 1)) / 2;
}

/** Median and ninth tenth of what was seen. */
export function spanOf(values: readonly number[]): Span | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

/** What is known from few cases only. */
export function doubted({ p50, p90 }: Span, cases: number): Span {
  return { p50, p90: Math.max(p90, p50 * (1 + doubtOf(cases))) };
}

/** What follows one upon the other: seldom all is late at once. */
export function addSpans(spans: readonly Span[]): Span {
  const p50 = spans.reduce((sum, span) => sum + span.p50, 0);
  const squares = spans.reduce((sum, span) => sum + (span.p90 - span.p50) ** 2, 0);
  return { p50, p90: p50 + Math.sqrt(squares) };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
