import type { Failure } from '../../../domain/failures/failure.ts';
import type { ConditionView } from '../views/condition.ts';
import type { FieldError } from '../views/problem.ts';

export interface RefusalDetails {
  errors?: FieldError[];
  conditions?: ConditionView[];
  /** Where the table of statuses is too coarse. */
  status?: number;
}

/** A failure with what only an answer over HTTP can carry. */
export class Refusal extends Error {
  readonly failure: Failure;
  readonly details: RefusalDetails;

  constructor(failure: Failure, details: RefusalDetails = {}) {
    super(failure.message);
    this.name = 'Refusal';
    this.failure = failure;
    this.details = details;
  }
}
