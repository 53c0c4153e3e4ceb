import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isFailure } from '../failures/failure.ts';
import type { KubeObject } from '../kube-object.ts';
import { mergePatch } from '../merge-patch.ts';
import { atAStand } from './at-a-stand.ts';
import { isRunning } from './quiescers.ts';
import { forgetPatch, quiescePatch, unquiescePatch } from './workloads.ts';

const RUN = 'run-1';
const MTC = 'migration.openshift.io';

const API: Record<string, string> = {
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  Pod: 'v1',
  ReplicationController: 'v1',
  DeploymentConfig: 'apps.openshift.io/v1',
};

function workload(
  kind: string,
  spec: Record<string, unknown>,
  annotations?: Record<string, string>,
): KubeObject {
  const metadata = { name: 'w', resourceVersion: '7', ...(annotations && { annotations }) };
  return { apiVersion: API[kind] ?? 'apps/v1', kind, metadata, spec };
}

/** What an API server does with the patch; an empty map of annotations is none to it. */
function apply(object: KubeObject, patch: unknown): KubeObject {
  const patched = mergePatch(object, patch ?? {});
  const { annotations, ...metadata } = patched.metadata;
  const none = Object.keys(annotations ?? {}).length === 0;
  return {
    ...patched,
    metadata: none ? metadata : { ...metadata, annotations: annotations ?? {} },
  };
}

const annotations = fc.option(
  fc.constantFrom<Record<string, string>>({ note: 'x' }, { 'example.com/a': '', b: 'null' }),
  { nil: undefined },
);

const scaled = fc
  .record({
    kind: fc.constantFrom(
      ...['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'DeploymentConfig'],
    ),
    spec: fc.record({ replicas: fc.nat({ max: 9 }), paused: fc.boolean(), other: fc.string() }),
    annotations,
  })
  .map((found) => workload(found.kind, found.spec, found.annotations));

const selector = fc.option(
  fc.dictionary(fc.constantFrom('disk', 'example.com/zone', 'x'), fc.string(), { minKeys: 1 }),
  { nil: undefined },
);

const daemonSets = fc
  .record({ nodeSelector: selector, annotations })
  .map(({ nodeSelector, annotations: notes }) => {
    const spec = { containers: [], ...(nodeSelector && { nodeSelector }) };
    return workload('DaemonSet', { template: { spec } }, notes);
  });

const jobs = fc
  .record({
    suspend: fc.option(fc.boolean(), { nil: undefined }),
    parallelism: fc.nat({ max: 3 }),
    ended: fc.boolean(),
  })
  .map(({ suspend, parallelism, ended }) => ({
    ...workload('Job', { parallelism, ...(suspend === undefined ? {} : { suspend }) }),
    status: ended ? { conditions: [{ type: 'Complete', status: 'True' }] } : {},
  }));

const cronJobs = fc
  .record({ suspend: fc.boolean(), annotations })
  .map((found) =>
    workload('CronJob', { suspend: found.suspend, schedule: '*' }, found.annotations),
  );

const stoppable = fc.oneof(scaled, daemonSets, jobs, cronJobs);

const gates = fc.option(fc.constantFrom([{ name: 'example.com/quota' }]), { nil: undefined });
const pods = gates.map((schedulingGates) =>
  workload('Pod', { containers: [], ...(schedulingGates && { schedulingGates }) }),
);

function times(count: number, object: KubeObject, patch: (found: KubeObject) => unknown) {
  let changed = object;
  for (let i = 0; i < count; i++) changed = apply(changed, patch(changed));
  return changed;
}

describe('quiesce and its undo', () => {
  it('give back exactly what was there, however often each is done', () => {
    const often = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(stoppable, often, often, (found, stops, starts) => {
        const stopped = times(stops, found, (object) => quiescePatch(object, RUN));
        expect(isRunning(stopped)).toBe(false);

        const started = times(starts, stopped, (object) => unquiescePatch(object, RUN));
        expect(started).toEqual(found);
      }),
    );
  });

  it('bring to a stand on arrival what starts as it was', () => {
    fc.assert(
      fc.property(fc.oneof(stoppable, pods), (found) => {
        const standing = atAStand(found, RUN);
        expect(isRunning(standing)).toBe(false);
        expect(apply(standing, unquiescePatch(standing, RUN))).toEqual(found);
      }),
    );
  });

  it('leave alone what another run stopped', () => {
    fc.assert(
      fc.property(stoppable, (found) => {
        const stopped = apply(found, quiescePatch(found, 'another'));
        expect(unquiescePatch(stopped, RUN)).toBeUndefined();
      }),
    );
  });

  it.each<[string, KubeObject, object]>([
    ['Deployment', workload('Deployment', { replicas: 3 }), { replicas: 5 }],
    ['CronJob', workload('CronJob', { suspend: false }), { suspend: false }],
    ['Job', workload('Job', { suspend: false, parallelism: 2 }), { suspend: false }],
    [
      'DaemonSet',
      workload('DaemonSet', { template: { spec: { nodeSelector: { a: 'b' } } } }),
      {
        template: {
          spec: { nodeSelector: { a: 'c', [`${MTC}/quiesceDaemonSet`]: null } },
        },
      },
    ],
  ])('do not stop or set back a %s that somebody started meanwhile', (_kind, found, spec) => {
    const started = apply(apply(found, quiescePatch(found, RUN)), { spec });
    const undone = apply(started, unquiescePatch(started, RUN));

    expect(undone['spec']).toEqual(started['spec']);
    expect(undone.metadata.annotations).toBeUndefined();
  });

  const owned = (kind: string): KubeObject => {
    const object = workload(kind, { replicas: 2 });
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'u' };
    return { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } };
  };

  it.each([
    ['a Deployment at zero', workload('Deployment', { replicas: 0 })],
    ['a suspended CronJob', workload('CronJob', { suspend: true })],
    ['a suspended Job', workload('Job', { suspend: true })],
    ['a ReplicaSet of a Deployment', owned('ReplicaSet')],
    ['a ReplicationController of a DeploymentConfig', owned('ReplicationController')],
    ['a Job of a CronJob', owned('Job')],
    ['a pod that nobody owns', workload('Pod', {})],
    ['a kind it does not know', workload('Service', {})],
    ["somebody's own kind", { ...workload('Deployment', {}), apiVersion: 'example.com/v1' }],
  ])('do nothing to %s', (_name, object) => {
    expect(quiescePatch(object, RUN)).toBeUndefined();
  });
});

