import { expect } from '@jest/globals';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { type KubeObject, keyOf } from '../../domain/kube-object.ts';
import type { ObjectTransport } from '../../domain/plan/object-transport.ts';
import type { RunView } from '../../api/rest/views/run.ts';
import { addressOf } from '../../infra/demo/application.ts';
import { everything } from './everything/all.ts';
import { beside, namespace } from './everything/beside.ts';
import { busyObjects } from './everything/busy.ts';
import { forget, OPENSHIFT, teach } from './everything/definitions.ts';
import { type Fixture, type Move, type Place, titleOf } from './everything/fixture.ts';
import { foreignObjects, tightQuota } from './everything/foreign.ts';
import { SIDECAR, startInjector } from './everything/injector.ts';
import { type Inventory, takeInventory } from './everything/inventory.ts';
import { expectedOn, foundOn, type Reckoning, unaccounted } from './everything/reckoning.ts';
import { BYTES, GREETING, PAGE } from './everything/settings.ts';
import { checkPlan, expectGrouped, expectReported, reportOf } from './everything/reported.ts';
import { makeFixtures, settle } from './everything/stage.ts';
import {
  gizmoDefinition,
  guarded,
  releaseWidgets,
  widgetDefinitions,
} from './everything/widgets.ts';
import { awaitPhase } from './faults/moment.ts';
import { awaitReady, deploy, execIn } from './harness/applications.ts';
import { createResource } from './harness/resources.ts';
import { awaitEnd, endOf, makePlan, startCutover, SUCCEEDED } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf, type Snapshot } from './harness/snapshot.ts';
import { waitUntil } from './harness/wait.ts';

const { test } = scenario('everything', {
  needsSandbox: 'teaches both clusters kinds of OpenShift',
});

const LIMIT_MS = 240_000;

interface Way {
  title: string;
  /** Name of the plan, and part of all names. */
  word: string;
  /** What a namespace is called on the target. */
  rename: (name: string) => string;
  objectTransport: ObjectTransport;
  nodePort: number;
}

const WAYS: readonly Way[] = [
  {
    ...{ title: 'by Velero, under its own name', word: 'same', objectTransport: 'Velero' },
    ...{ rename: (name) => name, nodePort: 30_061 },
  },
  {
    ...{ title: 'directly, under another name', word: 'other', objectTransport: 'Direct' },
    ...{ rename: (name) => `${name}2`, nodePort: 30_062 },
  },
];

/** Kinds and a sidecar: what an administrator has installed on both clusters. */
test('both clusters know the kinds, and put a sidecar into pods', async (scene) => {
  const { source, target, name, images, defer } = scene;
  const definitions = [...OPENSHIFT, ...widgetDefinitions(groupOf(scene))];
  const gizmo = gizmoDefinition(groupOf(scene));
  const injector = await startInjector(images.busybox);
  defer(() => injector.stop());
  await Promise.all(
    [source, target].map(async (cluster) => {
      defer(() => forget(cluster, [...definitions, gizmo]));
      await teach(cluster, cluster === source ? [...definitions, gizmo] : definitions);
      const webhook = injector.configuration(`${name}-injector`, injected(scene));
      defer(() => cluster.delete(keyOf(webhook)));
      await cluster.create(webhook);
    }),
  );
});

function groupOf({ name }: Scene): string {
  return `${name}.example.com`;
}

function injected(scene: Scene): Record<string, string> {
  return { [`${groupOf(scene)}/inject`]: 'true' };
}

interface Stand {
  place: Place;
  fixtures: Fixture[];
  /** Of the namespace beside. */
  besides: Fixture[];
  /** What the volume holds since its first start. */
  written: string;
  /** Both ends before the cutover. */
  before: { source: Snapshot; target: Reckoning };
}

