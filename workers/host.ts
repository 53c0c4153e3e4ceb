import type { Cluster } from '../clients/kube/cluster.ts';
import { connectCluster } from '../clients/kube/kube-cluster.ts';
import { hostConfig } from '../clients/kube/kube-config.ts';
import { readSandbox } from '../infra/sandbox/state.ts';
import type { Fallbacks, ServiceConfig } from './config.ts';

/** The cluster that holds the custom resources; runs know it by the name that a MigCluster gives it. */
export function connectHost(
  { kubeconfig, context }: Pick<ServiceConfig, 'kubeconfig' | 'context'>,
  name = 'host',
): Cluster {
  return connectCluster(name, hostConfig(kubeconfig, context));
}

/**
 * What the sandbox of this machine has to offer, when the host cluster is one of its own: then the images come
 * from its registry, and a rehearsal needs no setting.
 */
export async function sandboxFallbacks(host: Cluster): Promise<Fallbacks> {
  const sandbox = await readSandbox();
  if (sandbox === undefined) return {};
  const urls = Object.values(sandbox.clusters).map((cluster) => cluster.apiUrl);
  if (!urls.includes(host.url)) return {};
  return { moverImage: sandbox.images.mover, hookRunnerImage: sandbox.images['hook-runner'] };
}
