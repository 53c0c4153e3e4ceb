import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { blockUntilCancelled, failFatally } from './behaviours.ts';
import { undosOf } from './expectations.ts';
import type { Call, Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

/** Names of the hooks that were begun, each try once more. */
function begun(run: Scenario): string[] {
  return run.callsOf('startHook').map(({ input }) => input.planned.hook.name);
}

function isOf(position: number) {
  return ({ input }: Call): boolean => 'planned' in input && input.planned.position === position;
}

function entry(run: Scenario, name: string) {
  return run.last?.pipeline.find((one) => one.name === name);
}

describe('hooks of a cutover', () => {
  it.concurrent('run one after another, in the order of the plan', async () => {
    const run = stage.scenario('hooks-order', {
      hooks: ['PostRestore', 'PreBackup', 'PreBackup', 'PreRestore'],
    });

    expect(await stage.play(run)).toBe('succeeded');
    expect(begun(run)).toEqual(['hook-1', 'hook-2', 'hook-3', 'hook-0']);
    const [, second] = run.callsOf('startHook');
    const [first] = run.callsOf('awaitHook');
    expect(second!.begin).toBeGreaterThan(first!.end!);
  });

  it.concurrent('have phases that are skipped when there is none', async () => {
    const run = stage.scenario('hooks-skipped', { hooks: ['PreRestore'] });

    expect(await stage.play(run)).toBe('succeeded');
    expect(begun(run)).toEqual(['hook-0']);
    expect(entry(run, 'PreBackupHooks')).toMatchObject({ skipped: true, message: 'Skipped' });
    expect(entry(run, 'PreRestoreHooks')).toMatchObject({ message: 'Completed' });
  });

  it.concurrent('are none of a stage', async () => {
    const run = stage.scenario('hooks-stage', { type: 'stage', hooks: ['PreBackup'] });

    expect(await stage.play(run)).toBe('succeeded');
    expect(begun(run)).toEqual([]);
  });

  it.concurrent('start the application again when one fails in the outage', async () => {
    const run = stage.scenario('hooks-fail').on('awaitHook', (call) => {
      if (!isOf(2)(call)) return;
      throw failure('DRAY-5101', {
        detail: 'Its log ends:\nno such table\n',
        object: 'new: Job h',
      });
    });

    expect(await stage.play(run)).toBe('failed');
    expect(run.lastCondition('Failed')).toMatchObject({ reason: 'PreRestoreHooks' });
    expect(run.lastCondition('Failed')?.message).toContain('no such table');
    expect(undosOf(run)[0]).toBe('unquiesceSource');
    expect(undosOf(run)).toContain('removeHelpers');
    expect(run.names).not.toContain('createRestore');
  });

  it.concurrent('leave the target running when one fails behind the start', async () => {
    const run = stage.scenario('hooks-late').on('awaitHook', (call) => {
      if (isOf(3)(call)) failFatally();
    });

    expect(await stage.play(run)).toBe('failed');
    expect(run.lastCondition('Failed')).toMatchObject({ reason: 'PostRestoreHooks' });
    expect(undosOf(run)).toEqual(['removeHelpers']);
  });

  it.concurrent('are ended by a cancellation, before anything is taken back', async () => {
    const run = stage.scenario('hooks-cancel', { hooks: ['PreRestore'] });
    run.on('awaitHook', blockUntilCancelled);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('awaitHook'));

    await stage.engine.cancelRun(run.input);

    expect(await stage.outcomeOf(handle)).toBe('canceled');
    const [watched] = run.callsOf('awaitHook');
    const [undone] = run.callsOf('unquiesceSource');
    expect(watched!.end).toBeLessThan(undone!.begin);
    expect(run.names).toContain('removeHelpers');
  });
});

describe('a hook that fails under Hold', () => {
  async function hold(name: string) {
    const run = stage.scenario(name, { hooks: ['PreBackup', 'PreBackup'], holdMinutes: 0.9 });
    let isBroken = true;
    run.on('awaitHook', (call) => {
      if (isBroken && isOf(1)(call)) failFatally();
    });
    const outcome = stage.outcomeOf(await stage.start(run));
    await run.until(() => run.lastCondition('Held') !== undefined);
    const decide = (act: 'retry' | 'skip') =>
      stage.engine.decide(run.input, { hold: 1, act, reason: 'done by hand' });
    return { run, outcome, decide, repair: () => (isBroken = false) };
  }

  it.concurrent('is run again when told, and those before it are not', async () => {
    const { run, outcome, decide, repair } = await hold('hooks-retry');
    repair();

    expect(await decide('retry')).toBeUndefined();

    expect(await outcome).toBe('succeeded');
    expect(begun(run)).toEqual(['hook-0', 'hook-1', 'hook-1']);
  });

  it.concurrent('can be left out', async () => {
    const { run, outcome, decide } = await hold('hooks-left-out');

    expect(await decide('skip')).toBeUndefined();

    expect(await outcome).toBe('warnings');
    expect(begun(run)).toEqual(['hook-0', 'hook-1']);
    expect(run.lastCondition('StepLeftOut')).toMatchObject({
      reason: 'PreBackupHooks',
      message: expect.stringContaining('done by hand'),
    });
  });
});

/** Facts of runs that began before there were hooks say nothing of them. */
it('runs no hook when its facts name none', async () => {
  const run = stage.scenario('hooks-unknown', { hooks: [] });
  delete (run.facts as Partial<RunFacts>).hooks;

  expect(await stage.play(run)).toBe('succeeded');
  expect(begun(run)).toEqual([]);
});
