import { failure } from '../domain/failures/failure.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { notArrived, stillRunning, workloadKey } from '../domain/quiesce/standstill.ts';
import { hasBegun } from '../domain/quiesce/stopped.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { applicationPods } from './application-pods.ts';
import { bothClusters, type Ports } from './ports.ts';
import { restoredWorkloads } from './restored-workloads.ts';
import { listRunners, listWorkloads, workloadsAmong } from './workloads.ts';

/** The looks around the point of no return. */
export function createStartChecks(ports: Ports) {
  return {
    /** Everything is on the target, and nothing was started on the source since it was stopped. */
    async checkBeforeStart(facts: RunFacts): Promise<void> {
      if (!facts.quiesce) return;
      const { source, target } = await bothClusters(ports, facts);
      const sources = facts.namespaces.map((pair) => pair.source);
      const runners = await listRunners(source, sources);
      const running = stillRunning(runners, await applicationPods(source, sources));
      if (running.length > 0) {
        const detail = `since the last delta: ${running.join('; ')}`;
        throw failure('DRAY-5004', { detail, object: source.name });
      }
      const targets = facts.namespaces.map((pair) => pair.target);
      const arrived = bySourceName(facts, await listWorkloads(target, targets));
      const missing = notArrived(workloadsAmong(runners), arrived, facts.run.uid);
      if (missing.length === 0) return;
      throw failure('DRAY-4003', {
        detail: `${missing.join(', ')} are not there, or are there from somebody else`,
        object: target.name,
        hint: 'Remove or rename what has these names on the target, then run again.',
      });
    },

    /** Whether any workload that this run restored has been started: they arrived at a stand. */
    async hasTargetStarted(facts: RunFacts): Promise<boolean> {
      const { target } = await bothClusters(ports, facts);
      return (await restoredWorkloads(target, facts)).some(hasBegun);
    },
  };
}

function bySourceName(
  { namespaces }: RunFacts,
  workloads: readonly KubeObject[],
): Map<string, KubeObject> {
  return new Map(
    workloads.map((workload) => {
      const pair = namespaces.find(({ target }) => target === workload.metadata.namespace);
      return [workloadKey(workload, pair?.source ?? ''), workload];
    }),
  );
}
