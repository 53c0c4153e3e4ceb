import { describe, expect, test } from '@jest/globals';
import {
  condition,
  type FakeCondition,
  migMigration,
  volumeProgressOf,
} from '../../../test/fakes/migration-objects.ts';
import { type RunContext, RunView, runView } from './run.ts';

const context: RunContext = {
  now: new Date('2026-11-23T06:10:00Z'),
  temporal: { uiUrl: 'http://127.0.0.1:8233/', namespace: 'default' },
};

function show({ spec = {}, status = {} }: { spec?: object; status?: object }): RunView {
  const view = runView(migMigration('night', { spec, status }), [], context);
  expect(() => RunView.parse(view)).not.toThrow();
  return view;
}

function withConditions(...conditions: FakeCondition[]): RunView {
  return show({ status: { conditions: conditions.map(condition) } });
}

const END = '2026-11-23T06:09:00Z';
const PREPARE = { type: 'Running', reason: 'Prepare', message: 'Step: 3/49' };

describe('the step of a run', () => {
  test.each([
    ['Step: 19/47', { number: 19, total: 47 }],
    ['Step: 1/49 and more', { number: 1, total: 49 }],
    ['step 1 of 49', undefined],
    ['', undefined],
  ])('"%s"', (message, step) => {
    expect(withConditions({ type: 'Running', message }).step).toEqual(step);
  });

  test('there is none after the end', () => {
    expect(withConditions({ type: 'Succeeded' })).not.toHaveProperty('step');
  });
});

describe('the downtime of a run', () => {
  const startedAt = '2026-11-23T06:00:00Z';

  test.each<[string, object | undefined, string, object | undefined]>([
    ['not recorded', undefined, 'Running', undefined],
    ['predicted', { predictedSeconds: 60 }, 'Running', { predictedSeconds: 60 }],
    ['going on', { startedAt }, 'Running', { startedAt, seconds: 600 }],
    [
      'over',
      { startedAt, endedAt: '2026-11-23T06:00:30.5Z' },
      'Running',
      { startedAt, endedAt: '2026-11-23T06:00:30.5Z', seconds: 30.5 },
    ],
    ['without an end, in a run that ended', { startedAt }, 'Failed', { startedAt }],
    ['broken', { startedAt: 7 }, 'Running', undefined],
  ])('%s', (_, downtime, type, expected) => {
    const conditions = [condition({ type })];
    const view = show({ status: { conditions, drayage: { downtime, phaseSeconds: [] } } });
    expect(view.downtime).toEqual(expected);
  });
});

describe('the workflow of a run', () => {
  const drayage = { workflowId: 'openshift-migration/shop', runId: '0af-1', phaseSeconds: [] };

  test('is linked to its history in the Temporal UI', () => {
    expect(show({ status: { drayage } }).temporal).toEqual({
      workflowId: 'openshift-migration/shop',
      runId: '0af-1',
      url: 'http://127.0.0.1:8233/namespaces/default/workflows/openshift-migration%2Fshop/0af-1/history',
    });
  });

  test('has no link where there is no UI, and is not there before it starts', () => {
    const bare = { ...context, temporal: { uiUrl: undefined, namespace: 'default' } };
    const { temporal } = runView(migMigration('night', { status: { drayage } }), [], bare);
    expect(temporal).toEqual({ workflowId: 'openshift-migration/shop', runId: '0af-1' });
    expect(show({})).not.toHaveProperty('temporal');
  });
});

describe('the rest of a run', () => {
  const volume = {
    namespace: 'shop',
    claim: 'data',
    targetNamespace: 'shop',
    targetClaim: 'data',
    state: 'copying',
    pass: 1,
    bytesDone: 1,
    bytesTotal: 2,
    filesDone: 3,
    filesTotal: 4,
  };

  test('volumes are in order of their claims; a broken one is left out', () => {
    const run = migMigration('night');
    const progresses = [
      volumeProgressOf(run, 'a', { ...volume, claim: 'web' }),
      volumeProgressOf(run, 'b', { ...volume, claim: 'data' }),
      volumeProgressOf(run, 'c', { ...volume, namespace: 'cart', claim: 'zzz' }),
      volumeProgressOf(run, 'd', { ...volume, pass: 'one' }),
      volumeProgressOf(run, 'e', undefined),
    ];
    const view = runView(run, progresses, context);
    const claims = view.volumes.map(({ namespace, claim }) => `${namespace}/${claim}`);
    expect(claims).toEqual(['cart/zzz', 'shop/data', 'shop/web']);
    expect(view.volumes[1]).toEqual({ ...volume, claim: 'data' });
  });

  test("MTC's own fields come through", () => {
    const pipeline = [{ name: 'Prepare', started: END, message: 'Completed', completed: END }];
    const view = show({
      spec: { quiescePods: true, migPlanRef: { name: 'shop' } },
      status: {
        phase: 'EnsureQuiesced',
        startTimestamp: END,
        pipeline,
        drayage: { phaseSeconds: [{ phase: 'Started', seconds: 1.5 }] },
      },
    });
    expect(view).toMatchObject({
      name: 'night',
      plan: 'shop',
      quiesce: true,
      phase: 'EnsureQuiesced',
      startedAt: END,
      pipeline,
      phaseSeconds: [{ phase: 'Started', seconds: 1.5 }],
    });
  });

  test.each([
    ['no status', {}],
    ['a spec that is none', { spec: { migPlanRef: 'shop', quiescePods: 'yes' } }],
    [
      'a status that is none',
      { status: { conditions: 'none', phase: 3, pipeline: {}, drayage: 'x' } },
    ],
    [
      'conditions of which one is broken',
      { status: { conditions: [{ type: 7 }, condition(PREPARE)] } },
    ],
  ])('a broken object is shown as far as it goes: %s', (_, broken) => {
    const view = show(broken);
    expect(view.name).toBe('night');
    expect(view.state).toBe(JSON.stringify(broken).includes('Prepare') ? 'running' : 'pending');
  });
});
