import { Failure } from '../domain/failures/failure.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';

/** What a check has to say of an object. */
export interface Finding {
  conditions: ConditionDraft[];
  /** Further fields of its status. */
  status?: Record<string, unknown>;
}

/** A failure of the table is a finding; anything else is a fault of ours, and is tried again. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}
