import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import { runWorkflowId } from '../../domain/engine-names.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { quantityBytes } from '../../domain/kinds/quantity.ts';
import { compareRows, type Comparison } from '../../infra/demo/comparison.ts';
import { catalogueSummary, orderIds } from '../../infra/demo/contents.ts';
import { waitForCommits } from '../../infra/demo/cutover.ts';
import { withSession } from '../../infra/demo/database.ts';
import { databaseEndpoint } from '../../infra/demo/endpoint.ts';
import { switchOver } from '../../infra/demo/outage.ts';
import { proveAnswers } from '../../infra/demo/proofs.ts';
import { databaseAddress, openShop, serviceAddress, type Shop } from '../../infra/demo/shop.ts';
import { WEB } from '../../infra/demo/spec.ts';
import { startWriter, type WriterReport } from '../../infra/demo/writer.ts';
import { silentProgress } from '../../infra/sandbox/progress.ts';
import { deploy } from './harness/applications.ts';
import { ARRIVALS, extraManifests, fieldsOf } from './harness/extras.ts';
import { makePlan } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import { tracesOf } from './harness/snapshot.ts';
import { TREASURES } from './harness/treasures.ts';
import { readTree, treeManifests } from './harness/tree.ts';

const { test } = scenario('cutover');
const { signal } = new AbortController();

const DATABASE_BYTES = 10 * 2 ** 20;
/** Between what a client saw and what the product says: a NodePort, a retry, a clock or two. */
const DOWNTIME_TOLERANCE_SECONDS = 3;

interface Moved {
  namespace: string;
  shop: Shop;
  run: RunView;
  writer: WriterReport;
}

let moved: Moved;

interface Sized {
  storage: string;
}
type Request = { resources: { requests: Sized } };
type Capacity = { capacity: Sized };

const storageOf = ({ storage }: Sized): number => quantityBytes(storage) ?? NaN;

const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const RUNNING = [
  { kind: 'StatefulSet', name: 'db' },
  { kind: 'Deployment', name: 'web' },
  { kind: 'Deployment', name: 'tree' },
];

/** A shop that is written to all the while, beside a tree of odd files, moved by one command. */
test('moves', async (scene) => {
  const { images, sites } = scene;
  const namespace = scene.namespace('shop');
  const shop = await openShop(sites.source, {
    ...{ namespace, bytes: DATABASE_BYTES, progress: silentProgress, signal },
    images: { postgres: images.postgres, web: images.web },
  });
  await deploy(scene.source, [
    ...extraManifests(namespace, images.busybox),
    ...treeManifests({ namespace, image: images.mover, capacity: '256Mi' }),
  ]);
  await makePlan(scene, { name: 'shop', namespaces: [namespace] });

  const writer = startWriter({
    ...{ run: shop.run, credentials: shop.credentials },
    endpoints: [sites.source, sites.target].map((site) => databaseEndpoint(site, namespace)),
  });
  try {
    await waitForCommits(writer, sites.source, { namespace, signal });
    const { stdout } = await scene.dray('cutover', 'shop', '--wait', '-o', 'json');
    await waitForCommits(writer, sites.target, { namespace, signal });
    moved = { namespace, shop, run: JSON.parse(stdout) as RunView, writer: writer.report() };
  } finally {
    await writer.stop();
  }
  moved.writer = writer.report();
  expect(moved.run).toMatchObject({ state: 'succeeded', plan: 'shop', phase: 'Completed' });
}, 240_000);

test('loses no row, and doubles none', async (scene) => {
  const { target } = scene.sites;
  const { namespace, shop, writer } = moved;
  const address = await databaseAddress(target, namespace);
  const ids = await withSession(address, shop.credentials, orderIds);
  const catalogue = await withSession(address, shop.credentials, catalogueSummary);
  const compared: Comparison = compareRows(
    writer.acknowledged.map(({ id }) => id),
    ids,
  );
  expect(compared).toMatchObject({ missing: [], duplicated: [] });
  expect(compared.acknowledged).toBeGreaterThan(400);
  expect(catalogue).toEqual(shop.catalogue);
});

test('says how long the outage was', () => {
  const { run, writer } = moved;
  const seen = switchOver(writer.acknowledged, 'source', 'target');
  const seconds = run.downtime?.seconds ?? NaN;
  expect(seconds).toBeGreaterThan(0);
  expect(Math.abs(seconds - (seen?.ms ?? NaN) / 1000)).toBeLessThan(DOWNTIME_TOLERANCE_SECONDS);
});

test('answers on the target', async (scene) => {
  const { target } = scene.sites;
  const address = await serviceAddress(target, moved.namespace, WEB.service);
  const orders = moved.writer.acknowledged.length;
  expect(await proveAnswers(address, { orders, signal })).toMatchObject({ holds: true });
});

