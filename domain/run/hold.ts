import * as z from 'zod';
import type { FailureRecord } from '../failures/failure.ts';

/** A run that waits at a step that failed, for a person to decide. */
export interface Hold {
  /** The first hold of a run is 1; a decision names the hold that it is about. */
  number: number;
  /** The step that failed, by its phase. */
  phase: string;
  failure: FailureRecord;
  /** RFC 3339, UTC. At `until` the run decides by itself, for the way back. */
  since: string;
  until: string;
  /** Whether anything is lost when the step is left out. */
  skippable: boolean;
}

/** Annotation on a MigMigration, a {@link Decision} as JSON: for those who have kubectl alone. */
export const DECISION_ANNOTATION = 'drayage.dev/decision';

/** `retry` does what is missing of the step, `skip` leaves it out, `rollback` takes the run back. */
export const DECISION_ACTS = ['retry', 'skip', 'rollback'] as const;

export const Decision = z
  .strictObject({
    hold: z.int().min(1),
    act: z.enum(DECISION_ACTS),
    /** Why a step is left out; for those who read of the run later. */
    reason: z.string().trim().min(1).max(1000).optional(),
  })
  .refine(({ act, reason }) => act !== 'skip' || reason !== undefined, {
    path: ['reason'],
    message: 'a step is left out for a reason; give it',
  });
export type Decision = z.infer<typeof Decision>;

/** Four hours: long enough to be called out of bed, short enough not to forget a stopped application. */
export const DEFAULT_HOLD_MINUTES = 240;

/** Why a decision cannot be obeyed, as a sentence; undefined when it can. */
export function refuseDecision(
  hold: Pick<Hold, 'number' | 'phase' | 'skippable'> | undefined,
  decision: Decision,
): string | undefined {
  if (hold === undefined) return 'the run does not wait for a decision';
  if (hold.number !== decision.hold) {
    return `hold ${decision.hold} is over; the run waits at ${hold.phase}, which is hold ${hold.number}`;
  }
  if (decision.act === 'skip' && !hold.skippable) {
    return `${hold.phase} cannot be left out: what comes after relies on it; retry or roll back`;
  }
  return undefined;
}

/** What a person can do about a hold, for a message. */
export function waysOut({ skippable, until }: Hold): string {
  const ways = ['dray retry', ...(skippable ? ['dray skip'] : []), 'dray rollback'];
  return `${ways.slice(0, -1).join(', ')} or ${ways.at(-1) ?? ''}; at ${until} it rolls back by itself.`;
}
