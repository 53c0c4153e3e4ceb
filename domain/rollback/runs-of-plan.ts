import { type ObjectRef, resolveRef } from '../kinds/object-ref.ts';
import type { KubeObject } from '../kube-object.ts';
import type { RunIdentity } from '../run/identity.ts';
import { type RunFlags, runTypeOf } from '../run/run-type.ts';

interface Spec extends RunFlags {
  migPlanRef?: ObjectRef;
}

/**
 * Every run of a plan that may have made something: those whose MigMigrations are there and have begun, and those that
 * left a ledger, whose MigMigrations may have been tidied away. Rollbacks make nothing.
 */
export function runsOfPlan(
  { namespace, plan, planUid }: RunIdentity,
  migrations: readonly KubeObject[],
  withLedger: readonly RunIdentity[],
): RunIdentity[] {
  const begun = migrations
    .filter((migration) => isOfPlan(migration, plan) && hasBegun(migration))
    .map(({ metadata: { name: migration, uid = '' } }) => {
      return { namespace, migration, uid, plan, planUid };
    });
  return [...new Map([...withLedger, ...begun].map((run) => [run.uid, run])).values()];
}

function isOfPlan({ metadata, ...rest }: KubeObject, plan: string): boolean {
  const spec = (rest['spec'] ?? {}) as Spec;
  if (runTypeOf(spec) === 'rollback') return false;
  return resolveRef(spec.migPlanRef, metadata.namespace)?.name === plan;
}

function hasBegun(migration: KubeObject): boolean {
  const { startTimestamp } = (migration['status'] ?? {}) as { startTimestamp?: string };
  return startTimestamp !== undefined;
}
