import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { TransferRole } from '../domain/transfer/layout.ts';
import { keyOfSecret } from '../domain/transfer/manifests/key-secret.ts';
import { nodePortOf, receiverObjects } from '../domain/transfer/manifests/receiver.ts';
import { senderObjects } from '../domain/transfer/manifests/sender.ts';
import { namespaceOf } from '../domain/transfer/manifests/pod.ts';
import type { Endpoint, TransferSpec } from '../domain/transfer/manifests/spec.ts';
import { transferNames } from '../domain/transfer/names.ts';
import { whyUnbound } from '../domain/volumes/claim-wait.ts';
import { senderPlacement } from '../domain/volumes/placement.ts';
import { podState } from '../domain/volumes/pod-wait.ts';
import { waitFor } from './wait-for.ts';

/** Images to pull, volumes to attach; also for a pod that is replaced after hours of copying. */
const POD_RUNNING = { limitMs: 10 * 60_000, pollMs: 200, since: 'call' } as const;
/** Bad events may pass, a provisioner may be slow; after this long a person should know. */
const HOPE_MS = 40_000;
/** A run that lost its workers for good must not leave pods behind for ever. */
const POD_LIFETIME_SECONDS = 7 * 24 * 3600;

export interface TransferEnds {
  source: Cluster;
  target: Cluster;
}

export function transferSpec(image: string, facts: RunFacts, volume: RunVolume): TransferSpec {
  const { namespace, claim, targetNamespace, targetClaim } = volume;
  return {
    volume: { runUid: facts.run.uid, planUid: facts.run.planUid, namespace, claim },
    target: { namespace: targetNamespace, claim: targetClaim },
    image,
    activeDeadlineSeconds: POD_LIFETIME_SECONDS,
  };
}

/** Both ends of the transfer of one volume, up and running; those that are there already are kept. */
export async function ensureTransferPods(
  { source, target }: TransferEnds,
  spec: TransferSpec,
): Promise<void> {
  if (await bothRun({ source, target }, spec)) return;
  const key = await ensureReceiver(target, spec);
  const endpoint = await awaitReceiver(target, spec, key);
  const namespace = spec.volume.namespace;
  const [pods, nodes] = await Promise.all([
    source.list({ apiVersion: 'v1', kind: 'Pod', namespace }),
    source.list({ apiVersion: 'v1', kind: 'Node' }),
  ]);
  const placement = senderPlacement(spec.volume.claim, pods, nodes);
  const objects = senderObjects(spec, { key, endpoint, placement });
  await endMisledSender(source, objects);
  await ensureObjects(source, objects);
  await awaitPod(source, podOf(objects), spec.volume.claim);
}

/** Before the last pass, during the outage, they mostly do: then three looks are enough. */
async function bothRun({ source, target }: TransferEnds, spec: TransferSpec): Promise<boolean> {
  const key = (kind: string, role: TransferRole): ObjectKey => ({
    apiVersion: 'v1',
    kind,
    namespace: namespaceOf(spec, role),
    name: transferNames(spec.volume)[role],
  });
  const [service, ...pods] = await Promise.all([
    target.get(key('Service', 'receiver')),
    target.get(key('Pod', 'receiver')),
    source.get(key('Pod', 'sender')),
  ]);
  const runs = (pod?: KubeObject) => pod !== undefined && podState(pod, []).state === 'running';
  return service !== undefined && pods.every(runs);
}

async function ensureReceiver(target: Cluster, spec: TransferSpec): Promise<string> {
  const [secret] = receiverObjects(spec, freshKey());
  const existing = secret === undefined ? undefined : await target.get(keyOf(secret));
  // A retry keeps the key that the pods hold already.
  const key = (existing === undefined ? undefined : keyOfSecret(existing)) ?? freshKey();
  await ensureObjects(target, receiverObjects(spec, key));
  // Another try of the act may have been first: what counts is the key that the receiver holds.
  const held = secret === undefined ? undefined : await target.get(keyOf(secret));
  return (held === undefined ? undefined : keyOfSecret(held)) ?? key;
}

/** 256 bits: as much as the cipher can use. */
function freshKey(): string {
  return randomBytes(32).toString('hex');
}

async function awaitReceiver(target: Cluster, spec: TransferSpec, key: string): Promise<Endpoint> {
  const objects = receiverObjects(spec, key);
  const hostIp = await awaitPod(target, podOf(objects), spec.target.claim);
  const service = objects.find((object) => object.kind === 'Service');
  const found = service === undefined ? undefined : await target.get(keyOf(service));
  const port = found === undefined ? undefined : nodePortOf(found);
  if (port === undefined) {
    throw failure('DRAY-3005', { detail: 'the Service has no NodePort yet', object: target.name });
  }
  return { host: hostIp, port };
}

/** Creates what is missing. Pods cannot be changed, so one that has ended makes room for a new one. */
async function ensureObjects(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) {
    if (object.kind === 'ConfigMap') {
      await cluster.apply(object);
      continue;
    }
    await removeEnded(cluster, object);
    try {
      await cluster.create(object);
    } catch (error) {
      if (!isFailure(error, 'DRAY-1011')) throw error;
    }
  }
}

async function removeEnded(cluster: Cluster, object: KubeObject): Promise<void> {
  if (object.kind !== 'Pod') return;
  const found = await cluster.get(keyOf(object));
  if (found === undefined || podState(found, []).state !== 'ended') return;
  await cluster.delete(keyOf(object), { gracePeriodSeconds: 0 });
}

/** A tunnel reads its configuration once: when the receiver has moved, its sender has to be made anew. */
async function endMisledSender(source: Cluster, objects: readonly KubeObject[]): Promise<void> {
  const wanted = objects.find((object) => object.kind === 'ConfigMap');
  const found = wanted === undefined ? undefined : await source.get(keyOf(wanted));
  if (found === undefined || isDeepStrictEqual(found['data'], wanted?.['data'])) return;
  await source.delete(keyOf(podOf(objects)));
}

/** Waits until a transfer pod runs; returns the address of its node. */
async function awaitPod(cluster: Cluster, pod: KubeObject, claim: string): Promise<string> {
  const object = `${cluster.name}: Pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
  let hopelessSince: number | undefined;
  return waitFor(
    async () => {
      const found = await cluster.get(keyOf(pod));
      if (found === undefined) throw failure('DRAY-3012', { detail: 'it was deleted', object });
      const seen = podState(found, []);
      if (seen.state === 'running') return { done: true, value: seen.hostIp };
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
async function eventsAbout(
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

function podOf(objects: readonly KubeObject[]): KubeObject {
  const pod = objects.find((object) => object.kind === 'Pod');
  if (pod === undefined) throw new TypeError('the objects of a transfer lack their pod');
  return pod;
}
