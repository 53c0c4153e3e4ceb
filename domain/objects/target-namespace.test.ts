import { expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { contextWith } from '../transform/golden/context.ts';
import { targetNamespace } from './target-namespace.ts';

const RANGE = 'openshift.io/sa.scc.uid-range';

function namespace(labels: Record<string, string> = {}): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: {
      ...{ name: 'shop', uid: 'u', resourceVersion: '7' },
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted', ...labels },
      annotations: { [RANGE]: '1000/10', note: 'kept' },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

it('is called as the plan says, with what decides on its pods, and nothing of its cluster', () => {
  expect(targetNamespace(namespace(), contextWith({})).wanted).toEqual({
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: {
      name: 'shop2',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      annotations: { [RANGE]: '1000/10', note: 'kept' },
    },
  });
});

it('does not take user ids of another, and says so', () => {
  const context = contextWith({ target: { uidRanges: { '1005/10': 'other' } } });

  const { wanted, notes } = targetNamespace(namespace(), context);

  expect(wanted.metadata.annotations).toEqual({ note: 'kept' });
  expect(notes).toMatchObject([{ severity: 'warning', text: expect.stringContaining('other') }]);
});

it('is there for what is in it, though it was to be left out itself', () => {
  const excluded = namespace({ 'velero.io/exclude-from-backup': 'true' });
  expect(targetNamespace(excluded, contextWith({})).wanted.metadata).toEqual({ name: 'shop2' });
});
