import type { FailureRecord } from '../failures/failure.ts';
import type { RecordedItinerary } from '../itinerary/record.ts';
import type { UndoName } from '../itinerary/step.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { Hold } from './hold.ts';
import type { Downtime } from './progress.ts';
import type { Trouble } from './trouble.ts';

/** When a step ran. Times are RFC 3339, UTC. */
export interface StepMark {
  startedAt: string;
  endedAt?: string;
}

export type Outcome = 'succeeded' | 'warnings' | 'failed' | 'canceled';

/** All that the runner knows of a run; the status of the MigMigration is computed from it. */
export interface RunState {
  workflowId: string;
  runId: string;
  startedAt: string;
  itinerary: RecordedItinerary;
  /** Names of the MigClusters, once they are known. */
  clusters?: { source: string; target: string };
  /** Index of the step that runs or ran last; -1 before the first. */
  current: number;
  /** By index of the step. */
  marks: Record<number, StepMark>;
  /** Set while the run waits for a person. */
  held?: Hold;
  /** What fails at present and is tried again, by act. */
  troubles?: Record<string, Trouble>;
  /** Set while acts are taken back. */
  undoing?: { why: 'failed' | 'canceled'; what: string; undo?: UndoName };
  /** What was taken back so far, and when; the last one may be under way. */
  undone?: (StepMark & { undo: UndoName })[];
  failure?: FailureRecord;
  /** What could not be taken back: one sentence each. */
  leftBehind: string[];
  warnings: ConditionDraft[];
  downtime: Downtime;
  outcome?: Outcome;
}

export function newRunState(
  ids: { workflowId: string; runId: string },
  itinerary: RecordedItinerary,
  startedAt: string,
): RunState {
  return {
    ...ids,
    startedAt,
    itinerary,
    current: -1,
    marks: {},
    leftBehind: [],
    warnings: [],
    downtime: {},
  };
}
