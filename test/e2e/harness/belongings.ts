import type { Cluster } from '../../../clients/kube/cluster.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import type { Scene } from './scene.ts';
import { waitUntil } from './wait.ts';

const RBAC = 'rbac.authorization.k8s.io/v1';
const DEFINITION = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/** Objects of the whole cluster that belong to an application, and what refers to them from its namespace. */
export interface Belongings {
  /** Of the whole cluster, in the order in which they are made. */
  wide: KubeObject[];
  /** `apiVersion` of the custom resource. */
  api: string;
  binding: KubeObject;
}

/** Names are the scene's own, since the cluster is everybody's. */
export function belongingsOf({ name: scene }: Scene, namespace: string): Belongings {
  const group = `${scene}.example.com`;
  const api = `${group}/v1`;
  const subject = { kind: 'ServiceAccount', name: 'app', namespace };
  const binding = wide(RBAC, 'ClusterRoleBinding', scene, {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: scene },
    subjects: [subject],
  });
  return {
    api,
    binding,
    wide: [
      wide(DEFINITION.apiVersion, DEFINITION.kind, `widgets.${group}`, definitionSpec(group)),
      wide('scheduling.k8s.io/v1', 'PriorityClass', scene, { value: 7 }),
      wide(RBAC, 'ClusterRole', scene, {
        rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }],
      }),
      binding,
    ],
  };
}

function wide(apiVersion: string, kind: string, name: string, rest: object): KubeObject {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

function definitionSpec(group: string): object {
  const anything = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schema = {
    openAPIV3Schema: { type: 'object', properties: { spec: anything, status: anything } },
  };
  const version = { name: 'v1', served: true, storage: true, subresources: { status: {} }, schema };
  const names = { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' };
  return { spec: { group, names, scope: 'Namespaced', versions: [version] } };
}

/** Makes them on one cluster, and takes them from both at the end of the scene. */
export async function bringBelongings(
  scene: Scene,
  cluster: Cluster,
  { wide: objects, api }: Belongings,
): Promise<void> {
  scene.defer(() => removeBelongings(scene, objects));
  for (const object of objects) await cluster.create(object);
  await waitUntil(
    async () => ((await cluster.servedKinds(api)).includes('Widget') ? true : undefined),
    { what: `${api} on ${cluster.name}`, limitMs: 30_000 },
  );
}

async function removeBelongings(
  { source, target }: Scene,
  objects: readonly KubeObject[],
): Promise<void> {
  for (const cluster of [source, target]) {
    await Promise.all(
      objects.map(({ apiVersion, kind, metadata: { name } }) =>
        cluster.delete({ apiVersion, kind, name }),
      ),
    );
  }
}
