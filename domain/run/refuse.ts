import { FAILURES, type FailureCode } from '../failures/table.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunState } from './state.ts';

/** What a condition that refuses means; any other says that the plan cannot be run. */
const MEANS: Partial<Record<string, FailureCode>> = {
  NotSupported: 'DRAY-2002',
  InvalidSpec: 'DRAY-2001',
  StartMissed: 'DRAY-2021',
};

/** The state of a run that was refused before it began: its conditions say why. */
export function refuse(
  state: RunState,
  conditions: ConditionDraft[],
): RunState & { outcome: 'failed' } {
  const [code = 'DRAY-2004'] = conditions.flatMap(({ type }) => MEANS[type] ?? []);
  const { kind, meaning, advice } = FAILURES[code];
  const detail = conditions.map(({ message = '' }) => message).join(' ');
  return {
    ...state,
    warnings: conditions,
    outcome: 'failed',
    failure: { code, kind, meaning, detail, hint: advice },
  };
}
