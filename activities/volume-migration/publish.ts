import type { Cluster } from '../../clients/kube/cluster.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import { senderPodOf } from '../../domain/run/volume-progress.ts';
import type { CopyOrder } from '../../domain/volume-migration/order.ts';
import type { CopyState } from '../../domain/volume-migration/state.ts';
import { copyStatus } from '../../domain/volume-migration/status.ts';
import { deleteProgress, readProgress } from '../progress.ts';
import { stamp, writeStatus } from '../write-status.ts';

export interface ToldCopy extends CopyOrder {
  state: CopyState;
  observedDigest: string;
}

/** Writes what a copy has come to; false when somebody deleted the DirectVolumeMigration meanwhile. */
export async function publishCopy(host: Cluster, told: ToldCopy): Promise<boolean> {
  const { namespace, name, uid, state, observedDigest } = told;
  const kind = 'DirectVolumeMigration';
  const run: RunIdentity = {
    ...{ namespace, migration: name, uid, plan: name, planUid: uid },
    kind,
  };
  const volumes = (await readProgress(host, run)).map((progress) => ({
    progress,
    pod: senderPodOf(run, progress),
  }));
  const { conditions, ...status } = copyStatus(state, volumes, Date.now());
  const key = { apiVersion: API_VERSION, kind, namespace, name, uid };
  const written = await writeStatus(host, key, (earlier) => ({
    ...(volumes.length === 0 ? withoutVolumes(status) : status),
    observedDigest,
    conditions: stamp(conditions, earlier),
  }));
  if (written === undefined) return false;
  const { deleteProgressReportingCRs } = (written['spec'] ?? {}) as Record<string, unknown>;
  if (state.outcome !== undefined && deleteProgressReportingCRs === true) {
    await deleteProgress(host, run);
  }
  return true;
}

type Status = Omit<ReturnType<typeof copyStatus>, 'conditions'>;

/** What was told of volumes stays when their progress has been deleted. */
function withoutVolumes(status: Status): Partial<Status> {
  const { rsyncOperations, successfulPods, failedPods, runningPods, pendingPods, ...rest } = status;
  const lists = [rsyncOperations, successfulPods, failedPods, runningPods, pendingPods];
  return lists.every((list) => list.length === 0) ? rest : status;
}
