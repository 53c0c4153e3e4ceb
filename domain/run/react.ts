import type { Condition } from '../kinds/condition.ts';
import type { MigMigration } from '../kinds/mig-migration.ts';
import { resolveRef } from '../kinds/object-ref.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunInput } from './facts.ts';
import { runTypeOf } from './run-type.ts';

/** What the controller does about a MigMigration. */
export type Reaction =
  | { do: 'nothing' }
  | { do: 'start'; input: RunInput }
  | { do: 'cancel'; input: RunInput }
  | { do: 'report'; conditions: ConditionDraft[] };

const ENDS = new Set(['Succeeded', 'SucceededWithWarnings', 'Failed', 'Canceled']);

/** Whether Temporal was ever heard of the run. */
export function wasStarted(migration: MigMigration): boolean {
  return migration.status?.startTimestamp !== undefined;
}

/** Starts what has not ended, cancels what is to be cancelled. */
export function reactToMigration(migration: MigMigration): Reaction {
  if (hasEnded(migration)) return { do: 'nothing' };
  const plan = resolveRef(migration.spec.migPlanRef, migration.metadata.namespace);
  if (plan === undefined) return { do: 'report', conditions: [NO_PLAN] };
  const { namespace, name, uid } = migration.metadata;
  const type = runTypeOf(migration.spec);
  const input: RunInput = { namespace, migration: name, uid, plan: plan.name, type };
  return { do: migration.spec.canceled === true ? 'cancel' : 'start', input };
}

export function hasEnded(migration: { status?: { conditions?: Condition[] } }): boolean {
  return (migration.status?.conditions ?? []).some(
    ({ type, status }) => status === 'True' && ENDS.has(type),
  );
}

const NO_PLAN: ConditionDraft = {
  type: 'InvalidPlanRef',
  status: 'True',
  category: 'Critical',
  reason: 'NotSet',
  message: 'The `migPlanRef` must reference a `migplan`.',
};

/** What a cancellation finds when no execution is there: it came before the start. */
export const NEVER_STARTED: ConditionDraft = {
  type: 'Canceled',
  status: 'True',
  category: 'Advisory',
  reason: 'Cancel',
  message: 'The migration was canceled before it began.',
  durable: true,
};

/** Another run of the plan has its turn. */
export const POSTPONED: ConditionDraft = {
  type: 'Postponed',
  status: 'True',
  category: 'Critical',
  reason: 'Postponed',
  message: 'Postponed to ensure migrations of the plan run serially and in order.',
};
