import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import { describeObject, keyOf, type ObjectKey } from '../../domain/kube-object.ts';
import { QUIESCED_BY } from '../../domain/quiesce/annotations.ts';
import { describePods, notReady } from '../../domain/quiesce/readiness.ts';
import { leftAlone } from '../../domain/rollback/conditions.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { applicationPods } from '../application-pods.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { startStopped } from '../start-workloads.ts';
import { waitFor } from '../wait-for.ts';
import { listWorkloads } from '../workloads.ts';
import { gatherMade } from './made.ts';

const SOURCE_READY = { limitMs: 10 * 60_000, pollMs: 100 };

/** The application on the source, after a rollback. */
export function createSourceActivities(ports: Ports) {
  return {
    /** Starts what any run of the plan stopped, as it was; returns what that was. */
    async unquiescePlan(facts: RunFacts): Promise<ObjectKey[]> {
      const { name, namespace } = facts.source;
      const source = await ports.clusters.named(name, namespace);
      const { runs } = await gatherMade(ports.clusters.host, facts.run);
      const namespaces = facts.namespaces.map((pair) => pair.source);
      const noted = (await listWorkloads(source, namespaces)).map((workload) => ({
        key: keyOf(workload),
        by: workload.metadata.annotations?.[QUIESCED_BY],
      }));
      let first: { error: unknown } | undefined;
      for (const { uid } of runs) {
        try {
          await startStopped(source, namespaces, uid);
        } catch (error) {
          // What one run stopped and cannot be started must not keep down what another one stopped.
          first ??= { error };
        }
      }
      if (first !== undefined) throw first.error;
      return noted.filter(({ by }) => runs.some(({ uid }) => uid === by)).map(({ key }) => key);
    },

    /** Waits until what was started is ready. One that does not become ready is told, and fails nothing. */
    async awaitSourceReady({
      facts,
      started,
    }: {
      facts: RunFacts;
      started: readonly ObjectKey[];
    }): Promise<{ endedAt: string; conditions: ConditionDraft[] }> {
      const { source } = await bothClusters(ports, facts);
      const namespaces = facts.namespaces.map((pair) => pair.source);
      const names = new Set(started.map(describeObject));
      try {
        await waitFor(
          async () => {
            const workloads = await listWorkloads(source, namespaces);
            const waiting = notReady(
              workloads.filter((one) => names.has(describeObject(keyOf(one)))),
            );
            return waiting.length === 0
              ? { done: true, value: undefined }
              : { done: false, seen: waiting.join(', ') };
          },
          SOURCE_READY,
          async (seen) => {
            const pods = describePods(await applicationPods(source, namespaces));
            return failure('DRAY-5003', { detail: `${seen}; ${pods}`, object: source.name });
          },
        );
        return { endedAt: new Date().toISOString(), conditions: [] };
      } catch (error) {
        if (!isFailure(error, 'DRAY-5003')) throw error;
        const conditions = leftAlone('SourceNotReady', 'On the source is not ready', [
          error.detail,
        ]);
        return { endedAt: new Date().toISOString(), conditions };
      }
    },
  };
}
