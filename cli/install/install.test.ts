import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { REMOTE_TOKEN } from '../../domain/install/remote.ts';
import { type KubeObject, keyOf } from '../../domain/kube-object.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { dray } from '../testing/cli.ts';
import { fakeIo } from '../testing/fake-io.ts';
import { applyObjects, awaitEstablished, type Change, changeOf } from './apply.ts';
import { readDefinitions } from './definitions.ts';
import { writeAccount } from './install-remote.ts';
import { makeRemoteAccount } from './remote-account.ts';

const settings: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'b' },
  data: { key: '1' },
};

test('objects are applied in their order, and what became of each is told', async () => {
  const cluster = new FakeCluster();
  const told: [string, Change][] = [];
  const other = { ...settings, metadata: { name: 'z', namespace: 'b' } };
  await applyObjects(cluster, [other, settings], ({ metadata }, change) =>
    told.push([metadata.name, change]),
  );
  expect(told).toEqual([
    ['z', 'created'],
    ['a', 'created'],
  ]);
  expect((await cluster.get(keyOf(settings)))?.['data']).toEqual({ key: '1' });
});

test.each<[string | undefined, string, Change]>([
  [undefined, '1', 'created'],
  ['1', '1', 'unchanged'],
  ['1', '2', 'configured'],
])('an object of version %p that comes back as %p was %s', (before, after, expected) => {
  const at = (resourceVersion: string): KubeObject => ({
    ...settings,
    metadata: { ...settings.metadata, resourceVersion },
  });
  expect(changeOf(before === undefined ? undefined : at(before), at(after))).toBe(expected);
});

test('the kinds are waited for until the API server serves them', async () => {
  const cluster = new FakeCluster();
  const [definition] = await readDefinitions();
  if (definition === undefined) throw new Error('there is no definition');
  await cluster.apply(definition);
  const io = fakeIo({ hurry: true });
  let looks = 0;
  cluster.before = (method) => {
    if (method === 'get' && (looks += 1) === 3) void establish(cluster, definition);
  };
  await awaitEstablished(cluster, [definition], io);
  expect(looks).toBeGreaterThanOrEqual(3);
});

test('a kind that is never served is a failure that names it', async () => {
  const cluster = new FakeCluster();
  const [definition] = await readDefinitions();
  if (definition === undefined) throw new Error('there is no definition');
  await cluster.apply(definition);
  await expect(
    awaitEstablished(cluster, [definition], fakeIo({ hurry: true })),
  ).rejects.toMatchObject({
    code: 'DRAY-1010',
    object: expect.stringContaining(definition.metadata.name) as string,
  });
});

async function establish(cluster: FakeCluster, definition: KubeObject): Promise<void> {
  const status = { conditions: [{ type: 'Established', status: 'True' }] };
  await cluster.patch(keyOf(definition), { status }, { subresource: 'status' });
}

test('the account of a remote cluster is made, and its token read once it is there', async () => {
  const cluster = new FakeCluster();
  let looks = 0;
  cluster.before = (method, key) => {
    if (method !== 'get' || key?.kind !== 'Secret' || (looks += 1) !== 3) return;
    const data = { token: btoa('abc'), 'ca.crt': btoa('PEM') };
    void cluster.patch(REMOTE_TOKEN, { data });
  };
  const account = await makeRemoteAccount(cluster, fakeIo({ hurry: true }));
  expect(account).toEqual({ token: 'abc', caBundle: 'PEM' });
});

test('a cluster that makes no token is told where to look', async () => {
  await expect(makeRemoteAccount(new FakeCluster(), fakeIo({ hurry: true }))).rejects.toMatchObject(
    { code: 'DRAY-1004', hint: expect.stringContaining('kube-controller') as string },
  );
});

test('the token goes into a file that only its owner can read, and nowhere else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dray-'));
  try {
    const path = join(folder, 'old.token');
    const flags = await writeAccount(join(folder, 'old'), { token: 'abc', caBundle: 'PEM' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('abc\n');
    expect(flags).toBe(`--token-file ${path} --ca-file ${join(folder, 'old.ca.crt')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('--dry-run prints what would be applied, without a cluster', async () => {
  const { code, out } = await dray(['install', '--dry-run', '-o', 'yaml']);
  expect(code).toBe(0);
  const objects = parseAllDocuments(out).map((document) => document.toJS() as KubeObject);
  expect(objects[0]).toMatchObject({
    kind: 'Namespace',
    metadata: { name: 'openshift-migration' },
  });
  const plans = objects.find(({ metadata }) => metadata.name === 'migplans.migration.openshift.io');
  expect(plans).toMatchObject({ kind: 'CustomResourceDefinition' });
});

test('--remote --dry-run prints the account alone', async () => {
  const { out } = await dray(['install', '--remote', '--dry-run']);
  expect(out.split('\n')).toContain('serviceaccount/migration-controller');
  expect(out).not.toContain('customresourcedefinition');
});

test('a kubeconfig that is not there: 2', async () => {
  const { code, err } = await dray(['install', '--kubeconfig', '/nonexistent/config']);
  expect(code).toBe(2);
  expect(err).toContain('DRAY-2001');
});
