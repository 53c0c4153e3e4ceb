import { heartbeat } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { isFailure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { QUIESCERS } from '../domain/quiesce/quiescers.ts';
import { unquiescePatch } from '../domain/quiesce/workloads.ts';
import { migratedSelector, type RunIdentity } from '../domain/run/identity.ts';
import { cleanHistories } from './histories.ts';
import { listBarePods, listWorkloads, workloadKinds } from './workloads.ts';

/**
 * Starts what a run has stopped on the source, exactly as it was. The last stopped is the first started: what others
 * need stood behind them. One workload that cannot be started must not keep the others down, nor one kind that cannot
 * be read; that is told at the end, and tried again.
 */
export async function startStopped(
  source: Cluster,
  namespaces: readonly string[],
  runUid: string,
): Promise<void> {
  const errors = await startWorkloads(source, namespaces, runUid);
  await cleanHistories(source, namespaces, runUid);
  tell(errors);
}

/** The same for what a run has brought to the target; there may be pods among it that nobody owns. */
export async function startRestored(
  target: Cluster,
  namespaces: readonly string[],
  run: RunIdentity,
): Promise<void> {
  const errors = await startWorkloads(target, namespaces, run.uid);
  const pods = await listBarePods(target, namespaces, migratedSelector(run));
  errors.push(...(await startEach(target, pods, run.uid)));
  await cleanHistories(target, namespaces, run.uid);
  tell(errors);
}

async function startWorkloads(
  cluster: Cluster,
  namespaces: readonly string[],
  runUid: string,
): Promise<unknown[]> {
  const lists = await Promise.allSettled(
    QUIESCERS.map(async (quiescer) => {
      const kinds = await workloadKinds(cluster, [quiescer]);
      return listWorkloads(cluster, namespaces, undefined, kinds);
    }),
  );
  const errors: unknown[] = [];
  for (const list of lists.reverse()) {
    if (list.status === 'rejected') errors.push(list.reason);
    else errors.push(...(await startEach(cluster, list.value.reverse(), runUid)));
  }
  return errors;
}

/** The first stands for all: the others are met at the next try. */
function tell([first]: readonly unknown[]): void {
  if (first instanceof Error) throw first;
  if (first !== undefined) throw new Error('something could not be started', { cause: first });
}

/** @returns why some could not be started */
async function startEach(
  cluster: Cluster,
  workloads: readonly KubeObject[],
  runUid: string,
): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const workload of workloads) {
    try {
      const patch = unquiescePatch(workload, runUid);
      if (patch !== undefined) await cluster.patch(keyOf(workload), patch);
    } catch (error) {
      // Somebody has deleted it: there is nothing to start.
      if (!isFailure(error, 'DRAY-1007')) errors.push(error);
    }
    heartbeat();
  }
  return errors;
}
