import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { ActName, UndoName } from '../domain/itinerary/step.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import type { RunState } from '../domain/run/state.ts';
import { failureRecordOf } from './failures.ts';
import type { Reporter } from './reporter.ts';

/** What an act may do to the state of its run. */
export interface RunContext {
  state: RunState;
  warn: (conditions: readonly ConditionDraft[]) => void;
}

export type Acts = Record<ActName, (context: RunContext) => Promise<void>>;
export type Undos = Record<UndoName, () => Promise<void>>;

export interface Walk {
  state: RunState;
  reporter: Reporter;
  acts: Acts;
  undos: Undos;
}

/**
 * Walks the recorded itinerary of a run. The undo of a step is registered before its act begins, since an act
 * may have happened although its result was lost. Whatever goes wrong before the point of no return, or a
 * cancellation, takes the acts back, the last one first; afterwards the target runs, and the way back is a
 * rollback that a person decides on.
 */
export async function walkItinerary(walk: Walk): Promise<void> {
  const { state, reporter } = walk;
  const registered: UndoName[] = [];
  try {
    await walkUntil(walk, registered);
    const committed = state.itinerary.steps.findIndex((step) => step.pointOfNoReturn === true);
    if (committed >= 0) {
      // From here on a cancellation comes too late: half a start helps nobody.
      await CancellationScope.nonCancellable(() => walkFrom(walk, committed));
    }
    state.outcome = state.warnings.length > 0 ? 'warnings' : 'succeeded';
  } catch (error) {
    await CancellationScope.nonCancellable(() => giveUp(walk, registered, error));
  }
  await reporter.finish();
}

async function walkUntil(walk: Walk, registered: UndoName[]): Promise<void> {
  for (const [index, step] of walk.state.itinerary.steps.entries()) {
    if (step.pointOfNoReturn === true) return;
    if (step.applies && step.undo !== undefined) registered.unshift(step.undo);
    await takeStep(walk, index);
  }
}

async function walkFrom(walk: Walk, first: number): Promise<void> {
  for (let index = first; index < walk.state.itinerary.steps.length; index++) {
    await takeStep(walk, index);
  }
}

async function takeStep({ state, reporter, acts }: Walk, index: number): Promise<void> {
  const step = state.itinerary.steps[index];
  if (step?.applies !== true) return;
  const startedAt = now();
  state.current = index;
  state.marks[index] = { startedAt };
  // A phase without an act is over before anybody could read of it.
  if (step.act === undefined) {
    state.marks[index] = { startedAt, endedAt: startedAt };
    return;
  }
  reporter.changed({ phase: true });
  await acts[step.act]({ state, warn: (conditions) => state.warnings.push(...conditions) });
  state.marks[index] = { startedAt, endedAt: now() };
}

async function giveUp(walk: Walk, registered: UndoName[], error: unknown): Promise<void> {
  const { state, reporter } = walk;
  const canceled = isCancellation(error);
  const why = canceled ? 'canceled' : 'failed';
  if (!canceled) state.failure = failureRecordOf(error);
  const committed = state.itinerary.steps[state.current]?.pointOfNoReturn === true;
  const pending = committed || passedPointOfNoReturn(state) ? [] : registered;
  for (const undo of new Set(pending)) {
    state.undoing = { why, what: UNDO_WORDS[undo] };
    reporter.changed({ phase: true });
    await undoOne(walk, undo);
  }
  state.undoing = { why, what: 'nothing more' };
  state.outcome = why;
}

const UNDO_WORDS: Record<UndoName, string> = {
  deleteRestored: 'objects restored on the target',
  deleteVeleroObjects: 'backup and restore',
  removeHelpers: 'pods of the transfer',
  unquiesceSource: 'the standstill of the application on the source',
};

/** One undo that fails must not keep the others from running. */
async function undoOne({ state, undos }: Walk, undo: UndoName): Promise<void> {
  try {
    await undos[undo]();
  } catch (error) {
    const { code, detail } = failureRecordOf(error);
    state.leftBehind.push(`${code} ${UNDO_WORDS[undo]} could not be taken back: ${detail}`);
  }
}

function passedPointOfNoReturn({ itinerary, current }: RunState): boolean {
  const committed = itinerary.steps.findIndex((step) => step.pointOfNoReturn === true);
  return committed >= 0 && current >= committed;
}

/** Inside a workflow, the time of the last task: the same at every replay. */
function now(): string {
  return new Date().toISOString();
}
