import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { STAGE } from '../../domain/itinerary/stage.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { ROOT } from '../../domain/transfer/identity/identity.ts';
import { at, placesOf } from './act-activities.ts';
import { blockUntilCancelled, failFatally, failTransiently } from './behaviours.ts';
import { expectAllTakenBack, expectNothingBesideUndos } from './expectations.ts';
import { passResult } from './recording-activities.ts';
import type { Scenario, ScenarioOptions } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const staging = (plan: string, options: ScenarioOptions = {}): Scenario =>
  stage.scenario(plan, { type: 'stage', quiesce: false, ...options });

const ASIDE = { type: 'CutoverObstructed', status: 'True', category: 'Warn' } as const;

describe('a stage', () => {
  it.concurrent('copies the volumes beside the application, and does nothing else', async () => {
    const run = staging('staged');

    expect(await stage.play(run)).toBe('succeeded');
    // prettier-ignore
    expect(run.names).toEqual([
      'admitRun', 'checkRun', 'foreseeCutover', 'clearLeftovers',
      'ensureNamespaces', 'prepareVolume', 'runPass', 'removeHelpers',
    ]);
    expect(run.last).toMatchObject({ phase: 'Completed', itinerary: 'Stage' });
    expect(run.last?.drayage.downtime).toEqual({ predictedSeconds: expect.any(Number) });
  });

  it.concurrent('is a workflow of its own type, told by MTC’s 38 phases', async () => {
    const run = staging('typed');
    const running: string[] = [];
    run.on('runPass', async () => {
      await run.until(() => run.last?.phase === 'CreateDirectVolumeMigrationStage');
      running.push(run.lastCondition('Running')?.message ?? '');
    });

    const handle = await stage.start(run);
    await handle.result();

    expect((await handle.describe()).type).toBe('stage');
    expect(running).toEqual(['Step: 12/38']);
  });

  it.concurrent('sends only the delta where an earlier run has been', async () => {
    const run = staging('again');
    run.answer('prepareVolume', () => ({ files: 100, bytes: 1_000_000, isStaged: true }));

    await stage.play(run);

    expect(run.callsOf('runPass').map(({ input }) => input.order.kind)).toEqual(['delta']);
  });

  it.concurrent('says once of all its volumes that nobody is root', async () => {
    const run = staging('nobody', { claims: ['data', 'logs'] });
    const user = { mode: 'restricted', uid: 1000, groups: [] } as const;
    const users = { identities: { sender: { ...user, groups: [] }, receiver: ROOT } };
    run.answer('prepareVolume', () => ({ files: 1, bytes: 1, users }));

    expect(await stage.play(run)).toBe('warnings');

    const told = (run.last?.conditions ?? []).filter(
      ({ type }) => type === 'RsyncServerPodsRunningAsNonRoot',
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toMatch(/shop\/data is read as uid 1000.*shop\/logs is read as/);
  });

  it.concurrent('records what each pass took, for the predictions of later runs', async () => {
    const run = staging('recorded');
    run.answer('runPass', ({ order }) =>
      passResult(order, { seconds: order.number === 1 ? 100 : 1, bytesSent: 1e8 }),
    );

    await stage.play(run);

    const passes = run.callsOf('runPass');
    expect(passes.length).toBeGreaterThan(1);
    expect(passes.map(({ input }) => input.passes?.length)).toEqual(passes.map((_, n) => n));
    expect(run.callsOf('tellVolume').at(-1)?.input.progress).toMatchObject({
      state: 'copied',
      passes: passes.map((_, n) => ({ number: n + 1, bytesSent: 1e8 })),
    });
  });

  it.concurrent('says what would stop the cutover, and copies all the same', async () => {
    const found: ConditionDraft = { ...ASIDE, message: 'A Job runs.', durable: true };
    const run = staging('foreseen').answer('foreseeCutover', () => [found]);

    expect(await stage.play(run)).toBe('warnings');
    expect(run.lastCondition('CutoverObstructed')).toMatchObject({ message: 'A Job runs.' });
    expect(run.names).toContain('runPass');
  });

  it.concurrent('of a plan without volumes copies nothing', async () => {
    const run = staging('no-volumes', { claims: [] });

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.names).not.toContain('prepareVolume');
  });
});

describe('a state migration', () => {
  it.concurrent('is walked as a stage, and looks at no object', async () => {
    const run = stage.scenario('state', { type: 'state', quiesce: false });

    const handle = await stage.start(run);

    expect(await stage.outcomeOf(handle)).toBe('succeeded');
    expect((await handle.describe()).type).toBe('state');
    // prettier-ignore
    expect(run.names).toEqual([
      'admitRun', 'checkRun', 'clearLeftovers',
      'ensureNamespaces', 'prepareVolume', 'runPass', 'removeHelpers',
    ]);
    expect(run.last?.itinerary).toBe('Stage');
  });
});

describe('a stage with quiescePods', () => {
  it.concurrent(
    'stops the application, compares, and starts it again before it tidies up',
    async () => {
      const run = staging('halted', { quiesce: true });

      expect(await stage.play(run)).toBe('succeeded');
      // prettier-ignore
      expect(run.names.slice(run.names.indexOf('runPass'))).toEqual([
        'runPass', 'describeVolume', 'describeVolume', 'quiesceSource', 'awaitQuiesced',
        'runPass', 'describeVolume', 'describeVolume', 'releaseVolumes',
        'unquiesceSource', 'removeHelpers',
      ]);
      const { startedAt, endedAt } = run.last!.drayage.downtime!;
      expect(Date.parse(endedAt!)).toBeGreaterThanOrEqual(Date.parse(startedAt!));
    },
  );

  it.concurrent('does not give up starting the application again', async () => {
    const run = staging('patient', { quiesce: true }).on('unquiesceSource', failTransiently(5));

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.callsOf('unquiesceSource')).toHaveLength(6);
  });

  const PLACES = placesOf('stage', STAGE.steps);

  it.concurrent.each(PLACES.map(([name, step, place], index) => ({ name, step, place, index })))(
    'that fails at $name leaves the application running and no helper',
    async ({ step, place, index }) => {
      const run = staging(`failing-${index}`, { quiesce: true });
      let isHit = false;
      at(run, place, () => {
        if (isHit) return;
        isHit = true;
        failFatally();
      });

      expect(await stage.play(run)).toBe('failed');

      expect(run.lastCondition('Failed')).toMatchObject({ reason: step.phase });
      expectPutBack(run);
    },
  );

  it.concurrent.each(PLACES.map(([name, , place], index) => ({ name, place, index })))(
    'that is cancelled at $name does so too',
    async ({ place, index }) => {
      const run = staging(`leaving-${index}`, { quiesce: true });
      const hit = Promise.withResolvers<undefined>();
      let isHit = false;
      at(run, place, () => {
        if (isHit) return undefined;
        isHit = true;
        hit.resolve(undefined);
        return blockUntilCancelled();
      });
      const handle = await stage.start(run);
      await hit.promise;
      await stage.engine.cancelRun(run.input);

      expect(await stage.outcomeOf(handle)).toBe('canceled');
      expectPutBack(run);
    },
  );
});

/** Whatever was stopped was started afterwards, and the helpers were removed last. */
function expectPutBack(run: Scenario): void {
  const { names } = run;
  if (names.includes('quiesceSource')) {
    expect(names.lastIndexOf('unquiesceSource')).toBeGreaterThan(
      names.lastIndexOf('quiesceSource'),
    );
  }
  if (names.includes('prepareVolume')) expect(names.at(-1)).toBe('removeHelpers');
  expectAllTakenBack(run);
  expectNothingBesideUndos(run);
}
