import { cancellationSignal } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { heldByAnotherRun } from '../domain/preflight/source.ts';
import { describeHeldPods } from '../domain/quiesce/held-pods.ts';
import { describePods, notReady } from '../domain/quiesce/readiness.ts';
import { unhealthyNamespaces } from '../domain/quiesce/unhealthy.ts';
import { stillRunning } from '../domain/quiesce/standstill.ts';
import { startedAgain } from '../domain/quiesce/started-again.ts';
import { quiescePatch } from '../domain/quiesce/workloads.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { newClaims } from '../domain/volumes/new-claims.ts';
import { STARTED_BY } from '../domain/volumes/target-claim.ts';
import { applicationPods } from './application-pods.ts';
import { listIn } from './cluster-facts.ts';
import { handOverLedger } from './objects/hand-over.ts';
import { bothClusters, type Ports } from './ports.ts';
import { restoredWorkloads } from './restored-workloads.ts';
import { startRestored, startStopped } from './start-workloads.ts';
import type { ServedVersion } from './served-kinds.ts';
import { type Look, waitFor } from './wait-for.ts';
import { listRunners, listWorkloads, workloadKinds, workloadsAmong } from './workloads.ts';

/** The longest grace periods seen are some minutes; a pod that takes longer is stuck. */
const PODS_GONE = { limitMs: 10 * 60_000, pollMs: 50 };
const TARGET_READY = { limitMs: 10 * 60_000, pollMs: 100 };

const STOP_TRIES = 5;

const sourceNames = (facts: RunFacts): string[] => facts.namespaces.map((pair) => pair.source);
const targetNames = (facts: RunFacts): string[] => facts.namespaces.map((pair) => pair.target);

/** Stopping the application on the source, starting it there again, and on the target. */
export function createQuiesceActivities(ports: Ports) {
  return {
    /** Stops what runs, noting on each object what it was. */
    async quiesceSource(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      const workloads = await listWorkloads(source, sourceNames(facts));
      const held = heldByAnotherRun({ workloads, runUid: facts.run.uid });
      if (held !== undefined) throw failure('DRAY-2008', { detail: held, object: source.name });
      for (const workload of workloads) await stop(source, workload, facts.run.uid);
    },

    /**
     * Waits until nothing of the application runs any more; only then nobody writes to its volumes. What is started
     * again meanwhile would be so again: that ends the wait at once.
     */
    async awaitQuiesced(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      const namespaces = sourceNames(facts);
      const kinds = await workloadKinds(source);
      await waitFor(
        () => lookWhetherStill(source, namespaces, kinds),
        PODS_GONE,
        async (seen) => {
          const held = await heldPods(source, namespaces);
          const detail = held === '' ? seen : held;
          return failure('DRAY-5002', { detail, object: source.name });
        },
      );
      await checkClaims(source, facts);
    },

    /** Brings the source back to what this run found, however often it is called. */
    async unquiesceSource(facts: RunFacts): Promise<void> {
      const { name, namespace } = facts.source;
      // Only the source is asked for: a target that is away must not keep the application down.
      const source = await ports.clusters.named(name, namespace);
      await startStopped(source, sourceNames(facts), facts.run.uid);
    },

    /** Starts on the target what the run restored at a stand. */
    async startTarget(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      await markStarted(target, facts);
      await startRestored(target, targetNames(facts), facts.run);
      await handOverLedger(ports.clusters.host, facts.run);
    },

    /** Waits until every workload on the target has all its pods ready. Returns when the outage ended. */
    async awaitTargetReady(facts: RunFacts): Promise<{ endedAt: string }> {
      const { target } = await bothClusters(ports, facts);
      return waitFor(
        async () => {
          const waiting = notReady(await restoredWorkloads(target, facts));
          return waiting.length === 0
            ? { done: true, value: { endedAt: new Date().toISOString() } }
            : { done: false, seen: waiting.join(', ') };
        },
        TARGET_READY,
        async (seen) => {
          const pods = await applicationPods(target, targetNames(facts));
          return failure('DRAY-5003', {
            detail: `${seen}; ${describePods(pods)}`,
            object: target.name,
            unhealthy: unhealthyNamespaces(await restoredWorkloads(target, facts), pods),
          });
        },
      );
    },
  };
}

/** Status is written into a workload all the time: one that was is read again, at once. */
async function stop(source: Cluster, found: KubeObject, runUid: string): Promise<void> {
  let workload: KubeObject | undefined = found;
  for (let attempt = 1; workload !== undefined; attempt++) {
    const patch = quiescePatch(workload, runUid);
    // After a cancellation the undo is on its way: what it has passed by must not be stopped any more.
    cancellationSignal().throwIfAborted();
    if (patch === undefined) return;
    try {
      await source.patch(keyOf(workload), patch);
      return;
    } catch (error) {
      if (!isFailure(error, 'DRAY-1008') || attempt >= STOP_TRIES) throw error;
    }
    workload = await source.get(keyOf(workload));
  }
}

async function lookWhetherStill(
  source: Cluster,
  namespaces: readonly string[],
  kinds: readonly ServedVersion[],
): Promise<Look<undefined>> {
  const [runners, pods] = await Promise.all([
    listRunners(source, namespaces, kinds),
    applicationPods(source, namespaces),
  ]);
  const again = startedAgain(workloadsAmong(runners));
  if (again.length > 0) {
    throw failure('DRAY-5004', { detail: again.join('; '), object: source.name });
  }
  const running = stillRunning(runners, pods);
  return running.length === 0
    ? { done: true, value: undefined }
    : { done: false, seen: running.join('; ') };
}

/** A claim made while the volumes were copied is in nobody's copy; the application would start on an empty one. */
async function checkClaims(source: Cluster, facts: RunFacts): Promise<void> {
  const claims = await listIn(source, sourceNames(facts), 'PersistentVolumeClaim');
  const missed = newClaims(claims, facts);
  if (missed.length === 0) return;
  throw failure('DRAY-2007', { detail: missed.join(', '), object: source.name });
}

/** From here on the claims belong to a running application: no later run may copy over them. */
async function markStarted(target: Cluster, { volumes, run }: RunFacts): Promise<void> {
  for (const { targetNamespace: namespace, targetClaim: name } of volumes) {
    const key = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name };
    await target.patch(key, { metadata: { annotations: { [STARTED_BY]: run.uid } } });
  }
}

/** Of each pod that is left: what holds it. */
async function heldPods(source: Cluster, namespaces: readonly string[]): Promise<string> {
  const [pods, nodes] = await Promise.all([
    applicationPods(source, namespaces),
    source.list({ apiVersion: 'v1', kind: 'Node' }),
  ]);
  return describeHeldPods(pods, { nodes, now: await source.clock() });
}
