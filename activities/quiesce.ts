import { Context } from '@temporalio/activity';
import type { Cluster } from '../clients/kube/cluster.ts';
import { failure } from '../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../domain/kube-object.ts';
import { isActive } from '../domain/quiesce/pods.ts';
import { describePods, notReady } from '../domain/quiesce/readiness.ts';
import { quiescePatch, unquiescePatch } from '../domain/quiesce/workloads.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { listIn } from './cluster-facts.ts';
import { bothClusters, type Ports } from './ports.ts';
import { waitFor } from './wait-for.ts';
import { listWorkloads } from './workloads.ts';

/** The longest grace periods seen are some minutes; a pod that takes longer is stuck. */
const PODS_GONE = { limitMs: 10 * 60_000, pollMs: 50 };
const TARGET_READY = { limitMs: 10 * 60_000, pollMs: 100 };

/** Stopping the application on the source, starting it there again, and on the target. */
export function createQuiesceActivities(ports: Ports) {
  const sourceNames = (facts: RunFacts) => facts.namespaces.map((pair) => pair.source);
  const targetNames = (facts: RunFacts) => facts.namespaces.map((pair) => pair.target);
  return {
    /** Stops what runs, noting on each object what it was. */
    async quiesceSource(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      for (const workload of await listWorkloads(source, sourceNames(facts))) {
        const patch = quiescePatch(workload, facts.run.uid);
        if (patch !== undefined) await source.patch(keyOf(workload), patch);
      }
    },

    /** Waits until no pod of the application runs any more; only then nobody writes to its volumes. */
    async awaitQuiesced(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      await waitFor(
        async () => {
          const pods = await applicationPods(source, sourceNames(facts));
          const active = pods.filter(isActive);
          return active.length === 0
            ? { done: true, value: undefined }
            : { done: false, seen: describePods(active) };
        },
        PODS_GONE,
        (seen) => failure('DRAY-5002', { detail: seen, object: source.name }),
      );
    },

    /** Brings the source back to what this run found, however often it is called. */
    async unquiesceSource(facts: RunFacts): Promise<void> {
      const { source } = await bothClusters(ports, facts);
      await unquiesce(source, sourceNames(facts), facts.run.uid);
    },

    /** Starts on the target what the run restored at a stand. */
    async startTarget(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      await unquiesce(target, targetNames(facts), facts.run.uid);
    },

    /** Waits until every workload on the target has all its pods ready. Returns when the outage ended. */
    async awaitTargetReady(facts: RunFacts): Promise<{ endedAt: string }> {
      const { target } = await bothClusters(ports, facts);
      return waitFor(
        async () => {
          const waiting = notReady(await listWorkloads(target, targetNames(facts)));
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

/** The last started is the first one needed: databases before what uses them, as they were stopped after. */
async function unquiesce(
  cluster: Cluster,
  namespaces: readonly string[],
  runUid: string,
): Promise<void> {
  const workloads = await listWorkloads(cluster, namespaces);
  for (const workload of workloads.reverse()) {
    const patch = unquiescePatch(workload, runUid);
    if (patch !== undefined) await cluster.patch(keyOf(workload), patch);
    Context.current().heartbeat();
  }
}

/** Pods of the application: all but the transfer's own. */
async function applicationPods(
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<KubeObject[]> {
  const pods = await listIn(cluster, namespaces, 'Pod');
  return pods.filter((pod) => pod.metadata.labels?.['owner'] !== 'directvolumemigration');
}
