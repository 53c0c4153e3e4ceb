import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  Next,
} from '@temporalio/worker';
import { Failure, failure, recordOf } from '../../domain/failures/failure.ts';

/** Turns what an activity throws into what Temporal retries by, in one place. */
export class FailureMap implements ActivityInboundCallsInterceptor {
  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    try {
      return await next(input);
    } catch (error) {
      throw mapFailure(error);
    }
  }
}

/** A row of the table decides: fatal ends the step, everything else is tried again. */
function mapFailure(error: unknown): unknown {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  const found = error instanceof Failure ? error : unexpected(error);
  return ApplicationFailure.create({
    type: found.code,
    message: found.message,
    nonRetryable: found.kind !== 'transient',
    details: [recordOf(found)],
    ...(error instanceof Error ? { cause: error } : {}),
  });
}

function unexpected(error: unknown): Failure {
  const detail = error instanceof Error ? error.message : String(error);
  return failure('DRAY-9001', { detail }, error);
}
