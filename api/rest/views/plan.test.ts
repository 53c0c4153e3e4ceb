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
