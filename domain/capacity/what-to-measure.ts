import type { PlanVolume } from '../kinds/plan-volume.ts';
import type { VolumeUse } from '../kinds/volume-use.ts';
import { useOf } from './plan-sizes.ts';

/** Longer ago than that an application may have filled its volume. */
const FRESH_MS = 60 * 60_000;

/** Whether a volume of a plan has files that can be counted, and somebody wants to bring them. */
export function canBeMeasured({ selection, pvc }: PlanVolume): boolean {
  return selection?.action !== 'skip' && pvc?.volumeMode !== 'Block';
}

/**
 * Whether a run has to measure a volume before it makes the claim: only when the size of that depends on it, and what is
 * known is too old, or of another volume.
 */
export function isMeasureDue(
  volume: PlanVolume,
  known: { uses: readonly VolumeUse[]; resizing: { enabled: boolean }; now: Date },
): boolean {
  if (!known.resizing.enabled || !canBeMeasured(volume)) return false;
  const use = useOf(known.uses, volume);
  if (use === undefined) return true;
  return known.now.getTime() - Date.parse(use.measuredAt) > FRESH_MS;
}

/** What is known after some volumes were measured: one entry each, the proposals of earlier ones kept. */
export function mergeUses(
  earlier: readonly VolumeUse[],
  measured: readonly VolumeUse[],
): VolumeUse[] {
  const isOf = (one: VolumeUse) => (other: VolumeUse) =>
    other.namespace === one.namespace && other.claim === one.claim;
  const kept = earlier.filter((one) => !measured.some(isOf(one)));
  const fresh = measured.map((one) => {
    const proposed = earlier.find(isOf(one))?.proposed;
    return proposed === undefined ? one : { ...one, proposed };
  });
  return [...kept, ...fresh].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}

/**
 * What to write of what stands in a status by now: a measurement that came since counts, one that is judged is written with
 * its proposal, and what is of claims that the plan has no more goes.
 */
export function newestUses(
  standing: readonly VolumeUse[],
  judged: readonly VolumeUse[],
): VolumeUse[] {
  const byKey = new Map(judged.map((use) => [keyOf(use), use]));
  return standing.flatMap((use) => {
    const known = byKey.get(keyOf(use));
    if (known === undefined) return [];
    return known.measuredAt === use.measuredAt ? known : use;
  });
}

function keyOf({ namespace, claim }: VolumeUse): string {
  return `${namespace}/${claim}`;
}
