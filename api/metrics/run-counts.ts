import { RUN_TYPES, type RunType } from '../../domain/run/run-type.ts';

/** Types and states of one run, as its view gives them. */
export interface CountedRun {
  type: RunType;
  state: 'pending' | 'running' | 'held' | 'succeeded' | 'warnings' | 'failed' | 'canceled';
}

/** MTC knows stage and final, and counts the others as final; here they have a type of their own. */
const TYPES = { cutover: 'final', stage: 'stage', state: 'state', rollback: 'rollback' } as const;

/** MTC knows the first four; a canceled run, which it leaves idle for ever, is neither failed nor idle. */
const STATUSES = {
  pending: 'idle',
  running: 'running',
  held: 'held',
  succeeded: 'completed',
  warnings: 'completed',
  failed: 'failed',
  canceled: 'canceled',
} as const;

export interface RunCount {
  type: (typeof TYPES)[keyof typeof TYPES];
  status: (typeof STATUSES)[keyof typeof STATUSES];
  runs: number;
}

/** One count for every pair of type and status, also for those without a run: a gauge must fall to 0. */
export function countRuns(runs: readonly CountedRun[]): RunCount[] {
  const statuses = [...new Set(Object.values(STATUSES))];
  return Object.values(TYPES).flatMap((type) =>
    statuses.map((status) => ({
      type,
      status,
      runs: runs.filter((run) => TYPES[run.type] === type && STATUSES[run.state] === status).length,
    })),
  );
}

export interface InProgressCount {
  type: CountedRun['type'];
  runs: number;
}

/** Runs that have begun and not ended, by the type users know. */
export function countInProgress(runs: readonly CountedRun[]): InProgressCount[] {
  return RUN_TYPES.map((type) => ({
    type,
    runs: runs.filter((run) => run.type === type && isInProgress(run)).length,
  }));
}

function isInProgress({ state }: CountedRun): boolean {
  return state === 'running' || state === 'held';
}
