import type { Cluster } from '../../../clients/kube/cluster.ts';
import { type KubeObject, keyOf } from '../../../domain/kube-object.ts';
import { sweepableKinds } from '../../../domain/objects/served.ts';
import { type Fixture, titleOf } from './fixture.ts';

/** All that is in a namespace, and of the whole cluster what the fixtures speak of; by title. */
export type Inventory = ReadonlyMap<string, KubeObject>;

/** What happened is not what is. */
const NEVER = new Set(['Event', 'PodMetrics']);

export async function takeInventory(
  cluster: Cluster,
  namespace: string,
  fixtures: readonly Fixture[],
): Promise<Inventory> {
  const kinds = sweepableKinds(await cluster.served()).filter(({ kind }) => !NEVER.has(kind));
  const ofCluster = fixtures.filter(({ clusterScoped }) => clusterScoped === true);
  const found = await Promise.all([
    ...kinds.map(({ apiVersion, kind }) => cluster.list({ apiVersion, kind, namespace })),
    ...ofCluster.map(async ({ object }) => (await cluster.get(keyOf(object))) ?? []),
    cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }),
  ]);
  const objects = found.flat().filter((object) => object !== undefined);
  return new Map(objects.map((object) => [titleOf(object), object]));
}
