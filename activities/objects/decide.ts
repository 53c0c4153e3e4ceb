import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import { shipmentRefusals } from '../../domain/objects/attention.ts';
import { askedFor, chosenOf, type ObjectChoice } from '../../domain/objects/choice.ts';
import { withBelongings } from '../../domain/objects/coming-kinds.ts';
import { listed } from '../../domain/objects/refusals.ts';
import { type Arrival, type Shipment, shipmentOf } from '../../domain/objects/shipment.ts';
import { atAStand } from '../../domain/quiesce/at-a-stand.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import type { TransformContext } from '../../domain/transform/contract.ts';
import { gatherContext } from './context.ts';
import { type Gathered, gatherObjects } from './gather.ts';

/** All that is to be moved, and what becomes of it. */
export interface Decided {
  context: TransformContext;
  shipment: Shipment;
  gathered: Gathered;
  choice: ObjectChoice | undefined;
  /** Kinds of which nobody knows whether there are objects, and why. */
  unlisted: string[];
}

/** Reads what both clusters have now, and decides on all of it. */
export async function decideOnAll(
  source: Cluster,
  target: Cluster,
  facts: RunFacts,
): Promise<Decided> {
  const names = facts.namespaces.map((pair) => pair.source);
  const [gathered, found] = await Promise.all([
    gatherObjects(source, target, names),
    gatherContext(source, target, facts),
  ]);
  return decide(gathered, found, facts.choice);
}

/** The same when the target has other secrets for its registry by now. */
export function decideAgain(
  { gathered, context, choice }: Decided,
  pullSecrets: TransformContext['target']['pullSecrets'],
): Decided {
  return decide(gathered, { ...context, target: { ...context.target, pullSecrets } }, choice);
}

function decide(
  gathered: Gathered,
  found: TransformContext,
  choice: ObjectChoice | undefined,
): Decided {
  const context = withBelongings(found, gathered.belongings);
  const shipment = chosenOf(shipmentOf(gathered, found), choice);
  return { context, shipment, gathered, choice, unlisted: askedFor(gathered.unlisted, choice) };
}

/** Claims were made when their volumes were copied. */
const MADE_BEFORE = new Set(['PersistentVolumeClaim', 'PersistentVolume']);

/** What a run makes itself, as it is to be made. */
export function placeable({ arrivals }: Shipment, run: RunIdentity): Arrival[] {
  return arrivals
    .filter(({ wanted }) => !MADE_BEFORE.has(wanted.kind))
    .map(({ found, wanted }) => ({ found, wanted: atAStand(wanted, run.uid) }));
}

/** Fails when something cannot arrive as it must, or could not be seen: that was so before the run began, and passes. */
export function refuseUndecided(
  { source, target }: { source: Cluster; target: Cluster },
  { shipment, unlisted }: Decided,
): void {
  if (unlisted.length > 0) {
    throw failure('DRAY-1006', { detail: listed(unlisted), object: source.name });
  }
  const refusals = shipmentRefusals(shipment);
  if (refusals.length > 0) {
    throw failure('DRAY-4101', { detail: listed(refusals), object: target.name });
  }
}
