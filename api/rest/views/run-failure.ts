import * as z from 'zod';
import { FAILURES, type FailureCode } from '../../../domain/failures/table.ts';
import { blocking, type ConditionView } from './condition.ts';
import type { RunStanding } from './run-state.ts';

export const RunFailure = z
  .object({
    code: z.string().describe('Row of the table of failures, DRAY-nnnn.'),
    meaning: z.string().describe('What the code means.'),
    detail: z.string().describe('What was found.'),
    hint: z.string().describe('What to do.'),
    object: z.string().optional().describe('The object concerned.'),
  })
  .meta({ id: 'RunFailure', description: 'Why a run failed, or why it is refused.' });
export type RunFailure = z.infer<typeof RunFailure>;

/** Rows for the Critical conditions under which MTC refuses a run. */
const REFUSALS: Record<string, FailureCode> = {
  InvalidPlanRef: 'DRAY-2003',
  PlanNotReady: 'DRAY-2004',
  PlanClosed: 'DRAY-2004',
  HasFinalMigration: 'DRAY-2004',
  InvalidSpec: 'DRAY-2001',
  ConflictingPVCMappings: 'DRAY-2001',
  NotSupported: 'DRAY-2002',
  Postponed: 'DRAY-2005',
};

/**
 * What stands in the way of a run: the record its workflow left, else what the Failed condition says, else
 * the first condition that blocks it.
 */
export function runFailure(
  conditions: readonly ConditionView[],
  { state, condition }: RunStanding,
  recorded: RunFailure | undefined,
): RunFailure | undefined {
  if (recorded !== undefined) return recorded;
  if (state === 'failed' && condition !== undefined) return failureOf(condition, 'DRAY-9001');
  if (state === 'held' && condition !== undefined) return failureOf(condition, 'DRAY-9001');
  if (state === 'succeeded' || state === 'warnings' || state === 'canceled') return undefined;
  const [refusal] = blocking(conditions);
  return refusal === undefined
    ? undefined
    : failureOf(refusal, REFUSALS[refusal.type] ?? 'DRAY-2004');
}

/** A message that names a row of the table is taken at its word. */
function failureOf(condition: ConditionView, otherwise: FailureCode): RunFailure {
  const message = condition.message ?? condition.type;
  const named = /\bDRAY-\d{4}\b/.exec(message)?.[0];
  const code = named !== undefined && isFailureCode(named) ? named : otherwise;
  return {
    code,
    meaning: FAILURES[code].meaning,
    detail: `${condition.type}: ${message}`,
    hint: FAILURES[code].advice,
  };
}

function isFailureCode(text: string): text is FailureCode {
  return Object.hasOwn(FAILURES, text);
}
