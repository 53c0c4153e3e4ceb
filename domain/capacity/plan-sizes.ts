import type { PlanVolume } from '../kinds/plan-volume.ts';
import { isMeasured, type VolumeUse } from '../kinds/volume-use.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Settings } from '../settings/settings.ts';
import { isChosen, proposalFor, type Sized } from './resize.ts';

/** What is known of the sizes of a plan's volumes. */
export interface PlanSizes {
  volumes: PlanVolume[];
  /** What was measured, with what is proposed from it. */
  uses: VolumeUse[];
}

export interface SizeInput {
  /** As they are now; `proposedCapacity` as it stands in the plan. */
  volumes: readonly PlanVolume[];
  uses: readonly VolumeUse[];
  /** Claims of the source. */
  claims: readonly KubeObject[];
  resizing: Settings['resizing'];
}

/** Writes proposals beside the volumes that were measured; what a person wrote there stays. */
export function sizePlan({ volumes, uses, claims, resizing }: SizeInput): PlanSizes {
  const sized = volumes.map((volume) => ({
    ...{ volume, use: useOf(uses, volume), requested: requestOf(claims, volume) },
  }));
  return {
    volumes: sized.map((one) => ({ ...one.volume, ...proposedFields(one, resizing) })),
    uses: sized.flatMap((one) => (one.use === undefined ? [] : [withProposal(one, resizing)])),
  };
}

function proposedFields(
  sized: Sized,
  resizing: Settings['resizing'],
): Pick<PlanVolume, 'capacityConfirmed' | 'proposedCapacity'> {
  const { proposedCapacity } = sized.volume;
  const proposal = isChosen(sized, resizing) ? proposedCapacity : proposalFor(sized, resizing);
  if (proposal === undefined) return {};
  return { capacityConfirmed: isMeasured(sized.use), proposedCapacity: proposal };
}

function withProposal(sized: Sized, resizing: Settings['resizing']): VolumeUse {
  const proposed = proposalFor(sized, resizing);
  const use = sized.use as VolumeUse;
  return proposed === undefined ? use : { ...use, proposed };
}

/** What was measured of a volume; nothing when its claim has another volume by now. */
export function useOf(
  uses: readonly VolumeUse[],
  { name, pvc }: PlanVolume,
): VolumeUse | undefined {
  return uses.find(
    ({ namespace, claim, volume }) =>
      namespace === pvc?.namespace && claim === claimNameOf(pvc) && volume === name,
  );
}

/** `source:target` names a claim by its first half. */
export function claimNameOf(pvc: PlanVolume['pvc']): string {
  return pvc?.name?.split(':')[0] ?? '';
}

function requestOf(claims: readonly KubeObject[], { pvc }: PlanVolume): string | undefined {
  const claim = claims.find(
    ({ metadata }) => metadata.namespace === pvc?.namespace && metadata.name === claimNameOf(pvc),
  );
  return claim === undefined ? undefined : requestedBy(claim);
}

/** What a claim asks for. */
export function requestedBy(claim: KubeObject): string | undefined {
  const spec = claim['spec'] as { resources?: { requests?: { storage?: string } } } | undefined;
  return spec?.resources?.requests?.storage;
}
