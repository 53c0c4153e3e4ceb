import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { describeObject, keyOf, type KubeObject } from '../domain/kube-object.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { backupName, VELERO_API } from '../domain/velero/backup.ts';
import { mayBeDeleted, veleroVerdict } from '../domain/velero/verdict.ts';
import { backupKey, createOnce, type Ends, modifiersKey, restoreKey } from './velero-objects.ts';
import { waitFor } from './wait-for.ts';

const VELERO_GONE = { limitMs: 3 * 60_000, pollMs: 300 };

/** Has everything deleted that a run asked of Velero: the backup with its files in the bucket, and the restore. */
export async function removeVeleroObjects(
  { source, target }: Ends,
  facts: Pick<RunFacts, 'run'>,
): Promise<void> {
  await target.delete(restoreKey(facts));
  await target.delete(modifiersKey(facts));
  await waitFor(
    async () => {
      const [backup, restore] = await Promise.all([
        source.get(backupKey(facts)),
        target.get(restoreKey(facts)),
      ]);
      if (backup === undefined && restore === undefined) {
        return { done: true, value: undefined };
      }
      if (backup !== undefined && mayBeDeleted(veleroVerdict(backup))) {
        await orderDeletion(source, backup);
      }
      const left = [backup, restore].flatMap((one) =>
        one === undefined ? [] : describeObject(keyOf(one)),
      );
      return { done: false, seen: `${left.join(' and ')} is being deleted` };
    },
    { ...VELERO_GONE, since: 'call' },
    (seen) => failure('DRAY-4001', { detail: seen, object: backupName(facts.run) }),
  );
  // Last: without it the target's Velero does not find the files of the restore.
  if (source.url !== target.url) await target.delete(backupKey(facts));
}

/** A request that Velero has answered without deleting makes room for a new one. */
export async function orderDeletion(cluster: Cluster, backup: KubeObject): Promise<void> {
  const request = deleteRequest(backup);
  const found = await cluster.get(keyOf(request));
  const { phase } = (found?.['status'] ?? {}) as { phase?: string };
  if (phase === 'Processed') await cluster.delete(keyOf(request));
  await createOnce(cluster, request);
}

/** Deleting the Backup object alone leaves its files in the bucket, and the next sync brings it back. */
function deleteRequest(backup: KubeObject): KubeObject {
  const { name, namespace, uid } = backup.metadata;
  return {
    apiVersion: VELERO_API,
    kind: 'DeleteBackupRequest',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { 'velero.io/backup-name': name, 'velero.io/backup-uid': uid ?? '' },
    },
    spec: { backupName: name },
  };
}
