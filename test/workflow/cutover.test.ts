import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { failure } from '../../domain/failures/failure.ts';
import { CUTOVER } from '../../domain/itinerary/cutover.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { at, placesIn } from './act-activities.ts';
import { blockUntilCancelled, FATAL, failFatally, failWhile } from './behaviours.ts';
import type { Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

/** Phases that have something to do, in the order of the itinerary; the others are walked past unseen. */
const BUSY = CUTOVER.steps.filter((step) => step.act !== undefined);

/** Holds each act until its phase was published, so that none of them is told together with the next. */
function keepPace(run: Scenario): void {
  for (const step of BUSY) {
    const [first] = placesIn(step);
    const { phase } = step;
    at(run, first!, () => run.until(() => run.last?.phase === phase));
  }
}

describe('a cutover', () => {
  it.concurrent('does its acts in order', async () => {
    const run = stage.scenario('order');

    expect(await stage.play(run)).toBe('succeeded');
    // prettier-ignore
    expect(run.names).toEqual([
      'admitRun', 'checkRun', 'clearLeftovers', 'awaitVelero', 'ensureBackupLocations',
      'startHook', 'awaitHook',
      'ensureNamespaces', 'prepareVolume', 'runPass', 'describeVolume', 'describeVolume',
      'createBackup', 'awaitBackup', 'ensureNamespaces', 'pullImages',
      'quiesceSource', 'awaitQuiesced',
      'runPass', 'describeVolume', 'describeVolume', 'releaseVolumes',
      'startHook', 'awaitHook', 'startHook', 'awaitHook',
      'replicateBackup', 'ensureNamespaces', 'createRestore', 'awaitRestore', 'placeObjects',
      'checkBeforeStart',
      'startTarget', 'awaitTargetReady', 'startHook', 'awaitHook',
      'removeHelpers', 'awaitTargetReady',
    ]);
  });

  it.concurrent('tells each phase while it runs, and the end', async () => {
    const run = stage.scenario('phases');
    keepPace(run);

    await stage.play(run);

    const told = run.statuses.map(({ phase }) => phase);
    const once = told.filter((phase, index) => phase !== told[index - 1]);
    expect(once).toEqual(['Created', ...BUSY.map(({ phase }) => phase), 'Completed']);
    for (const { conditions, phase } of run.statuses.filter((one) => one.phase !== 'Completed')) {
      const step = CUTOVER.steps.find((one) => one.phase === phase)!;
      const counted = CUTOVER.steps.slice(0, CUTOVER.steps.indexOf(step) + 1);
      const number = counted.filter(({ extra }) => extra !== true).length;
      expect(conditions).toContainEqual(
        expect.objectContaining({ type: 'Running', reason: phase, message: `Step: ${number}/49` }),
      );
    }
    expect(run.lastCondition('Succeeded')).toMatchObject({ status: 'True', reason: 'Completed' });
    expect(run.lastCondition('Running')).toBeUndefined();
    expect(run.last?.errors).toEqual([]);
  });

  it.concurrent(
    'measures the outage from the first stopped workload to the first ready target',
    async () => {
      const run = stage.scenario('downtime');
      const endedAt = new Date(Date.now() + 3_600_000).toISOString();
      // The one of the verification, at the end, is of no account.
      run.answer('awaitTargetReady', () =>
        run.names.includes('removeHelpers') ? { endedAt: 'later' } : { endedAt },
      );
      const before = Date.now();
      let stoppedAt = 0;
      run.on('quiesceSource', () => {
        stoppedAt = Date.now();
      });

      await stage.play(run);

      const downtime = run.last!.drayage.downtime!;
      expect(downtime.endedAt).toBe(endedAt);
      expect(Date.parse(downtime.startedAt!)).toBeGreaterThan(before);
      expect(Date.parse(downtime.startedAt!)).toBeLessThanOrEqual(stoppedAt);
      expect(downtime.predictedSeconds).toBeGreaterThan(0);
      expect(run.last?.drayage.phaseSeconds.map(({ phase }) => phase)).toEqual(
        expect.arrayContaining(BUSY.map(({ phase }) => phase)),
      );
    },
  );

  it.concurrent(
    'stops nothing with quiescePods: false, and compares nothing beside writers',
    async () => {
      const run = stage.scenario('no-quiesce', { quiesce: false });

      expect(await stage.play(run)).toBe('succeeded');
      expect(run.names).not.toContain('quiesceSource');
      expect(run.names).not.toContain('awaitQuiesced');
      expect(run.callsOf('runPass').map(({ input }) => input.order.kind)).toEqual([
        'initial',
        'delta',
      ]);
      expect(run.last?.drayage.downtime?.startedAt).toBeUndefined();
    },
  );

  it.concurrent(
    'touches no volume when the plan has none, and verifies only when it is asked to',
    async () => {
      const run = stage.scenario('no-volumes', { claims: [], verify: false });

      expect(await stage.play(run)).toBe('succeeded');
      expect(run.names).not.toContain('prepareVolume');
      expect(run.names).not.toContain('runPass');
      expect(run.names).not.toContain('releaseVolumes');
      expect(run.callsOf('awaitTargetReady')).toHaveLength(1);
    },
  );

  it.concurrent('ends with warnings when a part of the backup failed', async () => {
    const run = stage.scenario('warned');
    const type = 'VeleroInitialBackupPartiallyFailed';
    run.answer('awaitBackup', () => [{ type, status: 'True', category: 'Warn' }]);

    expect(await stage.play(run)).toBe('warnings');
    expect(run.lastCondition('SucceededWithWarnings')).toBeDefined();
    expect(run.lastCondition(type)).toBeDefined();
  });
});

describe('a cutover that may not begin', () => {
  const refusal: ConditionDraft = {
    type: 'PlanNotReady',
    status: 'True',
    category: 'Critical',
    message: 'The migration plan is not Ready.',
  };

  it.concurrent('touches nothing when it is refused, and says why', async () => {
    const run = stage.scenario('refused');
    run.answer('admitRun', () => ({ admitted: false, conditions: [refusal] }));

    expect(await stage.play(run)).toBe('failed');
    expect(run.names).toEqual(['admitRun']);
    expect(run.lastCondition('PlanNotReady')).toMatchObject(refusal);
    expect(run.lastCondition('Failed')?.message).toContain(refusal.message);
  });

  it.concurrent('touches nothing when its plan cannot be read, and says why', async () => {
    const run = stage.scenario('unreadable').on('admitRun', failFatally);

    expect(await stage.play(run)).toBe('failed');
    expect(run.names).toEqual(['admitRun']);
    expect(run.lastCondition('Failed')?.message).toContain(FATAL);
  });

  it.concurrent('can be cancelled while it waits for its plan', async () => {
    const run = stage.scenario('canceled-early').on('admitRun', blockUntilCancelled);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('admitRun'));

    await stage.engine.cancelRun(run.input);

    expect(await stage.outcomeOf(handle)).toBe('canceled');
    expect(run.names).toEqual(['admitRun']);
    expect(run.lastCondition('Canceled')).toBeDefined();
  });
});

describe('a host cluster that is away', () => {
  it.concurrent('does not hold up the run, and hears of its end', async () => {
    const run = stage.scenario('host-away');
    const away = () => run.names.includes('quiesceSource') && !run.names.includes('startTarget');
    run.on('publishRun', failWhile(away)).on('tellVolume', failWhile(away));

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.callsOf('publishRun').some(({ failed }) => failed === true)).toBe(true);
    expect(run.lastCondition('Succeeded')).toBeDefined();
  });

  it.concurrent(
    'is told the end of the run although it refused to hear of the middle',
    async () => {
      const run = stage.scenario('host-refuses').on('publishRun', () => {
        if (run.callsOf('publishRun').length === 2) {
          throw failure(FATAL, { detail: 'the token was being renewed' });
        }
      });

      expect(await stage.play(run)).toBe('succeeded');
      expect(run.lastCondition('Succeeded')).toBeDefined();
    },
  );
});
