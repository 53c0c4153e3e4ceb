import type { TransferRole } from '../../../domain/transfer/layout.ts';
import { ROLE_LABEL } from '../../../domain/transfer/names.ts';
import { keyOf } from '../../../domain/kube-object.ts';
import type { Scene } from '../harness/scene.ts';

/** Deletes one end of a transfer without a grace period, as a node that is lost would. */
export async function deleteTransferPod(
  scene: Scene,
  { namespace, role }: { namespace: string; role: TransferRole },
): Promise<void> {
  const cluster = role === 'sender' ? scene.source : scene.target;
  const labelSelector = `${ROLE_LABEL}=${role}`;
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector });
  const [pod] = pods;
  if (pod === undefined) throw new Error(`no ${role} in ${namespace} on ${cluster.name}`);
  await cluster.delete(keyOf(pod), { gracePeriodSeconds: 0 });
}
