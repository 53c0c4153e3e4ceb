import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../kube-object.ts';
import { objectDemand, podDemand, startsPods } from './demands.ts';
import { NO_DEFAULTS } from './pod-amounts.ts';
import { type Demand, type PodTraits, quotaFindings } from './quota.ts';

function quota(
  hard: object,
  { used = {}, ...spec }: { used?: object; [key: string]: unknown } = {},
) {
  const metadata = { name: 'limits', namespace: 'store' };
  const status = { hard, used };
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard, ...spec }, status };
}

function demand(
  amounts: Record<string, number>,
  count = 1,
  owner = 'Deployment store/web',
): Demand {
  return { namespace: 'store', owner, amounts, count };
}

const find = (one: KubeObject, demands: Demand[], arrives = false) =>
  quotaFindings([{ quota: one, arrives }], demands);

describe('a quota', () => {
  it('is too small for all together', () => {
    const demands = [
      demand({ 'requests.cpu': 500 }, 3),
      demand({ 'requests.cpu': 250 }, 1, 'Pod store/a'),
    ];
    expect(
      find(quota({ 'requests.cpu': '2' }, { used: { 'requests.cpu': '1' } }), demands),
    ).toEqual([
      {
        ...{ object: 'ResourceQuota store/limits', severity: 'refusal' },
        text: 'it allows requests.cpu 2, of which 1 are taken; 1750m more are needed: Deployment store/web 3 × 500m, Pod store/a 250m',
        advice: expect.stringContaining('on the target'),
      },
    ]);
  });

  it('holds what just fits, whatever is written in tenths', () => {
    expect(find(quota({ cpu: '0.3' }), [demand({ cpu: 100 }, 3)])).toEqual([]);
  });

  it('that comes along is not used yet', () => {
    const one = quota({ pods: '2' }, { used: { pods: '2' } });
    expect(find(one, [demand({ pods: 1000 }, 2)], true)).toEqual([]);
    expect(find(one, [demand({ pods: 1000 }, 3)], true)).toMatchObject([
      { advice: expect.stringContaining('on the source') },
    ]);
  });

  it.each([
    ['of another namespace', { ...demand({ pods: 1000 }, 9), namespace: 'other' }],
    ['of nothing that it counts', demand({ cpu: 1000 }, 9)],
    ['of no pods', demand({ pods: 1000 }, 0)],
  ])('does not mind demands %s', (_what, other) => {
    expect(find(quota({ pods: '1' }, { used: { pods: '5' } }), [other])).toEqual([]);
  });

  const plain: PodTraits = { bestEffort: false, terminating: false, priorityClass: 'high' };
  const term = (operator: string, values?: string[]) => ({
    scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, values }] },
  });
  it.each<[object, PodTraits, boolean]>([
    [{ scopes: ['BestEffort'] }, plain, false],
    [{ scopes: ['BestEffort'] }, { ...plain, bestEffort: true }, true],
    [{ scopes: ['NotBestEffort', 'NotTerminating'] }, plain, true],
    [{ scopes: ['Terminating'] }, { ...plain, terminating: true }, true],
    [{ scopes: ['NobodyKnows'] }, plain, false],
    [term('In', ['high']), plain, true],
    [term('NotIn', ['high']), plain, false],
    [term('Exists'), plain, true],
    [term('DoesNotExist'), plain, false],
  ])('of scope %j counts a pod %j: %p', (scope, pod, counts) => {
    const found = find(quota({ pods: '0' }, scope as never), [{ ...demand({ pods: 1000 }), pod }]);
    expect(found).toHaveLength(counts ? 1 : 0);
  });

  it('with a scope is for pods alone', () => {
    const one = quota({ secrets: '0' }, { scopes: ['NotBestEffort'] });
    expect(find(one, [demand({ secrets: 1000 })])).toEqual([]);
  });
});

