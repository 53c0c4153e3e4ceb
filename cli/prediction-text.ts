import { formatDuration } from './format.ts';
import type { PlanView } from './server/views.ts';

type Expected = Pick<NonNullable<PlanView['prediction']>, 'p50Seconds' | 'p90Seconds'>;

/** What a small application takes, as docs/performance.md measures it; better than no figure, and named as such. */
const SMALL_SECONDS = 8;

/** `about 12s, within 18s in nine of ten cases`. */
export function expectedText({ p50Seconds, p90Seconds }: Expected): string {
  return `about ${formatDuration(p50Seconds)}, within ${formatDuration(p90Seconds)} in nine of ten cases`;
}

/** Before a cutover: what is to be expected of it, or what to do to know. */
export function outageLine(plan: string, expected: Expected | undefined): string {
  if (expected !== undefined) return `Expected outage: ${expectedText(expected)}.`;
  return (
    `Expected outage: not known yet; stage it first: dray stage ${plan} ` +
    `(a small application takes some ${formatDuration(SMALL_SECONDS)}).`
  );
}

/** What is foretold of a plan, and what it rests on. */
export function describePrediction({ name, prediction }: PlanView): string {
  if (prediction === undefined) return `${outageLine(name, undefined)}\n`;
  const { parts, slowest, passes, basis, floorSeconds, restless } = prediction;
  const of = slowest === undefined ? '' : ` of ${slowest}`;
  const waits = [
    `stop ${formatDuration(parts.quiesce)}`,
    `last pass${of} ${formatDuration(parts.lastPass)}`,
    `compare ${formatDuration(parts.verify)}`,
    `restore ${formatDuration(parts.restore)}`,
    `start ${formatDuration(parts.start)}`,
  ];
  return [
    outageLine(name, prediction),
    `  ${waits.join(', ')}; with nothing to copy ${formatDuration(floorSeconds)}.`,
    `  Known from ${passes} passes of this plan${BASES[basis]}.`,
    ...restless.map(
      (claim) =>
        `! ${claim} does not converge: more is written to it than a pass brings; the outage will not get shorter.`,
    ),
    '',
  ].join('\n');
}

const BASES: Record<NonNullable<PlanView['prediction']>['basis'], string> = {
  'this-plan': ' and from its own outages',
  'other-plans': '; what comes beside the copy, from cutovers of other plans',
  usual: '; what comes beside the copy is that of a small application, until a cutover was seen',
};
