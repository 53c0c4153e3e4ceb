import type { Cluster } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { diagnose } from './diagnosis.ts';
import { applicationManifests } from './manifests.ts';
import { isPodAlive, nodeAddressOf, nodePortOf, replicasOf } from './readings.ts';
import { DATABASE, WEB, type Address, type ApplicationSpec } from './spec.ts';
import { type Patience, waitUntil } from './wait.ts';

const WORKLOADS = [
  { apiVersion: 'apps/v1', kind: 'StatefulSet', name: DATABASE.statefulSet },
  { apiVersion: 'apps/v1', kind: 'Deployment', name: WEB.deployment },
];

/** Creates the application in a namespace that does not exist yet. */
export async function deployApplication(cluster: Cluster, spec: ApplicationSpec): Promise<void> {
  for (const manifest of applicationManifests(spec)) await cluster.create(manifest);
}

/** Waits until the database of the application is ready to serve. */
export async function waitForDatabase(
  cluster: Cluster,
  namespace: string,
  patience: Patience,
): Promise<void> {
  const key = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: DATABASE.statefulSet, namespace };
  await waitUntil({
    ...patience,
    what: `the database of ${namespace} on ${cluster.name}`,
    look: async () => isReady(await cluster.get(key)),
    diagnose: () => diagnose(cluster, namespace),
  });
}

/** Waits until every workload of the application has all its replicas ready. */
export async function waitForApplication(
  cluster: Cluster,
  namespace: string,
  patience: Patience,
): Promise<void> {
  await waitUntil({
    ...patience,
    what: `the application ${namespace} on ${cluster.name}`,
    look: async () => {
      const found = await Promise.all(WORKLOADS.map((key) => cluster.get({ ...key, namespace })));
      return found.every(isReady) ? true : undefined;
    },
    diagnose: () => diagnose(cluster, namespace),
  });
}

/** Where a client outside the cluster reaches a Service; undefined while it has no such port. */
export async function addressOf(
  cluster: Cluster,
  nodeAddress: string,
  service: { namespace: string; name: string },
): Promise<Address | undefined> {
  const found = await cluster.get({ apiVersion: 'v1', kind: 'Service', ...service });
  const port = found === undefined ? undefined : nodePortOf(found);
  return port === undefined ? undefined : { host: nodeAddress, port };
}

/** The address of the cluster's first node, for NodePorts. */
export async function findNodeAddress(cluster: Cluster): Promise<string> {
  const nodes = await cluster.list({ apiVersion: 'v1', kind: 'Node' });
  for (const node of nodes) {
    const address = nodeAddressOf(node);
    if (address !== undefined) return address;
  }
  throw new Error(`No node of ${cluster.name} says at which address it can be reached.`);
}

/** What speaks against a namespace being quiesced: it runs, would run again, or is gone. Empty when it is. */
export async function whatStillRuns(cluster: Cluster, namespace: string): Promise<string[]> {
  const [pods, ...workloads] = await Promise.all([
    cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace }),
    ...WORKLOADS.map((key) => cluster.get({ ...key, namespace })),
  ]);
  const scaled = workloads.flatMap((workload, index) => {
    const { kind = '', name = '' } = WORKLOADS[index] ?? {};
    if (workload === undefined) return [`${kind} ${name} is not there`];
    const { wanted } = replicasOf(workload);
    return wanted === 0 ? [] : [`${kind} ${name} wants ${wanted} replicas`];
  });
  return [...scaled, ...pods.filter(isPodAlive).map(({ metadata }) => `Pod ${metadata.name} runs`)];
}

function isReady(workload: KubeObject | undefined): true | undefined {
  if (workload === undefined) return undefined;
  const { wanted, ready } = replicasOf(workload);
  return wanted > 0 && ready >= wanted ? true : undefined;
}
