import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject, type ObjectKey } from '../domain/kube-object.ts';
import type { RunFacts, RunVolume } from '../domain/run/facts.ts';
import type { TransferRole } from '../domain/transfer/layout.ts';
import { keyOfSecret } from '../domain/transfer/manifests/key-secret.ts';
import { receiverPolicy, senderPolicy } from '../domain/transfer/manifests/network-policy.ts';
import { chosenEndpoint } from '../domain/transfer/manifests/endpoint.ts';
import { receiverObjects } from '../domain/transfer/manifests/receiver.ts';
import { senderConfig, senderObjects } from '../domain/transfer/manifests/sender.ts';
import { namespaceOf } from '../domain/transfer/manifests/pod.ts';
import type { Endpoint, TransferSpec } from '../domain/transfer/manifests/spec.ts';
import { transferNames } from '../domain/transfer/names.ts';
import type { EndpointType, Settings, TunnelProxy } from '../domain/settings/settings.ts';
import { senderPlacement } from '../domain/volumes/placement.ts';
import { podState } from '../domain/volumes/pod-wait.ts';
import { awaitPod } from './await-pod.ts';
import { bothClusters, type Ports } from './ports.ts';
import { settingsOf } from './settings.ts';
import { addressNow, awaitAddress, endpointFor } from './transfer-endpoint.ts';
import { waitFor } from './wait-for.ts';
import { ensurePolicy } from './transfer-policies.ts';
import { fitResources } from './transfer-room.ts';

/** A run that lost its workers for good must not leave pods behind for ever. */
const POD_LIFETIME_SECONDS = 7 * 24 * 3600;
const SENDER_GONE = { limitMs: 60_000, pollMs: 100, since: 'call' } as const;

export interface TransferEnds {
  source: Cluster;
  target: Cluster;
  /** As they are now: a proxy's password must not be kept for long. */
  settings: () => Promise<Settings>;
}

export async function transferEnds(ports: Ports, facts: RunFacts): Promise<TransferEnds> {
  const { host } = ports.clusters;
  return { ...(await bothClusters(ports, facts)), settings: () => settingsOf(host) };
}

export function transferSpec(image: string, facts: RunFacts, volume: RunVolume): TransferSpec {
  const { namespace, claim, targetNamespace, targetClaim } = volume;
  const { uid: runUid, planUid, kind } = facts.run;
  const runKind = kind === undefined ? {} : { runKind: kind };
  return {
    volume: { runUid, planUid, ...runKind, namespace, claim },
    target: { namespace: targetNamespace, claim: targetClaim },
    image,
    activeDeadlineSeconds: POD_LIFETIME_SECONDS,
  };
}

/** Both ends of the transfer of one volume, up and running; those that are there already are kept. */
export async function ensureTransferPods(ends: TransferEnds, spec: TransferSpec): Promise<void> {
  if (await bothRun(ends, spec)) return;
  await bringUp(ends, await fitResources(ends, spec));
}

async function bringUp(ends: TransferEnds, spec: TransferSpec): Promise<void> {
  const { source, target } = ends;
  const { type, objects: endpointObjects } = await endpointFor(ends, spec);
  await ensurePolicy(target, receiverPolicy(spec));
  const key = await ensureReceiver(target, spec, endpointObjects);
  const receiver = podOf(receiverObjects(spec, key));
  // Where it will run is known long before it does: the sender starts beside it.
  await awaitPod(target, receiver, { claim: spec.target.claim, until: 'placed' });
  const endpoint = await awaitAddress(target, spec, type);
  const namespace = spec.volume.namespace;
  const [pods, nodes] = await Promise.all([
    source.list({ apiVersion: 'v1', kind: 'Pod', namespace }),
    source.list({ apiVersion: 'v1', kind: 'Node' }),
  ]);
  const placement = senderPlacement(spec.volume.claim, pods, nodes);
  const proxy = proxyOf(await ends.settings());
  const objects = senderObjects(spec, { key, endpoint, placement, ...proxy });
  await ensurePolicy(
    source,
    senderPolicy(spec, [endpoint.port, ...(proxy.proxy === undefined ? [] : [proxy.proxy.port])]),
  );
  await endMisledSender(source, objects);
  await ensureObjects(source, objects, ['ConfigMap', 'Secret']);
  await awaitPod(target, receiver, { claim: spec.target.claim, until: 'running' });
  await awaitPod(source, podOf(objects), { claim: spec.volume.claim, until: 'running' });
}

