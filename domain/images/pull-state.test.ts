import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { pullState } from './pull-state.ts';

function pod(status: unknown): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pull', namespace: 'shop' },
    spec: {
      containers: [
        { name: 'image-0', image: 'web:1' },
        { name: 'image-1', image: 'db:1' },
      ],
    },
    status,
  };
}

const PULLED = { name: 'image-0', state: { terminated: { reason: 'StartError' } } };

function waiting(reason: string, message?: string) {
  return { name: 'image-1', state: { waiting: { reason, message } } };
}

describe('pullState', () => {
  it.each<[string, unknown, unknown]>([
    ['nothing is known yet', undefined, { state: 'pulling', seen: 'web:1, db:1 being pulled' }],
    [
      'one of two is there',
      { containerStatuses: [PULLED, waiting('ContainerCreating')] },
      { state: 'pulling', seen: 'db:1 being pulled' },
    ],
    [
      'the program of the second was not found either',
      { containerStatuses: [PULLED, waiting('RunContainerError')] },
      { state: 'pulled' },
    ],
    [
      'the image wants to be root, which a kubelet sees once it has it',
      { containerStatuses: [PULLED, waiting('CreateContainerConfigError')] },
      { state: 'pulled' },
    ],
    [
      'the registry refuses',
      { containerStatuses: [PULLED, waiting('ImagePullBackOff', 'unauthorized')] },
      { state: 'refused', image: 'db:1', why: 'ImagePullBackOff: unauthorized' },
    ],
    [
      'the name is no image',
      { containerStatuses: [waiting('InvalidImageName')] },
      { state: 'refused', image: 'db:1', why: 'InvalidImageName' },
    ],
    [
      'no node takes it',
      { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] },
      { state: 'unplaced', why: '0/3 nodes' },
    ],
  ])('%s', (_name, status, expected) => {
    expect(pullState(pod(status))).toEqual(expected);
  });
});
