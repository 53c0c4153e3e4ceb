import type { Cluster } from '../../../clients/kube/cluster.ts';
import { type KubeObject, keyOf, type ObjectKey } from '../../../domain/kube-object.ts';
import { awaitReady } from '../harness/applications.ts';
import { waitUntil } from '../harness/wait.ts';
import { type Fixture, type Move, titleOf } from './fixture.ts';

/** Makes the fixtures on the source in their order, and on the target what each cluster is to have of its own. */
export async function makeFixtures(
  { source, target }: { source: Cluster; target: Cluster },
  move: Move,
  fixtures: readonly Fixture[],
): Promise<void> {
  const made = new Map<string, KubeObject>();
  for (const fixture of fixtures) {
    const object = await makeOne(source, withOwners(placed(fixture, move), fixture, made), fixture);
    made.set(titleOf(object), object);
    const both = 'ofEachCluster' in fixture.fate && fixture.given !== true;
    if (both) await target.create(placed(fixture, move));
    if (fixture.onTarget !== undefined) await target.create(fixture.onTarget);
  }
}

async function makeOne(
  cluster: Cluster,
  object: KubeObject,
  { given, status }: Fixture,
): Promise<KubeObject> {
  if (given === true) return fillIn(cluster, object);
  const made = await cluster.create(object);
  if (status === undefined) return made;
  return cluster.patch(keyOf(made), { status }, { subresource: 'status' });
}

/** Its cluster may still be about to make it. */
function fillIn(cluster: Cluster, object: KubeObject): Promise<KubeObject> {
  return waitUntil(() => cluster.patch(keyOf(object), object), {
    what: `${titleOf(object)} on ${cluster.name}`,
    limitMs: 30_000,
  });
}

function placed({ object, clusterScoped }: Fixture, { source }: Move): KubeObject {
  if (clusterScoped === true || object.kind === 'Namespace') return object;
  return { ...object, metadata: { ...object.metadata, namespace: source } };
}

function withOwners(
  object: KubeObject,
  { ownedBy = [] }: Fixture,
  made: ReadonlyMap<string, KubeObject>,
): KubeObject {
  if (ownedBy.length === 0) return object;
  const ownerReferences = ownedBy.map((title) => {
    const owner = made.get(title);
    if (owner === undefined) throw new Error(`${titleOf(object)} comes before ${title}`);
    const { apiVersion, kind, metadata } = owner;
    const identity = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
    return { ...identity, controller: true, blockOwnerDeletion: true };
  });
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

/** Waits until all that starts, ends or is filled in by controllers has. */
export async function settle(
  cluster: Cluster,
  namespace: string,
  fixtures: readonly Fixture[],
): Promise<void> {
  await awaitReady(cluster, namespace, 'web');
  const awaited = fixtures.filter(({ object }) => object.kind in SETTLED);
  await Promise.all(
    awaited.map(({ object }) => {
      const key = { ...keyOf(object), namespace };
      const look = SETTLED[object.kind] ?? (() => true);
      return awaitObject(cluster, key, look);
    }),
  );
}

const SETTLED: Readonly<Record<string, (object: KubeObject) => boolean>> = {
  Job: (job) => {
    const { conditions = [] } = statusOf(job) as { conditions?: { type: string }[] };
    return conditions.some(({ type }) => type === 'Complete' || type === 'Failed');
  },
  Pod: (pod) => statusOf(pod)['phase'] === 'Succeeded',
  StatefulSet: (set) => statusOf(set)['readyReplicas'] === 1,
  Secret: ({ type, data }) =>
    type !== 'kubernetes.io/service-account-token' || hasToken(data as { token?: string }),
};

function hasToken(data: { token?: string } = {}): boolean {
  return data.token !== undefined;
}

function statusOf(object: KubeObject): Record<string, unknown> {
  return (object['status'] ?? {}) as Record<string, unknown>;
}

async function awaitObject(
  cluster: Cluster,
  key: ObjectKey,
  look: (object: KubeObject) => boolean,
): Promise<void> {
  let last: KubeObject | undefined;
  await waitUntil(
    async () => {
      last = await cluster.get(key);
      return (last !== undefined && look(last)) || undefined;
    },
    { what: `${key.kind} ${key.name} on ${cluster.name}`, limitMs: 90_000, clues: () => last },
  );
}
