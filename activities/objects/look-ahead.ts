import { type Failure, failure } from '../../domain/failures/failure.ts';
import { isMade, ledgerKeyOf } from '../../domain/objects/ledger.ts';
import type { Placement } from '../../domain/objects/placement.ts';
import { listed, refusedPlaces } from '../../domain/objects/refusals.ts';
import { shipmentRefusals } from '../../domain/objects/attention.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { decideOnAll, placeable } from './direct.ts';
import { earlierLedgers } from './earlier.ts';
import { lookAtPlaces } from './intents.ts';
import { type Ledger, openLedger } from './ledger.ts';

/**
 * Everything that can be known to keep objects from arriving, before anything is touched: kinds that cannot be read,
 * objects that cannot arrive as they must, places that somebody else has taken. Nothing, when all is well.
 */
export async function lookAhead(ports: Ports, facts: RunFacts): Promise<Failure[]> {
  const { host } = ports.clusters;
  const { source, target } = await bothClusters(ports, facts);
  const [{ shipment, unlisted }, ledger, earlier] = await Promise.all([
    decideOnAll(source, target, facts),
    openLedger(host, facts.run),
    earlierLedgers(host, facts.run),
  ]);
  const found: Failure[] = [];
  if (unlisted.length > 0) {
    const detail = `${listed(unlisted)}; it is not known whether the namespaces have objects of it`;
    const hint = 'Repair the API, or delete its APIService or definition, and run again.';
    found.push(failure('DRAY-2008', { detail, object: source.name, hint }));
  }
  const refusals = shipmentRefusals(shipment);
  if (refusals.length > 0) {
    found.push(failure('DRAY-2008', { detail: listed(refusals), object: target.name }));
  }
  const arrivals = placeable(shipment, facts.run);
  const { placements } = await lookAtPlaces({ target, ledger, arrivals });
  const taken = refusedPlaces(placements.filter((one) => !willBeTakenBack(one, earlier)));
  if (taken.length > 0) {
    found.push(failure('DRAY-1011', { detail: listed(taken), object: target.name }));
  }
  return found;
}

/** What earlier runs left makes way before this one comes to it. */
function willBeTakenBack(placement: Placement, earlier: readonly Ledger[]): boolean {
  if (placement.act !== 'refuse') return false;
  return earlier.some(({ run, entries, complete }) => {
    const entry = entries.get(ledgerKeyOf(placement.wanted));
    return !complete && isMade(placement.present, entry, run.uid);
  });
}
