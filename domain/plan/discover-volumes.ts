import type { PlanVolume } from '../kinds/plan-volume.ts';
import type { KubeObject } from '../kube-object.ts';
import { claimsOf } from '../quiesce/pods.ts';
import { isOfPlan } from '../volumes/target-claim.ts';
import type { ClusterFacts } from './facts.ts';
import { chooseStorageClass, originOf } from './storage-classes.ts';

interface ClaimSpec {
  volumeName?: string;
  storageClassName?: string;
  accessModes?: string[];
  volumeMode?: string;
  resources?: { requests?: { storage?: string } };
}

interface VolumeSpec {
  capacity?: { storage?: string };
  hostPath?: unknown;
}

/**
 * The volumes of a plan as they are now. What a person selected for a claim is kept, by the claim's namespace
 * and name, also when no pod uses it at the moment (MTC forgets it then: BZ1784899).
 */
export function discoverVolumes(
  facts: ClusterFacts,
  known: readonly PlanVolume[] = [],
  planUid = '',
): PlanVolume[] {
  return (
    facts.claims
      .filter((claim) => specOf(claim).volumeName !== undefined)
      // Inside one cluster, what the plan copies to may stand beside what it copies.
      .filter((claim) => !isOfPlan(claim, planUid))
      .map((claim) => describeVolume(facts, claim, known))
      .sort((a, b) => keyOf(a).localeCompare(keyOf(b)))
  );
}

function describeVolume(
  facts: ClusterFacts,
  claim: KubeObject,
  known: readonly PlanVolume[],
): PlanVolume {
  const spec = specOf(claim);
  const volume = facts.volumes.find((found) => found.metadata.name === spec.volumeName);
  const earlier = known.find((found) => sameClaim(found, claim));
  const actions = actionsOf(volume);
  return {
    name: spec.volumeName,
    capacity: capacityOf(claim, volume),
    storageClass: spec.storageClassName ?? '',
    supported: { actions, copyMethods: ['filesystem'] },
    selection: earlier?.selection ?? defaultSelection(facts, { spec, volume }, actions),
    ...sizesOf(earlier),
    pvc: {
      namespace: claim.metadata.namespace,
      name: earlier?.pvc?.name ?? claim.metadata.name,
      accessModes: spec.accessModes ?? [],
      volumeMode: spec.volumeMode ?? 'Filesystem',
      hasReference: isUsed(facts.pods, claim),
    },
  };
}

/** MTC moves nothing that lies in a directory of one node. */
function actionsOf(volume: KubeObject | undefined): string[] {
  const spec = (volume?.['spec'] ?? {}) as VolumeSpec;
  return spec.hostPath === undefined ? ['skip', 'copy'] : ['skip'];
}

function capacityOf(claim: KubeObject, volume: KubeObject | undefined): string {
  const provisioned = ((volume?.['spec'] ?? {}) as VolumeSpec).capacity?.storage;
  return provisioned ?? specOf(claim).resources?.requests?.storage ?? '0';
}

function defaultSelection(
  facts: ClusterFacts,
  { spec, volume }: { spec: ClaimSpec; volume: KubeObject | undefined },
  actions: string[],
): NonNullable<PlanVolume['selection']> {
  const sourceClass = facts.sourceClasses.find((found) => found.name === spec.storageClassName);
  return {
    // What cannot be copied is not skipped by itself: a person has to say so.
    action: actions.includes('copy') ? 'copy' : '',
    copyMethod: 'filesystem',
    storageClass: chooseStorageClass(sourceClass, facts.targetClasses, {
      origin: originOf(sourceClass, volume),
      accessModes: spec.accessModes ?? [],
    }),
  };
}

/** What was proposed stays until somebody measures anew, or a person writes something else. */
function sizesOf(
  earlier: PlanVolume | undefined,
): Pick<PlanVolume, 'capacityConfirmed' | 'proposedCapacity'> {
  const { capacityConfirmed, proposedCapacity } = earlier ?? {};
  return {
    ...(capacityConfirmed === undefined ? {} : { capacityConfirmed }),
    ...(proposedCapacity === undefined ? {} : { proposedCapacity }),
  };
}

function isUsed(pods: readonly KubeObject[], claim: KubeObject): boolean {
  return pods.some(
    (pod) =>
      pod.metadata.namespace === claim.metadata.namespace &&
      claimsOf(pod).includes(claim.metadata.name),
  );
}

function specOf(claim: KubeObject): ClaimSpec {
  return claim['spec'] ?? {};
}

/** `source:target` names a claim by its first half. */
function sameClaim(volume: PlanVolume, claim: KubeObject): boolean {
  return (
    volume.pvc?.namespace === claim.metadata.namespace &&
    volume.pvc?.name?.split(':')[0] === claim.metadata.name
  );
}

function keyOf(volume: PlanVolume): string {
  return `${volume.pvc?.namespace ?? ''}/${volume.pvc?.name ?? ''}`;
}
