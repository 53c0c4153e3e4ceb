import { Failure } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';

/** What a check has to say of an object. */
export interface Finding {
  conditions: ConditionDraft[];
  /** Further fields of its status. */
  status?: StatusFields;
  /** Whether there are volumes to measure, should somebody ask for a refresh. */
  measurable?: boolean;
}

/** Fields of a status, or how they follow from those that stand there when they are written. */
export type StatusFields =
  Record<string, unknown> | ((before: Record<string, unknown>) => Record<string, unknown>);

/** A failure of the table is a finding; anything else is a fault of ours, and is tried again. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
