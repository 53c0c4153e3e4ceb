import type { ObjectTransport } from '../plan/object-transport.ts';
import type { PassResult } from '../run/pass.ts';
import type { RunType } from '../run/run-type.ts';

/** One pass of one volume, as it is kept when its run is gone. */
export interface PassSample {
  /** RFC 3339, UTC. */
  startedAt: string;
  /** `initial`: the target was empty; `partial`: earlier tries had brought a part of it, so it says nothing of the load. */
  kind: 'initial' | 'delta' | 'final' | 'partial';
  bytesSent: number;
  filesScanned: number;
  seconds: number;
}

/** Seconds of an outage, by what the application waited for. */
export interface OutageParts {
  /** Until its last pod had ended. */
  quiesce: number;
  /** The last pass of the slowest volume. */
  lastPass: number;
  /** Of the last copy what was not the pass: manifests, comparison, transfer pods. */
  verify: number;
  /** Objects on the target. */
  restore: number;
  /** Until it was ready; hooks are in it. */
  start: number;
}

/** An outage that has ended. */
export interface OutageSample {
  /** Uids of the MigMigration and of its plan. */
  run: string;
  plan: string;
  /** A stage that quiesces starts the application where it was: its `start` is that of the source. */
  type: Extract<RunType, 'cutover' | 'stage'>;
  objectTransport: ObjectTransport;
  endedAt: string;
  parts: OutageParts;
  /** From the start of the last pass beside the application to that of the last one, without the former itself. */
  leadSeconds: number;
  /** What was expected when the run began. */
  expected?: { p50Seconds: number; p90Seconds: number; modelledLastPassSeconds?: number };
}

/** What is remembered of a plan, bounded. */
export interface PlanHistory {
  /** By `namespace/claim`, the latest last. */
  volumes: Record<string, PassSample[]>;
  /** Of this plan and of others, the latest last. */
  outages: OutageSample[];
}

export const NO_HISTORY: PlanHistory = { volumes: {}, outages: [] };

/** Of each volume so many passes are kept. */
export const MOST_PASSES_KEPT = 20;
/** Of a plan in all. Each takes some 110 bytes, and a ConfigMap may have a mebibyte. */
const MOST_SAMPLES_KEPT = 6_000;
/** Of all plans together. */
export const MOST_OUTAGES_KEPT = 50;

/** Passes of a run behind those of earlier runs. The same run told twice is kept once. */
export function rememberPasses(
  earlier: PlanHistory['volumes'],
  volumes: Readonly<Record<string, readonly PassResult[]>>,
): PlanHistory['volumes'] {
  const told = Object.entries(volumes).map(([claim, passes]): [string, PassSample[]] => {
    const samples = passes.filter(({ kind }) => kind !== 'repair').map(sampleOf);
    const known = new Set(samples.map(({ startedAt }) => startedAt));
    const before = (earlier[claim] ?? []).filter(({ startedAt }) => !known.has(startedAt));
    return [claim, [...before, ...samples].toSorted(byStart)];
  });
  const all = { ...earlier, ...Object.fromEntries(told) };
  const share = Math.floor(MOST_SAMPLES_KEPT / Math.max(1, Object.keys(all).length));
  const kept = Math.max(1, Math.min(MOST_PASSES_KEPT, share));
  return Object.fromEntries(
    Object.entries(all).map(([claim, samples]) => [claim, samples.slice(-kept)]),
  );
}

/** An outage behind the earlier ones; the same one told twice is kept once. */
export function rememberOutage(
  earlier: readonly OutageSample[],
  outage: OutageSample,
): OutageSample[] {
  const others = earlier.filter(({ run }) => run !== outage.run);
  return [...others, outage]
    .toSorted((a, b) => a.endedAt.localeCompare(b.endedAt))
    .slice(-MOST_OUTAGES_KEPT);
}

function sampleOf(pass: PassResult): PassSample {
  const { startedAt, kind, bytesSent, filesScanned, seconds, attempts } = pass;
  return {
    startedAt,
    kind: attempts > 1 ? 'partial' : kind === 'repair' ? 'final' : kind,
    bytesSent,
    filesScanned,
    seconds,
  };
}

function byStart(a: PassSample, b: PassSample): number {
  return Date.parse(a.startedAt) - Date.parse(b.startedAt);
}
