import type { Cluster } from '../../clients/kube/cluster.ts';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';
import type { Arrival } from '../../domain/objects/shipment.ts';
import type { GroupKind } from '../../domain/transform/contract.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';

/** Brings the status of custom resources: their controllers may keep there what they cannot find out anew. */
export interface WriteStatus {
  /** The object as it is to be made: with its status where that is a field like any other. */
  within(arrival: Arrival): KubeObject;
  /** Writes the status of what was made where that is a request of its own. */
  after(arrival: Arrival): Promise<void>;
}

export async function statusWriter(
  target: Cluster,
  customKinds: ReadonlySet<GroupKind>,
): Promise<WriteStatus> {
  const { kinds } = await target.served();
  const apart = new Set(
    kinds
      .filter(({ hasStatus }) => hasStatus)
      .map(({ apiVersion, kind }) => `${apiVersion}/${kind}`),
  );
  const isApart = ({ apiVersion, kind }: KubeObject) => apart.has(`${apiVersion}/${kind}`);

  /** Undefined for what has none, and for kinds whose status their controllers find out. */
  const statusOf = ({ found, wanted }: Arrival): unknown =>
    customKinds.has(groupKindOf(wanted)) ? found['status'] : undefined;

  return {
    within(arrival) {
      const status = statusOf(arrival);
      const { wanted } = arrival;
      return status === undefined || isApart(wanted) ? wanted : { ...wanted, status };
    },
    async after(arrival) {
      const status = statusOf(arrival);
      if (status === undefined || !isApart(arrival.wanted)) return;
      await target.patch(keyOf(arrival.wanted), { status }, { subresource: 'status' });
    },
  };
}
