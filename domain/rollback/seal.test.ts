import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { isSealed, MADE_AS, madeFor, sealPatch } from './seal.ts';

const PLAN = 'plan-uid';

function claim(uid: string | undefined, annotations?: Record<string, string>): KubeObject {
  const metadata = {
    name: 'data',
    namespace: 'shop',
    ...(uid === undefined ? {} : { uid }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata };
}

describe('a seal', () => {
  it('is finished with the uid that the object was given, and no other object takes it', () => {
    const made = claim('u-1', madeFor(PLAN));

    expect(isSealed(made, PLAN)).toBe(false);
    expect(sealPatch(made, PLAN)).toEqual({
      metadata: { uid: 'u-1', annotations: { [MADE_AS]: 'plan-uid/u-1' } },
    });
    expect(isSealed(claim('u-1', { [MADE_AS]: 'plan-uid/u-1' }), PLAN)).toBe(true);
  });

  it.each([
    ['a copy', claim('u-2', { [MADE_AS]: 'plan-uid/u-1' })],
    ['what another plan made', claim('u-1', { [MADE_AS]: 'other/u-1' })],
    ['what was begun for another plan', claim('u-1', madeFor('other'))],
    ['what was there before', claim('u-1')],
    ['what is not there yet', claim(undefined, madeFor(PLAN))],
  ])('%s is neither ours nor made ours', (_what, object) => {
    expect(isSealed(object, PLAN)).toBe(false);
    expect(sealPatch(object, PLAN)).toBeUndefined();
  });
});
