import type { Cluster } from '../../clients/kube/cluster.ts';
import {
  MEASURE_CONTAINER,
  type MeasureOrder,
  measurePod,
} from '../../domain/capacity/measure-pod.ts';
import { type Failure, failure, isFailure } from '../../domain/failures/failure.ts';
import type { FailureCode } from '../../domain/failures/table.ts';
import type { VolumeUse } from '../../domain/kinds/volume-use.ts';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { claimsOf, isActive } from '../../domain/quiesce/pods.ts';
import { applicationUser } from '../../domain/transfer/identity/application-user.ts';
import { candidatesFor } from '../../domain/transfer/identity/candidates.ts';
import { groupRangeOf, userRangeOf } from '../../domain/transfer/identity/id-range.ts';
import type { TransferIdentity } from '../../domain/transfer/identity/identity.ts';
import { type Measure, parseMeasure } from '../../domain/transfer/measure.ts';
import { senderPlacement } from '../../domain/volumes/placement.ts';
import { podState } from '../../domain/volumes/pod-wait.ts';
import { eventsAbout } from '../await-pod.ts';
import { waitFor } from '../wait-for.ts';

/** As long as the pod may live, and a while to be found out. */
const MEASURED = { limitMs: 65 * 60_000, pollMs: 200, since: 'call' } as const;
/** To be scheduled, to have the volume attached and the image pulled. */
const BEGUN_MS = 3 * 60_000;
/** Bad events may pass. */
const HOPE_MS = 40_000;
const LOG_LINES = 20;

/** What is to be measured, beside the order for the pod. */
export interface ClaimMeasure extends MeasureOrder {
  /** The persistent volume that the claim is bound to. */
  volume: string;
  /** Modes of the claim. */
  accessModes: readonly string[];
}

/**
 * Measures one volume in a pod beside its user. What cannot be measured says why, and is no failure: a run goes on
 * without it. Only a cluster that is away is one, since it comes back.
 */
export async function measureClaim(source: Cluster, order: ClaimMeasure): Promise<VolumeUse> {
  const { namespace, claim, volume } = order;
  const about = { namespace, claim, volume };
  try {
    const measure = await runMeasure(source, order);
    return { ...about, measuredAt: new Date().toISOString(), ...measure };
  } catch (error) {
    if (!isFailure(error) || error.kind === 'transient') throw error;
    return { ...about, measuredAt: new Date().toISOString(), failure: error.detail };
  }
}

async function runMeasure(source: Cluster, order: ClaimMeasure): Promise<Measure> {
  const { namespace, claim } = order;
  const [pods, nodes] = await Promise.all([
    source.list({ apiVersion: 'v1', kind: 'Pod', namespace }),
    source.list({ apiVersion: 'v1', kind: 'Node' }),
  ]);
  const user = pods.find((pod) => isActive(pod) && claimsOf(pod).includes(claim));
  if (user !== undefined && order.accessModes.includes('ReadWriteOncePod')) {
    const detail = `it is ReadWriteOncePod, and Pod ${user.metadata.name} uses it`;
    throw failure('DRAY-3070', { detail, object: describe(source, order) });
  }
  const placement = senderPlacement(claim, pods, nodes);
  const pod = measurePod(order, { placement });
  try {
    const identities = await identitiesFor(source, order, pods);
    await create(
      source,
      identities.map((identity) => measurePod(order, { placement, identity })),
    );
    return await awaitMeasure(source, pod, order);
  } finally {
    // Also when this is cancelled: nothing of ours stays beside the application.
    await source.delete(keyOf(pod), { gracePeriodSeconds: 0 });
  }
}

/** As those of a transfer, the pod runs as whoever the namespace admits; who sees most comes first. */
async function identitiesFor(
  source: Cluster,
  { namespace, claim, groups }: ClaimMeasure,
  pods: readonly KubeObject[],
): Promise<TransferIdentity[]> {
  const home = await source.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace });
  const users = userRangeOf(home);
  return candidatesFor({
    ...{ role: 'sender', asked: {}, application: applicationUser(claim, pods) },
    ...{ sourceUsers: users, users, groups: groupRangeOf(home), extraGroups: groups },
  });
}

/** What an API server says of a pod that it does not admit. */
const REFUSALS = new Set<FailureCode>(['DRAY-1005', 'DRAY-1009']);

