import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { Conditions, ConditionView, holding } from './condition.ts';
import { ageSeconds } from './object-meta.ts';

export const ClusterView = z
  .object({
    name: z.string().describe('Name of the MigCluster.'),
    url: z.string().describe('Address of its API server.'),
    host: z.boolean().describe('Whether the custom resources live in this cluster.'),
    ready: z.boolean().describe('Whether applications can be moved from or to it.'),
    version: z.string().optional().describe('Version of its API server.'),
    conditions: z.array(ConditionView),
    ageSeconds: z.number().describe('Seconds since it was registered.'),
  })
  .meta({ id: 'Cluster', description: 'A cluster that applications are moved from or to.' });
export type ClusterView = z.infer<typeof ClusterView>;

/** What the view reads of a MigCluster; leniently, since one broken object must not spoil a list. */
const Seen = z.object({
  spec: z
    .object({ isHostCluster: z.boolean().catch(false), url: z.string().catch('') })
    .catch({ isHostCluster: false, url: '' }),
  status: z
    .object({
      conditions: Conditions,
      operatorVersion: z.string().optional().catch(undefined),
    })
    .catch({ conditions: [], operatorVersion: undefined }),
});

/** @param hostUrl The address of the host cluster, which its MigCluster does not carry. */
export function clusterView(cluster: KubeObject, hostUrl: string, now: Date): ClusterView {
  const { spec, status } = Seen.parse(cluster);
  const { conditions, operatorVersion } = status;
  return {
    name: cluster.metadata.name,
    url: spec.isHostCluster ? hostUrl : spec.url,
    host: spec.isHostCluster,
    ready: holding(conditions, 'Ready') !== undefined,
    ...(operatorVersion === undefined ? {} : { version: operatorVersion }),
    conditions,
    ageSeconds: ageSeconds(cluster, now),
  };
}
