import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { quiescerOf } from '../../domain/quiesce/quiescers.ts';
import { describePods } from '../../domain/quiesce/readiness.ts';
import { type Part, partOf } from '../../domain/rollback/part.ts';
import {
  activePodsOf,
  isStoppedForGood,
  withDescendants,
} from '../../domain/rollback/still-running.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';
import { listIn } from '../cluster-facts.ts';
import {
  describeLeft,
  type Left,
  leftOf,
  type Listed,
  listedIn,
  orderDeletion,
} from '../objects/take-back.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { type Look, waitFor } from '../wait-for.ts';
import { gatherMade, listKnown, targetNamespaces } from './made.ts';

/** Operators get as long to end what they look after; the outage has begun. */
const STEERING_GONE = { limitMs: 60_000, pollMs: 50, since: 'call' } as const;
/** As on the source. */
const PODS_GONE = { limitMs: 10 * 60_000, pollMs: 50 };

/** What stands between a workload and its pods. */
const BETWEEN = [
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => ['apps/v1', kind]),
  ...[
    ['batch/v1', 'CronJob'],
    ['batch/v1', 'Job'],
    ['v1', 'ReplicationController'],
  ],
] as const;

/** Stopping the application on the target. */
export function createStopActivities(ports: Ports) {
  return {
    /**
     * Deletes what runs there, and waits until its last pod has ended: from then on nobody can start it again, and
     * the source may. What only lies there is left for later, whatever holds it.
     * @returns when the outage began; not when nothing ran
     */
    async stopTarget(facts: RunFacts): Promise<{ stoppedAt?: string }> {
      const { target } = await bothClusters(ports, facts);
      const { ledgers } = await gatherMade(ports.clusters.host, facts.run);
      const namespaces = targetNamespaces(facts, ledgers);
      const { others } = listedIn(ledgers);
      const running = ofPart(others, 'running');
      const left = await leftOf(target, running);
      const steering = ofPart(others, 'steering');
      const uids = new Set([...left, ...(await leftOf(target, steering))].flatMap(uidOf));
      const stoppedAt = new Date().toISOString();
      await endSteering(target, steering);
      await orderDeletion(target, running);
      await awaitStopped(target, { running, namespaces, uids });
      return left.some(({ present }) => ran(present)) ? { stoppedAt } : {};
    },
  };
}

function ofPart(listed: readonly Listed[], part: Part): Listed[] {
  return listed.filter(({ entry }) => partOf(groupKindOf(entry)) === part);
}

/** What a run brought at a stand, and nobody started, stops without an outage. */
function ran(present: KubeObject): boolean {
  return quiescerOf(present)?.runs(present) ?? true;
}

function uidOf({ present }: Left): string[] {
  return present.metadata.uid === undefined ? [] : [present.metadata.uid];
}

/** Operators run on until what they look after is gone, or has had its time. */
async function endSteering(target: Cluster, steering: readonly Listed[]): Promise<void> {
  try {
    await orderDeletion(target, steering);
    await waitFor(
      async () => {
        const left = await leftOf(target, steering);
        return left.length === 0
          ? { done: true, value: undefined }
          : { done: false, seen: describeLeft(left) };
      },
      STEERING_GONE,
      (seen) => failure('DRAY-5001', { detail: seen, object: target.name }),
    );
  } catch (error) {
    // It is waited for once more, and named, at the end.
    if (!isFailure(error, 'DRAY-5001')) throw error;
  }
}

async function awaitStopped(
  target: Cluster,
  what: { running: readonly Listed[]; namespaces: readonly string[]; uids: Set<string> },
): Promise<void> {
  const { running, namespaces } = what;
  let { uids } = what;
  await waitFor(
    async (): Promise<Look<undefined>> => {
      const [left, between, pods] = await Promise.all([
        leftOf(target, running),
        makersIn(target, namespaces),
        listIn(target, namespaces, 'Pod'),
      ]);
      uids = withDescendants(uids, between);
      const unstopped = left.filter(({ present }) => !isStoppedForGood(present));
      const active = activePodsOf(uids, pods);
      if (unstopped.length + active.length === 0) return { done: true, value: undefined };
      await orderDeletion(target, running);
      const seen = [
        ...(unstopped.length === 0 ? [] : [describeLeft(unstopped)]),
        ...(active.length === 0 ? [] : [describePods(active)]),
      ];
      return { done: false, seen: seen.join('; ') };
    },
    PODS_GONE,
    (seen) => failure('DRAY-5005', { detail: seen, object: target.name }),
  );
}

async function makersIn(target: Cluster, namespaces: readonly string[]): Promise<KubeObject[]> {
  const lists = await Promise.all(
    BETWEEN.flatMap(([apiVersion = '', kind = '']) =>
      namespaces.map((namespace) => listKnown(target, { apiVersion, kind, namespace })),
    ),
  );
  return lists.flat();
}
