import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import type { KubeObject, ObjectKey } from '../domain/kube-object.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { backupName, replicatedBackup, VELERO_API } from '../domain/velero/backup.ts';
import { restoreName } from '../domain/velero/restore.ts';
import { veleroVerdict } from '../domain/velero/verdict.ts';
import { VELERO_NAMESPACE } from './ports.ts';

/** Both clusters of a run. */
export interface Ends {
  source: Cluster;
  target: Cluster;
}

export function backupKey({ run }: Pick<RunFacts, 'run'>): ObjectKey {
  const name = backupName(run);
  return { apiVersion: VELERO_API, kind: 'Backup', namespace: VELERO_NAMESPACE, name };
}

export function restoreKey({ run }: Pick<RunFacts, 'run'>): ObjectKey {
  const name = restoreName(run);
  return { apiVersion: VELERO_API, kind: 'Restore', namespace: VELERO_NAMESPACE, name };
}

/** Velero reads it while it restores, and never again. */
export function modifiersKey({ run }: Pick<RunFacts, 'run'>): ObjectKey {
  const name = restoreName(run);
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace: VELERO_NAMESPACE, name };
}

/** Shows the backup to the target; Velero's own sync takes up to a minute for it. */
export async function replicate({ source, target }: Ends, facts: RunFacts): Promise<void> {
  if (source.url === target.url) return;
  const there = await target.get(backupKey(facts));
  if (there !== undefined && veleroVerdict(there).state !== 'failed') return;
  // Velero's sync may have brought an order that failed, before it was withdrawn.
  if (there !== undefined) await target.delete(backupKey(facts));
  const backup = await source.get(backupKey(facts));
  if (backup === undefined) {
    throw failure('DRAY-4002', { detail: 'it was deleted', object: backupName(facts.run) });
  }
  await createOnce(target, replicatedBackup(backup, facts.storage.name));
}

/** Names are the same at every try, so an object that is there already is the one of an earlier try. */
export async function createOnce(cluster: Cluster, object: KubeObject): Promise<void> {
  try {
    await cluster.create(object);
  } catch (error) {
    if (!isFailure(error, 'DRAY-1011')) throw error;
  }
}