/** Before the last pass, during the outage, they mostly do: then a few looks at once are enough. */
async function bothRun(ends: TransferEnds, spec: TransferSpec): Promise<boolean> {
  const { source, target } = ends;
  const [sender, receiver, service, secret, config, settings] = await Promise.all([
    source.get(keyAt(spec, 'sender', 'Pod')),
    target.get(keyAt(spec, 'receiver', 'Pod')),
    target.get(keyAt(spec, 'receiver', 'Service')),
    source.get(keyAt(spec, 'sender', 'Secret')),
    source.get(keyAt(spec, 'sender', 'ConfigMap')),
    // Pods that run go on with what they have: a host cluster that is away, or a slip of the pen, must not stop them.
    ends.settings().catch(() => undefined),
  ]);
  if (!isRunning(sender) || !isRunning(receiver)) return false;
  const endpoint = await endpointNow(target, spec, service);
  const key = secret === undefined ? undefined : keyOfSecret(secret);
  if (endpoint === undefined || key === undefined) return false;
  if (settings === undefined) return true;
  return isConfigured(
    [secret, config],
    senderConfig(spec, { key, endpoint, ...proxyOf(settings) }),
  );
}

/** Whether a tunnel that was started on these objects goes the right way. */
function isConfigured(
  found: readonly (KubeObject | undefined)[],
  wanted: readonly KubeObject[],
): boolean {
  return wanted.every(({ kind, data }) =>
    isDeepStrictEqual(found.find((object) => object?.kind === kind)?.['data'], data),
  );
}

function proxyOf({ proxy }: Settings): { proxy?: TunnelProxy } {
  return proxy === undefined ? {} : { proxy };
}

function isRunning(pod: KubeObject | undefined): pod is KubeObject {
  return pod !== undefined && podState(pod, []).state === 'running';
}

function keyAt(spec: TransferSpec, role: TransferRole, kind: string): ObjectKey {
  const name = transferNames(spec.volume)[role];
  return { apiVersion: 'v1', kind, namespace: namespaceOf(spec, role), name };
}

/** Where the Service that is there leads; undefined while that is not known. */
async function endpointNow(
  target: Cluster,
  spec: TransferSpec,
  service: KubeObject | undefined,
): Promise<Endpoint | undefined> {
  const chosen = chosenEndpoint(service);
  if (chosen === undefined) return undefined;
  const address = await addressNow(target, spec, chosen.type);
  return 'endpoint' in address ? address.endpoint : undefined;
}

async function ensureReceiver(
  target: Cluster,
  spec: TransferSpec,
  endpoint: KubeObject[],
): Promise<string> {
  // A retry keeps the key that the pods hold already.
  const key = (await heldKey(target, spec, 'receiver')) ?? freshKey();
  const applied = ['ConfigMap', ...endpoint.map(({ kind }) => kind)];
  await ensureObjects(target, receiverObjects(spec, key, endpoint), applied);
  // Another try of the act may have been first: what counts is the key that the receiver holds.
  return (await heldKey(target, spec, 'receiver')) ?? key;
}

async function heldKey(
  cluster: Cluster,
  spec: TransferSpec,
  role: TransferRole,
): Promise<string | undefined> {
  const secret = await cluster.get(keyAt(spec, role, 'Secret'));
  return secret === undefined ? undefined : keyOfSecret(secret);
}

/** 256 bits: as much as the cipher can use. */
export function freshKey(): string {
  return randomBytes(32).toString('hex');
}

/** What the sender goes through, and to. */
export async function wayOf(
  ends: TransferEnds,
  spec: TransferSpec,
  type: EndpointType,
): Promise<{ endpoint: Endpoint; proxy?: TunnelProxy }> {
  const [endpoint, settings] = await Promise.all([
    awaitAddress(ends.target, spec, type),
    ends.settings(),
  ]);
  return { endpoint, ...proxyOf(settings) };
}

/**
 * Creates what is missing. Pods cannot be changed, so one that has ended makes room for a new one.
 * @param applied kinds that are brought up to date; of two that make a key, the first has to win
 */
async function ensureObjects(
  cluster: Cluster,
  objects: readonly KubeObject[],
  applied: readonly string[],
): Promise<void> {
  for (const object of objects) {
    if (applied.includes(object.kind)) {
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
  const pod = podOf(objects);
  const config = objects.filter((object) => object !== pod);
  const found = await Promise.all(objects.map((object) => source.get(keyOf(object))));
  const sender = found.find((object) => object?.kind === 'Pod');
  if (sender === undefined || isConfigured(found, config)) return;
  await source.delete(keyOf(pod));
  await waitFor(
    async () => {
      const left = await source.get(keyOf(pod));
      return left?.metadata.uid === sender.metadata.uid
        ? { done: false, seen: `the end of Pod ${pod.metadata.name}` }
        : { done: true, value: undefined };
    },
    SENDER_GONE,
    (seen) => failure('DRAY-3012', { detail: `waited for ${seen}`, object: source.name }),
  );
}

function podOf(objects: readonly KubeObject[]): KubeObject {
  const pod = objects.find((object) => object.kind === 'Pod');
  if (pod === undefined) throw new TypeError('the objects of a transfer lack their pod');
  return pod;
}
