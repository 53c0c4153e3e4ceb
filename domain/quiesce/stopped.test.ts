import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { QUIESCED_BY } from './annotations.ts';
import { hasBegun, willStart } from './stopped.ts';

function workload(kind: string, spec: object, rest: object = {}): KubeObject {
  return { apiVersion: 'apps/v1', kind, metadata: { name: 'o' }, spec, ...rest };
}

const marked = { metadata: { name: 'o', annotations: { [QUIESCED_BY]: 'run' } } };

describe('willStart', () => {
  it.each<[string, KubeObject, boolean]>([
    ['what runs', workload('Deployment', { replicas: 1 }), true],
    ['what this run has stopped', workload('Deployment', { replicas: 0 }, marked), true],
    ['what stands still', workload('Deployment', { replicas: 0 }), false],
    ['a DaemonSet', workload('DaemonSet', {}, { status: { desiredNumberScheduled: 2 } }), true],
    ['one of no node', workload('DaemonSet', {}, { status: { desiredNumberScheduled: 0 } }), false],
  ])('says of %s: %#', (_name, object, expected) => {
    expect(willStart(object, 'run')).toBe(expected);
  });
});

describe('hasBegun', () => {
  const job = (spec: object, status: object): KubeObject => ({
    ...workload('Job', spec, { status }),
    apiVersion: 'batch/v1',
  });
  const ended = { startTime: 't', conditions: [{ type: 'Complete', status: 'True' }] };

  it.each<[string, KubeObject, boolean]>([
    ['what runs', workload('Deployment', { replicas: 1 }), true],
    ['what stands still', workload('Deployment', { replicas: 0 }), false],
    ['a Job that is suspended', job({ suspend: true }, {}), false],
    ['a Job that runs', job({ suspend: false }, {}), true],
    ['a Job that has ended', job({ suspend: false }, ended), true],
  ])('says of %s: %#', (_name, object, expected) => {
    expect(hasBegun(object)).toBe(expected);
  });
});
