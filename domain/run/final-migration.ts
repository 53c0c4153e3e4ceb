import type { Condition, ConditionDraft } from '../kinds/condition.ts';
import { type ObjectRef, resolveRef } from '../kinds/object-ref.ts';
import type { KubeObject } from '../kube-object.ts';
import { type RunFlags, type RunType, runTypeOf } from './run-type.ts';

const DONE = new Set(['Succeeded', 'SucceededWithWarnings']);

interface Spec extends RunFlags {
  migPlanRef?: ObjectRef;
}

/**
 * The name of the run that has moved a plan's application already, and was not rolled back since. Whatever
 * copies once more would put the old data of the source in the place of what was written on the target since.
 */
export function finalMigrationOf(
  plan: string,
  migrations: readonly KubeObject[],
): string | undefined {
  const rolledBack = lastRollbackOf(plan, migrations);
  return movesOf(plan, migrations).find((migration) => {
    const ended = endOf(migration);
    // Runs of a plan follow one another; when the clock cannot tell, the application is taken to have moved.
    return ended !== undefined && (rolledBack === undefined || !(ended < rolledBack));
  })?.metadata.name;
}

/** When the last rollback of a plan ended well, RFC 3339; undefined when there was none. */
export function lastRollbackOf(
  plan: string,
  migrations: readonly KubeObject[],
): string | undefined {
  const ends = ofType('rollback', plan, migrations).flatMap((one) => endOf(one) ?? []);
  return ends.sort().at(-1);
}

/** Cutovers of a plan, however they ended. */
export function movesOf(plan: string, migrations: readonly KubeObject[]): KubeObject[] {
  return ofType('cutover', plan, migrations);
}

/** Refuses a run of a plan whose application has moved, under MTC's name. */
export function hasFinalMigration(plan: string, earlier: string): ConditionDraft {
  const message =
    `The associated migration plan ${plan} already has a final migration, ${earlier}: the application ` +
    'lives on the target now, and another copy would overwrite its data with that of the source. ' +
    'To move it anew, roll the plan back first.';
  return { type: 'HasFinalMigration', status: 'True', category: 'Critical', message };
}

function ofType(type: RunType, plan: string, migrations: readonly KubeObject[]): KubeObject[] {
  return migrations.filter(({ metadata, ...rest }) => {
    const spec = (rest['spec'] ?? {}) as Spec;
    return (
      runTypeOf(spec) === type && resolveRef(spec.migPlanRef, metadata.namespace)?.name === plan
    );
  });
}

/** When a run ended well, comparable as text; undefined when it did not, or not yet. */
function endOf(migration: KubeObject): string | undefined {
  const { conditions = [] } = (migration['status'] ?? {}) as { conditions?: Condition[] };
  const done = conditions.find(({ type, status }) => status === 'True' && DONE.has(type));
  if (done === undefined) return undefined;
  const time = Date.parse(done.lastTransitionTime);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}
