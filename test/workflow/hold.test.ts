import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Decision } from '../../domain/run/hold.ts';
import type { Outcome } from '../../domain/run/state.ts';
import { FATAL, failFatally } from './behaviours.ts';
import { undosOf } from './expectations.ts';
import type { ActivityName, Call, Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

/** Less than a minute, which passes in a moment here. */
const PATIENT_MINUTES = 0.9;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

interface Held {
  run: Scenario;
  outcome: Promise<Outcome | undefined>;
  decide: (act: Decision['act'], reason?: string) => Promise<string | undefined>;
}

/** A run that waits, since an activity failed as long as it is broken. */
async function hold(
  name: string,
  activity: ActivityName,
  { claims = ['data'], isHit = () => true }: { claims?: string[]; isHit?: (call: Call) => boolean },
): Promise<Held & { repair: () => void }> {
  const run = stage.scenario(name, { claims, holdMinutes: PATIENT_MINUTES });
  let isBroken = true;
  run.on(activity, (call) => {
    if (isBroken && isHit(call)) failFatally();
  });
  const outcome = stage.outcomeOf(await stage.start(run));
  await run.until(() => run.lastCondition('Held') !== undefined);
  return {
    ...{ run, outcome },
    repair: () => {
      isBroken = false;
    },
    decide: (act, reason) =>
      stage.engine.decide(run.input, {
        ...{ hold: run.last?.drayage.held?.number ?? 0, act },
        ...(reason === undefined ? {} : { reason }),
      }),
  };
}

describe('a step that fails under Hold', () => {
  it.concurrent('waits, says what can be done, and does it again when told', async () => {
    const { run, outcome, repair, decide } = await hold('held', 'awaitQuiesced', {});

    expect(run.lastCondition('Held')).toMatchObject({ category: 'Warn', reason: 'EnsureQuiesced' });
    expect(run.lastCondition('Held')?.message).toContain(FATAL);
    expect(run.lastCondition('Running')).toBeDefined();
    expect(undosOf(run)).toEqual([]);

    // What is not repaired waits once more.
    expect(await decide('retry')).toBeUndefined();
    await run.until(() => run.last?.drayage.held?.number === 2);
    repair();
    expect(await decide('retry')).toBeUndefined();

    expect(await outcome).toBe('succeeded');
    expect(run.callsOf('quiesceSource')).toHaveLength(1);
    expect(run.callsOf('awaitQuiesced')).toHaveLength(3);
    expect(run.last?.drayage.held).toBeUndefined();
    expect(run.lastCondition('Held')).toBeUndefined();
  });

  it.concurrent('does only what is missing: of ten volumes the ninth', async () => {
    const claims = Array.from({ length: 10 }, (_, index) => `claim-${index}`);
    const isNinth = ({ input }: Call): boolean =>
      'volume' in input && input.volume.claim === 'claim-8';
    for (const activity of ['prepareVolume', 'releaseVolumes'] as const) {
      const isHit = activity === 'prepareVolume' ? isNinth : () => true;
      const { run, outcome, repair, decide } = await hold(`ten-${activity}`, activity, {
        ...{ claims, isHit },
      });
      repair();
      expect(await decide('retry')).toBeUndefined();

      expect(await outcome).toBe('succeeded');
      const passes = run
        .callsOf('runPass')
        .map(({ input }) => `${input.volume.claim} ${input.order.kind}`);
      const once = claims.flatMap((claim) => [`${claim} final`, `${claim} initial`]);
      expect(passes.toSorted()).toEqual(once.toSorted());
    }
  });

  it.concurrent('is left out with a reason, when nothing relies on it', async () => {
    const { run, outcome, decide } = await hold('skipped', 'pullImages', {});

    expect(await decide('skip', 'the nodes have them')).toBeUndefined();

    expect(await outcome).toBe('warnings');
    expect(run.lastCondition('StepLeftOut')).toMatchObject({
      reason: 'PullTargetImages',
      message: expect.stringContaining('the nodes have them'),
    });
  });

  it.concurrent('is not left out when others rely on it, and is taken back when told', async () => {
    const { run, outcome, decide } = await hold('firm', 'awaitQuiesced', {});

    expect(await decide('skip', 'no time')).toMatch(/EnsureQuiesced cannot be left out/);
    expect(await decide('rollback')).toBeUndefined();

    expect(await outcome).toBe('failed');
    expect(undosOf(run)).toEqual(['unquiesceSource', 'removeHelpers', 'deleteVeleroObjects']);
    expect(run.last?.drayage.failure).toMatchObject({ code: FATAL });
  });

  it.concurrent('is taken back by itself when nobody decides in time', async () => {
    const run = stage.scenario('late', { holdMinutes: 1 });
    run.on('awaitQuiesced', failFatally);

    expect(await stage.play(run)).toBe('failed');
    expect(run.statuses.some(({ drayage }) => drayage.held !== undefined)).toBe(true);
    expect(undosOf(run)).toContain('unquiesceSource');
  });

  it.concurrent('is taken back by a cancellation', async () => {
    const { run, outcome } = await hold('canceled-hold', 'awaitQuiesced', {});
    await stage.engine.cancelRun(run.input);

    expect(await outcome).toBe('canceled');
    expect(undosOf(run)).toContain('unquiesceSource');
  });

  it.concurrent('waits behind the start too, where nothing is taken back', async () => {
    const { run, outcome, repair, decide } = await hold('started', 'awaitTargetReady', {});
    repair();
    expect(await decide('retry')).toBeUndefined();

    expect(await outcome).toBe('succeeded');
    expect(undosOf(run)).toEqual(['removeHelpers']);
  });
});

it('a decision that is told twice is obeyed once, and none is taken by a run that does not wait', async () => {
  const { run, outcome, repair, decide } = await hold('twice', 'awaitQuiesced', {});
  repair();
  const said = await Promise.all([decide('retry'), decide('retry')]);
  expect(said).toEqual([undefined, undefined]);
  expect(await outcome).toBe('succeeded');
  expect(run.callsOf('awaitQuiesced')).toHaveLength(2);
  expect(await stage.engine.decide(run.input, { hold: 1, act: 'retry' })).toBe(
    'the run runs no more',
  );
});
