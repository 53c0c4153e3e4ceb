import { createHmac } from 'node:crypto';

import { parse } from 'yaml';

import type { Manifest } from './manifest.ts';

/** MTC's place for Velero, and ours. */
export const VELERO_NAMESPACE = 'openshift-migration';

export interface VeleroOptions {
  images: { velero: string; 'velero-plugin-for-aws': string };
  s3: { endpoint: string; region: string; bucket: string; accessKey: string; secretKey: string };
  /** The kubelet's root directory on the node: pods' volumes are mounted below it. */
  kubeletRoot: string;
  /** Of the storage location; restoring clusters only need to read. */
  accessMode: 'ReadWrite' | 'ReadOnly';
}

/** What makes `velero` print its own manifests, without a cluster and without a secret. */
export function veleroInstallArgs({ images, s3 }: VeleroOptions): string[] {
  const location = { region: s3.region, s3ForcePathStyle: 'true', s3Url: s3.endpoint };
  const unlimited = ['cpu-request', 'mem-request', 'cpu-limit', 'mem-limit'];
  return [
    'install',
    '--dry-run',
    '--output=yaml',
    `--namespace=${VELERO_NAMESPACE}`,
    `--image=${images.velero}`,
    `--plugins=${images['velero-plugin-for-aws']}`,
    '--provider=aws',
    `--bucket=${s3.bucket}`,
    '--secret-file=/dev/null',
    `--backup-location-config=${Object.entries(location)
      .map(([key, value]) => `${key}=${value}`)
      .join(',')}`,
    '--use-volume-snapshots=false',
    '--use-node-agent',
    '--uploader-type=restic',
    ...unlimited.map((limit) => `--velero-pod-${limit}=0`),
  ];
}

/** The list in the output of `velero install`: it may begin with a warning, as for restic. */
export function parseVeleroInstall(output: string): Manifest[] {
  const start = output.search(/^apiVersion:/m);
  if (start < 0) throw new Error(`velero install printed no manifests: ${output.slice(0, 200)}`);
  const list = parse(output.slice(start)) as { items: Manifest[] };
  return list.items;
}

/** Velero's own manifests made to fit the sandbox. */
export function veleroManifests(installOutput: string, options: VeleroOptions): Manifest[] {
  const manifests = parseVeleroInstall(installOutput).map((manifest) => fit(manifest, options));
  return [...manifests, repositoryCredentials(options)];
}

function fit(manifest: Manifest, options: VeleroOptions): Manifest {
  switch (manifest.kind) {
    case 'Secret':
      return { ...manifest, data: undefined, stringData: { cloud: cloudCredentials(options) } };
    case 'BackupStorageLocation':
      return fitStorageLocation(manifest, options);
    case 'Deployment':
      return fitPods(manifest, (pod) => fitServer(pod));
    case 'DaemonSet':
      return fitPods(manifest, (pod) => moveKubelet(pod, options.kubeletRoot));
    default:
      return manifest;
  }
}

function cloudCredentials({ s3 }: VeleroOptions): string {
  return [
    '[default]',
    `aws_access_key_id=${s3.accessKey}`,
    `aws_secret_access_key=${s3.secretKey}`,
    '',
  ].join('\n');
}

function fitStorageLocation(manifest: Manifest, { accessMode }: VeleroOptions): Manifest {
  const spec = manifest['spec'] as Record<string, unknown>;
  return { ...manifest, spec: { ...spec, accessMode, backupSyncPeriod: '5s' } };
}

interface Container {
  name: string;
  args?: string[];
  imagePullPolicy?: string;
  volumeMounts?: { name: string; mountPath: string }[];
}

interface PodSpec {
  containers: Container[];
  initContainers?: Container[];
  volumes: { name: string; hostPath?: { path: string } }[];
}

/** Tags carry digests here, so that an image that is there need not be asked for again. */
function fitPods(manifest: Manifest, change: (pod: PodSpec) => PodSpec): Manifest {
  const spec = manifest['spec'] as { template: { spec: PodSpec } };
  const pod = change(spec.template.spec);
  const pull = (container: Container) => ({ ...container, imagePullPolicy: 'IfNotPresent' });
  const fitted = {
    ...pod,
    containers: pod.containers.map(pull),
    ...(pod.initContainers && { initContainers: pod.initContainers.map(pull) }),
  };
  return { ...manifest, spec: { ...spec, template: { ...spec.template, spec: fitted } } };
}

/** Velero looks at its objects rarely by default; here everybody waits for the answer. */
function fitServer(pod: PodSpec): PodSpec {
  const hurry = ['--item-operation-sync-frequency=1s', '--store-validation-frequency=10s'];
  return {
    ...pod,
    containers: pod.containers.map((container) => ({
      ...container,
      args: [...(container.args ?? []), ...hurry],
    })),
  };
}

/** The node agent finds volumes below the kubelet's root, which Velero takes to be the usual one. */
function moveKubelet(pod: PodSpec, kubeletRoot: string): PodSpec {
  const move = (path: string) => path.replace(/^\/var\/lib\/kubelet(?=\/|$)/, kubeletRoot);
  return {
    ...pod,
    containers: pod.containers.map((container) => ({
      ...container,
      volumeMounts: (container.volumeMounts ?? []).map((mount) => ({
        ...mount,
        mountPath: move(mount.mountPath),
      })),
    })),
    volumes: pod.volumes.map((volume) =>
      volume.hostPath
        ? { ...volume, hostPath: { ...volume.hostPath, path: move(volume.hostPath.path) } }
        : volume,
    ),
  };
}

/**
 * The password of the restic and kopia repositories. Both clusters must have the same, and without
 * this Velero uses one that everybody knows. It comes from the S3 secret, which they share anyway.
 */
function repositoryCredentials({ s3 }: VeleroOptions): Manifest {
  const password = createHmac('sha256', s3.secretKey).update('velero repository');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'velero-repo-credentials',
      namespace: VELERO_NAMESPACE,
      labels: { component: 'velero' },
    },
    type: 'Opaque',
    stringData: { 'repository-password': password.digest('base64url') },
  };
}
