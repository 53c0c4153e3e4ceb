import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { whyUnbound } from '../domain/volumes/claim-wait.ts';
import { hostIpOf, podState } from '../domain/volumes/pod-wait.ts';
import { waitFor } from './wait-for.ts';

/** Images to pull, volumes to attach; also for a pod that is replaced after hours of copying. */
const POD_RUNNING = { limitMs: 10 * 60_000, pollMs: 200, since: 'call' } as const;
/** Bad events may pass, a provisioner may be slow; after this long a person should know. */
const HOPE_MS = 40_000;

export interface PodWait {
  /** The claim that it mounts. */
  claim: string;
  /** `placed`: its node is known, and has begun with it. */
  until: 'placed' | 'running';
}

/** Waits for a transfer pod; one that cannot come up says why, after a while of hope. */
export async function awaitPod(
  cluster: Cluster,
  pod: KubeObject,
  { claim, until }: PodWait,
): Promise<void> {
  const object = `${cluster.name}: Pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
  let hopelessSince: number | undefined;
  return waitFor(
    async () => {
      const found = await cluster.get(keyOf(pod));
      if (found === undefined) throw failure('DRAY-3012', { detail: 'it was deleted', object });
      const seen = podState(found, []);
      const isPlaced = until === 'placed' && hostIpOf(found) !== undefined;
      if (seen.state === 'running' || isPlaced) return { done: true, value: undefined };
      if (seen.state === 'ended') throw failure('DRAY-3012', { detail: 'it ended', object });
      const told = podState(found, await eventsAbout(cluster, pod, claim));
      if (told.state !== 'waiting' || !told.hopeless) return { done: false, seen: seen.seen };
      hopelessSince ??= Date.now();
      if (Date.now() - hopelessSince < HOPE_MS) return { done: false, seen: told.seen };
      await refuseUnbound(cluster, pod, claim, told.event);
      throw failure('DRAY-3004', { detail: told.seen, object });
    },
    POD_RUNNING,
    (seen) => failure('DRAY-3004', { detail: seen, object }),
  );
}

/** A pod whose claim has no volume cannot run; then the claim is what people must look at. */
async function refuseUnbound(
  cluster: Cluster,
  pod: KubeObject,
  name: string,
  event = 'no event says why',
): Promise<void> {
  const { namespace = '' } = pod.metadata;
  const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
  const claim = await cluster.get(key);
  const why = claim === undefined ? undefined : whyUnbound(claim);
  if (why === undefined) return;
  const object = `${cluster.name}: PersistentVolumeClaim ${namespace}/${name}`;
  throw failure('DRAY-3002', { detail: `${why}; ${event}`, object });
}

/** Events about the pod and the claim it mounts, oldest first. */
export async function eventsAbout(
  cluster: Cluster,
  pod: KubeObject,
  claim: string,
): Promise<KubeObject[]> {
  const { name, namespace = '' } = pod.metadata;
  const lists = await Promise.all(
    [name, claim].map((involved) =>
      cluster.list({
        apiVersion: 'v1',
        kind: 'Event',
        namespace,
        fieldSelector: `involvedObject.name=${involved},type=Warning`,
      }),
    ),
  );
  const time = (event: KubeObject) =>
    typeof event['lastTimestamp'] === 'string' ? event['lastTimestamp'] : '';
  return lists.flat().sort((a, b) => time(a).localeCompare(time(b)));
}
