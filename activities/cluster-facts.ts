import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { ObjectChoice } from '../domain/objects/choice.ts';
import { byGroupKind, groupOf } from '../domain/objects/served.ts';
import type { ClusterFacts } from '../domain/plan/facts.ts';
import type { NamespacePair } from '../domain/plan/namespaces.ts';
import { readStorageClass } from '../domain/plan/storage-classes.ts';
import type { GroupKind } from '../domain/transform/contract.ts';

/** What a plan needs to know of its clusters: only its own namespaces, never a list of the whole cluster's pods. */
export async function gatherClusterFacts(
  source: Cluster,
  target: Cluster,
  { namespaces, choice }: { namespaces: readonly NamespacePair[]; choice?: ObjectChoice },
): Promise<ClusterFacts> {
  const names = namespaces.map((pair) => pair.source);
  const [found, claims, pods, sourceClasses, targetClasses, unknownKinds] = await Promise.all([
    existing(source, names),
    listIn(source, names, 'PersistentVolumeClaim'),
    listIn(source, names, 'Pod'),
    storageClasses(source),
    storageClasses(target),
    unknownAmong(source, choice?.kinds ?? []),
  ]);
  return {
    found,
    claims,
    pods,
    sourceClasses,
    targetClasses,
    unknownKinds,
    volumes: await volumesOf(source, claims),
  };
}

async function unknownAmong(source: Cluster, kinds: readonly GroupKind[]): Promise<GroupKind[]> {
  if (kinds.length === 0) return [];
  const api = await source.served();
  // Nobody knows what a server serves that does not answer; that is told when its objects are to be read.
  const silent = new Set(api.silent.map(groupOf));
  const served = byGroupKind(api);
  return kinds.filter(
    (kind) => !served.has(kind) && !silent.has(kind.slice(kind.indexOf('.') + 1)),
  );
}

async function existing(cluster: Cluster, names: string[]): Promise<string[]> {
  const found = await Promise.all(
    names.map((name) => cluster.get({ apiVersion: 'v1', kind: 'Namespace', name })),
  );
  return names.filter((_name, index) => found[index] !== undefined);
}

/** All objects of a core kind in some namespaces. */
export async function listIn(
  cluster: Cluster,
  namespaces: readonly string[],
  kind: 'PersistentVolumeClaim' | 'Pod' | 'Service',
): Promise<KubeObject[]> {
  const lists = await Promise.all(
    namespaces.map((namespace) => cluster.list({ apiVersion: 'v1', kind, namespace })),
  );
  return lists.flat();
}

async function storageClasses(cluster: Cluster) {
  const classes = await cluster.list({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' });
  return classes.map(readStorageClass);
}

async function volumesOf(cluster: Cluster, claims: readonly KubeObject[]): Promise<KubeObject[]> {
  const names = claims.flatMap((claim) => {
    const { volumeName } = (claim['spec'] ?? {}) as { volumeName?: string };
    return volumeName ?? [];
  });
  const volumes = await Promise.all(
    names.map((name) => cluster.get({ apiVersion: 'v1', kind: 'PersistentVolume', name })),
  );
  return volumes.filter((volume) => volume !== undefined);
}
