import { type ConditionView, holding } from './condition.ts';

export const RUN_STATES = [
  'pending',
  'running',
  'held',
  'succeeded',
  'warnings',
  'failed',
  'canceled',
] as const;
export type RunStateName = (typeof RUN_STATES)[number];

/** The condition that says where a run stands; the first that holds decides. */
const BY_CONDITION: readonly (readonly [string, RunStateName])[] = [
  ['Canceled', 'canceled'],
  ['Failed', 'failed'],
  ['SucceededWithWarnings', 'warnings'],
  ['Succeeded', 'succeeded'],
  ['Canceling', 'running'],
  ['Held', 'held'],
  ['Running', 'running'],
];

export interface RunStanding {
  state: RunStateName;
  /** The condition that says so; none while the run is pending. */
  condition?: ConditionView;
}

export function runStanding(conditions: readonly ConditionView[]): RunStanding {
  for (const [type, state] of BY_CONDITION) {
    const condition = holding(conditions, type);
    if (condition !== undefined) return { state, condition };
  }
  return { state: 'pending' };
}

/** Whether nothing more will happen to the run. */
export function hasEnded(state: RunStateName): boolean {
  return state !== 'pending' && state !== 'running' && state !== 'held';
}
