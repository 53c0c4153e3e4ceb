import { beforeEach, describe, expect, it } from '@jest/globals';
import { ActivityCancellationDetails } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { failure } from '../../domain/failures/failure.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { RunFacts, RunHook } from '../../domain/run/facts.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import type { Ports } from '../ports.ts';
import { createHookActivities, type StartedHook } from './hooks.ts';
import { removeHookObjects } from './removal.ts';

const NAMESPACE = 'openshift-migration';
const FACTS = {
  run: {
    ...{ namespace: NAMESPACE, migration: 'shop-1', uid: '0a1b2c3d-9999', plan: 'shop' },
    planUid: 'plan-uid',
  },
  source: { namespace: NAMESPACE, name: 'old' },
  target: { namespace: NAMESPACE, name: 'new' },
  namespaces: [{ source: 'shop', target: 'shop' }],
} as unknown as RunFacts;
const PLANNED: RunHook = {
  ...{ position: 0, phase: 'PreBackup', namespace: 'ops', serviceAccount: 'operator' },
  hook: { namespace: NAMESPACE, name: 'stop' },
};
const QUIET = { logger: new DefaultLogger('ERROR') };
const PLAYBOOK = Buffer.from('- hosts: localhost\n').toString('base64');

let host: FakeCluster;
let source: FakeCluster;
let target: FakeCluster;
let activities: ReturnType<typeof createHookActivities>;

beforeEach(() => {
  [host, source, target] = ['host', 'old', 'new'].map((name) => new FakeCluster({ name })) as [
    FakeCluster,
    FakeCluster,
    FakeCluster,
  ];
  const clusters = {
    host,
    named: (name: string) => Promise.resolve(name === 'old' ? source : target),
  };
  const ports = { clusters, hookRunnerImage: 'runner:1' } as unknown as Ports;
  activities = createHookActivities(ports);
});

function seedHook(spec: object = {}): void {
  const metadata = { name: 'stop', namespace: NAMESPACE, uid: 'hook-uid' };
  const whole = { custom: false, image: '', playbook: PLAYBOOK, targetCluster: 'source', ...spec };
  host.seed({ apiVersion: API_VERSION, kind: 'MigHook', metadata, spec: whole });
}

function start(activityId = 'first'): Promise<StartedHook> {
  const environment = newEnvironment(activityId);
  return environment.run(() => activities.startHook({ facts: FACTS, planned: PLANNED }));
}

function watch(started: StartedHook, environment = newEnvironment()): Promise<void> {
  const request = { facts: FACTS, planned: PLANNED, started };
  return environment.run(() => activities.awaitHook(request));
}

function newEnvironment(activityId = 'any') {
  const info = { activityId, scheduledTimestampMs: Date.now() };
  return new MockActivityEnvironment(info, QUIET);
}

function jobOf(cluster: FakeCluster): KubeObject {
  const [job] = cluster.objects('Job');
  return job!;
}

async function tell(status: object): Promise<void> {
  const { apiVersion, kind, metadata } = jobOf(source);
  const { name, namespace = '' } = metadata;
  await source.patch({ apiVersion, kind, name, namespace }, { status });
}

function ended(type: string, reason: string) {
  return { failed: 2, conditions: [{ type, status: 'True', reason, message: 'the Job says so' }] };
}

function seedPod(status: object): void {
  const labels = { 'job-name': jobOf(source).metadata.name };
  const metadata = { name: 'pod', namespace: 'ops', labels };
  source.seed({ apiVersion: 'v1', kind: 'Pod', metadata, status });
}

