import { heartbeat } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { isFailure } from '../domain/failures/failure.ts';
import { keyOf, type ObjectKey } from '../domain/kube-object.ts';
import { QUIESCED_BY } from '../domain/quiesce/annotations.ts';
import { unquiescePatch } from '../domain/quiesce/workloads.ts';
import { cleanReplicaSets } from './replica-sets.ts';
import { listWorkloads } from './workloads.ts';

/**
 * Brings back what some runs stopped, as it was. The last stopped is the first started: what others need stood behind
 * them. One workload that cannot be started must not keep the others down; it is told at the end, and tried again.
 * @returns what carried a note of one of the runs
 */
export async function unquiesce(
  cluster: Cluster,
  namespaces: readonly string[],
  runUids: readonly string[],
): Promise<ObjectKey[]> {
  const workloads = await listWorkloads(cluster, namespaces);
  const noted: ObjectKey[] = [];
  let first: { error: unknown } | undefined;
  for (const workload of workloads.reverse()) {
    const runUid = workload.metadata.annotations?.[QUIESCED_BY];
    if (runUid === undefined || !runUids.includes(runUid)) continue;
    const patch = unquiescePatch(workload, runUid);
    if (patch === undefined) continue;
    try {
      await cluster.patch(keyOf(workload), patch);
      noted.push(keyOf(workload));
    } catch (error) {
      // Somebody has deleted it: there is nothing to start.
      if (!isFailure(error, 'DRAY-1007')) first ??= { error };
    }
    heartbeat();
  }
  for (const runUid of runUids) await cleanReplicaSets(cluster, namespaces, runUid);
  if (first !== undefined) throw first.error;
  return noted;
}