describe('any quota', () => {
  const demands = fc.array(
    fc.record({ each: fc.integer({ min: 0, max: 4000 }), count: fc.integer({ min: 0, max: 5 }) }),
    { maxLength: 8 },
  );
  const asDemands = (all: { each: number; count: number }[]) =>
    all.map(({ each, count }) => demand({ cpu: each }, count));
  const total = (all: { each: number; count: number }[]) =>
    all.reduce((sum, { each, count }) => sum + each * count, 0);

  test('is too small if and only if the sum says so, in whatever order', () => {
    fc.assert(
      fc.property(demands, fc.nat(20_000), fc.nat(20_000), (all, hard, used) => {
        const one = quota({ cpu: `${hard}m` }, { used: { cpu: `${used}m` } });
        const sum = total(all);
        const expected = sum > 0 && used + sum > hard ? 1 : 0;
        expect(find(one, asDemands(all))).toHaveLength(expected);
        expect(find(one, asDemands(all.toReversed()))).toHaveLength(expected);
      }),
    );
  });

  test('that is raised is never too small when it was not before', () => {
    fc.assert(
      fc.property(demands, fc.nat(20_000), fc.nat(5000), (all, hard, more) => {
        const before = find(quota({ cpu: `${hard}m` }), asDemands(all));
        const after = find(quota({ cpu: `${hard + more}m` }), asDemands(all));
        expect(after.length).toBeLessThanOrEqual(before.length);
      }),
    );
  });
});

function workload(apiVersion: string, kind: string, spec: object): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'store' }, spec };
}

test.each<[string, string, object, number, boolean]>([
  ['apps/v1', 'Deployment', { replicas: 3 }, 3, true],
  ['apps/v1', 'Deployment', {}, 1, true],
  ['apps/v1', 'StatefulSet', { replicas: 0 }, 0, false],
  ['apps/v1', 'DaemonSet', {}, 1, true],
  ['batch/v1', 'CronJob', {}, 0, true],
  ['batch/v1', 'CronJob', { suspend: true }, 0, false],
  ['batch/v1', 'Job', { parallelism: 4 }, 4, true],
  ['batch/v1', 'Job', { parallelism: 4, completions: 2 }, 2, true],
  ['batch/v1', 'Job', { parallelism: 4, suspend: true }, 0, false],
  ['v1', 'Pod', {}, 1, true],
])('%s %s %j has %d pods', (apiVersion, kind, spec, ...[count, starts]) => {
  const found = workload(apiVersion, kind, spec);
  expect(podDemand(found, { ...found, spec: {} }, NO_DEFAULTS).count).toBe(count);
  expect(startsPods(found)).toBe(starts);
});

test.each<[KubeObject, string, object]>([
  [workload('v1', 'Secret', {}), 'secrets', { secrets: 1000, 'count/secrets': 1000 }],
  [
    workload('apps/v1', 'Deployment', {}),
    'deployments',
    { 'count/deployments.apps': 1000, 'count/replicasets.apps': 1000 },
  ],
  [
    workload('v1', 'Service', { type: 'LoadBalancer', ports: [{}, {}] }),
    'services',
    { services: 1000, 'services.loadbalancers': 1000, 'services.nodeports': 2000 },
  ],
  [
    workload('v1', 'PersistentVolumeClaim', {
      ...{ storageClassName: 'gold', resources: { requests: { storage: '1Ki' } } },
    }),
    'persistentvolumeclaims',
    {
      'requests.storage': 1_024_000,
      'gold.storageclass.storage.k8s.io/requests.storage': 1_024_000,
      'gold.storageclass.storage.k8s.io/persistentvolumeclaims': 1000,
    },
  ],
])('%j takes its share', (object, resource, amounts) => {
  expect(objectDemand(object, resource).amounts).toMatchObject(amounts);
});

test('a pod is of the class that its workload names, though that was not rehearsed', () => {
  const template = { spec: { priorityClassName: 'coming' } };
  const set = workload('apps/v1', 'Deployment', { template });
  const traits = (spec: object) => podDemand(set, { ...set, spec }, NO_DEFAULTS).pod;
  expect(traits({})).toMatchObject({ priorityClass: 'coming' });
  expect(traits({ priorityClassName: 'given' })).toMatchObject({ priorityClass: 'coming' });
});
