import { stringify } from 'yaml';

import { type ClusterLayout, cgroupOf, paths } from '../layout.ts';
import type { KubernetesName } from '../versions.ts';
import { type Daemon, flags } from './daemon.ts';

export function kubeletConfig(cluster: ClusterLayout, kubernetes: KubernetesName): string {
  return stringify({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: cluster.nodeIp,
    // Every kubelet on the machine would otherwise want the host's loopback for its health.
    healthzBindAddress: cluster.nodeIp,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: paths.pki(cluster, 'ca.crt') },
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: paths.pki(cluster, 'kubelet.crt'),
    tlsPrivateKeyFile: paths.pki(cluster, 'kubelet.key'),

    containerRuntimeEndpoint: `unix://${paths.containerdSocket(cluster)}`,
    podLogsDir: `${cluster.dir}/pod-logs`,
    volumePluginDir: `${cluster.dir}/volume-plugins`,
    clusterDomain: 'cluster.local',
    clusterDNS: [cluster.dnsServiceIp],
    // Pods do not inherit the machine's name servers: the sandbox has no way out.
    resolvConf: '',

    // The machine belongs to somebody else: no systemd slices, no limits on the whole node, and
    // all pods below one group of ours.
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${cgroupOf(cluster.name)}`,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    // Version 1 groups are still what many machines have; newer kubelets refuse them unless told,
    // and older ones do not know the field.
    ...(kubernetes === '1.30' ? {} : { failCgroupV1: false }),

    // The disk and the memory are shared, and not ours to judge: evict only when truly nothing is
    // left, and never throw an image away, since no registry outside has it.
    evictionHard: {
      'memory.available': '50Mi',
      'nodefs.available': '1%',
      'nodefs.inodesFree': '1%',
      'imagefs.available': '1%',
    },
    imageGCHighThresholdPercent: 100,
    serializeImagePulls: false,
    maxPods: 250,
  });
}

/** Runs the pods of its node: asks containerd for containers, mounts volumes, reports status. */
export function kubelet(
  cluster: ClusterLayout,
  program: string,
  kubernetes: KubernetesName,
): Daemon {
  const config = `${cluster.dir}/kubelet.yaml`;
  return {
    owner: cluster.name,
    name: 'kubelet',
    program,
    args: flags({
      config,
      kubeconfig: paths.kubeconfig(cluster, 'kubelet'),
      'root-dir': paths.kubelet(cluster),
      'cert-dir': `${cluster.dir}/pki`,
      // Both nodes run on one machine, and would be called by its host name.
      'hostname-override': cluster.name,
      'node-ip': cluster.nodeIp,
    }),
    files: [{ path: config, content: kubeletConfig(cluster, kubernetes) }],
    directories: [paths.kubelet(cluster), `${cluster.dir}/pod-logs`],
    ready: { kind: 'http', url: `http://${cluster.nodeIp}:10248/healthz` },
    limitSeconds: 90,
    after: ['kube-apiserver', 'containerd'],
    hint: `It needs containerd and cgroups: see ${paths.logs}/${cluster.name}-containerd.log too.`,
  };
}
