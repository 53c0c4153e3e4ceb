import { beforeEach, describe, expect, it } from '@jest/globals';
import { failure } from '../domain/failures/failure.ts';
import { API_VERSION, NAMESPACE } from '../domain/kinds/group.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { readPages } from '../domain/report/pages.ts';
import type { Report } from '../domain/report/report.ts';
import { DRY_RUN_ANNOTATIONS } from '../domain/report/request.ts';
import { fakePorts, inActivity } from '../test/builders/fake-ports.ts';
import { inShop } from '../test/builders/placing.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { condition, migMigration, migPlan } from '../test/fakes/migration-objects.ts';
import { createDryRunActivities } from './dry-run.ts';

const PLAN = { namespace: NAMESPACE, name: 'shop' };
const KEY = { apiVersion: API_VERSION, kind: 'MigPlan', ...PLAN };

let host: FakeCluster;
let source: FakeCluster;
let target: FakeCluster;

beforeEach(() => {
  [host, source, target] = ['host', 'source', 'target'].map(
    (name) => new FakeCluster({ name }),
  ) as [FakeCluster, FakeCluster, FakeCluster];
  for (const cluster of [source, target]) {
    const claim = 'PersistentVolumeClaim';
    cluster.kinds.set('v1', ['ConfigMap', 'Namespace', claim, 'Pod', 'Secret', 'Service']);
    cluster.kinds.set('apps/v1', ['Deployment', 'ReplicaSet']);
    cluster.kinds.set('batch/v1', ['Job']);
  }
  source.seed({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
});

function plan(request: string, rest: Parameters<typeof migPlan>[1] = {}): KubeObject {
  const object = migPlan('shop', { ...rest, spec: { namespaces: ['shop:store'], ...rest.spec } });
  object.metadata.annotations = { [DRY_RUN_ANNOTATIONS.requested]: request };
  return object;
}

async function answer(): Promise<Report | undefined> {
  const { dryRunPlan } = createDryRunActivities(fakePorts({ host, source, target }));
  await inActivity(() => dryRunPlan(PLAN));
  return readPages(host.objects('ConfigMap'));
}

const answered = async () =>
  (await host.get(KEY))?.metadata.annotations?.[DRY_RUN_ANNOTATIONS.answered];

describe('a dry run', () => {
  it('says of every object what would become of it, and touches nothing', async () => {
    host.seed(plan('first'));
    const owned = inShop('apps/v1', 'ReplicaSet', 'web-1');
    owned.metadata.ownerReferences = [
      { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u' },
    ];
    source.seed(
      inShop('apps/v1', 'Deployment', 'web', { spec: { replicas: 2, template: {} } }),
      owned,
      inShop('v1', 'Service', 'web', { spec: { clusterIP: '10.0.0.7', selector: { a: 'b' } } }),
    );

    const report = await answer();

    expect(report).toMatchObject({ request: 'first', findings: [] });
    expect(report?.objects.map(({ kind, outcome }) => `${kind} ${outcome}`).sort()).toEqual([
      'Deployment asItIs',
      'ReplicaSet leftBehind',
      'Service changed',
    ]);
    expect(await answered()).toBe('first');
    for (const kind of ['Namespace', 'Deployment', 'Service', 'ConfigMap']) {
      expect(target.objects(kind)).toEqual([]);
    }
    expect(source.objects('Deployment')).toMatchObject([{ spec: { replicas: 2 } }]);
  });

  it('names what people may miss of kinds that never move, and says what it could not see', async () => {
    host.seed(plan('first'));
    const [SNAPSHOTS, OPERATORS] = ['snapshot.storage.k8s.io/v1', 'operators.coreos.com/v1alpha1'];
    source.kinds.set(SNAPSHOTS, ['VolumeSnapshot']);
    source.kinds.set(OPERATORS, ['Subscription', 'InstallPlan']);
    source.seed(
      inShop(SNAPSHOTS, 'VolumeSnapshot', 'monday'),
      inShop(OPERATORS, 'InstallPlan', 'made-by-olm'),
    );
    source.before = (method, key) => {
      if (method === 'list' && key?.kind === 'Subscription') {
        throw failure('DRAY-1005', { detail: 'may not list', object: 'source' });
      }
    };

    const report = await answer();

    expect(report?.objects).toEqual([
      expect.objectContaining({
        ...{ name: 'monday', outcome: 'leftBehind', notable: true },
        reasons: [
          { severity: 'left', rule: 'never-moved', text: 'it lies in storage of the source' },
        ],
      }),
    ]);
    expect(report?.findings).toEqual([
      {
        severity: 'warning',
        text: expect.stringMatching(/^Subscription\..* in shop .*may not list/),
      },
    ]);
  });

  it('replaces the one before, and answers no request twice', async () => {
    host.seed(plan('first'));
    await answer();
    source.seed(inShop('v1', 'ConfigMap', 'late'));
    expect(await answer()).toMatchObject({ request: 'first', objects: [] });

    await host.patch(KEY, {
      metadata: { annotations: { [DRY_RUN_ANNOTATIONS.requested]: 'second' } },
    });

    expect(await answer()).toMatchObject({ request: 'second', objects: [{ name: 'late' }] });
    expect(host.objects('ConfigMap')).toHaveLength(1);
    expect(await answered()).toBe('second');
  });

  it('names every place that somebody else has taken, and all else that refuses a run', async () => {
    host.seed(plan('first'));
    source.seed(
      inShop('v1', 'Secret', 'keys'),
      inShop('v1', 'Pod', 'bare', { status: { phase: 'Running' } }),
    );
    source.silent.add('example.com/v1');
    const [taken] = [inShop('v1', 'Secret', 'keys')];
    target.seed({ ...taken, metadata: { name: 'keys', namespace: 'store' } });

    const report = await answer();

    expect(report?.objects.find(({ name }) => name === 'keys')).toMatchObject({
      ...{ outcome: 'refused', notable: true },
      reasons: [expect.objectContaining({ severity: 'refusal' })],
    });
    const texts = report?.findings.map(({ text }) => text).join('\n');
    expect(texts).toContain('example.com/v1');
    expect(texts).toContain('Pod shop/bare');
  });
});

describe('a dry run of a plan that could not run', () => {
  it.each<[string, () => KubeObject[], string]>([
    [
      'is not ready',
      () => [plan('first', { conditions: [condition({ type: 'NsLimit', category: 'Critical' })] })],
      'PlanNotReady: The migration plan openshift-migration/shop is not Ready. NsLimit',
    ],
    ['is closed', () => [plan('first', { spec: { closed: true } })], 'PlanClosed'],
    [
      'has moved',
      () => [
        plan('first'),
        migMigration('done', {
          spec: { quiescePods: true },
          status: { conditions: [condition({ type: 'Succeeded' })] },
        }),
      ],
      'HasFinalMigration',
    ],
    ['is not valid', () => [plan('first', { spec: { namespaces: 7 } })], 'spec.namespaces'],
  ])('since it %s: it says so', async (_, objects, expected) => {
    host.seed(...objects());
    const report = await answer();
    expect(report).toMatchObject({ request: 'first', objects: [] });
    expect(report?.findings).toEqual([
      expect.objectContaining({ severity: 'refusal', text: expect.stringContaining(expected) }),
    ]);
    expect(await answered()).toBe('first');
  });

  it('says why a cluster cannot be read, when that does not pass by itself', async () => {
    host.seed(plan('first'));
    source.before = () => {
      throw failure('DRAY-1004', { detail: 'expired', object: 'source' });
    };
    expect((await answer())?.findings).toMatchObject([
      { text: expect.stringContaining('DRAY-1004'), advice: expect.stringContaining('token') },
    ]);
  });

  it('leaves what may pass to be tried again', async () => {
    host.seed(plan('first'));
    source.before = () => {
      throw failure('DRAY-1006', { detail: 'busy', object: 'source' });
    };
    await expect(answer()).rejects.toMatchObject({ code: 'DRAY-1006' });
    expect(await answered()).toBeUndefined();
  });

  it('does nothing for a plan that is gone, or of which nothing is asked', async () => {
    expect(await answer()).toBeUndefined();
    host.seed(migPlan('shop'));
    expect(await answer()).toBeUndefined();
  });
});
