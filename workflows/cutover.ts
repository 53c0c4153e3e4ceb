import { isCancellation, workflowInfo } from '@temporalio/workflow';
import { CUTOVER } from '../domain/itinerary/cutover.ts';
import { recordItinerary } from '../domain/itinerary/record.ts';
import type { Flag } from '../domain/itinerary/step.ts';
import type { RunFacts, RunInput } from '../domain/run/facts.ts';
import { refuse } from '../domain/run/refuse.ts';
import { newRunState, type Outcome, type RunState } from '../domain/run/state.ts';
import { cutoverActs, cutoverUndos } from './cutover-acts.ts';
import { failureRecordOf } from './failures.ts';
import { waiting } from './proxies.ts';
import { startReporter } from './reporter.ts';
import { walkItinerary } from './runner.ts';

/** Moves an application: copies while it runs, stops it, brings the last delta, starts it on the target. */
export async function cutover(input: RunInput): Promise<{ outcome: Outcome | undefined }> {
  const facts = await admit(input);
  if (!('run' in facts)) {
    await startReporter(input, facts).finish();
    return { outcome: facts.outcome };
  }
  const state = newState(flagsOf(facts));
  const reporter = startReporter(input, state);
  await walkItinerary({
    state,
    reporter,
    acts: cutoverActs(facts),
    undos: cutoverUndos(facts),
  });
  return { outcome: state.outcome };
}

/** What the run is about, or the state of a run that may not begin. */
async function admit(input: RunInput): Promise<RunFacts | RunState> {
  try {
    const admission = await waiting.admitRun(input);
    if (admission.admitted) return admission.facts;
    return refuse(newState(new Set()), admission.conditions);
  } catch (error) {
    const state = newState(new Set());
    return isCancellation(error)
      ? { ...state, undoing: { why: 'canceled', what: 'nothing more' }, outcome: 'canceled' }
      : { ...state, failure: failureRecordOf(error), outcome: 'failed' };
  }
}

function newState(flags: ReadonlySet<Flag>): RunState {
  const { workflowId, runId } = workflowInfo();
  const itinerary = recordItinerary(CUTOVER, flags);
  return newRunState({ workflowId, runId }, itinerary, new Date().toISOString());
}

function flagsOf(facts: RunFacts): ReadonlySet<Flag> {
  const flags = new Set<Flag>();
  if (facts.quiesce) flags.add('quiesce');
  if (facts.verify) flags.add('verify');
  if (facts.volumes.length > 0) flags.add('hasVolumes');
  return flags;
}
