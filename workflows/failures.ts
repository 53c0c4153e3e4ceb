import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import type { FailureRecord } from '../domain/failures/failure.ts';
import { FAILURES } from '../domain/failures/table.ts';

/** The row of the table that an activity or a child ended with. */
export function failureRecordOf(error: unknown): FailureRecord {
  if (error instanceof ApplicationFailure) {
    const [record] = (error.details ?? []) as FailureRecord[];
    if (record?.code !== undefined) return record;
  }
  // Activities, children and time-outs wrap what they ended with.
  if (error instanceof TemporalFailure && error.cause !== undefined) {
    return failureRecordOf(error.cause);
  }
  const { kind, meaning, advice } = FAILURES['DRAY-9001'];
  const detail = error instanceof Error ? error.message : String(error);
  return { code: 'DRAY-9001', kind, meaning, detail, hint: advice };
}
