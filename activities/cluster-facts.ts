import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { ClusterFacts } from '../domain/plan/facts.ts';
import type { NamespacePair } from '../domain/plan/namespaces.ts';
import { readStorageClass } from '../domain/plan/storage-classes.ts';

/** What a plan needs to know of its clusters: only its own namespaces, never a list of the whole cluster's pods. */
export async function gatherClusterFacts(
  source: Cluster,
  target: Cluster,
  namespaces: readonly NamespacePair[],
): Promise<ClusterFacts> {
  const names = namespaces.map((pair) => pair.source);
  const [found, claims, pods, sourceClasses, targetClasses] = await Promise.all([
    existing(source, names),
    listIn(source, names, 'PersistentVolumeClaim'),
    listIn(source, names, 'Pod'),
    storageClasses(source),
    storageClasses(target),
  ]);
  return {
    found,
    claims,
    pods,
    sourceClasses,
    targetClasses,
    volumes: await volumesOf(source, claims),
  };
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