for (const { title, word, rename, objectTransport, nodePort } of WAYS) {
  let stand: Stand;

  function move(scene: Scene, suffix: string): Move {
    return { source: scene.namespace(suffix), target: scene.namespace(rename(suffix)) };
  }

  test(`${title}: everything stands on the source`, async (scene) => {
    const place: Place = {
      ...move(scene, word),
      beside: move(scene, `${word}-beside`),
      ...{ word: `${scene.name}-${word}`, group: groupOf(scene), images: scene.images, nodePort },
    };
    const { source } = scene;
    stand = {
      place,
      fixtures: everything(place, injected(scene)),
      besides: beside(place.beside),
      written: '',
      before: { source: {}, target: {} },
    };
    removeLater(scene, stand);
    await source.create(namespace(place.source, { labels: injected(scene) }));
    await source.create(namespace(place.beside.source, {}));
    await makeFixtures(scene, place, stand.fixtures);
    await makeFixtures(scene, place.beside, stand.besides);
    await settle(source, place.source, stand.fixtures);
    const web = { namespace: place.source, app: 'web', container: 'web' };
    stand.written = await execIn(source, web, READ_STORE);
    const namespaces = [place, place.beside].map((pair) => `${pair.source}:${pair.target}`);
    await makePlan(scene, { name: word, namespaces, objectTransport });

    const [here, alongside] = await inventories(scene, stand, 'source');
    expect(unaccounted(here, stand.fixtures)).toEqual([]);
    expect(unaccounted(alongside, stand.besides)).toEqual([]);
  });

  test(`${title}: a dry run says what becomes of everything, and touches nothing`, async (scene) => {
    const { source, target } = scene;
    const { place } = stand;
    const [here, there] = await Promise.all([
      snapshotOf(source, [place.source]),
      snapshotOf(target, [place.target]),
    ]);

    const report = await checkPlan(scene, word);

    expect(report).toMatchObject({ name: word, blocked: false, findings: [] });
    expectReported(report, place, stand.fixtures);
    expectReported(report, place.beside, stand.besides);
    expectGrouped(report, place);
    expect(await snapshotOf(source, [place.source])).toEqual(here);
    expect(await snapshotOf(target, [place.target])).toEqual(there);
  });

  test(
    `${title}: a run that fails halfway takes back what it brought, and nothing else`,
    async (scene) => {
      const { source, target } = scene;
      const { place } = stand;
      await target.create(namespace(place.target, { labels: injected(scene) }));
      await deploy(target, foreignObjects(place));
      const here = await snapshotOf(source, [place.source], { restarted: true });
      const there = await snapshotOf(target, [place.target]);

      const started = await startCutover(scene, word);
      await awaitPhase(scene, started, 'CreateDirectVolumeMigrationStage');
      const tight = await target.create(tightQuota(place));
      const run = await awaitEnd(scene, started);

      expect(run).toMatchObject({
        state: 'failed',
        failure: { detail: expect.stringContaining('exceeded quota: tight') },
      });
      // More than one: something could not be taken back.
      expect(await errorsOf(scene, run.name)).toHaveLength(1);
      await target.delete(keyOf(tight));
      const left = await snapshotOf(target, [place.target]);
      expect(withoutClaims(left)).toEqual(withoutClaims(there));
      for (const { onTarget } of stand.fixtures) {
        if (onTarget !== undefined)
          expect(await target.get(keyOf(onTarget))).toMatchObject(onTarget);
      }
      await awaitReady(source, place.source, 'web');
      await settle(source, place.source, stand.fixtures);
      expect(await snapshotOf(source, [place.source], { restarted: true })).toEqual(here);
    },
    LIMIT_MS,
  );

  test(
    `${title}: everything arrives as it has to, and nothing else`,
    async (scene) => {
      const { source, target } = scene;
      const { place } = stand;
      await makeFixtures(scene, place, guarded(place));
      stand.fixtures.push(...guarded(place));
      const [here, alongside] = await inventories(scene, stand, 'source');
      const foreign = foundOn(place, await takeInventory(target, place.target, stand.fixtures), []);
      stand.before = {
        source: await snapshotOf(source, [place.source], { restarted: true }),
        target: foreign,
      };

      const run = await awaitEnd(scene, await startCutover(scene, word));

      expect(run).toMatchObject({ state: 'warnings' });
      expectTold(run, stand);
      const report = await reportOf(scene, run.name);
      expectReported(report, place, stand.fixtures);
      expectReported(report, place.beside, stand.besides);
      expectGrouped(report, place);
      const [there, alongsideThere] = await inventories(scene, stand, 'target');
      const theirs = foreignObjects(place).map((object) => titleOf(object));
      const expected = {
        ...Object.fromEntries(theirs.map((title) => [title, foreign[title]])),
        ...expectedOn(place, here, stand.fixtures),
      };
      const found = foundOn(place, there, stand.fixtures);
      expect(found).toEqual(expected);
      expect(foundOn(place.beside, alongsideThere, stand.besides)).toEqual(
        expectedOn(place.beside, alongside, stand.besides),
      );
    },
    LIMIT_MS,
  );

  test(`${title}: the application answers, each pod with one sidecar`, async (scene) => {
    const { target, sites } = scene;
    const namespace = stand.place.target;
    const { nodeAddress } = sites.target;
    const node = await addressOf(target, nodeAddress, { namespace, name: 'node' });
    const url = `http://${node?.host ?? ''}:${node?.port ?? 0}`;
    expect(await ask(`${url}/index.html`)).toEqual(Buffer.from(PAGE));
    expect(await ask(`${url}/bytes`)).toEqual(BYTES);
    expect(await ask(`${url}/greeting`)).toEqual(Buffer.from(`${GREETING}\n`));

    const web = { namespace, app: 'web', container: 'web' };
    expect(await execIn(target, web, READ_STORE)).toBe(stand.written);
    for (const app of ['web', 'store']) {
      const pods = await target.list({ ...POD, namespace, labelSelector: `app=${app}` });
      expect(pods.map(containersOf)).toEqual([[app, SIDECAR]]);
    }
  });

  test(
    `${title}: rolled back, only what it brought is gone, and the source runs as before`,
    async (scene) => {
      const { source, target } = scene;
      const { place, fixtures, before } = stand;
      const migPlanRef = { name: word, namespace: scene.name };
      const spec = { migPlanRef, stage: false, rollback: true };
      // Nobody takes away the finalizer that it arrived with.
      await releaseWidgets(target, place, place.target);
      await createResource(scene, 'MigMigration', `${word}-back`, spec);

      const run = await awaitEnd(scene, `${word}-back`);

      expect(endOf(run)).toEqual(SUCCEEDED);
      const there = foundOn(place, await takeInventory(target, place.target, fixtures), []);
      expect(there).toEqual(withoutClaims(before.target));
      expect(await snapshotOf(target, [place.beside.target])).toEqual({});
      await awaitReady(source, place.source, 'web');
      await settle(source, place.source, fixtures);
      expect(await snapshotOf(source, [place.source], { restarted: true })).toEqual(before.source);
    },
    LIMIT_MS,
  );
}

