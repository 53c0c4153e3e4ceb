import { describe, expect, test } from '@jest/globals';
import {
  condition,
  eventAbout,
  migCluster,
  migMigration,
  migPlan,
  migStorage,
  READY,
} from '../../../test/fakes/migration-objects.ts';
import { ClusterView, clusterView } from './cluster.ts';
import { eventView } from './event.ts';
import { PlanView, planView } from './plan.ts';
import { RepositoryView, repositoryView } from './repository.ts';

const now = new Date('2026-11-23T06:10:00Z');
const hostUrl = 'https://host.example:6443';

describe('a cluster', () => {
  test.each([
    [
      'remote',
      migCluster('source'),
      { url: 'https://source.example:6443', host: false, ready: true },
    ],
    [
      'host',
      migCluster('host', { isHostCluster: true }),
      { url: hostUrl, host: true, ready: true },
    ],
    [
      'not looked at yet',
      { ...migCluster('new'), status: undefined },
      { ready: false, conditions: [] },
    ],
    [
      'broken',
      { ...migCluster('new'), spec: { isHostCluster: 'no', url: 7 } },
      { url: '', host: false },
    ],
    [
      'with the version the controller read',
      { ...migCluster('a'), status: { drayage: { version: 'v1.34.4' } } },
      { version: 'v1.34.4' },
    ],
    [
      'with the version MTC wrote',
      { ...migCluster('a'), status: { operatorVersion: '1.7.13' } },
      { version: '1.7.13' },
    ],
  ])('%s', (_, cluster, expected) => {
    const view = clusterView(cluster, hostUrl, now);
    expect(view).toMatchObject(expected);
    expect(ClusterView.parse(view)).toEqual(view);
  });

  test.each([
    ['2026-11-23T06:09:58.5Z', 1],
    ['2026-11-22T06:10:00Z', 86_400],
    ['2026-11-23T06:10:05Z', 0],
    [undefined, 0],
  ])('made at %s is %d s old', (creationTimestamp, age) => {
    const cluster = migCluster('a');
    const metadata = { ...cluster.metadata, ...(creationTimestamp && { creationTimestamp }) };
    expect(clusterView({ ...cluster, metadata }, hostUrl, now).ageSeconds).toBe(age);
  });
});

describe('a repository', () => {
  test.each([
    [
      'of AWS',
      migStorage('a'),
      { provider: 'aws', bucket: 'velero', region: 'us-east-1', ready: true },
    ],
    [
      'of Google',
      {
        ...migStorage('a'),
        spec: { backupStorageProvider: 'gcp', backupStorageConfig: { gcpBucket: 'b' } },
      },
      { provider: 'gcp', bucket: 'b' },
    ],
    [
      'broken',
      { ...migStorage('a'), spec: { backupStorageConfig: 7 } },
      { provider: '', bucket: '' },
    ],
    ['not looked at yet', { ...migStorage('a'), status: {} }, { ready: false, conditions: [] }],
  ])('%s', (_, storage, expected) => {
    const view = repositoryView(storage);
    expect(view).toMatchObject(expected);
    expect(RepositoryView.parse(view)).toEqual(view);
  });
});

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
