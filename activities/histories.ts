import type { Cluster } from '../clients/kube/cluster.ts';
import { isFailure } from '../domain/failures/failure.ts';
import { type KubeObject, keyOf } from '../domain/kube-object.ts';
import { workloadQuiescer } from '../domain/quiesce/quiescers.ts';
import { nowhereRevisions } from '../domain/quiesce/nowhere-revisions.ts';
import { forgetPatch } from '../domain/quiesce/workloads.ts';
import { listEach } from './served-kinds.ts';

const APPS = 'apps/v1';

/**
 * Removes from the histories of workloads that they stood still. Controllers copy the annotations of a workload to what
 * they keep of its revisions, and never take one away again; `kubectl rollout undo` of a Deployment copies them back,
 * and of a DaemonSet it would bring back the template of when it had no pod anywhere.
 */
export async function cleanHistories(
  cluster: Cluster,
  namespaces: readonly string[],
  runUid: string,
): Promise<void> {
  const list = (kind: string) => listEach(cluster, [{ apiVersion: APPS, kind }], { namespaces });
  const [replicaSets, revisions, daemonSets] = await Promise.all(
    ['ReplicaSet', 'ControllerRevision', 'DaemonSet'].map(list),
  );
  const nowhere = new Set(nowhereRevisions(revisions ?? [], daemonSets ?? []));
  for (const revision of nowhere) await cluster.delete(keyOf(revision));
  const kept = (revisions ?? []).filter((revision) => !nowhere.has(revision));
  // On a ReplicaSet that nobody owns the notes are its own.
  const copies = (replicaSets ?? []).filter((found) => workloadQuiescer(found) === undefined);
  for (const copy of [...copies, ...kept]) await forget(cluster, copy, runUid);
}

async function forget(cluster: Cluster, copy: KubeObject, runUid: string): Promise<void> {
  const patch = forgetPatch(copy, runUid);
  if (patch === undefined) return;
  try {
    await cluster.patch(keyOf(copy), patch);
  } catch (error) {
    if (!isFailure(error, 'DRAY-1007')) throw error;
  }
}
