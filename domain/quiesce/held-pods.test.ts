import { describe, expect, it } from '@jest/globals';
import type { KubeMetadata, KubeObject } from '../kube-object.ts';
import { describeHeldPods } from './held-pods.ts';

const NOW = new Date('2026-01-01T12:00:00Z');

function pod(metadata: Partial<KubeMetadata>, phase = 'Running'): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', spec: { nodeName: 'n1' }, status: { phase } },
    metadata: { name: 'p', namespace: 'shop', ...metadata },
  };
}

function node(ready: string, name = 'n1'): KubeObject {
  const lastTransitionTime = '2026-01-01T11:00:00Z';
  const conditions = [{ type: 'Ready', status: ready, lastTransitionTime }];
  return { apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { conditions } };
}

const OVERDUE = { deletionTimestamp: '2026-01-01T11:59:00Z' };
const owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db', uid: 'u' };

describe('describeHeldPods', () => {
  it.each<[string, KubeObject, KubeObject[], string]>([
    [
      'a grace period',
      pod({ deletionTimestamp: '2026-01-01T12:30:00Z', deletionGracePeriodSeconds: 3600 }),
      [node('True')],
      'it may take until 2026-01-01T12:30:00Z (grace period of 3600 s)',
    ],
    [
      'a finalizer',
      pod({ ...OVERDUE, finalizers: ['example.com/hold'] }),
      [node('True')],
      'held by the finalizer example.com/hold',
    ],
    [
      'a node that is away',
      pod(OVERDUE),
      [node('Unknown')],
      'its node n1 has not answered since 2026-01-01T11:00:00Z',
    ],
    ['a node that is gone', pod(OVERDUE), [node('True', 'n2')], 'its node n1 is gone'],
    [
      'both',
      pod({ ...OVERDUE, finalizers: ['f'] }),
      [node('False')],
      'its node n1 has not answered since 2026-01-01T11:00:00Z, held by the finalizer f',
    ],
    [
      'nobody knows what',
      pod(OVERDUE),
      [node('True')],
      'it should have ended by 2026-01-01T11:59:00Z; the kubelet of node n1 has not said so',
    ],
    [
      'its owner, who does not stop it',
      pod({ ownerReferences: [owner] }),
      [node('True')],
      'not asked to end yet by StatefulSet db',
    ],
    ['nobody', pod({}), [], 'not asked to end yet'],
  ])('names what holds a pod: %s', (_name, found, nodes, expected) => {
    expect(describeHeldPods([found], { nodes, now: NOW })).toBe(`Pod shop/p: ${expected}`);
  });

  it('passes over what has ended', () => {
    expect(describeHeldPods([pod({}, 'Succeeded')], { nodes: [], now: NOW })).toBe('');
  });
});
