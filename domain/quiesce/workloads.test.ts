import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { KubeObject } from '../kube-object.ts';
import { forgetPatch, quiescePatch, unquiescePatch } from './workloads.ts';

const RUN = 'run-1';

function workload(kind: string, spec: Record<string, unknown>): KubeObject {
  const apiVersion = kind === 'CronJob' ? 'batch/v1' : 'apps/v1';
  return { apiVersion, kind, metadata: { name: 'w', resourceVersion: '7' }, spec };
}

/** What an API server does with a JSON merge patch (RFC 7386). */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null) return patch;
  const merged: Record<string, unknown> = { ...(target as Record<string, unknown> | undefined) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key);
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

function apply(object: KubeObject, patch: unknown): KubeObject {
  const patched = (patch === undefined ? object : merge(object, patch)) as KubeObject;
  const { annotations, ...metadata } = patched.metadata;
  const none = Object.keys(annotations ?? {}).length === 0;
  return {
    ...patched,
    metadata: none ? metadata : { ...metadata, annotations: annotations ?? {} },
  };
}

const workloads = fc.oneof(
  fc
    .record({ kind: fc.constantFrom('Deployment', 'StatefulSet'), replicas: fc.nat({ max: 9 }) })
    .map(({ kind, replicas }) => workload(kind, { replicas, other: 'kept' })),
  fc.boolean().map((suspend) => workload('CronJob', { suspend, schedule: '* * * * *' })),
);

describe('quiesce and its undo', () => {
  it('gives back exactly what was there, however often it was quiesced', () => {
    fc.assert(
      fc.property(workloads, fc.integer({ min: 1, max: 4 }), (found, times) => {
        let object = found;
        for (let i = 0; i < times; i++) object = apply(object, quiescePatch(object, RUN));
        for (let i = 0; i < times; i++) object = apply(object, unquiescePatch(object, RUN));

        expect(object).toEqual(found);
      }),
    );
  });

  it('leaves alone what another run stopped', () => {
    const stopped = apply(
      workload('Deployment', { replicas: 3 }),
      quiescePatch(workload('Deployment', { replicas: 3 }), 'another'),
    );

    expect(unquiescePatch(stopped, RUN)).toBeUndefined();
  });

  it('does not scale down again what somebody started meanwhile', () => {
    const found = workload('Deployment', { replicas: 3 });
    const started = apply(apply(found, quiescePatch(found, RUN)), { spec: { replicas: 5 } });

    expect(apply(started, unquiescePatch(started, RUN))).toMatchObject({ spec: { replicas: 5 } });
  });

  it.each([
    ['a Deployment at zero', workload('Deployment', { replicas: 0 })],
    ['a suspended CronJob', workload('CronJob', { suspend: true })],
    ['a kind it does not know', workload('DaemonSet', {})],
  ])('does nothing to %s', (_name, object) => {
    expect(quiescePatch(object, RUN)).toBeUndefined();
  });

  it('takes its notes off a copy of them, and off nothing else', () => {
    const deployment = workload('Deployment', { replicas: 3 });
    const { metadata } = apply(deployment, quiescePatch(deployment, RUN));
    const copy = { ...workload('ReplicaSet', {}), metadata };

    expect(apply(copy, forgetPatch(copy, RUN))).toEqual(workload('ReplicaSet', {}));
    expect(forgetPatch(copy, 'another')).toBeUndefined();
    expect(forgetPatch(workload('ReplicaSet', {}), RUN)).toBeUndefined();
  });

  it('reads a missing replicas as one', () => {
    const found = workload('Deployment', {});

    expect(quiescePatch(found, RUN)).toMatchObject({
      metadata: { annotations: { 'migration.openshift.io/preQuiesceReplicas': '1' } },
    });
  });
});