describe('startHook', () => {
  it('makes playbook and Job where the hook is to run', async () => {
    seedHook({ targetCluster: 'destination' });

    const started = await start();

    expect(started).toMatchObject({ side: 'target', deadlineSeconds: 1800 });
    expect(started.job).toMatchObject({ kind: 'Job', namespace: 'ops' });
    expect(target.objects('ConfigMap')).toMatchObject([
      { data: { 'playbook.yml': '- hosts: localhost\n' } },
    ]);
    expect(JSON.stringify(jobOf(target))).toContain('runner:1');
    expect(source.objects('Job')).toEqual([]);
  });

  it('makes one Job only, however often it is tried', async () => {
    seedHook();
    const first = await start();
    const { uid } = jobOf(source).metadata;
    // The same start never runs a hook again, even when it has failed meanwhile.
    await tell(ended('Failed', 'BackoffLimitExceeded'));

    expect(await start()).toEqual(first);
    expect(jobOf(source).metadata.uid).toBe(uid);
  });

  it('runs a hook again, as it is by now, when a person says so', async () => {
    seedHook();
    await start();
    const { uid } = jobOf(source).metadata;
    await tell(ended('Failed', 'BackoffLimitExceeded'));
    seedHook({ playbook: Buffer.from('- hosts: all\n').toString('base64') });

    await start('second');

    expect(jobOf(source).metadata.uid).not.toBe(uid);
    expect(source.objects('ConfigMap')).toMatchObject([
      { data: { 'playbook.yml': '- hosts: all\n' } },
    ]);
  });

  it.each([
    ['runs', {}],
    ['has done its work', ended('Complete', 'CompletionsReached')],
  ])('does not run one again that %s', async (_what, status) => {
    seedHook();
    await start();
    const { uid } = jobOf(source).metadata;
    await tell(status);

    await start('second');

    expect(jobOf(source).metadata.uid).toBe(uid);
  });

  it.each([
    ['is gone', undefined, 'it does not exist'],
    ['was changed into one that cannot run', { targetCluster: 'both' }, 'InvalidTarget'],
    ['fits no schema', { custom: 'no' }, 'spec.custom'],
  ])('says when the hook %s', async (_what, spec, detail) => {
    if (spec !== undefined) seedHook(spec);

    await expect(start()).rejects.toMatchObject({
      ...{ code: 'DRAY-2003', object: `MigHook ${NAMESPACE}/stop` },
      detail: expect.stringContaining(detail),
    });
  });
});

describe('awaitHook', () => {
  let started: StartedHook;
  beforeEach(async () => {
    seedHook();
    started = await start();
  });

  it('ends with the Job', async () => {
    const watched = watch(started);
    await tell(ended('Complete', 'CompletionsReached'));

    await expect(watched).resolves.toBeUndefined();
  });

  it.each([
    ['DRAY-5101', 'BackoffLimitExceeded'],
    ['DRAY-5102', 'DeadlineExceeded'],
  ])(
    'fails with %s at %s, and tells the end of a log that is gone by then',
    async (code, reason) => {
      seedPod({ phase: 'Running' });
      const read = Promise.withResolvers<undefined>();
      source.onLogs = () => {
        read.resolve(undefined);
        return 'one\ntwo\n';
      };
      const watched = watch(started);
      const judged = expect(watched).rejects.toMatchObject({
        code,
        object: expect.stringContaining('of MigHook stop (PreBackup)'),
        detail: `${reason}: the Job says so. 2 tries failed. Its log ends:\none\ntwo\n`,
      });
      await read.promise;
      await source.delete({ apiVersion: 'v1', kind: 'Pod', name: 'pod', namespace: 'ops' });
      await tell(ended('Failed', reason));

      await judged;
    },
  );

  it('fails when somebody deletes the Job', async () => {
    await source.delete(started.job);

    await expect(watch(started)).rejects.toMatchObject({
      ...{ code: 'DRAY-5101', detail: 'its Job was deleted' },
    });
  });

  it('gives a cluster up that is away until long after the deadline', async () => {
    source.before = () => {
      throw failure('DRAY-1002', { detail: 'nobody answers' });
    };
    const scheduledTimestampMs = Date.now() - 3600_000;
    const late = new MockActivityEnvironment({ scheduledTimestampMs }, QUIET);

    await expect(watch(started)).rejects.toMatchObject({ code: 'DRAY-1002' });
    await expect(watch(started, late)).rejects.toMatchObject({
      ...{ code: 'DRAY-5102', detail: expect.stringContaining('nobody answers') },
    });
  });

  it('stops a hook that nobody waits for any more', async () => {
    const environment = newEnvironment();
    const watched = watch(started, environment);
    const judged = expect(watched).rejects.toThrow('CANCELLED');
    environment.cancel('CANCELLED', new ActivityCancellationDetails({ cancelRequested: true }));

    await judged;
    expect(jobOf(source)['spec']).toMatchObject({ suspend: true });
  });

  it('leaves it to the next worker when its own shuts down', async () => {
    const environment = newEnvironment();
    const watched = watch(started, environment);
    const judged = expect(watched).rejects.toThrow('WORKER_SHUTDOWN');
    const details = new ActivityCancellationDetails({ workerShutdown: true });
    environment.cancel('WORKER_SHUTDOWN', details);

    await judged;
    expect(jobOf(source)['spec']).not.toHaveProperty('suspend');
  });
});

describe('removeHookObjects', () => {
  it('removes what the hooks of a run were run with, and no copy of it', async () => {
    seedHook();
    await start();
    const job = jobOf(source);
    source.seed({ ...job, metadata: { ...job.metadata, name: 'copied' } });

    const run = `migmigration=${FACTS.run.uid}`;
    const removed = await newEnvironment().run(() => removeHookObjects(source, run));

    expect(removed).toBe(2);
    expect(source.objects('Job').map(({ metadata }) => metadata.name)).toEqual(['copied']);
    expect(source.objects('ConfigMap')).toEqual([]);
  });
});
