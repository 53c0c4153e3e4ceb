import type { KubeObject } from '../kube-object.ts';
import { MIGRATED_LABELS } from '../kinds/labels.ts';
import { claimsOf, isActive } from '../quiesce/pods.ts';
import type { RunVolume } from '../run/facts.ts';
import type { RunIdentity } from '../run/identity.ts';

/**
 * The claim that receives a volume. It carries the labels of the source's claim and of the plan: later runs
 * of the plan find it and bring only the delta, and nobody else's claim is ever mistaken for it.
 */
export function targetClaim(run: RunIdentity, volume: RunVolume, source: KubeObject): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: volume.targetClaim,
      namespace: volume.targetNamespace,
      labels: {
        ...source.metadata.labels,
        ...makerLabels(run),
      },
    },
    spec: {
      accessModes: volume.accessModes,
      storageClassName: volume.storageClass,
      volumeMode: 'Filesystem',
      resources: { requests: { storage: volume.capacity } },
    },
  };
}

function makerLabels({ kind, uid, planUid }: RunIdentity): Record<string, string> {
  if (kind !== undefined) return { [MIGRATED_LABELS.byDirectVolumeMigration]: uid };
  return { [MIGRATED_LABELS.byPlan]: planUid, [MIGRATED_LABELS.byMigration]: uid };
}

/** On a claim of the target once an application was started on it: the uid of the run that did. */
export const STARTED_BY = 'drayage.dev/started-by';

/** On a claim that somebody else made, and a plan may copy to: the plan's uid. A label would say that we made it. */
export const ADOPTED_BY = 'drayage.dev/adopted-by';

/**
 * Whether a claim receives a volume of the plan: a run of it made the claim, or found it empty and took it. A
 * DirectVolumeMigration is its own plan.
 */
export function isOfPlan(claim: KubeObject, planUid: string): boolean {
  return wasMadeFor(claim, planUid) || claim.metadata.annotations?.[ADOPTED_BY] === planUid;
}

/** Whether a run of the plan made the claim. */
export function wasMadeFor({ metadata }: KubeObject, planUid: string): boolean {
  const { byPlan, byDirectVolumeMigration } = MIGRATED_LABELS;
  return [byPlan, byDirectVolumeMigration].some((label) => metadata.labels?.[label] === planUid);
}

/**
 * Why a claim that is on the target already must not be copied over; undefined when it is what an earlier,
 * unfinished run of this plan left for the next one.
 * @param pods pods of the claim's namespace, without the transfer's own
 * @param run `mayAdopt`: whether it may be anybody's, provided that it turns out to be empty
 */
export function claimRefusal(
  claim: KubeObject,
  pods: readonly KubeObject[],
  run: { planUid: string; mayAdopt?: boolean },
): string | undefined {
  const { annotations = {}, name } = claim.metadata;
  if (!isOfPlan(claim, run.planUid) && run.mayAdopt !== true) return 'it is not from this plan';
  if (annotations[STARTED_BY] !== undefined) {
    return 'an application was started on it by an earlier run, and may have written to it';
  }
  const user = pods.find((pod) => isActive(pod) && claimsOf(pod).includes(name));
  return user === undefined ? undefined : `Pod ${user.metadata.name} uses it`;
}
