import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runWorkflowId } from '../../domain/engine-names.ts';
import { blockUntilCancelled } from './behaviours.ts';
import { recordingActivities } from './recording-activities.ts';
import type { ActivityName } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

/** While the application stands still: each must be taken up where it was. */
const MOMENTS: ActivityName[] = ['awaitQuiesced', 'releaseVolumes', 'awaitRestore'];

describe('a worker that is gone while the application stands still', () => {
  it.concurrent.each(MOMENTS)('in %s: another one goes on, and repeats nothing', async (moment) => {
    const taskQueue = `lost-in-${moment}`;
    const activities = recordingActivities(stage.scenarioOf);
    const run = stage.scenario(taskQueue).on(moment, async ({ attempt }) => {
      if (attempt === 1) await blockUntilCancelled();
    });
    const lost = await stage.startWorker(activities, { taskQueue });
    const { namespace, plan } = run.input;
    const workflowId = runWorkflowId(namespace, plan);
    const options = { taskQueue, workflowId, args: [run.input] };
    const handle = await stage.client.workflow.start('cutover', options);
    await run.until(() => run.names.includes(moment));

    await lost.stop();
    await stage.startWorker(activities, { taskQueue });

    expect(await stage.outcomeOf(handle)).toBe('succeeded');
    expect(run.callsOf(moment).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(run.callsOf('quiesceSource')).toHaveLength(1);
    const { events } = await handle.fetchHistory();
    const scheduled = (events ?? []).map(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name,
    );
    expect(scheduled.filter((name) => name === 'quiesceSource')).toHaveLength(1);
    expect(scheduled).not.toContain('unquiesceSource');
  });
});
