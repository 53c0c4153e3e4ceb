import { type Failure, failure } from '../../domain/failures/failure.ts';
import { isMade, ledgerKeyOf } from '../../domain/objects/ledger.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import type { Placement } from '../../domain/objects/placement.ts';
import { listed, refusedPlaces } from '../../domain/objects/refusals.ts';
import { shipmentRefusals } from '../../domain/objects/attention.ts';
import { rehearsalConditions, sentencesOf } from '../../domain/rehearsal/finding.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { foreignClaims } from '../target.ts';
import { decideOnAll, placeable } from './decide.ts';
import { earlierLedgers } from './earlier.ts';
import { lookAtPlaces } from './intents.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { removeFounded } from './namespaces.ts';
import { rehearse } from './rehearse.ts';

/** What is to be expected of the objects of an application on the target. */
export interface Outlook {
  /** What keeps them from arriving; nothing when all is well. */
  obstacles: Failure[];
  /** What somebody should look at. */
  attention: ConditionDraft[];
}

/**
 * Everything that can be known to keep objects from arriving, before anything of the application is touched: kinds
 * that cannot be read (DRAY-2008), objects that cannot arrive as they must and what the target says in a rehearsal
 * (DRAY-2008), places and claims that somebody else has (DRAY-1011, DRAY-3010, when nothing else is in the way).
 */
export async function lookAhead(ports: Ports, facts: RunFacts): Promise<Outlook> {
  const { host } = ports.clusters;
  const { source, target } = await bothClusters(ports, facts);
  const [{ context, shipment, unlisted }, ledger, earlier] = await Promise.all([
    decideOnAll(source, target, facts),
    openLedger(host, facts.run),
    earlierLedgers(host, facts.run),
  ]);
  if (unlisted.length > 0) {
    const detail = `${listed(unlisted)}; it is not known whether the namespaces have objects of it`;
    const hint = 'Repair the API, or delete its APIService or definition, and run again.';
    const obstacle = failure('DRAY-2008', { detail, object: source.name, hint });
    return { obstacles: [obstacle], attention: [] };
  }
  const arrivals = placeable(shipment, facts.run);
  const { placements } = await lookAtPlaces({ target, ledger, arrivals });
  const taken = refusedPlaces(placements.filter((one) => !willBeTakenBack(one, earlier)));
  const claims = await foreignClaims(target, facts);
  const { findings, made } = await rehearse({
    ...{ source, target, facts, context, shipment, placements },
  });
  const others = [...shipmentRefusals(shipment), ...sentencesOf(findings, 'refusal')];
  const refusal = refusalOfAll(target.name, { others, taken, claims });
  const attention = rehearsalConditions(findings);
  if (refusal === undefined) return { obstacles: [], attention };
  await removeFounded(target, made);
  return { obstacles: [refusal], attention };
}

interface Refusals {
  taken: readonly string[];
  claims: readonly { object: string; refusal: string }[];
  others: readonly string[];
}

/** The code says what all of it has in common. */
function refusalOfAll(target: string, { taken, claims, others }: Refusals): Failure | undefined {
  const all = [...others, ...taken, ...claims.map((one) => `${one.object}: ${one.refusal}`)];
  const [claim] = claims;
  if (all.length === 0) return undefined;
  if (all.length === 1 && claim !== undefined) {
    return failure('DRAY-3010', { detail: claim.refusal, object: `${target}: ${claim.object}` });
  }
  const detail = { detail: listed(all), object: target };
  if (others.length > 0) return failure('DRAY-2008', detail);
  return failure(taken.length > 0 ? 'DRAY-1011' : 'DRAY-3010', detail);
}

/** What earlier runs left makes way before this one comes to it. */
function willBeTakenBack(placement: Placement, earlier: readonly Ledger[]): boolean {
  if (placement.act !== 'refuse') return false;
  return earlier.some(({ run, entries, complete }) => {
    const entry = entries.get(ledgerKeyOf(placement.wanted));
    return !complete && isMade(placement.present, entry, run.uid);
  });
}
