import type { Cluster } from '../../clients/kube/cluster.ts';
import { keyOf } from '../../domain/kube-object.ts';
import { intentsOf, type Placement, placementsOf } from '../../domain/objects/placement.ts';
import type { Arrival } from '../../domain/objects/shipment.ts';
import type { Ledger } from './ledger.ts';
import { readPresent } from './present.ts';

/** What is about to be made, by us or by somebody whom we ask to. */
export interface Intent {
  target: Cluster;
  ledger: Ledger;
  arrivals: readonly Arrival[];
}

/** Looks at the places of all that is to arrive, and decides; nothing is written. */
export async function lookAtPlaces({ target, ledger, arrivals }: Intent): Promise<{
  placements: Placement[];
  /** The time of the target, from before the look. */
  at: string;
}> {
  const at = (await target.clock()).toISOString();
  const present = await readPresent(
    target,
    arrivals.map(({ wanted }) => keyOf(wanted)),
  );
  return { placements: placementsOf(arrivals, present, ledger.entries, ledger.run.uid), at };
}

/** Writes down what is about to be made; it must be saved before anything of it is begun. */
export async function writeIntents(
  ledger: Ledger,
  { placements, at }: { placements: readonly Placement[]; at: string },
): Promise<void> {
  ledger.put(intentsOf(placements, ledger.entries, at));
  await ledger.save();
}
