import { describeObject, keyOf } from '../../domain/kube-object.ts';
import { rollbackLeft } from '../../domain/rollback/left.ts';
import { QUIESCED_BY } from '../../domain/quiesce/annotations.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { leftOf, listedIn } from '../objects/take-back.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { listWorkloads } from '../workloads.ts';
import { gatherMade, madeClaims, targetNamespaces } from './made.ts';

/** A rollback that was left half-way is not undone. */
export function createLeftActivities(ports: Ports) {
  return {
    /** What is left to do, as sentences. */
    async describeRollbackLeft(facts: RunFacts): Promise<string[]> {
      const { source, target } = await bothClusters(ports, facts);
      const { runs, ledgers } = await gatherMade(ports.clusters.host, facts.run);
      const namespaces = targetNamespaces(facts, ledgers);
      const { definitions, others } = listedIn(ledgers);
      const [left, claims, workloads] = await Promise.all([
        leftOf(target, [...others, ...definitions]),
        madeClaims(target, namespaces, facts.run),
        listWorkloads(
          source,
          facts.namespaces.map((pair) => pair.source),
        ),
      ]);
      const uids = new Set(runs.map(({ uid }) => uid));
      return rollbackLeft({
        onTarget: [...left.map(({ present }) => present), ...claims].map((object) =>
          describeObject(keyOf(object)),
        ),
        stopped: workloads
          .filter(({ metadata }) => uids.has(metadata.annotations?.[QUIESCED_BY] ?? ''))
          .map((workload) => describeObject(keyOf(workload))),
      });
    },
  };
}
