import { stringify } from 'yaml';

import { type Manifest, UNPRIVILEGED, accountWithRights } from './manifest.ts';

const name = 'local-path-provisioner';
const namespace = 'local-path-storage';
/** The name under which the provisioner looks for its helper pod and scripts. */
const configName = 'local-path-config';

/** The storage class of both clusters, and the default one. */
export const STORAGE_CLASS = 'standard';

export interface LocalPathOptions {
  image: string;
  /** Of the pods that make and remove a volume's directory. */
  helperImage: string;
  /** Where the volumes go; both clusters share a disk, so each needs a directory of its own. */
  volumesDir: string;
}

/** Gives each claim a directory of the node, as soon as its first pod is scheduled. */
export function localPathManifests(options: LocalPathOptions): Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    ...accountWithRights(name, namespace, [
      {
        apiGroups: [''],
        resources: ['nodes', 'persistentvolumeclaims', 'configmaps', 'pods', 'pods/log'],
        verbs: ['get', 'list', 'watch'],
      },
      { apiGroups: [''], resources: ['pods'], verbs: ['create', 'delete', 'patch', 'update'] },
      {
        apiGroups: [''],
        resources: ['persistentvolumes'],
        verbs: ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete'],
      },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      {
        apiGroups: ['storage.k8s.io'],
        resources: ['storageclasses'],
        verbs: ['get', 'list', 'watch'],
      },
    ]),
    configuration(options),
    deployment(options.image),
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name: STORAGE_CLASS,
        annotations: {
          'storageclass.kubernetes.io/is-default-class': 'true',
          // Velero refuses to back up hostPath volumes, which would be the provisioner's default.
          defaultVolumeType: 'local',
        },
      },
      provisioner: 'rancher.io/local-path',
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Delete',
    },
  ];
}

function configuration({ volumesDir, helperImage }: LocalPathOptions): Manifest {
  const anyNode = 'DEFAULT_PATH_FOR_NON_LISTED_NODES';
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configName, namespace },
    data: {
      'config.json': JSON.stringify({ nodePathMap: [{ node: anyNode, paths: [volumesDir] }] }),
      setup: '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"\n',
      teardown: '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"\n',
      'helperPod.yaml': stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'helper-pod' },
        spec: { containers: [{ name: 'helper-pod', image: helperImage }] },
      }),
    },
  };
}

function deployment(image: string): Manifest {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          containers: [
            {
              name,
              image,
              // Without the last one, helper pods run under an account that does not exist.
              args: [
                'start',
                '--config',
                '/etc/config/config.json',
                '--service-account-name',
                name,
              ],
              env: [
                {
                  name: 'POD_NAMESPACE',
                  valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } },
                },
                { name: 'CONFIG_MOUNT_PATH', value: '/etc/config/' },
              ],
              securityContext: UNPRIVILEGED,
              volumeMounts: [{ name: 'config', mountPath: '/etc/config', readOnly: true }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name: configName } }],
        },
      },
    },
  };
}
