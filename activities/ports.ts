import type { Cluster } from '../clients/kube/cluster.ts';
import type { Clusters } from '../clients/kube/clusters.ts';
import type { FetchObject } from '../clients/s3/fetch-object.ts';
import type { ProbeRepository } from '../clients/s3/probe.ts';
import { NAMESPACE } from '../domain/kinds/group.ts';
import type { RunFacts } from '../domain/run/facts.ts';

/** What activities work with; composed in workers/. */
export interface Ports {
  clusters: Clusters;
  probeRepository: ProbeRepository;
  fetchObject: FetchObject;
  /** Reference of the mover image, as kubelets of both clusters can pull it. */
  moverImage: string;
  /** The same of the image that runs the playbooks of hooks. */
  hookRunnerImage: string;
}

/** Velero lives where MTC puts it. */
export const VELERO_NAMESPACE = NAMESPACE;

/** Both ends of a run. */
export async function bothClusters(
  ports: Ports,
  facts: Pick<RunFacts, 'source' | 'target'>,
): Promise<{ source: Cluster; target: Cluster }> {
  const [source, target] = await Promise.all([
    ports.clusters.named(facts.source.name, facts.source.namespace),
    ports.clusters.named(facts.target.name, facts.target.namespace),
  ]);
  return { source, target };
}
