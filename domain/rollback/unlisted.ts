import { MIGRATED_LABELS } from '../kinds/labels.ts';
import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { quiescerOf } from '../quiesce/quiescers.ts';
import { lastRollbackOf, movesOf } from '../run/final-migration.ts';

/**
 * Workloads that run on the target and say that they are of a cutover whose ledger is gone: nobody knows whether they
 * are, and an application must not run on both sides. What is older than the last rollback was seen to by it; who
 * copies labels of a cutover that has a ledger deceives nobody.
 * @param listedRuns uids of runs that have a ledger
 */
export function unlistedRunning(
  plan: string,
  migrations: readonly KubeObject[],
  listedRuns: ReadonlySet<string>,
  workloads: readonly KubeObject[],
): string[] {
  const since = lastRollbackOf(plan, migrations);
  const unlisted = new Set(
    movesOf(plan, migrations)
      .filter(({ metadata }) => since === undefined || isNewer(metadata.creationTimestamp, since))
      .map(({ metadata }) => metadata.uid ?? '')
      .filter((uid) => !listedRuns.has(uid)),
  );
  return workloads
    .filter((workload) => quiescerOf(workload)?.runs(workload) === true)
    .filter(({ metadata }) => unlisted.has(metadata.labels?.[MIGRATED_LABELS.byMigration] ?? ''))
    .map((workload) => describeObject(keyOf(workload)));
}

function isNewer(time: string | undefined, than: string): boolean {
  return Date.parse(time ?? '') >= Date.parse(than);
}
