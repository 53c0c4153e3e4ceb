import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { arrives, CONTEXT, contextWith, notesOn, S, skippedBy, T } from './context.ts';
import { live, MIGRATED, owner } from './objects.ts';

const REPLICAS = 'migration.openshift.io/preQuiesceReplicas';

describe('CronJobs', () => {
  it('row 6: keep their time zone, and stay suspended when a user wanted that', () => {
    const spec = { schedule: '0 3 * * *', timeZone: 'Europe/Berlin', suspend: true };
    const found = live('batch/v1', 'CronJob', {}, { spec, status: { lastScheduleTime: 'x' } });

    expect(arrives(found)['spec']).toEqual(spec);
    expect(arrives(found)['status']).toBeUndefined();
  });
});

describe('Jobs', () => {
  const job = (metadata: Record<string, unknown>, type?: string): KubeObject =>
    live('batch/v1', 'Job', metadata, {
      spec: {},
      status: { conditions: type === undefined ? [] : [{ type, status: 'True' }] },
    });

  it.each([
    ['owned by a CronJob', job({ ownerReferences: [owner('batch/v1', 'CronJob')] }), 'owned'],
    ['complete', job({}, 'Complete'), 'finished'],
    ['failed', job({}, 'Failed'), 'finished'],
    ['suspended', job({}, 'Suspended'), undefined],
  ])('row 7: %s', (_name, found, rule) => {
    expect(skippedBy(found)).toBe(rule);
  });

  const labels = { 'controller-uid': 'u', 'batch.kubernetes.io/controller-uid': 'u', app: 'tool' };
  const running = live(
    'batch/v1',
    'Job',
    { annotations: { [REPLICAS]: '3' } },
    {
      spec: {
        parallelism: 0,
        completions: 6,
        selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } },
        template: { metadata: { labels }, spec: {} },
      },
      status: { startTime: '2026-01-01T00:00:00Z' },
    },
  );

  it('row 7: that nobody owns and that run are made anew as they were', () => {
    expect(arrives(running)).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'it', namespace: 'shop2', labels: MIGRATED },
      spec: {
        parallelism: 3,
        completions: 6,
        template: { metadata: { labels: { app: 'tool' } }, spec: {} },
      },
    });
    expect(notesOn(running).map(({ rule }) => rule)).toEqual(['quiesce-note', 'job-selector']);
  });

  it('keep a selector that somebody made by hand', () => {
    const spec = { manualSelector: true, selector: { matchLabels: { a: 'b' } } };

    expect(arrives(live('batch/v1', 'Job', {}, { spec }))['spec']).toEqual(spec);
  });
});

describe('what others make anew', () => {
  const images = (image: string) => ({ template: { spec: { containers: [{ image }] } } });
  const of = (apiVersion: string, kind: string, ...owners: unknown[]): KubeObject =>
    live(apiVersion, kind, owners.length === 0 ? {} : { ownerReferences: owners }, {
      spec: images(`${S}/shop/web:1`),
    });

  it.each([
    ['ReplicaSet', of('apps/v1', 'ReplicaSet', owner('apps/v1', 'Deployment'))],
    [
      'ReplicationController',
      of('v1', 'ReplicationController', owner('apps.openshift.io/v1', 'DeploymentConfig')),
    ],
  ])('row 8: an owned %s stays behind', (_kind, found) => {
    expect(skippedBy(found)).toBe('owned');
  });

  it('row 8: an unowned ReplicaSet arrives', () => {
    expect(arrives(of('apps/v1', 'ReplicaSet'))['spec']).toEqual(images(`${T}/shop2/web:1`));
  });

  it('ControllerRevisions stay behind, owned or not', () => {
    expect(skippedBy(of('apps/v1', 'ControllerRevision'))).toBe('history');
  });
});

