import { connectCluster } from '../../clients/kube/kube-cluster.ts';
import { configOfFile } from '../../clients/kube/kube-config.ts';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { sandboxUp } from '../sandbox/lifecycle.ts';
import type { Progress } from '../sandbox/progress.ts';
import type { SandboxState } from '../sandbox/state.ts';
import { findNodeAddress } from './application.ts';
import type { ExistingGround } from './existing-ground.ts';
import type { DemoOptions } from './options.ts';

/** One of the two clusters, as the demo uses it. */
export interface Site {
  name: 'source' | 'target';
  cluster: Cluster;
  kubeconfig: string;
  /** Where its NodePorts answer. */
  nodeAddress: string;
}

/** Everything that must be there before the demo begins. The target is the host cluster. */
export interface Ground {
  source: Site;
  target: Site;
  s3: ExistingGround['s3'];
  /** Left out: `dray serve` brings its own. */
  temporal?: { address: string; uiUrl?: string };
  images: { postgres: string; web: string };
}

/** Brings the sandbox up, or connects to the clusters that were named. */
export async function prepareGround(
  { existing }: DemoOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Ground> {
  if (existing === undefined) return groundOfSandbox(await sandboxUp({ progress, signal }));
  return progress.step('Connecting to the two clusters', () => connectExisting(existing));
}

/** Clusters that were named, and what was named with them. */
export async function connectExisting({
  sourceKubeconfig,
  targetKubeconfig,
  ...rest
}: ExistingGround): Promise<Ground> {
  return {
    ...rest,
    source: await connectSite('source', sourceKubeconfig),
    target: await connectSite('target', targetKubeconfig),
  };
}

/** The clusters of a sandbox that is up, and what stands beside them. */
export async function groundOfSandbox({
  clusters,
  temporal,
  s3,
  images,
}: SandboxState): Promise<Ground> {
  const { endpoint, ...bucket } = s3;
  return {
    source: await connectSite('source', clusters.source.kubeconfig),
    target: await connectSite('target', clusters.target.kubeconfig),
    s3: { ...bucket, url: endpoint },
    temporal,
    images: { postgres: images.postgres, web: images.web },
  };
}

async function connectSite(name: Site['name'], kubeconfig: string): Promise<Site> {
  const cluster = connectCluster(name, configOfFile(kubeconfig));
  return { name, cluster, kubeconfig, nodeAddress: await findNodeAddress(cluster) };
}

/** What there is to work with: a line for each part. */
export async function describeGround({ source, target, s3, temporal }: Ground): Promise<string[]> {
  const clusters = [source, target].map(
    async ({ name, cluster }) => `${cluster.url}, Kubernetes ${await cluster.version()} (${name})`,
  );
  return [
    ...(await Promise.all(clusters)),
    `${s3.url ?? 'Amazon S3'}, bucket ${s3.bucket}`,
    temporal === undefined
      ? 'Temporal: dray serve brings its own'
      : `Temporal at ${temporal.address}${temporal.uiUrl === undefined ? '' : `, UI ${temporal.uiUrl}`}`,
  ].map((line) => `  ${line}`);
}
