import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { FailureRecord } from '../domain/failures/failure.ts';
import type { RecordedStep } from '../domain/itinerary/record.ts';
import type { ActName, UndoName } from '../domain/itinerary/step.ts';
import type { ConditionDraft } from '../domain/kinds/condition.ts';
import { leftOut } from '../domain/run/conditions.ts';
import type { RunState } from '../domain/run/state.ts';
import { failureRecordOf } from './failures.ts';
import type { Holds } from './hold.ts';
import { obeyCancellation } from './obedience.ts';
import type { Reporter } from './reporter.ts';
import { tellWhere } from './standing.ts';

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
  /** Present when a person decides on steps that fail. */
  holds?: Holds;
  /** Whether the target runs already; asked when the act at the point of no return fails. */
  hasCommitted: () => Promise<boolean>;
  /** What a run that is not taken back leaves to do when it ends early, as sentences. */
  whatIsLeft?: () => Promise<readonly string[]>;
}

/**
 * Walks the recorded itinerary of a run. The undo of a step is registered before its act begins, since an act
 * may have happened although its result was lost. Whatever goes wrong before the point of no return, or a
 * cancellation, takes the acts back: the application on the source runs again first, then the last act first.
 * Afterwards the target runs, and the way back is a rollback that a person decides on.
 */
export async function walkItinerary(walk: Walk): Promise<void> {
  const { state, reporter } = walk;
  tellWhere(state);
  const registered: UndoName[] = [];
  try {
    await walkUntil(walk, registered);
    const committed = state.itinerary.steps.findIndex((step) => step.pointOfNoReturn === true);
    if (committed >= 0) {
      obeyCancellation();
      // From here on a cancellation comes too late: half a start helps nobody.
      await CancellationScope.nonCancellable(() => walkFrom(walk, committed));
    }
    state.outcome = state.warnings.some(isWarning) ? 'warnings' : 'succeeded';
  } catch (error) {
    await CancellationScope.nonCancellable(() => giveUp(walk, registered, error));
  }
  await reporter.finish();
}

