import { formatBytes } from '../byte-text.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import { isMeasured, type VolumeUse } from '../kinds/volume-use.ts';
import type { Settings } from '../settings/settings.ts';
import { claimNameOf, useOf } from './plan-sizes.ts';
import { bytesOf } from './resize.ts';

/**
 * What there is to say about the sizes of a plan's volumes, in MTC's words
 * (mig-controller, pkg/controller/migplan/pvlist.go).
 */
export function sizeConditions(
  volumes: readonly PlanVolume[],
  uses: readonly VolumeUse[],
  resizing: Settings['resizing'],
): ConditionDraft[] {
  const copied = volumes.filter(({ selection }) => selection?.action === 'copy');
  return [
    ...adjustment(copied, resizing),
    ...failedAnalysis(copied, uses),
    ...tooSmall(copied, uses),
  ];
}

function adjustment(
  volumes: readonly PlanVolume[],
  { enabled }: Settings['resizing'],
): ConditionDraft[] {
  const growing = volumes.filter(
    ({ capacity, proposedCapacity }) => bytesOf(proposedCapacity) > bytesOf(capacity),
  );
  if (growing.length === 0) return [];
  const type = 'PvCapacityAdjustmentRequired';
  const names = namesOf(growing);
  if (enabled) {
    const message =
      'Capacity of the following volumes will be automatically adjusted to avoid disk capacity issues ' +
      `in the target cluster: ${names}`;
    return [{ type, status: 'False', category: 'Warn', reason: 'Done', message }];
  }
  const message =
    'Migrating data of following volumes may result in a failure either due to mismatch in their requested ' +
    `and actual capacities or disk usage being close to 100%: ${names}. Set enable_dvm_pv_resizing of the ` +
    'MigrationController to true, or write another proposedCapacity for them.';
  return [{ type, status: 'True', category: 'Warn', reason: 'NotDone', message }];
}

function failedAnalysis(
  volumes: readonly PlanVolume[],
  uses: readonly VolumeUse[],
): ConditionDraft[] {
  const failed = volumes.flatMap((volume) => {
    const failure = useOf(uses, volume)?.failure;
    return failure === undefined ? [] : [`${volume.name ?? ''} (${failure})`];
  });
  if (failed.length === 0) return [];
  const message =
    'Failed to compute PV resizing data for the following volumes. PV resizing will be disabled for these ' +
    'volumes and the migration may fail if the volumes are full or their requested and actual capacities ' +
    `differ in the source cluster: [${failed.join('; ')}]`;
  return [warning('PvUsageAnalysisFailed', 'NotDone', message)];
}

/** A size that a person chose, and that the data do not go into; or that changes nothing. */
function tooSmall(volumes: readonly PlanVolume[], uses: readonly VolumeUse[]): ConditionDraft[] {
  const smaller = volumes.filter(
    ({ capacity, proposedCapacity }) =>
      proposedCapacity !== undefined && bytesOf(proposedCapacity) < bytesOf(capacity),
  );
  const full = smaller.filter((volume) => usedBy(volume, uses) > bytesOf(volume.proposedCapacity));
  const idle = smaller.filter((volume) => !full.includes(volume));
  return [
    ...full.map((volume): ConditionDraft => {
      const message =
        `proposedCapacity of ${describe(volume)} is ${String(volume.proposedCapacity)}, but its files take ` +
        `${formatBytes(usedBy(volume, uses))}. Write at least that much, or remove the field.`;
      const type = 'PvProposedCapacityTooSmall';
      return { type, status: 'True', category: 'Error', reason: 'NotValid', message };
    }),
    ...idle.map((volume) => {
      const message =
        `proposedCapacity of ${describe(volume)} is ${String(volume.proposedCapacity)}, less than its capacity ` +
        `${String(volume.capacity)}: a volume never gets smaller, so it has no effect.`;
      return warning('PvCapacityNotReduced', 'NotDone', message);
    }),
  ];
}

function usedBy(volume: PlanVolume, uses: readonly VolumeUse[]): number {
  const use = useOf(uses, volume);
  return isMeasured(use) ? use.contents.allocatedBytes : 0;
}

function describe({ name = '', pvc }: PlanVolume): string {
  return `${name} (${pvc?.namespace ?? ''}/${claimNameOf(pvc)})`;
}

function namesOf(volumes: readonly PlanVolume[]): string {
  return `[${volumes.map(({ name = '' }) => name).join(', ')}]`;
}

function warning(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Warn', reason, message };
}
