import type { ClusterLayout } from '../layout.ts';
import type { KubernetesName } from '../versions.ts';
import { containerd } from './containerd.ts';
import type { Daemon } from './daemon.ts';
import { etcd } from './etcd.ts';
import { kubeApiserver } from './kube-apiserver.ts';
import { kubeControllerManager } from './kube-controller-manager.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubeScheduler } from './kube-scheduler.ts';
import { kubelet } from './kubelet.ts';
import { type S3Credentials, objectStore } from './object-store.ts';
import { registry } from './registry.ts';
import { temporal } from './temporal.ts';

export const CLUSTER_PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'kube-proxy',
] as const;
export type ClusterPrograms = Record<(typeof CLUSTER_PROGRAMS)[number] | 'containerd', string>;

/**
 * All a cluster consists of; the order of starting follows from what each must come `after`:
 *
 *   etcd ── kube-apiserver ─┬─ kube-controller-manager
 *                           ├─ kube-scheduler
 *                           ├─ kube-proxy
 *   containerd ─────────────┴─ kubelet ── node Ready
 */
export function clusterDaemons(
  cluster: ClusterLayout,
  programs: ClusterPrograms,
  { pauseImage, kubernetes }: { pauseImage: string; kubernetes: KubernetesName },
): Daemon[] {
  return [
    etcd(cluster, programs.etcd),
    kubeApiserver(cluster, programs['kube-apiserver']),
    kubeControllerManager(cluster, programs['kube-controller-manager']),
    kubeScheduler(cluster, programs['kube-scheduler']),
    containerd(cluster, programs.containerd, pauseImage),
    kubelet(cluster, programs.kubelet, kubernetes),
    kubeProxy(cluster, programs['kube-proxy'], kubernetes),
  ];
}

export type HostPrograms = Record<'temporal' | 'versitygw' | 'docker-registry', string>;

/** What both clusters share, on the host. */
export function hostDaemons(programs: HostPrograms, credentials: S3Credentials): Daemon[] {
  return [
    temporal(programs.temporal),
    objectStore(programs.versitygw, credentials),
    registry(programs['docker-registry']),
  ];
}
