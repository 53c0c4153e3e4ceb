import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { blockUntilCancelled, failFatally, failTransiently } from './behaviours.ts';
import { expectNothingBesideUndos } from './expectations.ts';
import type { Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

const direct = (plan: string): Scenario => stage.scenario(plan, { objectTransport: 'Direct' });

const VELERO = [
  ...['awaitVelero', 'ensureBackupLocations', 'createBackup', 'awaitBackup', 'replicateBackup'],
  ...['createRestore', 'awaitRestore', 'deleteVeleroObjects'],
];

const LOOK: ConditionDraft = {
  ...{ type: 'ObjectsNeedAttention', status: 'True', category: 'Warn' },
  ...{ message: 'Service shop/web: node ports are not kept', durable: true },
};

describe('a run whose objects go directly', () => {
  it('asks nothing of Velero, and makes the objects between the last delta and the start', async () => {
    const run = direct('direct');

    expect(await stage.play(run)).toBe('succeeded');

    expect(run.names.filter((name) => VELERO.includes(name))).toEqual([]);
    const order = ['releaseVolumes', 'placeObjects', 'checkBeforeStart', 'startTarget'] as const;
    const places = order.map((name) => run.names.indexOf(name));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('says what somebody should look at', async () => {
    const run = direct('direct-warnings').answer('placeObjects', () => [LOOK]);

    expect(await stage.play(run)).toBe('warnings');
    expect(run.lastCondition('ObjectsNeedAttention')).toMatchObject({ message: LOOK.message });
  });

  it('tells what stays behind, which is no warning', async () => {
    const left: ConditionDraft = { ...LOOK, type: 'ObjectsLeftBehind', category: 'Advisory' };
    const run = direct('direct-left').answer('placeObjects', () => [left]);

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.lastCondition('ObjectsLeftBehind')).toMatchObject({ message: LOOK.message });
  });

  it('tries again what may pass', async () => {
    const run = direct('direct-retried').on('placeObjects', failTransiently(2));

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.callsOf('placeObjects')).toHaveLength(3);
  });

  it.each(['placeObjects', 'checkBeforeStart'] as const)(
    'is taken back when %s fails: the source runs first, then the objects go',
    async (activity) => {
      const run = direct(`direct-failed-${activity.toLowerCase()}`).on(activity, failFatally);

      expect(await stage.play(run)).toBe('failed');

      const undos = run.names.slice(run.names.indexOf(activity) + 1);
      expect(undos).toEqual(['unquiesceSource', 'deleteRestored', 'removeHelpers']);
      expectNothingBesideUndos(run);
    },
  );

  it('is taken back when it is cancelled while objects are made', async () => {
    const run = direct('direct-canceled');
    const hit = Promise.withResolvers<undefined>();
    run.on('placeObjects', () => {
      hit.resolve(undefined);
      return blockUntilCancelled();
    });
    const handle = await stage.start(run);
    await hit.promise;
    await stage.engine.cancelRun(run.input);

    expect(await stage.outcomeOf(handle)).toBe('canceled');
    expect(run.names.slice(-3)).toEqual(['unquiesceSource', 'deleteRestored', 'removeHelpers']);
    expectNothingBesideUndos(run);
  });
});
