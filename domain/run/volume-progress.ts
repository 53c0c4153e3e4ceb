import { md5 } from '../transfer/md5.ts';
import type { RunVolume } from './facts.ts';
import type { RunIdentity } from './identity.ts';
import type { VolumeProgress } from './progress.ts';

/** MTC's way to name a DirectVolumeMigrationProgress: the MD5 of what it is about. */
export function progressName(
  run: RunIdentity,
  volume: Pick<RunVolume, 'namespace' | 'claim'>,
): string {
  return md5(`${run.uid}${volume.claim}${volume.namespace}`);
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

/** MTC's own fields beside ours, so that its console shows the same. */
export function progressStatus(progress: VolumeProgress): Record<string, unknown> {
  const { bytesDone, bytesTotal, bytesPerSecond, state } = progress;
  const percent = bytesTotal === 0 ? 0 : Math.floor((bytesDone / bytesTotal) * 100);
  return {
    drayage: progress,
    phase: state === 'failed' ? 'Failed' : state === 'verified' ? 'Succeeded' : 'Running',
    lastObservedProgressPercent: `${percent}%`,
    totalProgressPercentage: `${percent}%`,
    ...(bytesPerSecond === undefined
      ? {}
      : { lastObservedTransferRate: `${(bytesPerSecond / 1e6).toFixed(2)}MB/s` }),
  };
}