/** What is only told is nothing to look at. */
function isWarning({ category }: ConditionDraft): boolean {
  return category !== 'Advisory';
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

async function takeStep(walk: Walk, index: number): Promise<void> {
  const { state, reporter, acts } = walk;
  const step = state.itinerary.steps[index];
  if (step?.applies !== true) return;
  const startedAt = now();
  state.current = index;
  delete state.troubles;
  state.marks[index] = { startedAt };
  // A phase without an act is over before anybody could read of it.
  if (step.act === undefined) {
    state.marks[index] = { startedAt, endedAt: startedAt };
    return;
  }
  reporter.changed({ phase: true });
  const context = {
    state,
    warn: (more: readonly ConditionDraft[]) => state.warnings.push(...more),
  };
  // Not in a function of its own: histories know when the next command comes, to the microtask.
  for (let isDone = false; !isDone;) {
    try {
      await acts[step.act](context);
      isDone = true;
    } catch (error) {
      isDone = await isLeftOut(walk, step, error);
    }
  }
  state.marks[index] = { startedAt, endedAt: now() };
}

/** What a person decides on a step that failed: whether to leave it out, or to do what is missing of it. */
async function isLeftOut(
  { state, holds }: Walk,
  step: RecordedStep,
  error: unknown,
): Promise<boolean> {
  if (holds === undefined || isCancellation(error)) throw error;
  const decision = await holds.await(step, error);
  if (decision === undefined || decision.act === 'rollback') throw error;
  if (decision.act === 'retry') return false;
  state.warnings.push(leftOut(step.phase, decision.reason ?? ''));
  return true;
}

async function giveUp(walk: Walk, registered: UndoName[], error: unknown): Promise<void> {
  const { state, reporter } = walk;
  const canceled = isCancellation(error);
  const why = canceled ? 'canceled' : 'failed';
  delete state.troubles;
  if (!canceled) state.failure = failureRecordOf(error);
  const undos = (await isTooLate(walk)) ? AFTER_THE_START : inOrder(registered);
  for (const undo of undos) {
    state.undoing = { why, what: UNDO_WORDS[undo], undo };
    const mark = { undo, startedAt: now() };
    const before = state.undone ?? [];
    state.undone = [...before, mark];
    reporter.changed({ phase: true });
    await undoOne(walk, undo);
    state.undone = [...before, { ...mark, endedAt: now() }];
    delete state.troubles;
  }
  await tellWhatIsLeft(walk);
  state.undoing = { why, what: 'nothing more' };
  state.outcome = why;
}

/** Nobody can tell when a cluster is away: then the run ends without it. */
async function tellWhatIsLeft({ state, whatIsLeft }: Walk): Promise<void> {
  if (whatIsLeft === undefined) return;
  try {
    state.leftBehind.push(...(await whatIsLeft()));
  } catch (error) {
    state.leftBehind.push(`What is left could not be seen: ${failureRecordOf(error).detail}`);
  }
}

/** Nobody waits for anything as much as for the application: its undo never waits behind the target's. */
function inOrder(registered: UndoName[]): UndoName[] {
  const undos = new Set(registered);
  const first = undos.delete('unquiesceSource') ? (['unquiesceSource'] as const) : [];
  return [...first, ...undos];
}

/** The target runs: only what the run made for itself goes. */
const AFTER_THE_START: UndoName[] = ['removeHelpers'];

/** A start that failed before it started anything is still taken back. */
async function isTooLate({ state, hasCommitted }: Walk): Promise<boolean> {
  const { steps } = state.itinerary;
  const committed = steps.findIndex((step) => step.pointOfNoReturn === true);
  if (committed < 0 || state.current < committed) return false;
  if (state.current > committed) return true;
  try {
    return await hasCommitted();
  } catch {
    // Nobody can tell, so it counts as started: an application must not run on both sides.
    return true;
  }
}

const UNDO_WORDS: Record<UndoName, string> = {
  deleteRestored: 'objects restored on the target',
  deleteVeleroObjects: 'backup and restore',
  removeHelpers: 'pods of the transfer',
  unquiesceSource: 'the standstill of the application on the source',
};

/** A day: somebody will have renewed the token, or repaired the cluster. */
const UNQUIESCE_TRIES = 24 * 60;
const OTHER_TRIES = 3;
const UNDO_PAUSE_MS = 60_000;

/**
 * An undo that fails is tried again, whatever the failure, and does not keep the others from running; the one
 * that an application waits for is not given up for a day.
 */
async function undoOne({ state, undos, reporter }: Walk, undo: UndoName): Promise<void> {
  const tries = undo === 'unquiesceSource' ? UNQUIESCE_TRIES : OTHER_TRIES;
  const before = state.leftBehind;
  for (let attempt = 1; attempt <= tries; attempt++) {
    try {
      await undos[undo]();
      state.leftBehind = before;
      return;
    } catch (error) {
      const record = failureRecordOf(error);
      const { code, detail } = record;
      noteTrouble(state, `undo/${undo}`, record);
      const said = `${code} ${UNDO_WORDS[undo]} could not be taken back: ${detail}`;
      state.leftBehind = [...before, said];
      reporter.changed();
    }
    if (attempt < tries) {
      await sleep(UNDO_PAUSE_MS, { summary: `until ${UNDO_WORDS[undo]} is taken back once more` });
    }
  }
}

function noteTrouble(state: RunState, act: string, failure: FailureRecord): void {
  const since = state.troubles?.[act]?.since ?? now();
  state.troubles = { ...state.troubles, [act]: { act, since, toldAt: now(), failure } };
}

/** Inside a workflow, the time of the last task: the same at every replay. */
function now(): string {
  return new Date().toISOString();
}
