import { beforeEach, expect, it } from '@jest/globals';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { READY } from '../../test/fakes/migration-objects.ts';
import { gatherHookFacts } from './plan-hooks.ts';

const NAMESPACE = 'openshift-migration';

let host: FakeCluster;
let sides: Record<'source' | 'target', FakeCluster>;

beforeEach(() => {
  host = new FakeCluster();
  sides = { source: new FakeCluster({ name: 'old' }), target: new FakeCluster({ name: 'new' }) };
});

function seedHook(targetCluster: string): void {
  const spec = { custom: true, image: 'image:1', targetCluster };
  const metadata = { name: 'stop', namespace: NAMESPACE, uid: 'u' };
  const status = { conditions: [READY] };
  host.seed({ apiVersion: API_VERSION, kind: 'MigHook', metadata, spec, status });
}

function seedAccount(cluster: FakeCluster, namespace: string, name: string): void {
  cluster.seed(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
  );
}

async function place(row: object) {
  const hooks = [
    {
      reference: { name: 'stop', namespace: NAMESPACE },
      ...{ phase: 'PreBackup', executionNamespace: 'store', serviceAccount: 'operator', ...row },
    },
  ];
  const [facts] = await gatherHookFacts(
    host,
    { spec: { namespaces: ['shop:store'], hooks } },
    sides,
  );
  return facts?.place;
}

it('says that there is no such MigHook', async () => {
  const facts = await gatherHookFacts(
    host,
    { spec: { hooks: [{ reference: { name: 'stop', namespace: NAMESPACE } }] } },
    sides,
  );

  expect(facts).toEqual([
    { planned: { position: 0, phaseName: '', hook: { name: 'stop', namespace: NAMESPACE } } },
  ]);
});

it('finds namespace and account on the cluster that the hook names', async () => {
  seedHook('source');
  seedAccount(sides.source, 'store', 'operator');
  seedAccount(sides.target, 'store', 'another');

  expect(await place({})).toEqual({ cluster: 'old', namespace: 'there', account: 'there' });
});

it('misses what only the other cluster has', async () => {
  seedHook('source');
  seedAccount(sides.target, 'store', 'operator');

  expect(await place({})).toEqual({ cluster: 'old', namespace: 'missing', account: 'missing' });
});

it.each([
  ['an account of the application, once it is restored', { phase: 'PostRestore' }, 'to-come'],
  ['no such account before', { phase: 'PreRestore' }, 'missing'],
  ['the account of every namespace', { serviceAccount: 'default' }, 'to-come'],
  ['no account that nobody has', { phase: 'PostRestore', serviceAccount: 'none' }, 'missing'],
])('expects on the target %s', async (_what, row, account) => {
  seedHook('destination');
  seedAccount(sides.source, 'shop', 'operator');

  expect(await place(row)).toEqual({ cluster: 'new', namespace: 'to-come', account });
});

it('expects no namespace that the run does not make', async () => {
  seedHook('destination');

  expect(await place({ executionNamespace: 'ops', serviceAccount: 'default' })).toEqual({
    ...{ cluster: 'new', namespace: 'missing', account: 'missing' },
  });
});
