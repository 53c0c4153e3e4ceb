import { md5 } from '../transfer/md5.ts';
import { transferNames } from '../transfer/names.ts';
import type { NamespacedName, RunVolume } from './facts.ts';
import { type RunIdentity, runLabels } from './identity.ts';
import { goDuration, secondsCopied } from './pass-times.ts';
import type { PassResult } from './pass.ts';
import type { VolumeProgress } from './progress.ts';

/** The DirectVolumeMigration of a run: the copy by itself, or what mirrors the copies of a MigMigration. */
export function copyName(run: Pick<RunIdentity, 'migration' | 'uid' | 'kind'>): string {
  if (run.kind !== undefined) return run.migration;
  // As the API server would make it of MTC's generateName, but the same at every try.
  return `${run.migration.slice(0, 240)}-${md5(run.uid).slice(0, 5)}`;
}

/** MTC's way to name a DirectVolumeMigrationProgress: the MD5 of what it is about. */
export function progressName(
  run: Pick<RunIdentity, 'migration' | 'uid' | 'kind'>,
  volume: Pick<RunVolume, 'namespace' | 'claim'>,
): string {
  return md5(`${copyName(run)}${volume.claim}${volume.namespace}`);
}

/** How versions named it that made no DirectVolumeMigration; a run may have begun under one. */
export function formerProgressName(
  run: Pick<RunIdentity, 'uid'>,
  volume: Pick<RunVolume, 'namespace' | 'claim'>,
): string {
  return md5(`${run.uid}${volume.claim}${volume.namespace}`);
}

/** The pod that sends a volume. */
export function senderPodOf(
  run: Pick<RunIdentity, 'uid' | 'planUid'>,
  { namespace, claim }: Pick<RunVolume, 'namespace' | 'claim'>,
): string {
  return transferNames({ runUid: run.uid, planUid: run.planUid, namespace, claim }).sender;
}

/** Which pods a progress is about, in MTC's fields. */
export function progressSpec(
  { run, source }: { run: RunIdentity; source: NamespacedName },
  volume: RunVolume,
): Record<string, unknown> {
  const { namespace } = volume;
  return {
    clusterRef: source,
    podRef: { namespace, name: senderPodOf(run, volume) },
    podNamespace: namespace,
    podSelector: runLabels(run),
  };
}

export function newProgress(volume: RunVolume): VolumeProgress {
  return {
    namespace: volume.namespace,
    claim: volume.claim,
    targetNamespace: volume.targetNamespace,
    targetClaim: volume.targetClaim,
    state: 'waiting',
    pass: 0,
    bytesDone: 0,
    bytesTotal: 0,
    filesDone: 0,
    filesTotal: 0,
  };
}

/**
 * What is told next of a volume: bytes and files never go down, whatever pass, try or worker counts from zero again,
 * and passes that were told stay told.
 */
export function advance(before: VolumeProgress | undefined, next: VolumeProgress): VolumeProgress {
  if (before === undefined) return next;
  const bytesDone = Math.max(before.bytesDone, next.bytesDone);
  const filesDone = Math.max(before.filesDone, next.filesDone);
  const passes = longer(before.passes, next.passes);
  const totals = next.bytesTotal === 0 && next.filesTotal === 0 ? before : next;
  return {
    ...next,
    bytesDone,
    bytesTotal: Math.max(totals.bytesTotal, bytesDone),
    filesDone,
    filesTotal: Math.max(totals.filesTotal, filesDone),
    ...(passes === undefined ? {} : { passes }),
  };
}

function longer(
  a: PassResult[] | undefined,
  b: PassResult[] | undefined,
): PassResult[] | undefined {
  return (b?.length ?? 0) >= (a?.length ?? 0) ? (b ?? a) : a;
}

const DONE = new Set<VolumeProgress['state']>(['copied', 'verified']);

/** How much of a volume has arrived; an empty one has when its copy has ended. */
export function shownPercent({ bytesDone, bytesTotal, state }: VolumeProgress): number {
  if (bytesTotal === 0) return DONE.has(state) ? 100 : 0;
  return Math.floor((bytesDone / bytesTotal) * 100);
}

export function shownRate({
  bytesPerSecond,
}: Pick<VolumeProgress, 'bytesPerSecond'>): string | undefined {
  return bytesPerSecond === undefined ? undefined : `${(bytesPerSecond / 1e6).toFixed(2)}MB/s`;
}

const PHASES: Record<VolumeProgress['state'], string> = {
  waiting: 'Pending',
  preparing: 'Pending',
  copying: 'Running',
  verifying: 'Running',
  copied: 'Succeeded',
  verified: 'Succeeded',
  failed: 'Failed',
};

/**
 * MTC's own fields beside ours, so that its console shows the same.
 *
 * @param earlier what was told before: a volume that grows must not seem to go back
 */
export function progressStatus(
  progress: VolumeProgress,
  { pod, earlier }: { pod: string; earlier?: Record<string, unknown> | undefined },
): Record<string, unknown> {
  const { state, passes = [], message } = progress;
  const told = /^(\d+)%$/.exec(textOf(earlier?.['totalProgressPercentage']))?.[1] ?? 0;
  const percent = `${Math.max(shownPercent(progress), Number(told))}%`;
  const rate = shownRate(progress);
  const seconds = secondsCopied(passes);
  return {
    drayage: progress,
    podName: pod,
    phase: PHASES[state],
    lastObservedProgressPercent: percent,
    totalProgressPercentage: percent,
    ...(rate === undefined ? {} : { lastObservedTransferRate: rate }),
    ...(message === undefined ? {} : { logMessage: message }),
    ...(seconds === 0 ? {} : { rsyncElapsedTime: goDuration(seconds) }),
    ...(passes.length === 0 ? {} : { rsyncPodStatuses: passes.map((pass) => passOf(pass, pod)) }),
    ...(state === 'verified' ? { succeded: true, completed: true } : {}),
    ...(state === 'failed' ? { failed: true, completed: true } : {}),
  };
}

/** A pass that has ended, where MTC has one attempt after the other. */
function passOf(pass: PassResult, podName: string): Record<string, unknown> {
  const { number, kind, attempts, seconds, startedAt, warning } = pass;
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  const rate = seconds === 0 ? undefined : shownRate({ bytesPerSecond: pass.bytesSent / seconds });
  return {
    ...{ podName, phase: 'Succeeded', exitCode: 0, creationTimestamp: startedAt },
    containerElapsedTime: goDuration(seconds),
    lastObservedProgressPercent: '100%',
    ...(rate === undefined ? {} : { lastObservedTransferRate: rate }),
    logMessage: [
      `pass ${number}, ${kind}, ${tries}`,
      ...(warning === undefined ? [] : [warning]),
    ].join(': '),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
