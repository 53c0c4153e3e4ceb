import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startWorkflowId } from '../../domain/engine-names.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

function handleOf({ input }: ReturnType<Stage['scenario']>) {
  const { namespace, migration, uid } = input;
  return stage.client.workflow.getHandle(startWorkflowId(namespace, migration, uid));
}

it.concurrent('a run waits for its time, says so, and leaves its plan to others', async () => {
  const run = stage.scenario('tonight');
  const startAt = inSeconds(2);
  await stage.engine.startLater(run.input, startAt);
  await run.until(() => run.names.includes('reportConditions'));
  expect(run.callsOf('reportConditions')[0]?.input.conditions).toMatchObject([
    { type: 'WaitingForStart', message: expect.stringContaining(startAt) },
  ]);

  // Whatever else of the plan is started meanwhile runs.
  expect(await stage.play(run)).toBe('succeeded');
  await handleOf(run).result();

  const [due] = run.callsOf('noteDue');
  expect(due?.input).toEqual({ run: run.input, startAt });
  const { closeTime } = await handleOf(run).describe();
  expect(closeTime?.getTime()).toBeGreaterThanOrEqual(Date.parse(startAt));
});

it.concurrent('a time that has come by then is noted at once', async () => {
  const run = stage.scenario('late-already');
  await stage.engine.startLater(run.input, inSeconds(-5));
  await handleOf(run).result();

  expect(run.callsOf('noteDue')).toHaveLength(1);
});

it.concurrent('another time takes the place of the first', async () => {
  const run = stage.scenario('moved');
  await stage.engine.startLater(run.input, inSeconds(3600));
  await stage.engine.startLater(run.input, inSeconds(-1));
  await handleOf(run).result();

  expect(run.callsOf('noteDue')).toHaveLength(1);
});

it.concurrent('a run that is cancelled before its time never begins', async () => {
  const run = stage.scenario('never');
  await stage.engine.startLater(run.input, inSeconds(3600));
  await run.until(() => run.names.includes('reportConditions'));

  expect(await stage.engine.cancelRun(run.input)).toBe(false);

  await expect(handleOf(run).result()).rejects.toThrow();
  expect((await handleOf(run).describe()).status.name).toBe('CANCELLED');
  expect(run.callsOf('noteDue')).toEqual([]);
});
