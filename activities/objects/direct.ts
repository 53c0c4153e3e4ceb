import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { attentionConditions, shipmentRefusals } from '../../domain/objects/attention.ts';
import { withBelongings } from '../../domain/objects/coming-kinds.ts';
import { definedKinds } from '../../domain/objects/definitions.ts';
import { listed } from '../../domain/objects/refusals.ts';
import { type Arrival, type Shipment, shipmentOf } from '../../domain/objects/shipment.ts';
import { atAStand } from '../../domain/quiesce/at-a-stand.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import type { TransformContext } from '../../domain/transform/contract.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { gatherContext } from './context.ts';
import { gatherObjects } from './gather.ts';
import { openLedger } from './ledger.ts';
import { placeArrivals } from './place.ts';
import { relinkOwners } from './relink.ts';

/** Objects from API server to API server. */
export function createDirectActivities(ports: Ports) {
  return {
    /**
     * Makes everything on the target, workloads at a stand, and gives it its owners back. The source is read anew:
     * the application may have written objects until it stood still.
     * @returns what somebody should look at
     */
    async placeObjects(facts: RunFacts): Promise<ConditionDraft[]> {
      const { source, target } = await bothClusters(ports, facts);
      const [decided, ledger] = await Promise.all([
        decideOnAll(source, target, facts),
        openLedger(ports.clusters.host, facts.run),
      ]);
      refuseUndecided({ source, target }, decided);
      const { context, shipment } = decided;
      const arrivals = placeable(shipment, facts.run);
      const customKinds = definedKinds(shipment.arrivals.map(({ found }) => found));
      const uids = await placeArrivals({ target, ledger, arrivals, customKinds });
      await relinkOwners(target, arrivals, context, uids);
      await ledger.markComplete();
      return attentionConditions(shipment);
    },
  };
}

/** All that is to be moved, and what becomes of it. */
export interface Decided {
  context: TransformContext;
  shipment: Shipment;
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
  const context = withBelongings(found, gathered.belongings);
  return { context, shipment: shipmentOf(gathered, found), unlisted: gathered.unlisted };
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
