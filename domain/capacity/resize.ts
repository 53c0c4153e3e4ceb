import type { PlanVolume } from '../kinds/plan-volume.ts';
import { type Quantity, quantityBytes } from '../kinds/quantity.ts';
import { isMeasured, type VolumeUse } from '../kinds/volume-use.ts';
import type { Settings } from '../settings/settings.ts';
import { usageOf } from './usage.ts';

/** What MTC's rule looks at; bytes. */
export interface SizeFacts {
  /** What the claim asks for on the source. */
  requestedBytes: number;
  /** What the volume was made with. */
  provisionedBytes: number;
  /** What its file system has. */
  actualBytes: number;
  usedPercent: number;
  thresholdPercent: number;
}

const MI = 2 ** 20;

/**
 * The size that a volume needs on the target: the largest of what was asked for, made and found, and so much more as
 * keeps the threshold free when it is nearly full. Never less than there is on the source.
 */
export function proposeBytes(facts: SizeFacts): number {
  const { requestedBytes, provisionedBytes, actualBytes, usedPercent, thresholdPercent } = facts;
  const base = Math.max(requestedBytes, provisionedBytes, actualBytes);
  const filled = usedPercent + thresholdPercent;
  return filled > 100 ? Math.ceil((base * filled) / 100) : base;
}

/** What a plan says of the sizes of one of its volumes. */
export interface Sized {
  volume: PlanVolume;
  use?: VolumeUse | undefined;
  /** What the claim asks for on the source; without it, the capacity. */
  requested?: Quantity | undefined;
}

/** What the controller proposes for a volume that was measured; undefined for one that was not. */
export function proposalFor(
  { volume, use, requested }: Sized,
  { thresholdPercent }: Settings['resizing'],
): string | undefined {
  if (!isMeasured(use)) return undefined;
  const provisionedBytes = bytesOf(volume.capacity);
  const requestedBytes = requested === undefined ? provisionedBytes : bytesOf(requested);
  const capacityBytes = Math.max(provisionedBytes, requestedBytes);
  const { actualBytes, percent } = usageOf(use, capacityBytes);
  const bytes = proposeBytes({
    ...{ requestedBytes, provisionedBytes, actualBytes, thresholdPercent },
    usedPercent: percent,
  });
  // As people wrote it, when nothing is to change.
  if (bytes <= provisionedBytes) return String(volume.capacity ?? '0');
  return asQuantity(bytes);
}

/** Whether a person wrote `proposedCapacity`, and not the controller. */
export function isChosen(
  { volume, use, requested }: Sized,
  resizing: Settings['resizing'],
): boolean {
  const { proposedCapacity } = volume;
  if (proposedCapacity === undefined || proposedCapacity === '') return false;
  const chosen = bytesOf(proposedCapacity);
  const ours = [use?.proposed, proposalFor({ volume, use, requested }, resizing)];
  const known = ours.filter((one) => one !== undefined).map(bytesOf);
  // Before anything was measured, MTC and we write the capacity.
  return ![...known, bytesOf(volume.capacity)].includes(chosen);
}

/**
 * What the claim on the target asks for. What the controller proposes counts when the administrator wants volumes to be
 * resized; what a person wrote counts in any case. It is never less than on the source.
 */
export function requestOnTarget(sized: Sized, resizing: Settings['resizing']): string {
  const { volume, requested } = sized;
  const chosen = isChosen(sized, resizing);
  const proposal = chosen ? volume.proposedCapacity : proposalFor(sized, resizing);
  const candidates = [
    volume.capacity,
    requested,
    ...(chosen || resizing.enabled ? [proposal] : []),
  ];
  return candidates
    .filter((one) => one !== undefined)
    .map(String)
    .reduce((most, one) => (bytesOf(one) > bytesOf(most) ? one : most), '0');
}

export function bytesOf(quantity: Quantity | undefined): number {
  return quantity === undefined ? 0 : (quantityBytes(quantity) ?? 0);
}

/** Whole mebibytes, rounded up: most storage has no smaller unit. */
function asQuantity(bytes: number): string {
  return `${Math.ceil(bytes / MI)}Mi`;
}
