import { readFileSync } from 'node:fs';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { hostConfig } from '../../clients/kube/kube-config.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { usageError } from '../command-error.ts';
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
  const config = readKubeconfig(kubeconfig, context);
  const { name, caData, caFile, skipTLSVerify } = config.getCurrentCluster() ?? {};
  const cluster = connectCluster(name ?? 'cluster', config);
  if (skipTLSVerify === true) return { cluster, insecure: true };
  const caBundle = caData === undefined ? readFile(caFile) : decode(caData);
  return { cluster, ...(caBundle === undefined ? {} : { caBundle }) };
}

/** What the library throws names the file, but not what to do about it. */
function readKubeconfig(...where: Parameters<typeof hostConfig>): ReturnType<typeof hostConfig> {
  try {
    return hostConfig(...where);
  } catch (error) {
    if (isFailure(error)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw usageError(`the kubeconfig cannot be used: ${why}`, 'Name another with --kubeconfig.');
  }
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

function readFile(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}
