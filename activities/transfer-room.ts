import type { Cluster } from '../clients/kube/cluster.ts';
import type { TransferRole } from '../domain/transfer/layout.ts';
import { namespaceOf } from '../domain/transfer/manifests/pod.ts';
import type { TransferSpec } from '../domain/transfer/manifests/spec.ts';
import type { EndResources } from '../domain/transfer/resources.ts';
import { fitWithin } from '../domain/transfer/limit-range.ts';
import type { TransferEnds } from './transfer-pods.ts';

/** The transfer with what its containers ask for fitted to the limits of both namespaces. */
export async function fitResources(ends: TransferEnds, spec: TransferSpec): Promise<TransferSpec> {
  const [sender, receiver] = await Promise.all([
    resourcesAt(ends.source, namespaceOf(spec, 'sender')),
    resourcesAt(ends.target, namespaceOf(spec, 'receiver')),
  ]);
  const resources: Record<TransferRole, EndResources> = { sender, receiver };
  return { ...spec, resources };
}

async function resourcesAt(cluster: Cluster, namespace: string): Promise<EndResources> {
  const [limitRanges, quotas] = await Promise.all(
    ['LimitRange', 'ResourceQuota'].map((kind) =>
      cluster.list({ apiVersion: 'v1', kind, namespace }),
    ),
  );
  return fitWithin(limitRanges ?? [], quotas ?? []);
}
