import { stringify } from 'yaml';

import { type ClusterLayout, paths } from '../layout.ts';
import type { KubernetesName } from '../versions.ts';
import { type Daemon, flags } from './daemon.ts';

export function kubeProxyConfig(cluster: ClusterLayout, kubernetes: KubernetesName): string {
  return stringify({
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: paths.kubeconfig(cluster, 'kube-proxy') },
    hostnameOverride: cluster.name,
    clusterCIDR: cluster.podCidr,
    // Its rules live in the namespace's own tables: nothing of them is ever in the machine's.
    mode: 'nftables',
    // Asked for by name as long as it was new; 1.31 has it without.
    ...(kubernetes === '1.30' ? { featureGates: { NFTablesProxyMode: true } } : {}),
    healthzBindAddress: `${cluster.nodeIp}:10256`,
    metricsBindAddress: `${cluster.nodeIp}:10249`,
    // The size of the connection table is the machine's, not ours to change.
    conntrack: { maxPerCore: 0, min: 0 },
  });
}

/** Makes Services: redirects their addresses, and the NodePorts, to the pods behind them. */
export function kubeProxy(
  cluster: ClusterLayout,
  program: string,
  kubernetes: KubernetesName,
): Daemon {
  const config = `${cluster.dir}/kube-proxy.yaml`;
  return {
    owner: cluster.name,
    name: 'kube-proxy',
    program,
    args: flags({ config }),
    files: [{ path: config, content: kubeProxyConfig(cluster, kubernetes) }],
    ready: { kind: 'http', url: `http://${cluster.nodeIp}:10256/livez` },
    limitSeconds: 60,
    after: ['kube-apiserver'],
    hint: 'It needs nft (package nftables) and a kernel with nftables.',
  };
}
