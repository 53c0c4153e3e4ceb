import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import type { ConditionDraft } from '../../domain/kinds/condition.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { claimsOf, isActive } from '../../domain/quiesce/pods.ts';
import { leftAlone } from '../../domain/rollback/conditions.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import type { RunIdentity } from '../../domain/run/identity.ts';
import { listIn } from '../cluster-facts.ts';
import {
  describeHeld,
  leftOf,
  listedIn,
  orderInWaves,
  takeBackDefinitions,
} from '../objects/take-back.ts';
import { bothClusters, type Ports } from '../ports.ts';
import { waitFor } from '../wait-for.ts';
import { gatherMade, madeClaims, targetNamespaces } from './made.ts';
import { removeEmptyNamespaces } from './namespaces.ts';

const GONE = { limitMs: 5 * 60_000, pollMs: 100 };

/** Everything that the runs of a plan made on the target. */
export function createMigratedActivities(ports: Ports) {
  return {
    /** Orders the deletion of objects and claims; volumes follow by their reclaim policy. */
    async deleteMigrated(facts: RunFacts): Promise<void> {
      const { target } = await bothClusters(ports, facts);
      const { ledgers } = await gatherMade(ports.clusters.host, facts.run);
      await orderInWaves(target, listedIn(ledgers).others);
      const namespaces = targetNamespaces(facts, ledgers);
      await deleteClaims(target, await claimsWithUsers(target, namespaces, facts.run));
    },

    /**
     * Waits until all of it is gone, then takes away definitions that nobody uses, namespaces in which nothing else
     * lives, and at last the ledgers. Fails with DRAY-5006, which names the objects and what holds them.
     * @returns what stays on purpose
     */
    async awaitMigratedDeleted(facts: RunFacts): Promise<ConditionDraft[]> {
      const { target } = await bothClusters(ports, facts);
      const { ledgers } = await gatherMade(ports.clusters.host, facts.run);
      const namespaces = targetNamespaces(facts, ledgers);
      const { definitions, others } = listedIn(ledgers);
      await waitFor(
        async () => {
          const [left, claims] = await Promise.all([
            leftOf(target, others),
            claimsWithUsers(target, namespaces, facts.run),
          ]);
          if (left.length + claims.length === 0) return { done: true, value: undefined };
          await orderInWaves(target, others);
          await deleteClaims(target, claims);
          const held = left.map(({ present }) => describeHeld(present));
          const seen = [...held, ...claims.map(describeClaim)];
          return { done: false, seen: seen.join('; ') };
        },
        GONE,
        (seen) => failure('DRAY-5006', { detail: seen, object: target.name }),
      );
      await takeBackDefinitions(target, definitions);
      const inhabited = await removeEmptyNamespaces(target, namespaces, facts.run);
      for (const ledger of ledgers) await ledger.remove();
      const intro = 'Namespaces that a run of the plan made stay, since others live in them';
      return leftAlone('ObjectsLeftAlone', intro, inhabited);
    },
  };
}

interface UsedClaim {
  claim: KubeObject;
  /** Pods that mount it; the application's own have ended by now. */
  users: string[];
}

async function claimsWithUsers(
  target: Cluster,
  namespaces: readonly string[],
  run: RunIdentity,
): Promise<UsedClaim[]> {
  const claims = await madeClaims(target, namespaces, run);
  const pods = claims.length === 0 ? [] : await listIn(target, namespaces, 'Pod');
  return claims.map((claim) => {
    const { namespace, name } = claim.metadata;
    const users = pods
      .filter((pod) => pod.metadata.namespace === namespace)
      .filter((pod) => isActive(pod) && claimsOf(pod).includes(name))
      .map((pod) => describeObject(keyOf(pod)));
    return { claim, users };
  });
}

/** A deletion cannot be called back: what somebody else uses is left to him, and named. */
async function deleteClaims(target: Cluster, claims: readonly UsedClaim[]): Promise<void> {
  for (const { claim, users } of claims) {
    const { uid, deletionTimestamp } = claim.metadata;
    if (deletionTimestamp !== undefined || users.length > 0) continue;
    await target.delete(keyOf(claim), uid === undefined ? {} : { uid });
  }
}

function describeClaim({ claim, users }: UsedClaim): string {
  const used = users.length === 0 ? '' : `, used by ${users.join(', ')}`;
  return `${describeHeld(claim)}${used}`;
}
