import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { missedKinds, neverMovedBecause } from '../../domain/objects/never-moved.ts';
import type { Shipment } from '../../domain/objects/shipment.ts';
import type { Finding } from '../../domain/report/report.ts';
import { groupKindOf } from '../../domain/transform/group-kind.ts';
import { atOnce } from '../at-once.ts';

/** Objects that a person may miss, of kinds that never move. */
export interface LeftUnread {
  left: Shipment['left'];
  /** Kinds of which nobody knows whether there are objects. */
  findings: Finding[];
}

const LISTS_AT_ONCE = 8;

/** Looks for what is not even looked at when it is decided what moves, so that reports can name it. */
export async function listUnread(
  source: Cluster,
  namespaces: readonly string[],
): Promise<LeftUnread> {
  const kinds = missedKinds(await source.served());
  const queries = kinds.flatMap(({ apiVersion, kind }) =>
    namespaces.map((namespace) => ({ apiVersion, kind, namespace })),
  );
  const lists = await atOnce(LISTS_AT_ONCE, queries, async (query): Promise<LeftUnread> => {
    const name = groupKindOf(query);
    const reason = neverMovedBecause(name) ?? '';
    try {
      const objects = await source.list(query);
      const left = objects.map((found) => ({ found, rule: 'never-moved', reason }));
      return { left, findings: [] };
    } catch (error) {
      // It would stay behind anyway: that must keep nobody from moving.
      if (!isFailure(error)) throw error;
      const text = `${name} in ${query.namespace} stays on the source (${reason}), and could not be listed: ${error.detail}`;
      return { left: [], findings: [{ severity: 'warning', text }] };
    }
  });
  return {
    left: lists.flatMap(({ left }) => left),
    findings: lists.flatMap(({ findings }) => findings),
  };
}

/** What stays behind, with what nobody has decided on. */
export function withUnread(shipment: Shipment, { left }: LeftUnread): Shipment {
  return { ...shipment, left: [...shipment.left, ...left] };
}
