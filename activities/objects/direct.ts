import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { attentionConditions } from '../../domain/objects/attention.ts';
import { definedKinds } from '../../domain/objects/definitions.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { withAccountSecrets } from './account-secrets.ts';
import { decideOnAll, placeable, refuseUndecided } from './decide.ts';
import { followerNotes } from './followed-tags.ts';
import { listUnread, withUnread } from './left-unread.ts';
import { openLedger } from './ledger.ts';
import { placeArrivals } from './place.ts';
import { relinkOwners } from './relink.ts';
import { reportRun } from './report.ts';

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
      const names = facts.namespaces.map((pair) => pair.source);
      const [first, unread, ledger] = await Promise.all([
        decideOnAll(source, target, facts),
        listUnread(source, names),
        openLedger(ports.clusters.host, facts.run),
      ]);
      const { findings } = unread;
      const told = { ...first, shipment: withUnread(first.shipment, unread), findings };
      // Before anything else: what a run that fails here has decided is worth most.
      await reportRun(ports.clusters.host, facts.run, told);
      refuseUndecided({ source, target }, first);
      const decided = await withAccountSecrets({ target, ledger }, facts, first);
      const { context } = decided;
      const shipment = withUnread(decided.shipment, unread);
      const arrivals = placeable(shipment, facts.run);
      const customKinds = definedKinds(shipment.arrivals.map(({ found }) => found));
      const uids = await placeArrivals({ target, ledger, arrivals, customKinds });
      await relinkOwners(target, arrivals, context, uids);
      await ledger.markComplete();
      const late = await followerNotes(target, arrivals);
      const seen = { ...shipment, notes: [...shipment.notes, ...late] };
      return attentionConditions(seen, facts.run.migration);
    },
  };
}