test('brings every file as it was', async (scene) => {
  const where = { namespace: moved.namespace, claim: 'tree', image: scene.images.mover };
  const [source, target] = await Promise.all([
    readTree(scene.source, where),
    readTree(scene.target, where),
  ]);
  expect(target.entries).toEqual(source.entries);
  for (const sparse of ['./sparse', './hole']) {
    expect(target.allocated[sparse]).toBeLessThanOrEqual(64 * 1024);
  }
});

/** What the tree of the test is made for: a tree without it would prove nothing. */
test('and these files were there to be lost', async (scene) => {
  const where = { namespace: moved.namespace, claim: 'tree', image: scene.images.mover };
  const { entries } = await readTree(scene.target, where);
  expect(new Set(Object.values(entries).map(({ type }) => type))).toEqual(new Set('fdlpcb'));
  expect(entries).toMatchObject(TREASURES);
  expect(Object.keys(entries).filter((name) => name.startsWith('./names/'))).toHaveLength(15);
  const { modified = '', size } = entries['./same-second'] ?? {};
  expect(modified).toMatch(/^1700000000\.0*[1-9]/);
  expect(size).toBe(12);
});

test('brings the other objects', async (scene) => {
  const { namespace } = moved;
  for (const { apiVersion, kind, name, fields } of ARRIVALS) {
    const key = { apiVersion, kind, name, namespace };
    const [here, there] = await Promise.all([scene.source.get(key), scene.target.get(key)]);
    expect(here).toBeDefined();
    expect(there).toMatchObject(fieldsOf(here!, fields));
  }
});

test('binds claims of the right size', async (scene) => {
  const { namespace } = moved;
  const claims = await scene.target.list({ ...CLAIM, namespace });
  const found = claims.map(({ metadata, spec, status }) => ({ name: metadata.name, spec, status }));
  const bound = (storage: string) => ({
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
    status: { phase: 'Bound' },
  });
  expect(found).toMatchObject([
    { name: 'data-db-0', ...bound('1Gi') },
    { name: 'tree', ...bound('256Mi') },
  ]);
  // Some kinds of storage come in steps of a gibibyte.
  for (const { spec, status } of found) {
    expect(storageOf((status as Capacity).capacity)).toBeGreaterThanOrEqual(
      storageOf((spec as Request).resources.requests),
    );
  }
});

test('leaves the source quiesced, in words that MTC understands', async (scene) => {
  const { namespace } = moved;
  const noted = 'migration.openshift.io/preQuiesceReplicas';
  for (const { kind, name } of RUNNING) {
    const key = { apiVersion: 'apps/v1', kind, name, namespace };
    const [here, there] = await Promise.all([scene.source.get(key), scene.target.get(key)]);
    expect(here).toMatchObject({ spec: { replicas: 0 } });
    expect(here?.metadata.annotations).toMatchObject({ [noted]: '1' });
    expect(there).toMatchObject({ spec: { replicas: 1 }, status: { readyReplicas: 1 } });
    expect(Object.keys(there?.metadata.annotations ?? {})).not.toContain(noted);
  }
  const pods = await scene.source.list({ apiVersion: 'v1', kind: 'Pod', namespace });
  expect(pods).toEqual([]);
});

test('leaves alone what stood still, and starts what runs by the clock', async (scene) => {
  const { namespace } = moved;
  const idle = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'idle', namespace };
  const yearly = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'yearly', namespace };
  for (const cluster of [scene.source, scene.target]) {
    const found = await cluster.get(idle);
    expect(found).toMatchObject({ spec: { replicas: 0 } });
    expect(JSON.stringify(found?.metadata.annotations ?? {})).not.toContain('uiesce');
  }
  expect(await scene.source.get(yearly)).toMatchObject({ spec: { suspend: true } });
  expect(await scene.target.get(yearly)).toMatchObject({ spec: { suspend: false } });
});

test('tidies up after itself', async (scene) => {
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: 'shop', namespace: scene.name };
  const uid = (await scene.target.get(key))?.metadata.uid ?? 'none';
  const [here, there] = await Promise.all(
    [scene.source, scene.target].map((c) => tracesOf(c, uid)),
  );
  // Backup and ledger are kept for a rollback; progress goes with its run.
  expect(here).toEqual([expect.stringMatching(/^Backup openshift-migration\//)]);
  expect(there?.filter((name) => !name.startsWith('DirectVolumeMigrationProgress '))).toEqual([
    expect.stringMatching(/^Backup openshift-migration\//),
    expect.stringMatching(new RegExp(`^ConfigMap ${scene.name}/shop-cutover-.*-ledger-0-`)),
    expect.stringMatching(/^Restore openshift-migration\//),
  ]);
});

test('is one workflow, named after its plan', async ({ name, temporal }) => {
  const workflow = temporal.client.workflow.getHandle(runWorkflowId(name, 'shop'));
  const { status, type } = await workflow.describe();
  expect({ status: status.name, type }).toEqual({ status: 'COMPLETED', type: 'cutover' });
});
