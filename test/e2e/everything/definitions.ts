import type { Cluster } from '../../../clients/kube/cluster.ts';
import { type KubeObject, keyOf } from '../../../domain/kube-object.ts';
import { waitUntil } from '../harness/wait.ts';

const API = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

export interface Definition {
  group: string;
  version: string;
  kind: string;
  plural: string;
  scope?: 'Cluster';
  /** Status is written through the subresource, and by it alone. */
  status?: true;
}

/** OpenShift's kinds, as far as an API server without OpenShift can have them. */
export const OPENSHIFT: readonly Definition[] = [
  openshift('route', 'Route', 'routes'),
  openshift('apps', 'DeploymentConfig', 'deploymentconfigs'),
  openshift('build', 'BuildConfig', 'buildconfigs'),
  openshift('build', 'Build', 'builds'),
  openshift('template', 'Template', 'templates'),
  {
    ...openshift('security', 'SecurityContextConstraints', 'securitycontextconstraints'),
    scope: 'Cluster',
  },
  { ...openshift('image', 'ImageStream', 'imagestreams'), status: true },
];

function openshift(group: string, kind: string, plural: string): Definition {
  return { group: `${group}.openshift.io`, version: 'v1', kind, plural };
}

export function definitionOf(definition: Definition): KubeObject {
  const { group, version, kind, plural, scope = 'Namespaced', status } = definition;
  const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const subresources = status === undefined ? {} : { subresources: { status: {} } };
  return {
    ...API,
    metadata: { name: `${plural}.${group}` },
    spec: {
      ...{ group, scope, names: { kind, plural, singular: kind.toLowerCase() } },
      versions: [
        {
          ...{ name: version, served: true, storage: true },
          ...{ schema: { openAPIV3Schema: schema }, ...subresources },
        },
      ],
    },
  };
}

/** Teaches a cluster some kinds, and waits until it serves them. Those that a killed test left are as good. */
export async function teach(cluster: Cluster, definitions: readonly Definition[]): Promise<void> {
  await Promise.all(
    definitions.map(async (definition) => {
      const made = await cluster.apply(definitionOf(definition));
      const { group, version, kind } = definition;
      await waitUntil(
        async () => (await cluster.servedKinds(`${group}/${version}`)).includes(kind) || undefined,
        { what: `${made.metadata.name} on ${cluster.name}`, limitMs: 30_000 },
      );
    }),
  );
}

/** Takes the kinds away again, with all that is of them. */
export async function forget(cluster: Cluster, definitions: readonly Definition[]): Promise<void> {
  const keys = definitions.map((definition) => keyOf(definitionOf(definition)));
  await Promise.all(keys.map((key) => cluster.delete(key)));
  await waitUntil(
    async () => {
      const left = await Promise.all(keys.map((key) => cluster.get(key)));
      return left.every((one) => one === undefined) || undefined;
    },
    { what: `definitions on ${cluster.name} to go`, limitMs: 60_000 },
  );
}
