import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import { keyOf } from '../domain/kube-object.ts';
import { heldByAnotherRun } from '../domain/preflight/source.ts';
import { describePods, notReady } from '../domain/quiesce/readiness.ts';
import { stillRunning } from '../domain/quiesce/standstill.ts';
import { quiescePatch, unquiescePatch } from '../domain/quiesce/workloads.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { migratedSelector } from '../domain/run/identity.ts';
import { newClaims } from '../domain/volumes/new-claims.ts';
import { STARTED_BY } from '../domain/volumes/target-claim.ts';
import { applicationPods } from './application-pods.ts';
import { listIn } from './cluster-facts.ts';
import { handOverLedger } from './objects/hand-over.ts';
import { bothClusters, type Ports } from './ports.ts';
import { waitFor } from './wait-for.ts';
import { cleanReplicaSets } from './replica-sets.ts';
import { listWorkloads } from './workloads.ts';

/** The longest grace periods seen are some minutes; a pod that takes longer is stuck. */
const PODS_GONE = { limitMs: 10 * 60_000, pollMs: 50 };
const TARGET_READY = { limitMs: 10 * 60_000, pollMs: 100 };

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
      for (const workload of workloads) {
        const patch = quiescePatch(workload, facts.run.uid);
        // After a cancellation the undo is on its way: what it has passed by must not be stopped any more.
        cancellationSignal().throwIfAborted();
        if (patch !== undefined) await source.patch(keyOf(workload), patch);
      }
    },

    /** Waits until nothing of the application runs any more; only then nobody writes to its volumes. */
    async awaitQuiesced(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      const namespaces = sourceNames(facts);
      await waitFor(
        async () => {
          const [workloads, pods] = await Promise.all([
            listWorkloads(source, namespaces),
            applicationPods(source, namespaces),
          ]);
          const running = stillRunning(workloads, pods);
          return running.length === 0
            ? { done: true, value: undefined }
            : { done: false, seen: running.join('; ') };
        },
        PODS_GONE,
        (seen) => failure('DRAY-5002', { detail: seen, object: source.name }),
      );
      await checkClaims(source, facts);
    },

    /** Brings the source back to what this run found, however often it is called. */
    async unquiesceSource(facts: RunFacts): Promise<void> {
      const { name, namespace } = facts.source;
      // Only the source is asked for: a target that is away must not keep the application down.
      const source = await ports.clusters.named(name, namespace);
      await unquiesce(source, sourceNames(facts), facts.run.uid);
    },

    /** Starts on the target what the run restored at a stand. */
    async startTarget(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      await markStarted(target, facts);
      await unquiesce(target, targetNames(facts), facts.run.uid);
      await handOverLedger(ports.clusters.host, facts.run);
    },

    /** Waits until every workload on the target has all its pods ready. Returns when the outage ended. */
    async awaitTargetReady(facts: RunFacts): Promise<{ endedAt: string }> {
      const { target } = await bothClusters(ports, facts);
      return waitFor(
        async () => {
          const restored = migratedSelector(facts.run);
          const waiting = notReady(await listWorkloads(target, targetNames(facts), restored));
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
          });
        },
      );
    },
  };
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

/**
 * The last stopped is the first started: what others need stood behind them. One workload that cannot be
 * started must not keep the others down; it is told at the end, and tried again.
 */
export async function unquiesce(
  cluster: Cluster,
  namespaces: readonly string[],
  runUid: string,
): Promise<void> {
  const workloads = await listWorkloads(cluster, namespaces);
  let first: { error: unknown } | undefined;
  for (const workload of workloads.reverse()) {
    const patch = unquiescePatch(workload, runUid);
    if (patch === undefined) continue;
    try {
      await cluster.patch(keyOf(workload), patch);
    } catch (error) {
      // Somebody has deleted it: there is nothing to start.
      if (!isFailure(error, 'DRAY-1007')) first ??= { error };
    }
    heartbeat();
  }
  await cleanReplicaSets(cluster, namespaces, runUid);
  if (first !== undefined) throw first.error;
}
