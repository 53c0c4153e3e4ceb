import type { Condition, ConditionDraft } from '../kinds/condition.ts';
import { type ObjectRef, resolveRef } from '../kinds/object-ref.ts';
import type { KubeObject } from '../kube-object.ts';

const DONE = new Set(['Succeeded', 'SucceededWithWarnings']);

/** What has moved an application for good is neither a rehearsal nor a way back. */
const OTHER_KINDS = ['stage', 'migrateState', 'rollback'] as const;

interface Spec extends Partial<Record<(typeof OTHER_KINDS)[number], boolean>> {
  migPlanRef?: ObjectRef;
}

/**
 * The name of the run that has moved a plan's application already. Whatever copies once more would put the old data
 * of the source in the place of what was written on the target since.
 */
export function finalMigrationOf(
  plan: string,
  migrations: readonly KubeObject[],
): string | undefined {
  return migrations.find((migration) => isCutoverOf(plan, migration) && hasSucceeded(migration))
    ?.metadata.name;
}

/** Refuses a run of a plan whose application has moved, under MTC's name. */
export function hasFinalMigration(plan: string, earlier: string): ConditionDraft {
  const message =
    `The associated migration plan ${plan} already has a final migration, ${earlier}: the application ` +
    'lives on the target now, and another copy would overwrite its data with that of the source.';
  return { type: 'HasFinalMigration', status: 'True', category: 'Critical', message };
}

function isCutoverOf(plan: string, { metadata, ...rest }: KubeObject): boolean {
  const spec = (rest['spec'] ?? {}) as Spec;
  if (OTHER_KINDS.some((kind) => spec[kind] === true)) return false;
  return resolveRef(spec.migPlanRef, metadata.namespace)?.name === plan;
}

function hasSucceeded(migration: KubeObject): boolean {
  const { conditions = [] } = (migration['status'] ?? {}) as { conditions?: Condition[] };
  return conditions.some(({ type, status }) => status === 'True' && DONE.has(type));
}
