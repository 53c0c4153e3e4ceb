import type { Cluster } from '../../clients/kube/cluster.ts';
import { isFailure } from '../../domain/failures/failure.ts';
import { keyOf, type OwnerReference } from '../../domain/kube-object.ts';
import { ledgerKey, ledgerKeyOf } from '../../domain/objects/ledger.ts';
import { completedOwners, ownerPlaces, relinkedOwners } from '../../domain/objects/owners.ts';
import type { Arrival } from '../../domain/objects/shipment.ts';
import type { TransformContext } from '../../domain/transform/contract.ts';
import { atOnce } from '../at-once.ts';
import { readPresent } from './present.ts';

const LINKED_AT_ONCE = 32;
const TRIES = 5;

/**
 * Gives objects their owners back, by the uids that these have on the target; without that nobody would clean up
 * behind a deleted owner, and operators would not know what is theirs. What arrived is looked at first: somebody
 * may own it there by now.
 * @param uids of what has arrived, by ledger key
 */
export async function relinkOwners(
  target: Cluster,
  arrivals: readonly Arrival[],
  context: TransformContext,
  uids: ReadonlyMap<string, string>,
): Promise<void> {
  const owned = arrivals.filter(({ found, wanted }) => {
    return (found.metadata.ownerReferences ?? []).length > 0 && uids.has(ledgerKeyOf(wanted));
  });
  const known = new Map([...uids, ...(await sharedOwners(target, owned, context, uids))]);
  await atOnce(LINKED_AT_ONCE, owned, async ({ found, wanted }) => {
    const owners = relinkedOwners(found, context, known);
    if (owners.length > 0) await complete(target, { found, wanted }, owners);
  });
}

/** Owners in no namespace may have been there before the run. */
async function sharedOwners(
  target: Cluster,
  owned: readonly Arrival[],
  context: TransformContext,
  uids: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const places = owned
    .flatMap(({ found }) => ownerPlaces(found, context))
    .flatMap((owner) => owner.places)
    .filter((place) => place.namespace === undefined && !uids.has(ledgerKey(place)));
  const unique = [...new Map(places.map((place) => [ledgerKey(place), place])).values()];
  const present = await readPresent(target, unique);
  return new Map([...present].map(([key, { metadata }]) => [key, metadata.uid ?? '']));
}

async function complete(
  target: Cluster,
  { wanted }: Arrival,
  owners: readonly OwnerReference[],
): Promise<void> {
  const key = keyOf(wanted);
  for (let attempt = 1; ; attempt++) {
    const present = await target.get(key);
    const ownerReferences = present === undefined ? undefined : completedOwners(present, owners);
    if (present === undefined || ownerReferences === undefined) return;
    const { resourceVersion } = present.metadata;
    try {
      await target.patch(key, { metadata: { resourceVersion, ownerReferences } });
      return;
    } catch (error) {
      // Its controller wrote to it at the same moment.
      if (!isFailure(error, 'DRAY-1008') || attempt >= TRIES) throw error;
    }
  }
}
