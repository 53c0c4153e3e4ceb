import { describeObject, keyOf } from '../kube-object.ts';
import { ledgerKeyOf } from '../objects/ledger.ts';
import type { Arrival } from '../objects/shipment.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { isBackedUp } from './backup.ts';
import type { BackedUpItem } from './share.ts';

/**
 * Objects that are to arrive, were there when the backup was begun, and are not in it; as people call them. Of what
 * lies in no namespace, a backup holds only what Velero itself takes for part of the application.
 * @param begunAt when Velero began the backup, by the clock of the source; unknown when it does not say
 */
export function missingFromBackup(
  items: readonly BackedUpItem[],
  arrivals: readonly Arrival[],
  begunAt: string | undefined,
): string[] {
  const there = new Set(items.flatMap(({ object }) => [ledgerKeyOf(object), object.metadata.uid]));
  return (
    arrivals
      .map(({ found }) => found)
      .filter((found) => found.metadata.namespace !== undefined && isBackedUp(groupKindOf(found)))
      // Old clusters list the same object in two groups.
      .filter((found) => !there.has(ledgerKeyOf(found)) && !there.has(found.metadata.uid ?? ''))
      .filter(({ metadata: { creationTimestamp } }) => !isAfter(creationTimestamp, begunAt))
      .map((found) => describeObject(keyOf(found)))
  );
}

function isAfter(created: string | undefined, begunAt: string | undefined): boolean {
  return Date.parse(created ?? '') >= Date.parse(begunAt ?? '');
}
