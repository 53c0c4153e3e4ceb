import type { FailureRecord } from '../failures/failure.ts';
import type { RecordedStep } from '../itinerary/record.ts';
import { backStepOf, wayBackOf } from '../itinerary/way-back.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { UnhealthyNamespace } from '../kinds/unhealthy.ts';
import type { PipelineEntry } from '../kinds/pipeline.ts';
import { placeOf, runConditions } from './conditions.ts';
import type { Hold } from './hold.ts';
import type { RunReport } from './progress.ts';
import type { RunState } from './state.ts';

/** The status of a MigMigration without the times of its conditions, which its one writer stamps. */
export interface RunStatus {
  conditions: ConditionDraft[];
  phase: string;
  itinerary: string;
  pipeline: PipelineEntry[];
  startTimestamp: string;
  errors: string[];
  /** As MTC's `status.namespaces`: where the application is not well on the target. */
  namespaces?: UnhealthyNamespace[];
  drayage: RunReport & { failure?: FailureRecord; held?: Hold };
}

/**
 * What users read of a run, computed from what the runner knows.
 *
 * @param now milliseconds; without it nothing is said of what keeps failing
 */
export function runStatus(state: RunState, now?: number): RunStatus {
  return {
    conditions: runConditions(state, now),
    phase: phaseOf(state),
    itinerary: itineraryOf(state),
    pipeline: pipelineOf(state),
    startTimestamp: state.startedAt,
    errors: errorsOf(state),
    ...(state.failure?.unhealthy === undefined ? {} : { namespaces: state.failure.unhealthy }),
    drayage: {
      workflowId: state.workflowId,
      runId: state.runId,
      downtime: state.downtime,
      phaseSeconds: phaseSeconds(state),
      ...(state.failure === undefined ? {} : { failure: state.failure }),
      ...(state.held === undefined ? {} : { held: state.held }),
    },
  };
}

function phaseOf(state: RunState): string {
  return state.outcome === undefined ? placeOf(state).phase : 'Completed';
}

function itineraryOf({ undoing, itinerary }: RunState): string {
  return undoing === undefined ? itinerary.name : wayBackOf(undoing.why).name;
}

function errorsOf(state: RunState): string[] {
  const { failure, leftBehind } = state;
  if (failure === undefined) return leftBehind;
  const object = failure.object === undefined ? '' : `${failure.object}: `;
  return [
    `${failure.code} ${failure.meaning}: ${object}${failure.detail} ${failure.hint}`,
    ...leftBehind,
  ];
}

function phaseSeconds(state: RunState): RunReport['phaseSeconds'] {
  return state.itinerary.steps.flatMap((step, index) => {
    const mark = state.marks[index];
    if (mark?.endedAt === undefined) return [];
    const seconds = (Date.parse(mark.endedAt) - Date.parse(mark.startedAt)) / 1000;
    return [{ phase: step.phase, seconds }];
  });
}

interface IndexedStep {
  step: RecordedStep;
  index: number;
}

/** One entry for each step of the pipeline, in the order in which the itinerary first enters them. */
function pipelineOf(state: RunState): PipelineEntry[] {
  const groups = new Map<string, IndexedStep[]>();
  state.itinerary.steps.forEach((step, index) => {
    const group = groups.get(step.pipeline);
    if (group === undefined) groups.set(step.pipeline, [{ step, index }]);
    else group.push({ step, index });
  });
  return [
    ...[...groups].map(([name, steps]) => entryOf(state, name, steps)),
    ...wayBackEntries(state, new Set(groups.keys())),
  ];
}

/** The steps of the way back, behind those of the itinerary, as MTC adds them. */
function wayBackEntries(state: RunState, known: ReadonlySet<string>): PipelineEntry[] {
  const { undoing, undone = [], outcome } = state;
  if (undoing === undefined) return [];
  const way = wayBackOf(undoing.why);
  const names = new Set(way.steps.map(({ pipeline }) => pipeline));
  return [...names].flatMap((name): PipelineEntry[] => {
    if (known.has(name)) return [];
    const marks = undone.filter(({ undo }) => backStepOf(way, undo).pipeline === name);
    const [first] = marks;
    if (first === undefined) {
      const skipped = { name, skipped: true, message: 'Skipped' };
      return [outcome === undefined ? { name, message: 'Not started' } : skipped];
    }
    const { startedAt: started } = first;
    const completed = marks.at(-1)?.endedAt;
    if (completed !== undefined) return [{ name, started, completed, message: 'Completed' }];
    return [
      {
        name,
        started,
        ...{ phase: placeOf(state).phase, message: `Taking back: ${undoing.what}` },
      },
    ];
  });
}

function entryOf(state: RunState, name: string, steps: IndexedStep[]): PipelineEntry {
  const applying = steps.filter(({ step }) => step.applies);
  const { started, completed } = timesOf(state, applying);
  if (applying.length === 0 || (started === undefined && hasLeftItinerary(state))) {
    return { name, skipped: true, message: 'Skipped' };
  }
  if (started === undefined) return { name, message: 'Not started' };
  if (completed !== undefined) return { name, started, completed, message: 'Completed' };
  const current = steps.find(({ index }) => index === state.current)?.step;
  return {
    name,
    started,
    ...(current === undefined ? {} : { phase: current.phase }),
    ...(current !== undefined && state.undoing?.why === 'failed' ? { failed: true } : {}),
    message: messageOf(state, current),
  };
}

/** A run that takes its acts back never comes to the later steps again. */
function hasLeftItinerary(state: RunState): boolean {
  return state.outcome !== undefined || state.undoing !== undefined;
}

function timesOf(
  state: RunState,
  steps: IndexedStep[],
): { started: string | undefined; completed: string | undefined } {
  const marks = steps.map(({ index }) => state.marks[index]);
  return {
    started: marks.find((mark) => mark !== undefined)?.startedAt,
    completed: marks.every((mark) => mark?.endedAt !== undefined)
      ? marks.at(-1)?.endedAt
      : undefined,
  };
}

function messageOf(state: RunState, current: RecordedStep | undefined): string {
  if (current === undefined) return 'In progress';
  if (state.held !== undefined) return `Waits for a person: ${current.summary}`;
  return state.undoing === undefined ? sentence(current.summary) : `Stopped: ${current.summary}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
