import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { unhealthyNamespaces } from './unhealthy.ts';

function deployment(namespace: string, ready: number): KubeObject {
  return {
    ...{
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace, generation: 1 },
    },
    spec: { replicas: 2 },
    status: { replicas: 2, readyReplicas: ready, updatedReplicas: 2, observedGeneration: 1 },
  };
}

function pod(namespace: string, name: string, status: object): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, status };
}

const CRASHING = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
};
const READY = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };

describe('unhealthyNamespaces', () => {
  it('names workloads that lack pods, and the pods that are not ready', () => {
    const found = unhealthyNamespaces(
      [deployment('shop', 1), deployment('bank', 2)],
      [
        pod('shop', 'web-1', READY),
        pod('shop', 'web-2', CRASHING),
        pod('bank', 'web-1', READY),
        pod('bank', 'done', { phase: 'Succeeded' }),
      ],
    );

    expect(found).toEqual([
      {
        name: 'shop',
        workloads: [
          { name: expect.stringMatching(/^Deployment web: .*1 of 2/) },
          { name: 'Pods', resources: ['Pod shop/web-2: Running, main CrashLoopBackOff'] },
        ],
      },
    ]);
  });

  it('finds nothing where all is well', () => {
    expect(unhealthyNamespaces([deployment('shop', 2)], [pod('shop', 'web-1', READY)])).toEqual([]);
  });
});
