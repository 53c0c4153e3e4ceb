import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DefaultLogger, type ReplayResult, Runtime, Worker } from '@temporalio/worker';
import * as workflows from '../../workflows/index.ts';
import { bundleWorkflows, type WorkflowBundle } from '../workflow/bundle.ts';
import {
  parseHistory,
  plainEvents,
  readableText,
  readHistories,
  type RecordedHistory,
} from './histories.ts';

jest.setTimeout(60_000);

const HISTORIES = readHistories();

/** What each workflow has done first, but for telling. */
const FIRST_ACT =
  /"activityType":\{"name":"(admitCopy|admitRun|prepareVolume|runPass|checkObject|dryRunPlan|reportConditions|orderScheduledRun)"\}/g;

let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  // A replay that fails is told by its result.
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'OFF' } },
  });
  workflowBundle = await bundleWorkflows();
});

type Replayed = Pick<RecordedHistory, 'workflowId' | 'history'>;

async function replay(recorded: Replayed): Promise<ReplayResult | undefined> {
  for await (const result of Worker.runReplayHistories({ workflowBundle }, [recorded])) {
    return result;
  }
  return undefined;
}

describe('recorded histories', () => {
  it('are there for every workflow', () => {
    const recorded = new Set(HISTORIES.map(({ workflowType }) => workflowType));

    expect([...recorded].sort()).toEqual(Object.keys(workflows).sort());
  });

  it.each(HISTORIES)('$file can be replayed by this version', async (recorded) => {
    const result = await replay(recorded);

    expect(result?.workflowId).toBe(recorded.workflowId);
    expect(result?.error).toBeUndefined();
  });

  it.each(HISTORIES)('$file tells of a workflow that does something else', async ({ history }) => {
    const text = JSON.stringify({ events: plainEvents(history) });
    const changed = text.replaceAll(FIRST_ACT, '"activityType":{"name":"somethingElse"}');
    expect(changed).not.toBe(text);

    const result = await replay(parseHistory(changed));

    expect(result?.error?.name).toBe('DeterminismViolationError');
  });

  it.each(HISTORIES)('$file names nothing of the machine it was made on', ({ history }) => {
    const text = readableText(plainEvents(history));

    expect(text).toContain('openshift-migration');
    expect(text).not.toMatch(/file:|\.ts:\d|node_modules|\/(home|root|work|tmp)\/|\d+@/);
  });
});
