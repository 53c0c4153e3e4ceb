import type { Cluster } from '../../../clients/kube/cluster.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';

export interface Ward {
  namespace: string;
  image: string;
  /** API version of the custom resource that owns a Deployment. */
  custom: string;
}

/** A shell as first process ends only when it is told how. */
const SLEEP = 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done';

/** Kinds whose pods run, and how many of each on a cluster of one node. */
export const RUNNING_PODS: Readonly<Record<string, number>> = {
  web: 2,
  owned: 1,
  db: 1,
  everywhere: 1,
  linux: 1,
  alone: 1,
  old: 1,
  work: 1,
};

/** Workloads of each kind: running, and stopped by their owner in every way there is. */
export function workloadsOfEachKind(ward: Ward): KubeObject[] {
  const make = (apiVersion: string, kind: string, name: string, spec: object): KubeObject => ({
    ...{ apiVersion, kind, spec },
    metadata: { name, namespace: ward.namespace, annotations: { note: name } },
  });
  const apps = (kind: string, name: string, spec: object = {}, nodeSelector?: object) =>
    make('apps/v1', kind, name, {
      ...{ selector: { matchLabels: { app: name } }, template: template(ward, name, nodeSelector) },
      ...spec,
    });
  const job = (name: string, spec: object = {}): object => ({
    template: template(ward, name, undefined, 'Never'),
    ...spec,
  });
  return [
    apps('Deployment', 'web', { replicas: 2 }),
    apps('Deployment', 'idle', { replicas: 0 }),
    apps('Deployment', 'paused', { replicas: 0, paused: true }),
    apps('StatefulSet', 'db', { replicas: 1, serviceName: 'db' }),
    apps('StatefulSet', 'idle', { replicas: 0, serviceName: 'db' }),
    apps('DaemonSet', 'everywhere', { updateStrategy: { type: 'OnDelete' } }),
    apps('DaemonSet', 'linux', {}, { 'kubernetes.io/os': 'linux' }),
    apps('ReplicaSet', 'alone', { replicas: 1 }),
    apps('ReplicaSet', 'idle-set', { replicas: 0 }),
    make('v1', 'ReplicationController', 'old', {
      ...{ replicas: 1, selector: { app: 'old' }, template: template(ward, 'old') },
    }),
    make('batch/v1', 'CronJob', 'yearly', cron(job('yearly'))),
    make('batch/v1', 'CronJob', 'resting', { ...cron(job('resting')), suspend: true }),
    make('batch/v1', 'Job', 'work', job('work', { parallelism: 1, completions: 3 })),
    make('batch/v1', 'Job', 'waiting', job('waiting', { suspend: true })),
    make('batch/v1', 'Job', 'none', job('none', { parallelism: 0 })),
    make('autoscaling/v2', 'HorizontalPodAutoscaler', 'web', {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      ...{ minReplicas: 2, maxReplicas: 4 },
    }),
  ];
}

/** OpenShift's, where nobody acts on it. */
export function deploymentConfigs({ namespace, image }: Ward): KubeObject[] {
  return [
    ['dc', 2, false] as const,
    ['dc-idle', 0, false] as const,
    ['dc-paused', 0, true] as const,
  ].map(([name, replicas, paused]) => ({
    ...{ apiVersion: 'apps.openshift.io/v1', kind: 'DeploymentConfig' },
    metadata: { name, namespace },
    spec: { replicas, paused, template: { spec: { containers: [{ name: 'main', image }] } } },
  }));
}

/** A Deployment that belongs to a custom resource, as operators make them. */
export async function createOwned(cluster: Cluster, ward: Ward): Promise<void> {
  const { namespace, custom } = ward;
  const owner = await cluster.create({
    ...{ apiVersion: custom, kind: 'Widget', metadata: { name: 'root', namespace }, spec: {} },
  });
  const reference = { apiVersion: custom, kind: 'Widget', name: 'root' };
  await cluster.create({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: {
      ...{ name: 'owned', namespace },
      ownerReferences: [{ ...reference, uid: owner.metadata.uid ?? '', controller: true }],
    },
    spec: { selector: { matchLabels: { app: 'owned' } }, template: template(ward, 'owned') },
  });
}

/** The file that ends the pod that nothing else ends. */
export const LAST_WORD = '/tmp/last-word';

/** A Deployment whose pod does not listen when it is asked to end, and has ten minutes. */
export function stubbornDeployment({ namespace, image }: Ward): KubeObject {
  const labels = { app: 'stubborn' };
  const command = ['/bin/sh', '-c', `trap "" TERM; until [ -e ${LAST_WORD} ]; do sleep 1; done`];
  const spec = {
    terminationGracePeriodSeconds: 600,
    containers: [{ name: 'main', image, command }],
  };
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'stubborn', namespace } },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

/** A pod that nobody owns. */
export function barePod(ward: Ward): KubeObject {
  const { metadata, spec } = template(ward, 'bare');
  const { namespace } = ward;
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', spec },
    metadata: { ...metadata, name: 'bare', namespace },
  };
}

function template({ image }: Ward, name: string, nodeSelector?: object, restartPolicy?: string) {
  return {
    metadata: { labels: { app: name } },
    spec: {
      ...{ terminationGracePeriodSeconds: 5, automountServiceAccountToken: false },
      ...(restartPolicy === undefined ? {} : { restartPolicy }),
      ...(nodeSelector === undefined ? {} : { nodeSelector }),
      containers: [{ name: 'main', image, command: ['/bin/sh', '-c', SLEEP] }],
    },
  };
}

function cron(spec: object): object {
  return { schedule: '0 0 29 2 *', jobTemplate: { spec } };
}

/** How many pods run, by their label `app`. */
export async function runningPods(
  cluster: Cluster,
  namespace: string,
): Promise<Record<string, number>> {
  const pods = await cluster.list({
    ...{ apiVersion: 'v1', kind: 'Pod', namespace, fieldSelector: 'status.phase=Running' },
  });
  const counts: Record<string, number> = {};
  for (const { metadata } of pods) {
    const app = metadata.labels?.['app'] ?? metadata.name;
    if (metadata.deletionTimestamp === undefined) counts[app] = (counts[app] ?? 0) + 1;
  }
  return counts;
}
