import type { Condition } from '../kinds/condition.ts';
import type { MigMigration } from '../kinds/mig-migration.ts';
import { resolveRef } from '../kinds/object-ref.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunInput } from './facts.ts';

/** What the controller does about a MigMigration. */
export type Reaction =
  | { do: 'nothing' }
  | { do: 'start'; input: RunInput }
  | { do: 'cancel'; input: RunInput }
  | { do: 'report'; conditions: ConditionDraft[] };

const ENDS = new Set(['Succeeded', 'SucceededWithWarnings', 'Failed', 'Canceled']);

/** Starts what has not ended, cancels what is to be cancelled. */
export function reactToMigration(migration: MigMigration): Reaction {
  if (hasEnded(migration) || migration.metadata.deletionTimestamp !== undefined) {
    return { do: 'nothing' };
  }
  const plan = resolveRef(migration.spec.migPlanRef, migration.metadata.namespace);
  if (plan === undefined) return { do: 'report', conditions: [NO_PLAN] };
  const { namespace, name, uid } = migration.metadata;
  const input: RunInput = { namespace, migration: name, uid, plan: plan.name };
  if (migration.spec.canceled !== true) return { do: 'start', input };
  return wasStarted(migration)
    ? { do: 'cancel', input }
    : { do: 'report', conditions: [NEVER_STARTED] };
}

export function hasEnded(migration: { status?: { conditions?: Condition[] } }): boolean {
  return (migration.status?.conditions ?? []).some(
    ({ type, status }) => status === 'True' && ENDS.has(type),
  );
}

function wasStarted(migration: MigMigration): boolean {
  return migration.status?.startTimestamp !== undefined;
}

const NO_PLAN: ConditionDraft = {
  type: 'InvalidPlanRef',
  status: 'True',
  category: 'Critical',
  reason: 'NotSet',
  message: 'The `migPlanRef` must reference a `migplan`.',
};

const NEVER_STARTED: ConditionDraft = {
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
