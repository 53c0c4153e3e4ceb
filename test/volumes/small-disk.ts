import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Cluster } from '../../clients/kube/cluster.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { removeNamespaces } from '../e2e/harness/removal.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { waitUntil } from '../e2e/harness/wait.ts';

export interface DiskOptions {
  cluster: Cluster;
  /** Namespace of the application that uses it; it is emptied before the disk goes. */
  namespace: string;
  name: string;
  sizeMi: number;
  /** @default as many as mkfs thinks fit */
  inodes?: number;
  /** What its persistent volume claims to have. @default its size */
  capacity?: string;
}

/** A file system of its own in a file, mounted where the kubelets of the sandbox see it. */
export interface SmallDisk {
  /** Of the persistent volume that it is, and of its storage class. */
  name: string;
  folder: string;
}

/**
 * Makes a small disk and a persistent volume of it, in a class of its own that provisions nothing else. All are gone
 * after the scene.
 */
export async function makeSmallDisk(scene: Scene, options: DiskOptions): Promise<SmallDisk> {
  const { cluster, namespace, sizeMi, inodes } = options;
  const home = mkdtempSync(path.join(tmpdir(), 'drayage-disk-'));
  const [image, folder] = [path.join(home, 'image'), path.join(home, 'disk')];
  const name = `${scene.name}-${options.name}`;
  scene.defer(async () => {
    // The volume goes when its claim has gone; namespaces are not gone before.
    for (const { apiVersion, kind, metadata } of volumeObjects(options, { name, folder })) {
      await cluster.delete({ apiVersion, kind, name: metadata.name });
    }
    await removeNamespaces(cluster, [namespace]);
    await unmount(folder);
    rmSync(home, { recursive: true, force: true });
  });
  writeFileSync(image, '');
  truncateSync(image, sizeMi * 2 ** 20);
  mkdirSync(folder);
  const count = inodes === undefined ? [] : ['-N', String(inodes)];
  execFileSync('mkfs.ext4', ['-q', '-m', '0', '-O', '^has_journal', ...count, image]);
  execFileSync('mount', ['-o', 'loop', image, folder]);
  for (const object of volumeObjects(options, { name, folder })) await cluster.create(object);
  return { name, folder };
}

/** The kubelet takes its own mount of it away a moment after the pod is gone. */
async function unmount(folder: string): Promise<void> {
  await waitUntil(
    () => {
      execFileSync('umount', [folder], { stdio: 'pipe' });
      return Promise.resolve(true);
    },
    { what: `${folder} to be free`, limitMs: 60_000, everyMs: 500 },
  );
}

function volumeObjects(
  { sizeMi, capacity = `${sizeMi}Mi` }: DiskOptions,
  { name, folder }: SmallDisk,
): KubeObject[] {
  const matchExpressions = [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }];
  return [
    {
      ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name } },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
    {
      ...{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: capacity },
        local: { path: folder },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
        persistentVolumeReclaimPolicy: 'Retain',
        storageClassName: name,
      },
    },
  ];
}
