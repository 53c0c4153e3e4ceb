import { describe, expect, test } from '@jest/globals';
import {
  condition,
  eventAbout,
  migMigration,
  migPlan,
  READY,
} from '../../../test/fakes/migration-objects.ts';
import { eventView } from './event.ts';
import { PlanView, planView } from './plan.ts';

describe('a plan', () => {
  const volume = {
    name: 'pv-1',
    capacity: '10Gi',
    storageClass: 'old',
    pvc: { namespace: 'shop', name: 'data', accessModes: ['ReadWriteOnce'] },
    selection: { action: 'copy', copyMethod: 'filesystem', storageClass: 'new', verify: true },
  };

  test.each([
    [
      'ready',
      migPlan('a'),
      {
        ready: true,
        closed: false,
        source: 'source',
        target: 'host',
        repository: 'repository',
        namespaces: ['shop'],
      },
    ],
    ['not ready', migPlan('a', { conditions: [{ ...READY, status: 'False' }] }), { ready: false }],
    ['closed', migPlan('a', { spec: { closed: true } }), { ready: true, closed: true }],
    [
      'closed by the controller',
      migPlan('a', { conditions: [condition({ type: 'Closed' })] }),
      { closed: true },
    ],
    [
      'without references',
      migPlan('a', { spec: { srcMigClusterRef: undefined, migStorageRef: {} } }),
      { source: '', repository: '' },
    ],
    [
      'without a spec',
      { ...migPlan('a'), spec: undefined },
      { source: '', namespaces: [], volumes: [] },
    ],
    [
      'with volumes, one of them as yet unread',
      migPlan('a', { spec: { persistentVolumes: [volume, { name: 'pv-2' }, { capacity: 5 }] } }),
      {
        volumes: [
          {
            namespace: 'shop',
            claim: 'data',
            capacity: '10Gi',
            storageClass: 'old',
            action: 'copy',
            copyMethod: 'filesystem',
            targetStorageClass: 'new',
            verify: true,
          },
          {
            namespace: '',
            claim: '',
            capacity: '',
            storageClass: '',
            action: '',
            copyMethod: '',
            targetStorageClass: '',
            verify: false,
          },
          { capacity: '5' },
        ],
      },
    ],
  ])('%s', (_, plan, expected) => {
    const view = planView(plan);
    expect(view).toMatchObject(expected);
    expect(PlanView.parse(view)).toEqual(view);
  });
});

test('a plan tells what its volumes hold, where that was measured', () => {
  const pvc = { namespace: 'shop', name: 'data:new' };
  const persistentVolumes = [
    { name: 'pv', pvc, capacity: '1Gi', proposedCapacity: '2Gi' },
    { name: 'pv-2', pvc: { ...pvc, name: 'logs' }, capacity: '1Gi' },
    { name: 'pv-3', pvc: { ...pvc, name: 'cache' }, capacity: '1Gi' },
  ];
  const about = { namespace: 'shop', measuredAt: '2026-11-23T06:00:00Z' };
  const contents = { apparentBytes: 2 ** 31, inodes: 7, sparseFiles: 1, errors: 0 };
  const fileSystem = { type: 'xfs', freeBytes: 2 ** 28, inodes: 0, freeInodes: 0 };
  const volumeUse = [
    {
      ...{ ...about, claim: 'data', volume: 'pv' },
      contents: { ...contents, allocatedBytes: 2 ** 28 },
      fileSystem: { ...fileSystem, sizeBytes: 2 ** 30, usedBytes: 3 * 2 ** 28 },
    },
    { ...about, claim: 'logs', volume: 'pv-2', failure: 'no node has it' },
    { ...about, claim: 'cache', volume: 'another' },
  ];
  const plan = migPlan('a', { spec: { persistentVolumes } });
  const view = planView({ ...plan, status: { volumeUse } });

  const { measuredAt } = about;
  expect(PlanView.parse(view)).toEqual(view);
  expect(view.volumes.map(({ use, proposedCapacity }) => ({ use, proposedCapacity }))).toEqual([
    {
      use: { usedBytes: 2 ** 28, inodes: 7, usedPercent: 75, sparse: true, measuredAt },
      proposedCapacity: '2Gi',
    },
    { use: { measuredAt, failure: 'no node has it' } },
    {},
  ]);
});

describe('the time of an event', () => {
  const run = migMigration('night');
  const [first, last, micro] = [
    '2026-11-23T06:00:00Z',
    '2026-11-23T06:01:00Z',
    '2026-11-23T06:00:30.123456Z',
  ];

  test.each([
    ['an old writer', { firstTimestamp: first, lastTimestamp: last, eventTime: null }, last],
    ['a new writer', { firstTimestamp: null, lastTimestamp: null, eventTime: micro }, micro],
    ['one occurrence', { firstTimestamp: first }, first],
    ['no time at all', {}, ''],
  ])('%s', (_, times, time) => {
    const event = eventAbout(run, 'e', {
      type: 'Warning',
      reason: 'Stuck',
      message: 'm',
      ...times,
    });
    expect(eventView(event)).toEqual({ type: 'Warning', reason: 'Stuck', message: 'm', time });
  });
});

describe('what is foretold of a plan', () => {
  const prediction = {
    ...{ p50Seconds: 12, p90Seconds: 18, floorSeconds: 8, converges: true, restless: [] },
    parts: { quiesce: 1, lastPass: 3, verify: 2, restore: 2, start: 4 },
    ...{ basis: 'usual', passes: 3 },
  };

  test.each([
    ['is shown', { prediction }, prediction],
    ['is left out when it is not known', {}, undefined],
    ['is left out when it cannot be read', { prediction: { p50Seconds: 'x' } }, undefined],
  ])('%s', (_, drayage, expected) => {
    expect(planView({ ...migPlan('a'), status: { drayage } }).prediction).toEqual(expected);
  });
});
