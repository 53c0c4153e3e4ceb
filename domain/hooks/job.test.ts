import { describe, expect, it } from '@jest/globals';
import type { RunHook } from '../run/facts.ts';
import { hookConfigMap, hookJob } from './job.ts';
import { isHookObject, isOfHook } from './names.ts';
import { type RunnableHook, runnableHook } from './runnable.ts';

const RUNNER = 'registry.example/hook-runner:1';
const RUN = {
  namespace: 'openshift-migration',
  migration: 'shop-1',
  uid: '0a1b2c3d-0000-0000-0000-000000000000',
  plan: 'shop',
  planUid: 'plan-uid',
};
const FACTS = {
  run: RUN,
  namespaces: [
    { source: 'shop', target: 'shop' },
    { source: 'db', target: 'data' },
  ],
};
const PLANNED: RunHook = {
  position: 1,
  phase: 'PreBackup',
  hook: { namespace: RUN.namespace, name: 'stop' },
  namespace: 'ops',
  serviceAccount: 'operator',
};

function hook(spec: object): RunnableHook {
  const metadata = { name: 'stop', namespace: RUN.namespace, uid: 'hook-uid' };
  const whole = { custom: true, image: 'image:1', targetCluster: 'source', ...spec };
  return runnableHook({ metadata, spec: whole } as never, RUNNER);
}

const PLAYBOOK = { custom: false, playbook: Buffer.from('- hosts: all\n').toString('base64') };

function order(spec: object) {
  return { facts: FACTS, planned: PLANNED, hook: hook(spec) };
}

describe('hookJob', () => {
  it('runs a custom image as it is, with MTC’s variables, as the account of the plan', () => {
    const job = hookJob(order({}), 'start-1');

    expect(job.metadata).toEqual({
      name: 'shop-prebackup-1-0a1b2c3d',
      namespace: 'ops',
      labels: {
        'app.kubernetes.io/part-of': 'openshift-migration',
        'velero.io/exclude-from-backup': 'true',
        migmigration: RUN.uid,
        migplan: 'plan-uid',
        mighook: 'hook-uid',
        owner: RUN.uid,
        phase: 'PreBackup',
      },
      annotations: { 'migration.openshift.io/hook-asked-by': 'start-1' },
    });
    expect(job['spec']).toEqual({
      backoffLimit: 6,
      activeDeadlineSeconds: 1800,
      template: {
        metadata: { labels: job.metadata.labels },
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: 'operator',
          containers: [
            {
              name: 'hook',
              image: 'image:1',
              env: [
                { name: 'MIGRATION_NAMESPACES', value: 'shop,db:data' },
                { name: 'MIGRATION_PLAN_NAME', value: 'shop' },
              ],
            },
          ],
        },
      },
    });
    expect(hookConfigMap(order({}))).toBeUndefined();
  });

  it('mounts a playbook, and runs it without any right when the image is ours', () => {
    const ours = order({ ...PLAYBOOK, image: '', activeDeadlineSeconds: 60 });
    const { metadata, ...job } = hookJob(ours, 'start-1');

    expect(job['spec']).toMatchObject({
      activeDeadlineSeconds: 60,
      template: {
        spec: {
          containers: [
            {
              image: RUNNER,
              command: ['/bin/sh', '-c', expect.stringContaining('ansible-playbook')],
              volumeMounts: [{ name: 'playbook', mountPath: '/tmp/playbook', readOnly: true }],
              securityContext: { runAsNonRoot: true, capabilities: { drop: ['ALL'] } },
            },
          ],
          volumes: [{ name: 'playbook', configMap: { name: metadata.name } }],
        },
      },
    });
    expect(hookConfigMap(ours)).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: metadata.name, namespace: 'ops', labels: metadata.labels },
      data: { 'playbook.yml': '- hosts: all\n' },
    });
  });

  it('asks nothing of an image that somebody else made', () => {
    const job = hookJob(order({ ...PLAYBOOK, image: 'quay.io/konveyor/hook-runner' }), 'start-1');

    expect(JSON.stringify(job)).not.toContain('securityContext');
  });

  it.each([['a.plan.with.dots'], ['x'.repeat(253)]])('gives plan %s a name for a label', (plan) => {
    const { metadata } = hookJob({ ...order({}), facts: { ...FACTS, run: { ...RUN, plan } } }, 's');

    expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
    expect(metadata.name.length).toBeLessThanOrEqual(63);
    expect(isHookObject({ apiVersion: 'batch/v1', kind: 'Job', metadata })).toBe(true);
  });
});

describe('isHookObject', () => {
  const { metadata, ...job } = hookJob(order({}), 'start-1');

  it('knows a copy by its name, and takes neither for the application', () => {
    const copied = { ...job, metadata: { ...metadata, name: 'copied' } };

    expect([isHookObject({ ...job, metadata }), isHookObject(copied)]).toEqual([true, false]);
    expect([isOfHook({ ...job, metadata }), isOfHook(copied)]).toEqual([true, true]);
  });

  it('does not know one without labels', () => {
    const bare = { ...job, metadata: { name: metadata.name } };

    expect([isHookObject(bare), isOfHook(bare)]).toEqual([false, false]);
  });
});