describe('autoscalers', () => {
  const behavior = { scaleDown: { policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }] } };
  const metrics = [{ type: 'External', external: { metric: { name: 'x', selector: null } } }];
  const spec = (kind: string, apiVersion: string) => ({
    metrics,
    scaleTargetRef: { apiVersion, kind, name: 'web' },
    behavior,
  });

  it.each([
    ['DeploymentConfig', 'v1', 'apps.openshift.io/v1'],
    ['Deployment', 'extensions/v1beta1', 'apps/v1'],
    ['Deployment', 'apps/v1', 'apps/v1'],
    ['ReplicationController', 'v1', 'v1'],
  ])('row 21: find a %s of %s in %s', (kind, before, after) => {
    const found = live(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      {},
      {
        spec: spec(kind, before),
      },
    );

    expect(JSON.stringify(arrives(found)['spec'])).toBe(JSON.stringify(spec(kind, after)));
  });
});

describe('StatefulSets', () => {
  const template = (storageClassName: string | undefined) => ({
    metadata: { name: 'data', creationTimestamp: null },
    spec: { accessModes: ['ReadWriteOnce'], ...(storageClassName && { storageClassName }) },
    status: { phase: 'Pending' },
  });
  const spec = (storageClassName: string | undefined) => ({
    serviceName: 'db',
    ordinals: { start: 3 },
    volumeClaimTemplates: [template(storageClassName)],
  });
  const set = (storageClassName: string | undefined) =>
    live('apps/v1', 'StatefulSet', { name: 'db' }, { spec: spec(storageClassName) });

  it('row 23: claim of a class that the target has, all else equal', () => {
    expect(JSON.stringify(arrives(set('gp2'))['spec'])).toBe(JSON.stringify(spec('ocs')));
    expect(notesOn(set('gp2'))).toEqual([]);
  });

  it('claim of the target’s default where the plan says so', () => {
    const byDefault = contextWith({ storageClasses: { gp2: '' } });

    expect(arrives(set('gp2'), byDefault)['spec']).toEqual(spec(undefined));
  });

  it('are told of a class that nobody mapped and the target lacks', () => {
    expect(arrives(set('io1'))['spec']).toEqual(spec('io1'));
    expect(notesOn(set('io1'))).toMatchObject([{ severity: 'warning', rule: 'claim-template' }]);
  });

  it.each([
    ['shop/data-db-3', 'data-db-3', 'copy', []],
    ['shop/data-db-3', 'renamed', 'copy', ['refusal']],
    ['shop/data-db-3', 'data-db-3', 'skip', ['warning']],
    ['shop/data-db-x', 'renamed', 'copy', []],
    ['other/data-db-3', 'renamed', 'copy', []],
  ] as const)('with claim %s as %s to %s: %j', (place, targetName, action, severities) => {
    const choice = { action, targetName, storageClass: '', accessModes: [], capacity: '1Gi' };
    const context = contextWith({ claims: { [place]: choice } });

    expect(notesOn(set('gp2'), context).map(({ severity }) => severity)).toEqual(severities);
  });
});

describe('volumes of pods', () => {
  const claim = (action: 'copy' | 'skip', targetName: string) => ({
    claims: {
      'shop/data': { action, targetName, storageClass: '', accessModes: [], capacity: '1Gi' },
    },
  });
  const spec = (claimName: string) => ({
    template: { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] } },
  });
  const workload = live('apps/v1', 'Deployment', {}, { spec: spec('data') });

  it('name a claim as the target does', () => {
    const context = contextWith(claim('copy', 'data-new'));

    expect(arrives(workload, context)['spec']).toEqual(spec('data-new'));
    expect(notesOn(workload, context)).toEqual([]);
  });

  it.each([
    ['is left', contextWith(claim('skip', 'data'))],
    ['nobody chose', CONTEXT],
  ])('are told of a claim that %s', (_name, context) => {
    expect(arrives(workload, context)['spec']).toEqual(spec('data'));
    expect(notesOn(workload, context)).toMatchObject([{ severity: 'warning', rule: 'claim-name' }]);
  });

  it('map the class of a claim that lives with its pod', () => {
    const volumes = (storageClassName: string) => [
      { name: 'v', ephemeral: { volumeClaimTemplate: { spec: { storageClassName } } } },
    ];
    const found = live('v1', 'Pod', {}, { spec: { volumes: volumes('gp2') } });

    expect(arrives(found)['spec']).toEqual({ volumes: volumes('ocs') });
  });
});