const POD = { apiVersion: 'v1', kind: 'Pod' };

/** Through the headless Service, by the name that pods know it by. */
const READ_STORE = ['wget', '-qO-', 'http://store:8080/made'];

/** The names of the custom resource's errors come with no other view. */
async function errorsOf({ target, name: namespace }: Scene, run: string): Promise<string[]> {
  const key = { apiVersion: API_VERSION, kind: 'MigMigration', name: run, namespace };
  const { errors = [] } = ((await target.get(key))?.['status'] ?? {}) as { errors?: string[] };
  return errors;
}

/** Of each object that somebody should look at, and of no other. */
function expectTold({ conditions }: RunView, { place, fixtures }: Stand): void {
  const { message = '' } = conditions.find(({ type }) => type === 'ObjectsNeedAttention') ?? {};
  const named = [...message.matchAll(new RegExp(`(\\w+) ${place.source}/([^:]+): `, 'g'))];
  const expected = fixtures.filter((fixture) => fixture.told !== undefined);
  const names = expected.map(({ object }) => `${object.kind} ${object.metadata.name}`);
  expect([...new Set(named.map(([, kind, name]) => `${kind ?? ''} ${name ?? ''}`))].sort()).toEqual(
    names.sort(),
  );
  for (const { told = '' } of expected) expect(message).toContain(told);
}

