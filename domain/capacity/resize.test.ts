import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import { quantityBytes } from '../kinds/quantity.ts';
import type { VolumeUse } from '../kinds/volume-use.ts';
import { isChosen, proposalFor, proposeBytes, requestOnTarget } from './resize.ts';

const GI = 2 ** 30;

describe('the size by the rule of MTC', () => {
  const cases: [string, [number, number, number, number, number], number][] = [
    // requested, provisioned, actual, used %, threshold % -> proposed
    ['nothing to change', [200, 200, 200, 50, 3], 200],
    ['provisioned more than requested', [20, 200, 200, 50, 3], 200],
    ['grown behind Kubernetes', [20, 20, 200, 50, 3], 200],
    ['requested more than is there', [300, 200, 200, 50, 3], 300],
    ['just below the threshold', [200, 200, 200, 97, 3], 200],
    ['just above the threshold', [200, 200, 200, 98, 3], 202],
    ['full', [200, 200, 200, 100, 3], 206],
    ['full, and provisioned more than requested', [20, 200, 200, 100, 3], 206],
    ['nearly full of what a file system leaves over', [200, 200, 190, 99, 3], 204],
    ['a threshold of one', [200, 200, 200, 100, 1], 202],
    ['a threshold of one, one free', [200, 200, 200, 99, 1], 200],
    ['a high threshold', [100, 100, 100, 60, 41], 101],
    ['the highest threshold', [100, 100, 100, 2, 99], 101],
    ['a directory that has outgrown its claim', [100, 100, 100, 300, 3], 303],
    ['empty', [100, 100, 100, 0, 3], 100],
  ];
  it.each(cases)('%s', (_, [requested, provisioned, actual, used, threshold], expected) => {
    const facts = {
      ...{ requestedBytes: requested, provisionedBytes: provisioned, actualBytes: actual },
      ...{ usedPercent: used, thresholdPercent: threshold },
    };
    expect(proposeBytes(facts)).toBe(expected);
  });

  test('never shrinks, and grows with what is used', () => {
    const size = fc.integer({ min: 1, max: 2 ** 40 });
    fc.assert(
      fc.property(size, size, size, fc.nat(120), fc.integer({ min: 1, max: 99 }), (...all) => {
        const [requestedBytes, provisionedBytes, actualBytes, usedPercent, thresholdPercent] = all;
        const facts = { requestedBytes, provisionedBytes, actualBytes, thresholdPercent };
        const proposed = proposeBytes({ ...facts, usedPercent });
        const fuller = proposeBytes({ ...facts, usedPercent: usedPercent + 1 });
        return (
          proposed >= Math.max(requestedBytes, provisionedBytes, actualBytes) && fuller >= proposed
        );
      }),
    );
  });
});

const RESIZING = { enabled: true, thresholdPercent: 3 };

function volume(change: Partial<PlanVolume> = {}): PlanVolume {
  return { name: 'pv', capacity: '1Gi', ...change };
}

/** A file system of its own, of which so much is used. */
function use(usedBytes: number, change: Partial<VolumeUse> = {}): VolumeUse {
  return {
    ...{ namespace: 'shop', claim: 'data', volume: 'pv', measuredAt: '2026-11-23T20:00:00Z' },
    contents: {
      ...{ allocatedBytes: usedBytes, apparentBytes: usedBytes, inodes: 10 },
      ...{ sparseFiles: 0, errors: 0 },
    },
    fileSystem: {
      ...{ type: 'xfs', sizeBytes: GI, usedBytes, freeBytes: GI - usedBytes },
      ...{ inodes: 0, freeInodes: 0 },
    },
    ...change,
  };
}

describe('what is proposed for a volume', () => {
  it('is its capacity, as it was written, while there is room', () => {
    expect(proposalFor({ volume: volume(), use: use(GI / 2) }, RESIZING)).toBe('1Gi');
  });

  it('is more when it is nearly full, in whole mebibytes', () => {
    expect(proposalFor({ volume: volume(), use: use(0.975 * GI) }, RESIZING)).toBe('1035Mi');
  });

  it('is nothing before it was measured, or when that failed', () => {
    const failed: VolumeUse = { ...use(0), contents: undefined, failure: 'no node has it' };
    expect(proposalFor({ volume: volume() }, RESIZING)).toBeUndefined();
    expect(proposalFor({ volume: volume(), use: failed }, RESIZING)).toBeUndefined();
  });

  it('is by its own files when its file system is shared with others', () => {
    const shared = use(0.98 * GI);
    const onDisk = { ...shared.fileSystem!, sizeBytes: 250 * GI, usedBytes: 40 * GI };
    const sized = { volume: volume(), use: { ...shared, fileSystem: onDisk } };

    expect(proposalFor(sized, RESIZING)).toBe('1035Mi');
  });

  it('is by its file system when that was enlarged, and nobody told Kubernetes', () => {
    const grown = use(GI);
    const larger = { ...grown.fileSystem!, sizeBytes: 2 * GI, freeBytes: GI };

    expect(proposalFor({ volume: volume(), use: { ...grown, fileSystem: larger } }, RESIZING)).toBe(
      '2048Mi',
    );
  });
});

describe('what the claim on the target asks for', () => {
  const full = use(GI);
  const off = { ...RESIZING, enabled: false };

  it.each([
    ['what the source asked for, when that is more', { requested: '2Gi' }, '2Gi'],
    ['the proposal', { requested: '1Gi', use: full }, '1055Mi'],
    ['the capacity, where nothing was measured', { requested: '500Mi' }, '1Gi'],
  ])('is %s', (_, rest, expected) => {
    expect(requestOnTarget({ volume: volume(), ...rest }, RESIZING)).toBe(expected);
  });

  it('is not what the controller proposes, as long as nobody wants volumes to be resized', () => {
    const proposed = volume({ proposedCapacity: '1055Mi' });
    const sized = { volume: proposed, use: { ...full, proposed: '1055Mi' } };

    expect(requestOnTarget(sized, off)).toBe('1Gi');
  });

  it('is what a person wrote, whether or not volumes are resized', () => {
    const chosen = { volume: volume({ proposedCapacity: '5Gi' }), use: full };

    expect(requestOnTarget(chosen, off)).toBe('5Gi');
    expect(requestOnTarget(chosen, RESIZING)).toBe('5Gi');
    expect(isChosen(chosen, off)).toBe(true);
  });

  it('is never less than there is, whatever a person wrote', () => {
    expect(requestOnTarget({ volume: volume({ proposedCapacity: '1Mi' }) }, off)).toBe('1Gi');
  });

  it('is never less than on the source, whatever was measured', () => {
    fc.assert(
      fc.property(fc.nat(2 * GI), fc.nat(4096), fc.boolean(), (used, chosen, enabled) => {
        const sized = { volume: volume({ proposedCapacity: `${chosen}Mi` }), use: use(used) };
        const request = requestOnTarget(sized, { ...RESIZING, enabled });
        return (quantityBytes(request) ?? 0) >= GI;
      }),
    );
  });
});
