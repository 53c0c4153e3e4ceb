import { FAILURES } from '../failures/table.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { RunState } from './state.ts';

/** The state of a run that was refused before it began: its conditions say why. */
export function refuse(
  state: RunState,
  conditions: ConditionDraft[],
): RunState & { outcome: 'failed' } {
  const code = conditions.some(({ type }) => type === 'NotSupported') ? 'DRAY-2002' : 'DRAY-2004';
  const { kind, meaning, advice } = FAILURES[code];
  const detail = conditions.map(({ message = '' }) => message).join(' ');
  return {
    ...state,
    warnings: conditions,
    outcome: 'failed',
    failure: { code, kind, meaning, detail, hint: advice },
  };
}
