import { expect } from '@jest/globals';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { type KubeObject, keyOf } from '../../domain/kube-object.ts';
import { addressOf } from '../../infra/demo/application.ts';
import { everything } from './everything/all.ts';
import { beside, namespace } from './everything/beside.ts';
import { busyObjects } from './everything/busy.ts';
import { forget, IMAGE_STREAMS, OPENSHIFT, teach } from './everything/definitions.ts';
import { type Fixture, type Move, type Place, titleOf } from './everything/fixture.ts';
import { foreignObjects, tightQuota } from './everything/foreign.ts';
import { SIDECAR, startInjector } from './everything/injector.ts';
import { type Inventory, takeInventory } from './everything/inventory.ts';
import { expectedOn, foundOn, unaccounted } from './everything/reckoning.ts';
import { BYTES, GREETING, PAGE } from './everything/settings.ts';
import { makeFixtures, settle } from './everything/stage.ts';
import { guardedWidget, releaseWidgets, widgetDefinitions } from './everything/widgets.ts';
import { awaitReady, deploy, execIn } from './harness/applications.ts';
import { awaitEnd, makePlan, startCutover } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf } from './harness/snapshot.ts';
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
  /** Of the plan. */
  spec: object;
  nodePort: number;
  /** Titles of what does not arrive as it has to in this version. */
  notYet: RegExp;
}

const WAYS: readonly Way[] = [
  {
    title: 'by Velero, under its own name',
    ...{ word: 'same', rename: (name) => name, spec: {}, nodePort: 30_061 },
    notYet:
      /^(Widget|Gadget|\w+\.\w+\.openshift\.io|Endpoint(s|Slice)|Lease|ReplicaSet|Secret (app-dockercfg|serving)|.* system:image-pullers|Service balanced|ServiceAccount builder|ConfigMap leaf)/,
  },
];

