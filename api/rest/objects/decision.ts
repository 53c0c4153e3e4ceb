import { failure } from '../../../domain/failures/failure.ts';
import { type Decision, DECISION_ANNOTATION, refuseDecision } from '../../../domain/run/hold.ts';
import type { NewDecision } from '../requests/decision.ts';
import type { RunHold } from '../views/run-hold.ts';

/** What the controller reads from a MigMigration; fails with DRAY-2011 when it does not fit the run as it stands. */
export function decisionAnnotations(
  run: string,
  hold: RunHold | undefined,
  { act, hold: number = hold?.number ?? 1, reason }: NewDecision,
): Record<string, string> {
  const decision: Decision = { hold: number, act, ...(reason === undefined ? {} : { reason }) };
  const refusal = refuseDecision(hold, decision);
  if (refusal !== undefined) throw failure('DRAY-2011', { detail: refusal, object: `run ${run}` });
  return { [DECISION_ANNOTATION]: JSON.stringify(decision) };
}
