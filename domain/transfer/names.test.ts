import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { md5 } from './md5.ts';
import { ROLE_LABEL, transferLabels, transferNames, transferSelector } from './names.ts';

const volume = {
  runUid: '0b6f8e1c-5d1f-4d0c-9a58-a2f1f1a2b3c4',
  planUid: '7f0d6d9e-91a5-4f6b-8f0e-3f4a5b6c7d8e',
  namespace: 'shop',
  claim: 'data',
};
const anyVolume = fc.record({
  runUid: fc.uuid(),
  planUid: fc.uuid(),
  namespace: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/),
  claim: fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/),
});

describe('md5', () => {
  it('agrees with the reference on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'));
      }),
    );
  });

  it.each([55, 56, 57, 63, 64, 65, 119, 120])('pads %i bytes rightly', (length) => {
    const text = 'x'.repeat(length);
    expect(md5(text)).toBe(createHash('md5').update(text).digest('hex'));
  });
});

describe('transferNames', () => {
  it('is readable', () => {
    expect(transferNames(volume)).toEqual({
      sender: expect.stringMatching(/^dray-data-[0-9a-f]{12}-send$/),
      receiver: expect.stringMatching(/^dray-data-[0-9a-f]{12}-recv$/),
    });
  });

  it('is a DNS label for every claim, and the same each time', () => {
    fc.assert(
      fc.property(anyVolume, (any) => {
        const { sender, receiver } = transferNames(any);
        for (const name of [sender, receiver]) {
          expect(name).toMatch(/^[a-z]([a-z0-9-]*[a-z0-9])?$/);
          expect(name.length).toBeLessThanOrEqual(63);
        }
        expect(transferNames({ ...any })).toEqual({ sender, receiver });
      }),
    );
  });

  it.each([
    ['another run', { runUid: '11111111-5d1f-4d0c-9a58-a2f1f1a2b3c4' }],
    ['another namespace', { namespace: 'shop-2' }],
    ['another claim', { claim: 'data-2' }],
    ['a claim that looks the same when made safe', { claim: 'data.' }],
  ])('differs for %s', (_, change) => {
    expect(transferNames({ ...volume, ...change })).not.toEqual(transferNames(volume));
  });

  it('tells long claims apart that begin alike', () => {
    const long = 'a'.repeat(200);
    expect(transferNames({ ...volume, claim: `${long}1` })).not.toEqual(
      transferNames({ ...volume, claim: `${long}2` }),
    );
  });
});

describe('transferLabels', () => {
  it("carries MTC's labels", () => {
    expect(transferLabels(volume, 'sender')).toMatchObject({
      app: 'directvolumemigration-rsync-transfer',
      owner: 'directvolumemigration',
      'app.kubernetes.io/part-of': 'openshift-migration',
      migmigration: volume.runUid,
      migplan: volume.planUid,
      'migration.openshift.io/created-for-pvc': createHash('md5').update('data').digest('hex'),
      [ROLE_LABEL]: 'sender',
    });
  });

  it('has valid values, and contains its selector', () => {
    fc.assert(
      fc.property(anyVolume, (any) => {
        const labels = transferLabels(any, 'receiver');
        for (const value of Object.values(labels)) {
          expect(value).toMatch(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/);
        }
        expect(labels).toMatchObject(transferSelector(any, 'receiver'));
      }),
    );
  });
});
