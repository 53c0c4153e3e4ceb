import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { MIGRATED_LABELS } from '../../domain/kinds/labels.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { runsOfPlan } from '../../domain/rollback/runs-of-plan.ts';
import { isSealed } from '../../domain/rollback/seal.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import { earlierLedgers } from '../objects/earlier.ts';
import type { Ledger } from '../objects/ledger.ts';

/** What the runs of a plan are known to have made, whichever run it was. */
export interface Made {
  runs: RunIdentity[];
  ledgers: Ledger[];
  migrations: KubeObject[];
}

export async function gatherMade(host: Cluster, run: RunIdentity): Promise<Made> {
  const { namespace } = run;
  const [migrations, ledgers] = await Promise.all([
    host.list({ apiVersion: API_VERSION, kind: 'MigMigration', namespace }),
    earlierLedgers(host, run),
  ]);
  const withLedger = ledgers.map((ledger) => ledger.run);
  return { runs: runsOfPlan(run, migrations, withLedger), ledgers, migrations };
}

/** Namespaces of the target in which the plan has made something, or would. */
export function targetNamespaces({ namespaces }: RunFacts, ledgers: readonly Ledger[]): string[] {
  const listed = ledgers.flatMap(({ entries }) => [...entries.values()]);
  return [
    ...new Set([
      ...namespaces.map((pair) => pair.target),
      ...listed.flatMap(({ namespace }) => namespace ?? []),
    ]),
  ];
}

/** Claims that the runs of the plan made, not those that were there before, nor copies of them. */
export async function madeClaims(
  target: Cluster,
  namespaces: readonly string[],
  { planUid }: RunIdentity,
): Promise<KubeObject[]> {
  const query = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
  const labelSelector = `${MIGRATED_LABELS.byPlan}=${planUid}`;
  const lists = await Promise.all(
    namespaces.map((namespace) => target.list({ ...query, namespace, labelSelector })),
  );
  return lists.flat().filter((claim) => isSealed(claim, planUid));
}

/** A list of a kind that the cluster may not know. */
export async function listKnown(
  cluster: Cluster,
  query: Parameters<Cluster['list']>[0],
): Promise<KubeObject[]> {
  try {
    return await cluster.list(query);
  } catch (error) {
    if (isFailure(error, 'DRAY-1007') || isFailure(error, 'DRAY-1010')) return [];
    throw error;
  }
}
