import { describe, expect, it } from '@jest/globals';
import { describeObject, keyOf } from '../kube-object.ts';
import type { KubeObject } from '../kube-object.ts';
import { resolveRef } from './object-ref.ts';
import { parseKind } from './parse.ts';

describe('resolveRef', () => {
  it.each([[undefined], [{}], [{ name: '' }], [{ namespace: 'a' }]])(
    'finds nothing in %j',
    (ref) => {
      expect(resolveRef(ref)).toBeUndefined();
    },
  );

  it.each([
    [
      { name: 'a', namespace: 'b' },
      { name: 'a', namespace: 'b' },
    ],
    [{ name: 'a' }, { name: 'a', namespace: 'openshift-migration' }],
    [
      { name: 'a', namespace: '' },
      { name: 'a', namespace: 'openshift-migration' },
    ],
  ])('resolves %j', (ref, key) => {
    expect(resolveRef(ref)).toEqual(key);
  });

  it('takes another default namespace', () => {
    expect(resolveRef({ name: 'a' }, 'elsewhere')).toEqual({ name: 'a', namespace: 'elsewhere' });
  });
});

describe('a parsed object', () => {
  it('passes for any Kubernetes object', () => {
    const metadata = { name: 'shop', namespace: 'openshift-migration', uid: 'u-1' };
    const parsed = parseKind('MigPlan', {
      apiVersion: 'migration.openshift.io/v1alpha1',
      kind: 'MigPlan',
      metadata,
      spec: {},
    });
    if (!parsed.ok) throw new Error('refused');

    const object: KubeObject = parsed.value;
    expect(describeObject(keyOf(object))).toBe('MigPlan openshift-migration/shop');
  });
});
