import { expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Clusters } from '../clients/kube/clusters.ts';
import { failure } from '../domain/failures/failure.ts';
import { API_VERSION, NAMESPACE } from '../domain/kinds/group.ts';
import { correlationLabel } from '../domain/kinds/labels.ts';
import type { MigPlan } from '../domain/kinds/mig-plan.ts';
import type { Prediction } from '../domain/prediction/predict.ts';
import type { PassResult } from '../domain/run/pass.ts';
import type { RunInput } from '../domain/run/facts.ts';
import type { RunStatus } from '../domain/run/status.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { migMigration, migPlan } from '../test/fakes/migration-objects.ts';
import { expectOutage } from './experience.ts';
import type { Ports } from './ports.ts';
import { createStatusActivities } from './status.ts';

const QUIET = { logger: new DefaultLogger('ERROR') };

const SPEC = {
  namespaces: ['shop'],
  persistentVolumes: [
    {
      ...{ name: 'pv', capacity: '1Gi' },
      pvc: { namespace: 'shop', name: 'data' },
      selection: { action: 'copy' },
    },
  ],
};

function hostWith(...runs: string[]): FakeCluster {
  const host = new FakeCluster();
  host.seed(migPlan('shop', { spec: SPEC }), ...runs.map((run) => migMigration(run)));
  return host;
}

async function planOf(host: FakeCluster) {
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', namespace: NAMESPACE, name: 'shop' };
  return (await host.get(key)) as MigPlan & { status: { drayage?: { prediction: Prediction } } };
}

function pass(number: number, changes: Partial<PassResult> = {}): PassResult {
  return {
    ...{ number, kind: 'delta', bytesSent: 1e6, bytesTotal: 1e8, filesScanned: 10 },
    ...{ filesTransferred: 1, seconds: 1, attempts: 1 },
    startedAt: new Date(Date.parse('2026-11-01T00:00:00Z') + number * 10_000).toISOString(),
    ...changes,
  };
}

/** Tells the end of a run whose one volume was copied in these passes. */
async function endRun(
  host: FakeCluster,
  name: string,
  { type = 'cutover', passes }: { type?: RunInput['type']; passes: PassResult[] },
): Promise<void> {
  const uid = host.objects('MigMigration').find((one) => one.metadata.name === name)?.metadata.uid;
  const run = { namespace: NAMESPACE, migration: name, uid: uid ?? '', plan: 'shop', type };
  const progress = { namespace: 'shop', claim: 'data', passes };
  host.seed({
    apiVersion: API_VERSION,
    kind: 'DirectVolumeMigrationProgress',
    metadata: {
      ...{ name: `progress-${name}`, namespace: NAMESPACE },
      labels: correlationLabel('MigMigration', run.uid),
    },
    status: { drayage: progress },
  });
  const seconds = 2;
  const status = {
    ...{ conditions: [], phase: 'Completed', itinerary: 'Final', pipeline: [], errors: [] },
    startTimestamp: '2026-11-01T00:00:00Z',
    drayage: {
      ...{ workflowId: 'w', runId: 'r' },
      downtime: { startedAt: '2026-11-01T00:01:00Z', endedAt: '2026-11-01T00:01:10Z' },
      phaseSeconds: [{ phase: 'WaitForDirectVolumeMigrationToComplete', seconds }],
    },
  } satisfies RunStatus;
  const { publishRun } = createStatusActivities({
    clusters: { host } as unknown as Clusters,
  } as Ports);
  await new MockActivityEnvironment({}, QUIET).run(() => publishRun({ run, status, event: false }));
}

const PASSES = [pass(1, { kind: 'initial' }), pass(2), pass(3, { kind: 'final' })];

it('what a run has shown outlives it, and is told on its plan', async () => {
  const host = hostWith('first');
  expect(await expectOutage(host, await planOf(host))).toBeUndefined();

  await endRun(host, 'first', { passes: PASSES });
  await endRun(host, 'first', { passes: PASSES });

  const plan = await planOf(host);
  expect(plan.status.drayage?.prediction).toMatchObject({ basis: 'this-plan', passes: 3 });
  const [passes] = host.objects('ConfigMap').filter(({ metadata }) => metadata.ownerReferences);
  expect(passes?.metadata.ownerReferences).toMatchObject([
    { kind: 'MigPlan', uid: plan.metadata.uid },
  ]);
  for (const kind of ['MigMigration', 'DirectVolumeMigrationProgress']) {
    for (const { apiVersion, metadata } of host.objects(kind)) {
      await host.delete({ apiVersion, kind, name: metadata.name, namespace: NAMESPACE });
    }
  }
  expect(await expectOutage(host, plan)).toEqual(plan.status.drayage?.prediction);
});

it('a rollback shows nothing', async () => {
  const host = hostWith('back');
  await endRun(host, 'back', { type: 'rollback', passes: PASSES });

  expect(host.objects('ConfigMap')).toEqual([]);
});

it('what cannot be kept does not hold back the end of a run; a cluster that is away does', async () => {
  const host = hostWith('first');
  let code: 'DRAY-1003' | 'DRAY-1002' = 'DRAY-1002';
  host.before = (method, key) => {
    if (method === 'create' && key?.kind === 'ConfigMap') throw failure(code, { detail: 'no' });
  };
  await expect(endRun(host, 'first', { passes: PASSES })).rejects.toThrow('DRAY-1002');
  code = 'DRAY-1003';
  await endRun(host, 'first', { passes: PASSES });

  const [run] = host.objects('MigMigration');
  expect(run?.['status']).toMatchObject({ phase: 'Completed' });
});