/** Kinds and a sidecar: what an administrator has installed on both clusters. */
test('both clusters know the kinds, and put a sidecar into pods', async (scene) => {
  const { source, target, name, images, defer } = scene;
  const definitions = [...OPENSHIFT, ...widgetDefinitions(groupOf(scene))];
  const injector = await startInjector(images.busybox);
  defer(() => injector.stop());
  await Promise.all(
    [source, target].map(async (cluster) => {
      defer(() => forget(cluster, definitions));
      await teach(cluster, definitions);
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
}

for (const { title, word, rename, spec, nodePort, notYet } of WAYS) {
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
    };
    removeLater(scene, stand);
    await source.create(namespace(place.source, { labels: injected(scene) }));
    await source.create(namespace(place.beside.source, {}));
    await makeFixtures(scene, place, stand.fixtures);
    await makeFixtures(scene, place.beside, stand.besides);
    await settle(source, place.source, stand.fixtures);
    const web = { namespace: place.source, app: 'web', container: 'web' };
    stand.written = await execIn(source, web, READ_STORE);
    await makePlan(scene, {
      name: word,
      namespaces: [place, place.beside].map(({ source: from, target }) => `${from}:${target}`),
    });
    const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: word, namespace: scene.name };
    await scene.target.patch(key, { spec });

    const [here, alongside] = await inventories(scene, stand, 'source');
    expect(unaccounted(here, stand.fixtures)).toEqual([]);
    expect(unaccounted(alongside, stand.besides)).toEqual([]);
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
      const tight = await target.create(tightQuota(place));

      const run = await awaitEnd(scene, await startCutover(scene, word));

      expect(run).toMatchObject({
        state: 'failed',
        failure: { detail: expect.stringContaining('exceeded quota: tight') },
      });
      // More than one: something could not be taken back.
      expect(await errorsOf(scene, run.name)).toHaveLength(1);
      await target.delete(keyOf(tight));
      const left = await snapshotOf(target, [place.target]);
      expect(without(left, STAYS)).toEqual(without(there, STAYS));
      await awaitReady(source, place.source, 'web');
      await settle(source, place.source, stand.fixtures);
      expect(await snapshotOf(source, [place.source], { restarted: true })).toEqual(here);
    },
    LIMIT_MS,
  );

  test(
    `${title}: everything arrives as it has to, and nothing else`,
    async (scene) => {
      const { target } = scene;
      const { place } = stand;
      const guarded = guardedWidget(place);
      await makeFixtures(scene, place, [guarded]);
      stand.fixtures.push(guarded);
      const [here, alongside] = await inventories(scene, stand, 'source');
      const foreign = foundOn(place, await takeInventory(target, place.target, []), []);

      const run = await awaitEnd(scene, await startCutover(scene, word));

      expect(run).toMatchObject({ state: 'succeeded' });
      const [there, alongsideThere] = await inventories(scene, stand, 'target');
      const theirs = foreignObjects(place).map((object) => titleOf(object));
      const expected = {
        ...Object.fromEntries(theirs.map((title) => [title, foreign[title]])),
        ...expectedOn(place, here, stand.fixtures),
      };
      const found = foundOn(place, there, stand.fixtures);
      expect(without(found, notYet)).toEqual(without(expected, notYet));
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
}

/** Data that has arrived waits for the next run. An account that was there is not given back what it was. */
const STAYS = /^PersistentVolumeClaim|^ServiceAccount.v1 .*default/;

const POD = { apiVersion: 'v1', kind: 'Pod' };

/** Through the headless Service, by the name that pods know it by. */
const READ_STORE = ['wget', '-qO-', 'http://store:8080/made'];

/** The names of the custom resource's errors come with no other view. */
async function errorsOf({ target, name: namespace }: Scene, run: string): Promise<string[]> {
  const key = { apiVersion: API_VERSION, kind: 'MigMigration', name: run, namespace };
  const { errors = [] } = ((await target.get(key))?.['status'] ?? {}) as { errors?: string[] };
  return errors;
}

async function ask(url: string): Promise<Buffer> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}

function containersOf(pod: KubeObject): string[] {
  const { containers } = pod['spec'] as { containers: { name: string }[] };
  return containers.map(({ name }) => name);
}

function without(objects: Record<string, unknown>, titles: RegExp): Record<string, unknown> {
  return Object.fromEntries(Object.entries(objects).filter(([title]) => !titles.test(title)));
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
  await waitUntil(async () => (await runningPods(source, busy)) === 3 || undefined, {
    what: `three pods in ${busy}`,
    limitMs: 60_000,
  });
  await makePlan(scene, { name: 'busy', namespaces: [busy] });
  const before = await snapshotOf(source, [busy]);

  const run = await awaitEnd(scene, await startCutover(scene, 'busy'));

  expect(run).toMatchObject({ state: 'failed', failure: { code: 'DRAY-2008' } });
  for (const name of ['Job e2e-[^ ]+-busy/running', 'Pod e2e-[^ ]+-busy/bare', '/everywhere-']) {
    expect(run.failure?.detail).toMatch(new RegExp(name));
  }
  expect(await snapshotOf(source, [busy])).toEqual(before);
});

async function runningPods(cluster: Cluster, namespace: string): Promise<number> {
  const fieldSelector = 'status.phase=Running';
  return (await cluster.list({ ...POD, namespace, fieldSelector })).length;
}

/** Images would stay behind in silence. */
test('image streams are refused by name', async (scene) => {
  const { source, defer } = scene;
  const streams = scene.namespace('streams');
  defer(() => forget(source, [IMAGE_STREAMS]));
  await teach(source, [IMAGE_STREAMS]);
  await source.create(namespace(streams, {}));
  await source.create({
    ...{ apiVersion: 'image.openshift.io/v1', kind: 'ImageStream' },
    metadata: { name: 'app', namespace: streams },
    spec: { tags: [{ name: 'latest' }] },
  });
  await makePlan(scene, { name: 'streams', namespaces: [streams] });

  const run = await awaitEnd(scene, await startCutover(scene, 'streams'));

  const failure = { code: 'DRAY-2002', object: expect.stringContaining(`${streams}/app`) };
  expect(run).toMatchObject({ state: 'failed', failure });
});
