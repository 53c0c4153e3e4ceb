import { describe, expect, it } from '@jest/globals';
import type { Manifest } from './manifest.ts';
import { newerVeleroInstallArgs } from './newer-velero.ts';
import {
  type VeleroOptions,
  parseVeleroInstall,
  veleroInstallArgs,
  veleroManifests,
} from './velero.ts';

const options: VeleroOptions = {
  images: { velero: 'registry:5000/velero:1', 'velero-plugin-for-aws': 'registry:5000/aws:1' },
  s3: {
    endpoint: 'http://s3:9000',
    region: 'us-east-1',
    bucket: 'velero',
    accessKey: 'key',
    secretKey: 's3cr3t',
  },
  kubeletRoot: '/state/kubelet',
  accessMode: 'ReadOnly',
};

/** The shape of what Velero 1.16.2 prints for restic, shortened. */
const installOutput = `⚠️  Uploader 'restic' is deprecated, don't use it for new backups
apiVersion: v1
items:
- apiVersion: v1
  data: {cloud: ""}
  kind: Secret
  metadata: {name: cloud-credentials, namespace: openshift-migration}
- apiVersion: velero.io/v1
  kind: BackupStorageLocation
  metadata: {name: default, namespace: openshift-migration}
  spec: {provider: aws, default: true, objectStorage: {bucket: velero}}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: velero, namespace: openshift-migration}
  spec:
    template:
      metadata: {labels: {deploy: velero}}
      spec:
        containers:
        - {name: velero, args: [server, --uploader-type=restic], imagePullPolicy: Always}
        initContainers:
        - {name: aws, imagePullPolicy: Always}
        volumes: [{name: plugins, emptyDir: {}}]
- apiVersion: apps/v1
  kind: DaemonSet
  metadata: {name: node-agent, namespace: openshift-migration}
  spec:
    template:
      spec:
        containers:
        - name: node-agent
          imagePullPolicy: Always
          volumeMounts:
          - {name: host-pods, mountPath: /host_pods, mountPropagation: HostToContainer}
          - {name: host-plugins, mountPath: /var/lib/kubelet/plugins}
        volumes:
        - {name: host-pods, hostPath: {path: /var/lib/kubelet/pods}}
        - {name: host-plugins, hostPath: {path: /var/lib/kubelet/plugins}}
        - {name: scratch, emptyDir: {}}
kind: List
`;

function manifest(kind: string, name: string): Manifest {
  const found = veleroManifests(installOutput, options).find(
    (candidate) => candidate.kind === kind && candidate.metadata.name === name,
  );
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

describe('parseVeleroInstall', () => {
  it('skips the warning before the manifests', () => {
    expect(parseVeleroInstall(installOutput).map(({ kind }) => kind)).toEqual([
      'Secret',
      'BackupStorageLocation',
      'Deployment',
      'DaemonSet',
    ]);
  });

  it('refuses an output without manifests', () => {
    expect(() => parseVeleroInstall('An error occurred')).toThrow(/An error occurred/);
  });
});

describe('veleroInstallArgs', () => {
  it('names images and the store, but no secret', () => {
    const args = veleroInstallArgs(options);

    expect(args).toContain('--image=registry:5000/velero:1');
    expect(args).toContain(
      '--backup-location-config=region=us-east-1,s3ForcePathStyle=true,s3Url=http://s3:9000',
    );
    expect(args.join(' ')).not.toContain(options.s3.secretKey);
  });
});

describe('newerVeleroInstallArgs', () => {
  it('asks for the one uploader there is, and names the cluster to look at', () => {
    const args = newerVeleroInstallArgs(options, '/state/kubeconfig');

    expect(args.filter((arg) => arg.includes('uploader'))).toEqual(['--uploader-type=kopia']);
    expect(args).toContain('--kubeconfig=/state/kubeconfig');
    expect(args).toContain('--image=registry:5000/velero:1');
  });
});

describe('veleroManifests', () => {
  it('puts the S3 credentials into their Secret', () => {
    expect(manifest('Secret', 'cloud-credentials')).toMatchObject({
      stringData: { cloud: '[default]\naws_access_key_id=key\naws_secret_access_key=s3cr3t\n' },
    });
    expect(manifest('Secret', 'cloud-credentials')['data']).toBeUndefined();
  });

  it('sets the access mode, and keeps the rest of the storage location', () => {
    expect(manifest('BackupStorageLocation', 'default')['spec']).toEqual({
      provider: 'aws',
      default: true,
      objectStorage: { bucket: 'velero' },
      accessMode: 'ReadOnly',
      backupSyncPeriod: '5s',
    });
  });

  it('makes the server look often, and pull once', () => {
    expect(manifest('Deployment', 'velero')).toMatchObject({
      spec: {
        template: {
          metadata: { labels: { deploy: 'velero' } },
          spec: {
            containers: [
              {
                args: [
                  'server',
                  '--uploader-type=restic',
                  '--item-operation-sync-frequency=1s',
                  '--store-validation-frequency=10s',
                ],
                imagePullPolicy: 'IfNotPresent',
              },
            ],
            initContainers: [{ name: 'aws', imagePullPolicy: 'IfNotPresent' }],
          },
        },
      },
    });
  });

  it("moves what the node agent mounts to the cluster's kubelet", () => {
    expect(manifest('DaemonSet', 'node-agent')).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                volumeMounts: [
                  { mountPath: '/host_pods', mountPropagation: 'HostToContainer' },
                  { mountPath: '/state/kubelet/plugins' },
                ],
              },
            ],
            volumes: [
              { hostPath: { path: '/state/kubelet/pods' } },
              { hostPath: { path: '/state/kubelet/plugins' } },
              { name: 'scratch', emptyDir: {} },
            ],
          },
        },
      },
    });
  });

  it('gives both clusters the same repository password, which is not the S3 secret', () => {
    const passwordOf = (other: VeleroOptions) =>
      veleroManifests(installOutput, other).find(
        ({ metadata }) => metadata.name === 'velero-repo-credentials',
      )?.['stringData'];
    const elsewhere = { ...options, s3: { ...options.s3, secretKey: 'another' } };

    const password = passwordOf(options);

    expect(password).toEqual({ 'repository-password': expect.stringMatching(/^[\w-]{43}$/) });
    expect(passwordOf({ ...options, kubeletRoot: '/other' })).toEqual(password);
    expect(passwordOf(elsewhere)).not.toEqual(password);
  });
});
