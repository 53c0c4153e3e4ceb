import type { Cluster } from '../../../clients/kube/cluster.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';

/** Objects by `Kind namespace/name`, without what changes by itself. */
export type Snapshot = Record<string, unknown>;

export interface SnapshotOptions {
  /** The application was stopped and started meanwhile: leave out pods and generations. */
  restarted?: boolean;
}

/** What happened is not what is. */
const NEVER = new Set(['Event']);

/** Made anew with every start of a pod. */
const OF_A_START = new Set(['Pod', 'Endpoints', 'EndpointSlice', 'PodMetrics']);

/** Written at every request, or counted by the API server itself. */
const VOLATILE = ['resourceVersion', 'managedFields'];

/** All objects of some namespaces, and the namespaces themselves: metadata and what was wanted. */
export async function snapshotOf(
  cluster: Cluster,
  namespaces: readonly string[],
  { restarted = false }: SnapshotOptions = {},
): Promise<Snapshot> {
  const kinds = (await cluster.namespacedKinds()).filter(
    ({ kind }) => !NEVER.has(kind) && !(restarted && OF_A_START.has(kind)),
  );
  const objects = await Promise.all([
    ...namespaces.map(async (name) => {
      const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
      return found === undefined ? [] : [found];
    }),
    ...namespaces.flatMap((namespace) =>
      kinds.map(({ apiVersion, kind }) => listOf(cluster, { apiVersion, kind, namespace })),
    ),
  ]);
  const entries = objects
    .flat()
    .map((object) => [titleOf(object), stable(object, restarted)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** Items of a list do not always say what they are. */
async function listOf(
  cluster: Cluster,
  query: { apiVersion: string; kind: string; namespace: string },
): Promise<KubeObject[]> {
  const { apiVersion, kind } = query;
  return (await cluster.list(query)).map((object) => ({ ...object, apiVersion, kind }));
}

function titleOf({ kind, apiVersion, metadata }: KubeObject): string {
  return `${kind}.${apiVersion} ${metadata.namespace ?? ''}/${metadata.name}`;
}

function stable(object: KubeObject, restarted: boolean): unknown {
  if (restarted) return stable(withoutCounters(object), false);
  return { ...without(object, ['status']), metadata: without(object.metadata, VOLATILE) };
}

/** A DaemonSet counts its templates, in itself and in its history: one that stood still has had another. */
const TEMPLATE_COUNT = 'deprecated.daemonset.template.generation';

function withoutCounters(object: KubeObject): KubeObject {
  const { annotations, ...metadata } = object.metadata;
  const kept = annotations && without(annotations, [TEMPLATE_COUNT]);
  const counted = { ...metadata, ...(kept && { annotations: kept }) };
  const dropped = object.kind === 'ControllerRevision' ? ['revision'] : [];
  return {
    ...without(object, dropped),
    metadata: without(counted, ['generation']),
  } as KubeObject;
}

function without(map: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)));
}

/** Everything on a cluster that runs of a plan made and marked as theirs: `Kind namespace/name`. */
export async function tracesOf(cluster: Cluster, planUid: string): Promise<string[]> {
  const labelSelector = `migplan=${planUid}`;
  const kinds = (await cluster.namespacedKinds()).filter(({ kind }) => !NEVER.has(kind));
  const found = await Promise.all(
    kinds.map(async ({ apiVersion, kind }) => {
      const objects = await cluster.list({ apiVersion, kind, labelSelector });
      return objects.map(({ metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    }),
  );
  return found.flat().sort();
}
