import * as z from 'zod';
import type { Condition } from '../kinds/condition.ts';
import type { MigMigration } from '../kinds/mig-migration.ts';
import { resolveRef } from '../kinds/object-ref.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunInput } from './facts.ts';
import { Decision, DECISION_ANNOTATION } from './hold.ts';
import { runTypeOf } from './run-type.ts';
import { mustWait, wrongTimes } from './start-time.ts';

/** What the controller does about a MigMigration. */
export type Reaction =
  | { do: 'nothing' }
  | { do: 'start'; input: RunInput }
  | { do: 'wait'; input: RunInput; startAt: string }
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
  if (migration.spec.canceled === true) return { do: 'cancel', input };
  const { startAt, startBefore } = migration.spec;
  const isSound = wrongTimes({ startAt, startBefore }) === undefined;
  // One that is refused for its times need not wait for that.
  if (isSound && mustWait({ startAt }, migration.metadata.annotations) && !wasStarted(migration)) {
    return { do: 'wait', input, startAt: startAt ?? '' };
  }
  return { do: 'start', input };
}

/**
 * What the annotation of a run decides about the step at which it waits: the decision, or what is wrong with it;
 * undefined when there is nothing to decide, or it was decided for an earlier hold.
 */
export function decisionOf(
  migration: MigMigration,
): { decision: Decision } | { wrong: string } | undefined {
  const text = migration.metadata.annotations?.[DECISION_ANNOTATION];
  const held = heldOf(migration);
  if (text === undefined || held === undefined) return undefined;
  const parsed = Decision.safeParse(jsonOf(text));
  if (!parsed.success) return { wrong: z.prettifyError(parsed.error) };
  return parsed.data.hold < held.number ? undefined : { decision: parsed.data };
}

const Held = z.object({ drayage: z.object({ held: z.object({ number: z.int() }) }) });

function heldOf(migration: MigMigration): { number: number } | undefined {
  return Held.safeParse(migration.status).data?.drayage.held;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
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
