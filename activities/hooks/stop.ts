import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { podsOfJob } from '../../domain/hooks/names.ts';
import type { ObjectKey } from '../../domain/kube-object.ts';

/** The usual grace of a pod, and a little; what takes longer is waited for by the undo. */
const STOPPED_MS = 40_000;
const POLL_MS = 200;

/**
 * Ends the pods of a Job and leaves it there to be looked at: nothing of a hook should run beside what follows. Works
 * in an act that is cancelled, and does not insist when the cluster is away: the undo removes the Job.
 */
export async function stopJob(cluster: Cluster, job: ObjectKey): Promise<void> {
  try {
    await cluster.patch(job, { spec: { suspend: true } });
    const until = Date.now() + STOPPED_MS;
    while (Date.now() < until && (await hasPods(cluster, job))) await pause(POLL_MS);
  } catch (error) {
    if (!isFailure(error)) throw error;
  }
}

async function hasPods(cluster: Cluster, { name, namespace = '' }: ObjectKey): Promise<boolean> {
  const labelSelector = podsOfJob(name);
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector });
  return pods.some((pod) => {
    const { phase } = (pod['status'] ?? {}) as { phase?: string };
    return phase !== 'Succeeded' && phase !== 'Failed';
  });
}
