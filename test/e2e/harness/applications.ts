import type { Cluster } from '../../../clients/kube/cluster.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { diagnose } from '../../../infra/demo/diagnosis.ts';
import { waitUntil } from './wait.ts';

export interface ApplicationOptions {
  namespace: string;
  image: string;
  /** @default app */
  name?: string;
  /** @default the name of the Deployment */
  claimName?: string;
  replicas?: number;
  /** Runs in a shell beside the volume at /data; at its end the container sleeps, until it is asked to stop. */
  script?: string;
  environment?: Readonly<Record<string, string>>;
  /** Command that tells when the pod is ready; without one it is as soon as it runs. */
  ready?: string[];
  /** @default 64Mi */
  capacity?: string;
}

/** A shell as first process ignores SIGTERM unless told otherwise, and would use up the grace period. */
const SLEEP = 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done';

/** A Deployment with a claim at /data, in a namespace of its own: the smallest application worth moving. */
export function smallApplication(options: ApplicationOptions): KubeObject[] {
  const { namespace } = options;
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    ...workloadWithVolume(options),
  ];
}

/** The same for a namespace that exists. */
export function workloadWithVolume(options: ApplicationOptions): KubeObject[] {
  const { namespace, image, name = 'app', replicas = 1, script = '', capacity } = options;
  const { environment = {}, ready, claimName = name } = options;
  const labels = { app: name };
  const container = {
    name: 'main',
    image,
    command: ['/bin/sh', '-c', `set -e\n${script}\n${SLEEP}`],
    env: Object.entries(environment).map(([variable, value]) => ({ name: variable, value })),
    ...(ready === undefined
      ? {}
      : { readinessProbe: { exec: { command: ready }, periodSeconds: 1 } }),
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  return [
    claim({ namespace, name: claimName, ...(capacity === undefined ? {} : { capacity }) }),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, labels },
      spec: {
        replicas,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            terminationGracePeriodSeconds: 5,
            automountServiceAccountToken: false,
            containers: [container],
            volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }],
          },
        },
      },
    },
  ];
}

export interface ClaimOptions {
  namespace: string;
  name: string;
  capacity?: string;
  storageClass?: string;
}

function claim({ namespace, name, capacity = '64Mi', storageClass }: ClaimOptions): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: capacity } },
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
    },
  };
}

/** Creates the objects in their order and waits until every Deployment among them that wants pods is ready. */
export async function deploy(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) await cluster.create(object);
  for (const { kind, metadata, ...rest } of objects) {
    const { replicas } = (rest['spec'] ?? {}) as { replicas?: number };
    if (kind !== 'Deployment' || replicas === 0) continue;
    await awaitReady(cluster, metadata.namespace ?? '', metadata.name);
  }
}

/** Waits until a Deployment has all its pods ready. */
export async function awaitReady(
  cluster: Cluster,
  namespace: string,
  name: string,
  limitMs = 90_000,
): Promise<void> {
  await waitUntil(
    async () => {
      const key = { apiVersion: 'apps/v1', kind: 'Deployment', name, namespace };
      const found = await cluster.get(key);
      const { readyReplicas = 0 } = (found?.['status'] ?? {}) as { readyReplicas?: number };
      const { replicas = 1 } = (found?.['spec'] ?? {}) as { replicas?: number };
      return found !== undefined && replicas > 0 && readyReplicas >= replicas ? true : undefined;
    },
    {
      what: `Deployment ${namespace}/${name} on ${cluster.name}`,
      limitMs,
      clues: () => diagnose(cluster, namespace),
    },
  );
}

/** Runs a command in the running pod of a workload, and returns what it printed. Must end with 0. */
export async function execIn(
  cluster: Cluster,
  where: { namespace: string; app: string; container?: string },
  command: string[],
): Promise<string> {
  const { namespace, app, container = 'main' } = where;
  const [pod] = await cluster.list({
    ...{ apiVersion: 'v1', kind: 'Pod', namespace },
    ...{ labelSelector: `app=${app}`, fieldSelector: 'status.phase=Running' },
  });
  if (pod === undefined) throw new Error(`no pod of ${namespace}/${app} runs on ${cluster.name}`);
  const { name } = pod.metadata;
  const result = await cluster.exec({ namespace, pod: name, container, command });
  if (result.exitCode === 0) return result.stdout;
  throw new Error(`${command.join(' ')} ended with ${result.exitCode}: ${result.stderr}`);
}
