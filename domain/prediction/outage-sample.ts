import { DEFAULT_TRANSPORT, type ObjectTransport } from '../plan/object-transport.ts';
import type { PassResult } from '../run/pass.ts';
import type { Downtime, ExpectedOutage, RunReport } from '../run/progress.ts';
import type { RunType } from '../run/run-type.ts';
import type { OutageParts, OutageSample } from './history.ts';

/** What a run has told of itself. */
export interface ToldRun {
  run: string;
  plan: string;
  type: RunType;
  objectTransport?: ObjectTransport;
  downtime?: Downtime;
  phaseSeconds: RunReport['phaseSeconds'];
  /** By `namespace/claim`. */
  volumes: Readonly<Record<string, readonly PassResult[]>>;
}

const QUIESCE = new Set(['QuiesceApplications', 'EnsureQuiesced']);
const COPY = new Set(['WaitForDirectVolumeMigrationToComplete']);
const RESTORE = new Set([
  'EnsureInitialBackupReplicated',
  'EnsureFinalRestore',
  'FinalRestoreCreated',
]);

/** The outage of a run, by its parts; undefined when it had none that came to its end. */
export function outageSample(told: ToldRun): OutageSample | undefined {
  const { run, plan, type, downtime, phaseSeconds, volumes, objectTransport } = told;
  if (type !== 'cutover' && type !== 'stage') return undefined;
  const { startedAt, endedAt, expected } = downtime ?? {};
  if (startedAt === undefined || endedAt === undefined) return undefined;
  const lasts = Object.values(volumes).flatMap((passes) => lastOf(passes) ?? []);
  const sum = (phases: ReadonlySet<string>): number =>
    total(phaseSeconds.filter(({ phase }) => phases.has(phase)).map(({ seconds }) => seconds));
  const copy = sum(COPY);
  const lastPass = Math.min(copy, Math.max(0, ...lasts.map(({ seconds }) => seconds)));
  const known = { quiesce: sum(QUIESCE), lastPass, verify: copy - lastPass, restore: sum(RESTORE) };
  const whole = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const parts: OutageParts = {
    ...known,
    start: Math.max(0, whole - total(Object.values(known))),
  };
  return {
    ...{ run, plan, type, endedAt, parts },
    objectTransport: objectTransport ?? DEFAULT_TRANSPORT,
    leadSeconds: Math.max(0, ...lasts.map(({ leadSeconds }) => leadSeconds)),
    ...(expected === undefined ? {} : { expected: keptOf(expected) }),
  };
}

function keptOf(expected: ExpectedOutage): NonNullable<OutageSample['expected']> {
  const { p50Seconds, p90Seconds, modelledLastPassSeconds } = expected;
  return {
    ...{ p50Seconds, p90Seconds },
    ...(modelledLastPassSeconds === undefined ? {} : { modelledLastPassSeconds }),
  };
}

/** The pass of the standstill, and how long after the one before it began. */
function lastOf(
  passes: readonly PassResult[],
): { seconds: number; leadSeconds: number } | undefined {
  const index = passes.findIndex(({ kind }) => kind === 'final');
  const last = passes[index];
  if (last === undefined) return undefined;
  const before = passes[index - 1];
  const gap = before === undefined ? 0 : Date.parse(last.startedAt) - Date.parse(before.startedAt);
  return { seconds: last.seconds, leadSeconds: Math.max(0, gap / 1000 - (before?.seconds ?? 0)) };
}

function total(seconds: readonly number[]): number {
  return seconds.reduce((sum, one) => sum + one, 0);
}