/** A node learns of a new port within a second or so. */
async function ask(url: string): Promise<Buffer> {
  return waitUntil(
    async () => {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
    },
    { what: url, limitMs: 20_000 },
  );
}

function containersOf(pod: KubeObject): string[] {
  const { containers } = pod['spec'] as { containers: { name: string }[] };
  return containers.map(({ name }) => name);
}

/** Data that has arrived waits for the next run. */
function withoutClaims(snapshot: Snapshot): Snapshot {
  const rest = Object.entries(snapshot).filter(
    ([title]) => !title.startsWith('PersistentVolumeClaim'),
  );
  return Object.fromEntries(rest);
}

/** Of both namespaces. */
function inventories(
  scene: Scene,
  { place, fixtures, besides }: Stand,
  side: 'source' | 'target',
): Promise<[Inventory, Inventory]> {
  return Promise.all([
    takeInventory(scene[side], place[side], fixtures),
    takeInventory(scene[side], place.beside[side], besides),
  ]);
}

/** What no namespace takes with it when it goes, and what keeps one from going. */
function removeLater({ source, target, defer }: Scene, { place, fixtures }: Stand): void {
  const ofCluster = fixtures.filter(({ clusterScoped }) => clusterScoped === true);
  for (const [cluster, namespace] of [
    [source, place.source],
    [target, place.target],
  ] as const) {
    defer(async () => {
      await releaseWidgets(cluster, place, namespace);
      await Promise.all(ofCluster.map(({ object }) => cluster.delete(keyOf(object))));
    });
  }
}

test('what nothing can stop is refused by name, and goes on', async (scene) => {
  const { source, images } = scene;
  const busy = scene.namespace('busy');
  await source.create(namespace(busy, {}));
  for (const object of busyObjects(busy, images.busybox)) await source.create(object);
  await waitUntil(async () => (await runningPods(source, busy)) === 2 || undefined, {
    what: `two pods in ${busy}`,
    limitMs: 60_000,
  });
  const paused = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'paused', namespace: busy };
  await source.patch(paused, { spec: { paused: true } });
  await makePlan(scene, { name: 'busy', namespaces: [busy] });
  const before = await snapshotOf(source, [busy]);

  const run = await awaitEnd(scene, await startCutover(scene, 'busy'));

  expect(run).toMatchObject({ state: 'failed', failure: { code: 'DRAY-2008' } });
  for (const name of ['Pod X/bare', 'Deployment X/paused']) {
    expect(run.failure?.detail).toContain(name.replace('X', busy));
  }
  expect(await snapshotOf(source, [busy])).toEqual(before);
});

async function runningPods(cluster: Cluster, namespace: string): Promise<number> {
  const fieldSelector = 'status.phase=Running';
  return (await cluster.list({ ...POD, namespace, fieldSelector })).length;
}

/** Nobody but the source has them. */
test('images that were pushed into the source are refused by the name of their stream', async (scene) => {
  const { source } = scene;
  const streams = scene.namespace('streams');
  await source.create(namespace(streams, {}));
  const stream = await source.create({
    ...{ apiVersion: 'image.openshift.io/v1', kind: 'ImageStream' },
    metadata: { name: 'app', namespace: streams },
    spec: { tags: [{ name: 'latest' }] },
  });
  const repository = `image-registry.openshift-image-registry.svc:5000/${streams}/app`;
  const items = [{ dockerImageReference: `${repository}@sha256:0` }];
  const status = { dockerImageRepository: repository, tags: [{ tag: 'latest', items }] };
  await source.patch(keyOf(stream), { status }, { subresource: 'status' });
  await makePlan(scene, { name: 'streams', namespaces: [streams] });

  const run = await awaitEnd(scene, await startCutover(scene, 'streams'));

  expect(run).toMatchObject({ state: 'failed', failure: { code: 'DRAY-2008' } });
  expect(run.failure?.detail).toContain(`ImageStream ${streams}/app: tags latest have images`);
});