describe('the notes', () => {
  it.each<[string, KubeObject, Record<string, string>]>([
    ['a missing replicas as one', workload('Deployment', {}), { preQuiesceReplicas: '1' }],
    ['a CronJob', workload('CronJob', {}), { preQuiesceSuspend: 'false' }],
    [
      'a Job',
      workload('Job', { suspend: false, parallelism: 2 }),
      { preQuiesceReplicas: '2', preQuiesceSuspend: 'false' },
    ],
    ['a Job of an old server', workload('Job', {}), { preQuiesceReplicas: '1' }],
    [
      'a DaemonSet',
      workload('DaemonSet', { template: { spec: { nodeSelector: { a: 'b' } } } }),
      { preQuiesceNodeSelector: '{"a":"b"}' },
    ],
    [
      'a DaemonSet of all nodes',
      workload('DaemonSet', { template: {} }),
      { preQuiesceNodeSelector: 'null' },
    ],
  ])("are MTC's: %s", (_name, found, expected) => {
    const named = Object.entries(expected).map(([name, value]) => [`${MTC}/${name}`, value]);

    const annotations = { ...Object.fromEntries(named), 'drayage.dev/quiesced-by': RUN } as object;
    expect(quiescePatch(found, RUN)).toMatchObject({
      metadata: { resourceVersion: '7', annotations },
    });
  });

  it('go from a copy of them, and nothing else does', () => {
    const deployment = workload('Deployment', { replicas: 3 });
    const { metadata } = apply(deployment, quiescePatch(deployment, RUN));
    const copy = { ...workload('ReplicaSet', {}), metadata };

    expect(apply(copy, forgetPatch(copy, RUN))).toEqual(workload('ReplicaSet', {}));
    expect(forgetPatch(copy, 'another')).toBeUndefined();
    expect(forgetPatch(workload('ReplicaSet', {}), RUN)).toBeUndefined();
  });

  it.each<[string, KubeObject, Record<string, string | null>]>([
    ['Deployment', workload('Deployment', { replicas: 3 }), { preQuiesceReplicas: 'many' }],
    ['Deployment', workload('Deployment', { replicas: 3 }), { preQuiesceReplicas: null }],
    ['CronJob', workload('CronJob', {}), { preQuiesceSuspend: 'no' }],
    ['DaemonSet', workload('DaemonSet', {}), { preQuiesceNodeSelector: '["disk"]' }],
    ['DaemonSet', workload('DaemonSet', {}), { preQuiesceNodeSelector: '{' }],
  ])('of a %s that say nothing are told, and stay: %#', (kind, found, spoilt) => {
    const notes = Object.entries(spoilt).map(([name, value]) => [`${MTC}/${name}`, value]);
    const annotations = Object.fromEntries(notes) as object;
    const stopped = apply(apply(found, quiescePatch(found, RUN)), { metadata: { annotations } });

    const [[name, value] = []] = notes;
    const told = value === null ? 'no note' : `${String(name)}: ${String(value)}`;
    let thrown: unknown;
    try {
      unquiescePatch(stopped, RUN);
    } catch (error) {
      thrown = error;
    }
    expect(isFailure(thrown, 'DRAY-5007')).toBe(true);
    expect(thrown).toMatchObject({ object: `${kind} w`, detail: expect.stringContaining(told) });
  });
});
