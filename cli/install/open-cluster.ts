import { readFileSync } from 'node:fs';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { hostConfig } from '../../clients/kube/kube-config.ts';
import { connectCluster } from '../../clients/kube/kube-cluster.ts';

/** A cluster that a kubeconfig leads to, and what the kubeconfig trusts. */
export interface OpenedCluster {
  cluster: Cluster;
  /** PEM; undefined when the CAs of the system are meant to vouch. */
  caBundle?: string;
  insecure?: boolean;
}

/** Connects nothing yet: the first request does. */
export function openCluster(kubeconfig?: string, context?: string): OpenedCluster {
  const config = hostConfig(kubeconfig, context);
  const { name, caData, caFile, skipTLSVerify } = config.getCurrentCluster() ?? {};
  const cluster = connectCluster(name ?? 'cluster', config);
  if (skipTLSVerify === true) return { cluster, insecure: true };
  const caBundle = caData === undefined ? readFile(caFile) : decode(caData);
  return { cluster, ...(caBundle === undefined ? {} : { caBundle }) };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function readFile(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}
