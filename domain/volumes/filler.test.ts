import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { FILLED_BY, type Filler, reserve } from './filler.ts';

const OURS: Filler = {
  ...{ namespace: 'migrations', name: 'second', uid: 'u-2' },
  of: { cluster: 'migrations/old', namespace: 'shop', claim: 'data' },
};
const EARLIER: Filler = { ...OURS, name: 'first', uid: 'u-1' };
const OTHER: Filler = { ...EARLIER, of: { ...OURS.of, claim: 'logs' } };

const MADE_BY = 'migration.openshift.io/migrated-by-directvolumemigration';
const ADOPTED = 'drayage.dev/adopted-by';

function claim(labels: Record<string, string> = {}, annotations: Record<string, string> = {}) {
  const metadata = { name: 'data', namespace: 'shop', labels, annotations };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata } as KubeObject;
}

const filled = (by: Filler, adoptedBy?: string) =>
  claim({}, { [FILLED_BY]: JSON.stringify(by), ...(adoptedBy ? { [ADOPTED]: adoptedBy } : {}) });

const reserved = { [FILLED_BY]: JSON.stringify(OURS) };

describe('a claim that nobody has filled', () => {
  it('is reserved, and adopted only when the copy made it itself', () => {
    expect(reserve(claim(), OURS)).toEqual({ do: 'take', annotations: reserved });
    expect(reserve(claim({ [MADE_BY]: 'u-2' }), OURS)).toEqual({
      do: 'take',
      annotations: { ...reserved, [ADOPTED]: 'u-2' },
    });
  });

  it('is reserved once', () => {
    expect(reserve(filled(OURS), OURS)).toEqual({ do: 'keep' });
  });

  it('of a plan is refused', () => {
    const ofPlan = claim({ 'migration.openshift.io/migrated-by-migplan': 'p' });
    expect(reserve(ofPlan, OURS)).toMatchObject({ do: 'refuse' });
    expect(reserve(claim({}, { [ADOPTED]: 'p' }), OURS)).toMatchObject({ do: 'refuse' });
  });
});

describe('a claim that another copy has reserved', () => {
  it('is asked about', () => {
    expect(reserve(filled(EARLIER, 'u-1'), OURS)).toEqual({ do: 'ask', filler: EARLIER });
  });

  it('is refused as long as that one is at it', () => {
    expect(reserve(filled(EARLIER, 'u-1'), OURS, false)).toEqual({
      do: 'refuse',
      why: 'DirectVolumeMigration migrations/first copies to it at this moment',
    });
  });

  it('is taken over with its data when it is a copy of the same claim', () => {
    expect(reserve(filled(EARLIER, 'u-1'), OURS, true)).toEqual({
      do: 'take',
      annotations: { ...reserved, [ADOPTED]: 'u-2' },
    });
  });

  it('is never written over with another claim', () => {
    expect(reserve(filled(OTHER, 'u-1'), OURS, true)).toEqual({
      do: 'refuse',
      why: 'it holds the copy of shop/logs that DirectVolumeMigration migrations/first made',
    });
  });

  it('is nobody’s when that one never found it empty', () => {
    expect(reserve(filled(EARLIER), OURS, true)).toEqual({ do: 'take', annotations: reserved });
  });

  it('is nobody’s when the note cannot be read', () => {
    expect(reserve(claim({}, { [FILLED_BY]: '{' }), OURS)).toMatchObject({ do: 'take' });
  });
});
