import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RunStatus } from '../../domain/run/status.ts';
import type { VolumeProgress } from '../../domain/run/progress.ts';
import { copyName } from '../../domain/run/volume-progress.ts';
import type { ToldRun } from '../../domain/volume-migration/mirror.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { mirrorCopies } from './mirror.ts';

const API = 'migration.openshift.io/v1alpha1';
const NAMESPACE = 'migrations';

let host: FakeCluster;

beforeEach(() => {
  host = new FakeCluster();
  const [run] = host.seed(
    {
      ...{ apiVersion: API, kind: 'MigMigration', metadata: { name: 'm', namespace: NAMESPACE } },
      spec: { stage: false },
    },
    {
      apiVersion: API,
      kind: 'MigPlan',
      metadata: { name: 'shop', namespace: NAMESPACE },
      spec: {
        srcMigClusterRef: { name: 'old', namespace: NAMESPACE },
        destMigClusterRef: { name: 'new', namespace: NAMESPACE },
        namespaces: ['shop:store'],
        persistentVolumes: [
          {
            ...{ name: 'pv-0', capacity: '1Gi', pvc: { namespace: 'shop', name: 'data' } },
            selection: { action: 'copy', storageClass: 'fast', verify: true },
          },
          { name: 'pv-1', pvc: { namespace: 'shop', name: 'b' }, selection: { action: 'skip' } },
        ],
      },
    },
  );
  uid = run?.metadata.uid ?? '';
});

let uid: string;

function volume(state: VolumeProgress['state']): VolumeProgress {
  return {
    ...{ namespace: 'shop', claim: 'data', targetNamespace: 'store', targetClaim: 'data', state },
    ...{ pass: 1, bytesDone: 1, bytesTotal: 2, filesDone: 1, filesTotal: 2 },
  };
}

interface Told {
  completed?: boolean;
  phase?: string;
  end?: string;
  state?: VolumeProgress['state'];
}

function told({ completed, phase = 'Running', end = 'Running', state = 'copying' }: Told): ToldRun {
  const startedAt = '2026-01-02T03:04:05.000Z';
  const status: RunStatus = {
    conditions: [{ type: end, status: 'True', category: 'Advisory' }],
    ...{ phase, itinerary: 'Final', startTimestamp: startedAt, errors: [] },
    pipeline: [
      { name: 'Prepare', completed: startedAt },
      {
        ...{ name: 'DirectVolume', started: startedAt },
        ...(completed === true ? { completed: startedAt } : {}),
      },
    ],
    drayage: { workflowId: 'w', runId: 'r', phaseSeconds: [] },
  };
  const run = { namespace: NAMESPACE, migration: 'm', uid, plan: 'shop' };
  return { run, status, volumes: [volume(state)] };
}

const mirrors = () => host.objects('DirectVolumeMigration');

describe('the copies of a run', () => {
  it('are shown as a DirectVolumeMigration of the run, once', async () => {
    await mirrorCopies(host, told({}));
    await mirrorCopies(host, told({}));

    expect(mirrors()).toMatchObject([
      {
        metadata: {
          name: expect.stringMatching(/^m-[0-9a-f]{5}$/),
          labels: { migmigration: uid, 'migration-direct-volume': uid },
          ownerReferences: [{ kind: 'MigMigration', name: 'm', uid }],
        },
        spec: {
          srcMigClusterRef: { name: 'old' },
          destMigClusterRef: { name: 'new' },
          persistentVolumeClaims: [
            {
              ...{ name: 'data', namespace: 'shop', targetNamespace: 'store', verify: true },
              targetStorageClass: 'fast',
            },
          ],
        },
        status: {
          ...{ phase: 'RunRsyncOperations', itinerary: 'VolumeMigration' },
          conditions: [{ type: 'Running', message: 'Step: 17/20' }],
          runningPods: [{ lastObservedProgressPercent: '50%' }],
        },
      },
    ]);
    expect(mirrors()).toHaveLength(1);
  });

  it('begin with their pods', async () => {
    await mirrorCopies(host, told({ state: 'preparing' }));

    expect(mirrors()[0]?.['status']).toMatchObject({ phase: 'CreateRsyncTransferPods' });
  });

  it('are whole before the run is, and stay so when it fails afterwards', async () => {
    await mirrorCopies(host, told({ completed: true, state: 'verified' }));
    const whole = { phase: 'Completed', conditions: [{ type: 'Succeeded' }] };
    expect(mirrors()[0]?.['status']).toMatchObject(whole);

    const later = { phase: 'Completed', end: 'Failed', state: 'verified' } as const;
    await mirrorCopies(host, told({ completed: true, ...later }));
    expect(mirrors()[0]?.['status']).toMatchObject(whole);
  });

  it.each(['Failed', 'Canceled'])('have failed with a run that is %s', async (end) => {
    await mirrorCopies(host, told({ phase: 'Completed', end }));

    expect(mirrors()[0]?.['status']).toMatchObject({
      ...{ phase: 'Completed', itinerary: 'VolumeMigrationFailed' },
      conditions: [{ type: 'Failed' }],
      rsyncOperations: [{ failed: true }],
    });
  });

  it('leave alone what a person has called so', async () => {
    const metadata = { name: copyName({ migration: 'm', uid }), namespace: NAMESPACE };
    host.seed({ apiVersion: API, kind: 'DirectVolumeMigration', metadata, spec: {} });

    await mirrorCopies(host, told({}));

    expect(mirrors()[0]?.['status']).toBeUndefined();
  });

  it('are not shown while there are none, nor for a run that is gone', async () => {
    await mirrorCopies(host, { ...told({}), volumes: [] });
    const gone = told({});
    await mirrorCopies(host, { ...gone, run: { ...gone.run, uid: 'another' } });

    expect(mirrors()).toEqual([]);
  });
});
