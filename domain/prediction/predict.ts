import { DEFAULT_TRANSPORT, type ObjectTransport } from '../plan/object-transport.ts';
import type { OutageParts, OutageSample, PlanHistory } from './history.ts';
import { type LastPass, predictLastPass } from './last-pass.ts';
import { lastPassFactor } from './last-pass-factor.ts';
import { addSpans, doubted, type Span, spanOf } from './quantiles.ts';

/** Where the figures beside the last pass come from: the weakest of them. */
export type Basis = 'this-plan' | 'other-plans' | 'usual';

/** The outage of a cutover that would begin now: from the first stopped workload to the last ready one on the target. */
export interface Prediction {
  /** Half of such cutovers take no longer, and nine of ten. */
  p50Seconds: number;
  p90Seconds: number;
  /** With nothing left to copy. */
  floorSeconds: number;
  /** Whether passes bring more than the application writes meanwhile. */
  converges: boolean;
  /** `namespace/claim` of those that do not. */
  restless: string[];
  /** The volume whose last pass takes longest. */
  slowest?: string;
  /** p50 of the last pass, from the passes alone: what cutovers show of it is told apart by it. */
  modelledLastPassSeconds: number;
  /** p50 of each. */
  parts: OutageParts;
  basis: Basis;
  /** Passes that it rests on. */
  passes: number;
}

/** What is to be predicted. */
export interface PredictedPlan {
  /** Uid of the MigPlan. */
  plan: string;
  objectTransport?: ObjectTransport;
  /** `namespace/claim` of every volume that is copied. */
  claims: readonly string[];
}

type Part = Exclude<keyof OutageParts, 'lastPass'>;

/** A small application, as it is measured in docs/performance.md; nobody's application is that one. */
export const USUAL: Record<Part | 'lead', Span> = {
  quiesce: { p50: 1.5, p90: 5 },
  verify: { p50: 1.5, p90: 4 },
  restore: { p50: 1.5, p90: 5 },
  start: { p50: 3.5, p90: 10 },
  lead: { p50: 5, p90: 10 },
};

/** Undefined as long as a volume was never copied: nothing is known of it. */
export function predictOutage(
  { plan, objectTransport = DEFAULT_TRANSPORT, claims }: PredictedPlan,
  history: PlanHistory,
): Prediction | undefined {
  const own = history.outages.filter((outage) => outage.plan === plan);
  const others = history.outages.filter((outage) => outage.plan !== plan);
  const wanted = { own, others, objectTransport };
  const lead = leadOf(wanted);
  const volumes = claims.map((claim) => {
    const samples = history.volumes[claim] ?? [];
    return { claim, samples, last: predictLastPass(samples, lead) };
  });
  if (volumes.some(({ last }) => last === undefined)) return undefined;

  const factor = lastPassFactor(own, others);
  const known = volumes.flatMap(({ claim, last }) =>
    last === undefined ? [] : [{ claim, last: scaled(last, factor) }],
  );
  const slowest = known.toSorted((a, b) => b.last.seconds.p50 - a.last.seconds.p50)[0];
  const fixed = {
    quiesce: partOf('quiesce', wanted),
    verify: partOf('verify', wanted),
    restore: partOf('restore', wanted),
    start: partOf('start', wanted),
  };
  const spans = Object.values(fixed).map(({ span }) => span);
  // They come from the same few outages, and were late together there.
  const beside = doubted(
    addSpans(spans),
    Math.min(...Object.values(fixed).map(({ cases }) => cases)),
  );
  const { p50, p90 } = addSpans([beside, slowestOf(known.map(({ last }) => last.seconds))]);
  const floors = known.map(({ last }) => last.floorSeconds);
  const floorSeconds = addSpans(spans).p50 + Math.max(0, ...floors);
  return {
    p50Seconds: tenths(Math.max(p50, floorSeconds)),
    p90Seconds: tenths(Math.max(p90, floorSeconds)),
    floorSeconds: tenths(floorSeconds),
    converges: known.every(({ last }) => last.converges),
    restless: known.filter(({ last }) => !last.converges).map(({ claim }) => claim),
    ...(slowest === undefined ? {} : { slowest: slowest.claim }),
    modelledLastPassSeconds: tenths((slowest?.last.seconds.p50 ?? 0) / factor),
    parts: {
      quiesce: tenths(fixed.quiesce.span.p50),
      lastPass: tenths(slowest?.last.seconds.p50 ?? 0),
      verify: tenths(fixed.verify.span.p50),
      restore: tenths(fixed.restore.span.p50),
      start: tenths(fixed.start.span.p50),
    },
    basis: weakest(Object.values(fixed).map(({ basis }) => basis)),
    passes: volumes.reduce((sum, { samples }) => sum + samples.length, 0),
  };
}

function scaled(last: LastPass, factor: number): LastPass {
  const { p50, p90 } = last.seconds;
  return { ...last, seconds: { p50: p50 * factor, p90: p90 * factor } };
}

interface Known {
  own: readonly OutageSample[];
  others: readonly OutageSample[];
  objectTransport: ObjectTransport;
}

/** Cutovers of the plan itself know it best, its rehearsals next, then cutovers of others. */
function partOf(part: Part, known: Known): { span: Span; basis: Basis; cases: number } {
  for (const [basis, outages] of sourcesOf(part, known)) {
    const span = spanOf(outages.map(({ parts }) => parts[part]));
    if (span !== undefined) return { span, basis, cases: outages.length };
  }
  return { span: USUAL[part], basis: 'usual', cases: 1 };
}

function sourcesOf(
  part: Part,
  { own, others, objectTransport }: Known,
): [Basis, readonly OutageSample[]][] {
  const isCutover = ({ type }: OutageSample): boolean => type === 'cutover';
  if (part === 'restore') {
    const alike = (outage: OutageSample): boolean =>
      isCutover(outage) && outage.objectTransport === objectTransport;
    return [
      ['this-plan', own.filter(alike)],
      ['other-plans', others.filter(alike)],
    ];
  }
  return [
    ['this-plan', own.filter(isCutover)],
    ['this-plan', own],
    ['other-plans', others.filter(isCutover)],
  ];
}

function leadOf({ own, others }: Known): number {
  for (const outages of [own, others]) {
    const span = spanOf(outages.map(({ leadSeconds }) => leadSeconds).filter((lead) => lead > 0));
    if (span !== undefined) return span.p50;
  }
  return USUAL.lead.p50;
}

/** Volumes are copied side by side: the slowest one decides, and it may be another one on a bad day. */
function slowestOf(spans: readonly Span[]): Span {
  return {
    p50: Math.max(0, ...spans.map(({ p50 }) => p50)),
    p90: Math.max(0, ...spans.map(({ p90 }) => p90)),
  };
}

function weakest(bases: readonly Basis[]): Basis {
  const order: readonly Basis[] = ['usual', 'other-plans', 'this-plan'];
  return order.find((basis) => bases.includes(basis)) ?? 'usual';
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