/** The first of them that is admitted. One that another try made goes on measuring. */
async function create(source: Cluster, candidates: readonly KubeObject[]): Promise<void> {
  for (const [place, pod] of candidates.entries()) {
    try {
      await source.create(pod);
      return;
    } catch (error) {
      if (isFailure(error, 'DRAY-1011')) return;
      const isLast = place === candidates.length - 1;
      if (isLast || !isFailure(error) || !REFUSALS.has(error.code)) throw error;
    }
  }
}

async function awaitMeasure(
  source: Cluster,
  pod: KubeObject,
  order: ClaimMeasure,
): Promise<Measure> {
  const patience = patienceWith(source, pod, order.claim);
  const lack = (detail: string): Failure =>
    failure('DRAY-3070', { detail, object: describe(source, order) });
  return waitFor(
    async () => {
      const found = await source.get(keyOf(pod));
      // Another try of this act has ended, or somebody deleted it: begin anew.
      if (found === undefined) throw gone(source, pod);
      const { phase = 'Pending' } = (found['status'] ?? {}) as { phase?: string };
      if (phase === 'Succeeded') return { done: true, value: await readMeasure(source, pod, lack) };
      if (phase === 'Failed') throw lack(await whyFailed(source, found));
      if (phase === 'Running') return { done: false, seen: `measuring ${order.claim}` };
      const { seen, isOver } = await patience(found);
      if (isOver) throw lack(`no pod could mount it: ${seen}`);
      return { done: false, seen };
    },
    MEASURED,
    (seen) => lack(`it took too long: ${seen}`),
  );
}

/** How long a pod may be on its way: a while, and shorter after events that only a person can answer. */
function patienceWith(
  source: Cluster,
  pod: KubeObject,
  claim: string,
): (found: KubeObject) => Promise<{ seen: string; isOver: boolean }> {
  const begunBy = Date.now() + BEGUN_MS;
  let hopelessSince: number | undefined;
  return async (found) => {
    const told = podState(found, await eventsAbout(source, pod, claim));
    if (told.state !== 'waiting') return { seen: told.state, isOver: Date.now() > begunBy };
    hopelessSince = told.hopeless ? (hopelessSince ?? Date.now()) : undefined;
    const isHopeless = hopelessSince !== undefined && Date.now() - hopelessSince > HOPE_MS;
    return { seen: told.seen, isOver: isHopeless || Date.now() > begunBy };
  };
}

async function readMeasure(
  source: Cluster,
  pod: KubeObject,
  lack: (detail: string) => Failure,
): Promise<Measure> {
  const printed = await logOf(source, pod);
  const measure = parseMeasure(printed);
  if (measure === undefined) throw lack(`the pod printed no measure: ${printed.slice(-300)}`);
  return measure;
}

async function whyFailed(source: Cluster, pod: KubeObject): Promise<string> {
  const status = (pod['status'] ?? {}) as {
    reason?: string;
    message?: string;
    containerStatuses?: { state?: { terminated?: { reason?: string; exitCode?: number } } }[];
  };
  const ended = status.containerStatuses?.[0]?.state?.terminated;
  const reasons = [status.reason, status.message, ended?.reason].filter((one) => one !== undefined);
  const log = (await logOf(source, pod)).trim().slice(-300);
  return `its pod failed: ${[...reasons, log].filter((one) => one !== '').join('; ')}`;
}

/** A pod whose container never began has none. */
async function logOf(source: Cluster, { metadata }: KubeObject): Promise<string> {
  const { namespace = '', name: pod } = metadata;
  try {
    return await source.logs({
      ...{ namespace, pod, container: MEASURE_CONTAINER, tailLines: LOG_LINES },
    });
  } catch (error) {
    if (isFailure(error) && error.kind !== 'transient') return '';
    throw error;
  }
}

function gone(source: Cluster, { metadata }: KubeObject): Failure {
  const object = `${source.name}: Pod ${metadata.namespace ?? ''}/${metadata.name}`;
  return failure('DRAY-3012', { detail: 'it was deleted', object });
}

function describe(source: Cluster, { namespace, claim }: MeasureOrder): string {
  return `${source.name}: PersistentVolumeClaim ${namespace}/${claim}`;
}
