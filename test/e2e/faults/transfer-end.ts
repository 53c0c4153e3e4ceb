import { keyOf } from '../../../domain/kube-object.ts';
import type { TransferRole } from '../../../domain/transfer/layout.ts';
import { ROLE_LABEL } from '../../../domain/transfer/names.ts';
import type { Scene } from '../harness/scene.ts';

/**
 * Takes one end of a transfer away without a grace period, as a node that is lost would; the receiver with the
 * address at which it was reached.
 */
export async function loseEnd(
  { source, target }: Scene,
  { namespace, role }: { namespace: string; role: TransferRole },
): Promise<void> {
  const cluster = role === 'sender' ? source : target;
  const labelSelector = `${ROLE_LABEL}=${role}`;
  const lists = await Promise.all(
    ['Service', 'Pod'].map((kind) =>
      cluster.list({ apiVersion: 'v1', kind, namespace, labelSelector }),
    ),
  );
  const [services, pods] = lists;
  if (pods?.length !== 1) throw new Error(`no ${role} in ${namespace} on ${cluster.name}`);
  for (const object of [...(services ?? []), ...pods]) {
    await cluster.delete(keyOf(object), { gracePeriodSeconds: 0 });
  }
}
