import type { WorkflowHandle } from '@temporalio/client';
import { runWorkflowId } from '../../domain/engine-names.ts';
import type { Outcome } from '../../domain/run/state.ts';
import { recordingActivities } from './recording-activities.ts';
import { Scenario, type ScenarioOptions } from './scenario.ts';
import { startTemporal, type Temporal, type WorkerOptions } from './temporal.ts';

/** A Temporal server, a worker whose activities only record, and the runs that were played. */
export interface Stage extends Temporal {
  /** A run that has not begun; its name is a plan's, unique on this stage. */
  scenario(plan: string, options?: ScenarioOptions): Scenario;
  /** Starts the run as the doors do. */
  start(scenario: Scenario): Promise<WorkflowHandle>;
  /** Starts the run and waits for its end. */
  play(scenario: Scenario): Promise<Outcome | undefined>;
  outcomeOf(handle: WorkflowHandle): Promise<Outcome | undefined>;
  scenarioOf(plan: string): Scenario;
}

export async function openStage(options?: WorkerOptions): Promise<Stage> {
  const scenarios = new Map<string, Scenario>();
  const scenarioOf = (plan: string): Scenario => {
    const found = scenarios.get(plan);
    if (found === undefined) throw new Error(`no scenario is called ${plan}`);
    return found;
  };
  const temporal = await startTemporal();
  await temporal.startWorker(recordingActivities(scenarioOf), options);
  const start = async ({ input }: Scenario): Promise<WorkflowHandle> => {
    await temporal.engine.startRun(input);
    return temporal.client.workflow.getHandle(runWorkflowId(input.namespace, input.plan));
  };
  return {
    ...temporal,
    scenarioOf,
    scenario(plan, options) {
      const scenario = new Scenario(plan, options);
      scenarios.set(plan, scenario);
      return scenario;
    },
    start,
    outcomeOf,
    play: async (scenario) => outcomeOf(await start(scenario)),
  };
}

async function outcomeOf(handle: WorkflowHandle): Promise<Outcome | undefined> {
  const result = (await handle.result()) as { outcome?: Outcome };
  return result.outcome;
}
