import { describe, expect, it } from '@jest/globals';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import type { VolumeUse } from '../kinds/volume-use.ts';
import type { KubeObject } from '../kube-object.ts';
import { sizePlan } from './plan-sizes.ts';
import { sizeConditions } from './size-conditions.ts';

const GI = 2 ** 30;
const OFF = { enabled: false, thresholdPercent: 3 };
const ON = { ...OFF, enabled: true };

function volume(change: Partial<PlanVolume> = {}): PlanVolume {
  return {
    ...{ name: 'pv', capacity: '1Gi', selection: { action: 'copy' } },
    pvc: { namespace: 'shop', name: 'data' },
    ...change,
  };
}

function use(usedBytes: number, change: Partial<VolumeUse> = {}): VolumeUse {
  const apparentBytes = usedBytes;
  return {
    ...{ namespace: 'shop', claim: 'data', volume: 'pv', measuredAt: '2026-11-23T20:00:00Z' },
    contents: { allocatedBytes: usedBytes, apparentBytes, inodes: 10, sparseFiles: 0, errors: 0 },
    fileSystem: {
      ...{ type: 'xfs', sizeBytes: GI, usedBytes, freeBytes: GI - usedBytes },
      ...{ inodes: 0, freeInodes: 0 },
    },
    ...change,
  };
}

function claim(storage: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop' },
    spec: { resources: { requests: { storage } } },
  };
}

function sized(volumes: PlanVolume[], uses: VolumeUse[], resizing = ON, claims: KubeObject[] = []) {
  return sizePlan({ volumes, uses, claims, resizing });
}

describe('the sizes of a plan', () => {
  it('are proposed and confirmed once they were measured', () => {
    const { volumes, uses } = sized([volume()], [use(GI)]);

    expect(volumes).toEqual([{ ...volume(), capacityConfirmed: true, proposedCapacity: '1055Mi' }]);
    expect(uses).toEqual([use(GI, { proposed: '1055Mi' })]);
  });

  it('are left alone while nothing was measured, and when the claim has another volume by now', () => {
    expect(sized([volume()], []).volumes).toEqual([volume()]);
    expect(sized([volume({ name: 'other' })], [use(GI)])).toEqual({
      volumes: [volume({ name: 'other' })],
      uses: [],
    });
  });

  it('are proposed anew when there is less in the volume', () => {
    const full = sized([volume()], [use(GI)]);
    const later = full.uses.map((one) => ({ ...use(GI / 2), proposed: one.proposed }));

    expect(sized(full.volumes, later).volumes).toMatchObject([{ proposedCapacity: '1Gi' }]);
  });

  it('are proposed anew with another threshold, however often it changes', () => {
    const first = sized([volume()], [use(0.96 * GI)]);
    const second = sized(first.volumes, first.uses, { ...ON, thresholdPercent: 10 });
    const third = sized(second.volumes, second.uses, { ...ON, thresholdPercent: 20 });

    expect(first.volumes).toMatchObject([{ proposedCapacity: '1Gi' }]);
    expect(second.volumes).toMatchObject([{ proposedCapacity: '1086Mi' }]);
    expect(third.volumes).toMatchObject([{ proposedCapacity: '1188Mi' }]);
  });

  it('stay as a person wrote them, whatever is measured', () => {
    const chosen = volume({ proposedCapacity: '5Gi' });
    const { volumes, uses } = sized([chosen], [use(GI)]);

    expect(volumes).toMatchObject([{ proposedCapacity: '5Gi', capacityConfirmed: true }]);
    expect(sized(volumes, uses).volumes).toEqual(volumes);
  });

  it('are those of the claim when it asks for more than the volume has', () => {
    expect(sized([volume()], [use(0)], ON, [claim('3Gi')]).volumes).toMatchObject([
      { proposedCapacity: '3072Mi' },
    ]);
  });
});

describe('what there is to say of sizes', () => {
  const types = (...args: Parameters<typeof sizeConditions>) =>
    sizeConditions(...args).map(({ type, status, reason, category }) => [
      ...[type, status, reason, category],
    ]);
  const growing = volume({ proposedCapacity: '2Gi' });

  it('is nothing as long as all is large enough', () => {
    expect(types([volume({ proposedCapacity: '1Gi' })], [use(0)], ON)).toEqual([]);
    expect(types([{ ...growing, selection: { action: 'skip' } }], [], ON)).toEqual([]);
  });

  it('is that volumes will be adjusted, or would have to be', () => {
    expect(types([growing], [], ON)).toEqual([
      ['PvCapacityAdjustmentRequired', 'False', 'Done', 'Warn'],
    ]);
    expect(types([growing], [], OFF)).toEqual([
      ['PvCapacityAdjustmentRequired', 'True', 'NotDone', 'Warn'],
    ]);
    expect(sizeConditions([growing], [], ON)[0]?.message).toMatch(/: \[pv\]$/);
  });

  it('is why a volume could not be measured', () => {
    const failed = { ...use(0), failure: 'no pod could mount it' };

    expect(sizeConditions([volume()], [failed], ON)).toMatchObject([
      { type: 'PvUsageAnalysisFailed', message: expect.stringContaining('pv (no pod could mount') },
    ]);
  });

  it('is that a size was chosen that the files do not go into', () => {
    const chosen = volume({ proposedCapacity: '100Mi' });

    expect(sizeConditions([chosen], [use(GI / 2)], ON)).toMatchObject([
      {
        type: 'PvProposedCapacityTooSmall',
        category: 'Error',
        message: expect.stringMatching(/shop\/data.*100Mi, but its files take 512 MiB/),
      },
    ]);
    expect(types([chosen], [use(GI / 20)], ON)).toEqual([
      ['PvCapacityNotReduced', 'True', 'NotDone', 'Warn'],
    ]);
  });
});
