import { isCancellation, sleep, workflowInfo } from '@temporalio/workflow';
import { itineraryOf } from '../domain/itinerary/of-run.ts';
import { type RecordedItinerary, recordItinerary } from '../domain/itinerary/record.ts';
import type { Admission, RunInput } from '../domain/run/facts.ts';
import { refuse } from '../domain/run/refuse.ts';
import { waitsUntil } from '../domain/run/start-time.ts';
import { newRunState, type Outcome, type RunState } from '../domain/run/state.ts';
import { actsOf, hasTargetStarted, undosOf } from './acts.ts';
import { failureRecordOf } from './failures.ts';
import { openHolds } from './hold.ts';
import { quick, telling, waiting } from './proxies.ts';
import { startReporter } from './reporter.ts';
import { walkItinerary } from './runner.ts';
import { hearTroubles } from './troubles.ts';

interface RunResult {
  outcome: Outcome | undefined;
}

/** Moves an application: copies while it runs, stops it, brings the last delta, starts it on the target. */
export function cutover(input: RunInput): Promise<RunResult> {
  return migrate(input);
}

/** Copies an application's volumes and leaves it where it is, as often as one likes. */
export function stage(input: RunInput): Promise<RunResult> {
  return migrate(input);
}

/** Copies chosen volumes of an application, whose objects somebody else brings. */
export function state(input: RunInput): Promise<RunResult> {
  return migrate(input);
}

/** Brings the target back to what it was before the plan, and the source to what it was before the outage. */
export function rollback(input: RunInput): Promise<RunResult> {
  return migrate(input);
}

/**
 * Waits for the time of a run, then says on its MigMigration that it has come: the controller then starts it.
 * Meanwhile other runs of the plan may be made.
 */
export async function startLater(input: RunInput, startAt: string): Promise<void> {
  const { namespace, migration: name } = input;
  const conditions = [waitsUntil(startAt)];
  await telling.reportConditions({ kind: 'MigMigration', namespace, name, conditions });
  const waitMs = Date.parse(startAt) - Date.now();
  if (waitMs > 0) await sleep(waitMs, { summary: `until ${startAt}` });
  await quick.noteDue({ run: input, startAt });
}

/** What all types of runs have in common; they differ in their itineraries. */
async function migrate(input: RunInput): Promise<RunResult> {
  const admission = await admit(input);
  if ('outcome' in admission) {
    await startReporter(input, admission).finish();
    return { outcome: admission.outcome };
  }
  const { facts, itinerary } = admission;
  const state = newState(itinerary);
  state.clusters = { source: facts.source.name, target: facts.target.name };
  if (facts.expected !== undefined) state.downtime.expected = facts.expected;
  const reporter = startReporter(input, state);
  hearTroubles(state, reporter);
  await walkItinerary({
    state,
    reporter,
    acts: actsOf(facts),
    undos: undosOf(facts),
    ...(facts.holdMinutes === undefined
      ? {}
      : { holds: openHolds(state, reporter, facts.holdMinutes) }),
    hasCommitted: () => hasTargetStarted(facts),
    ...(input.type === 'rollback' ? { whatIsLeft: () => quick.describeRollbackLeft(facts) } : {}),
  });
  return { outcome: state.outcome };
}

/** What the run is about and which way it goes, or the state of a run that may not begin. */
async function admit(
  input: RunInput,
): Promise<Extract<Admission, { admitted: true }> | (RunState & { outcome: Outcome })> {
  const none = newState(recordItinerary(itineraryOf(input.type ?? 'cutover'), new Set()));
  try {
    const admission = await waiting.admitRun(input);
    return admission.admitted ? admission : refuse(none, admission.conditions);
  } catch (error) {
    return isCancellation(error)
      ? { ...none, undoing: { why: 'canceled', what: 'nothing more' }, outcome: 'canceled' }
      : { ...none, failure: failureRecordOf(error), outcome: 'failed' };
  }
}

function newState(itinerary: RecordedItinerary): RunState {
  const { workflowId, runId } = workflowInfo();
  return newRunState({ workflowId, runId }, itinerary, new Date().toISOString());
}
