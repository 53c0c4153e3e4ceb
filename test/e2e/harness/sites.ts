import { findNodeAddress } from '../../../infra/demo/application.ts';
import type { Site } from '../../../infra/demo/ground.ts';
import type { Ground } from './ground.ts';

/** The two clusters as the demo's application and its client see them. */
export async function sitesOf({
  sandbox,
  source,
  target,
}: Ground): Promise<Record<Site['name'], Site>> {
  const [here, there] = await Promise.all([findNodeAddress(source), findNodeAddress(target)]);
  const { clusters } = sandbox;
  return {
    source: {
      name: 'source',
      cluster: source,
      kubeconfig: clusters.source.kubeconfig,
      nodeAddress: here,
    },
    target: {
      name: 'target',
      cluster: target,
      kubeconfig: clusters.target.kubeconfig,
      nodeAddress: there,
    },
  };
}
