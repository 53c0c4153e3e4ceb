import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ROLLBACK } from '../../domain/itinerary/rollback.ts';
import { blockUntilCancelled, FATAL, failFatally, failTransiently } from './behaviours.ts';
import type { ActivityName, Scenario } from './scenario.ts';
import { openStage, type Stage } from './stage.ts';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

function rollbackOf(plan: string): Scenario {
  return stage.scenario(plan, { type: 'rollback' });
}

const IN_ORDER: ActivityName[] = [
  ...(['admitRun', 'surveyRollback', 'stopTarget', 'unquiescePlan'] as const),
  ...(['deletePlanBackups', 'removeTransfers', 'deleteMigrated'] as const),
  ...(['awaitMigratedDeleted', 'awaitSourceReady'] as const),
];

describe('a rollback', () => {
  it.concurrent('starts the source as soon as the target is stopped, then tidies up', async () => {
    const run = rollbackOf('back');

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.names).toEqual(IN_ORDER);
    expect(run.last).toMatchObject({ phase: 'Completed', itinerary: 'Rollback', errors: [] });
    expect(run.lastCondition('RolledBack')?.message).toMatch(
      /^5 objects and 1 claim .*1 workload /,
    );
    const { startedAt, endedAt } = run.last!.drayage.downtime!;
    expect(Date.parse(endedAt!)).toBeGreaterThanOrEqual(Date.parse(startedAt!));
  });

  it.concurrent('hands on what it started, to see it ready', async () => {
    const run = rollbackOf('handed-on');

    await stage.play(run);

    const [call] = run.callsOf('awaitSourceReady');
    expect(call?.input.started).toMatchObject([{ kind: 'Deployment', name: 'web' }]);
  });

  it.concurrent('that finds nothing succeeds and says so, without an outage', async () => {
    const run = rollbackOf('nothing')
      .answer('surveyRollback', () => ({ objects: 0, claims: 0, conditions: [] }))
      .answer('stopTarget', () => ({}))
      .answer('unquiescePlan', () => [])
      .answer('deletePlanBackups', () => ({ deleted: 0, conditions: [] }));

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.lastCondition('NothingToRollBack')).toBeDefined();
    expect(run.last?.drayage.downtime).toEqual({});
  });

  it.concurrent('ends with warnings when something that may run was left alone', async () => {
    const run = rollbackOf('warned').answer('surveyRollback', () => ({
      ...{ objects: 1, claims: 0 },
      conditions: [{ type: 'WorkloadsLeftAlone', status: 'True', category: 'Warn' }],
    }));

    expect(await stage.play(run)).toBe('warnings');
  });

  it.concurrent('bears a cluster that is away for a moment, at every step', async () => {
    const run = rollbackOf('away');
    for (const activity of IN_ORDER.slice(1)) run.on(activity, failTransiently(1));

    expect(await stage.play(run)).toBe('succeeded');
    expect(run.lastCondition('RolledBack')).toBeDefined();
  });

  it.concurrent('tells each phase while it runs', async () => {
    const run = rollbackOf('phases');
    const busy = ROLLBACK.steps.filter(({ act }) => act !== undefined);
    for (const [index, { phase }] of busy.entries()) {
      run.on(IN_ORDER[index + 1]!, () => run.until(() => run.last?.phase === phase));
    }

    expect(await stage.play(run)).toBe('succeeded');
    expect(new Set(run.statuses.map(({ phase }) => phase))).toEqual(
      new Set(['Created', 'Completed', ...busy.map(({ phase }) => phase)]),
    );
  });
});

describe('a rollback that cannot go on', () => {
  it.concurrent('does not start the source beside a target that does not stop', async () => {
    const run = rollbackOf('unstopped').on('stopTarget', failFatally);

    expect(await stage.play(run)).toBe('failed');
    expect(run.names).not.toContain('unquiescePlan');
    expect(run.names.at(-1)).toBe('describeRollbackLeft');
    expect(run.last?.errors.join(' ')).toContain('Still on the target: Deployment shop/web.');
  });

  it.concurrent('has started the source when something cannot be deleted', async () => {
    const run = rollbackOf('held').on('awaitMigratedDeleted', failFatally);

    expect(await stage.play(run)).toBe('failed');
    expect(run.names).toContain('unquiescePlan');
    expect(run.lastCondition('Failed')?.message).toContain(FATAL);
    expect(run.lastCondition('Failed')?.reason).toBe('EnsureMigratedDeleted');
  });

  it.concurrent('is not undone when it is cancelled, and says what is left', async () => {
    const run = rollbackOf('canceled').on('deleteMigrated', blockUntilCancelled);
    const handle = await stage.start(run);
    await run.until(() => run.names.includes('deleteMigrated'));

    await stage.engine.cancelRun(run.input);

    expect(await stage.outcomeOf(handle)).toBe('canceled');
    expect(run.names.slice(-2)).toEqual(['deleteMigrated', 'describeRollbackLeft']);
    expect(run.lastCondition('Canceled')?.message).toContain('Still on the target');
  });

  it.concurrent('ends although nobody can tell what is left', async () => {
    const run = rollbackOf('unseen')
      .on('surveyRollback', failFatally)
      .on('describeRollbackLeft', failFatally);

    expect(await stage.play(run)).toBe('failed');
    expect(run.last?.errors.join(' ')).toContain('could not be seen');
  });
});
