import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RunVolume } from '../domain/run/facts.ts';
import type { RunIdentity } from '../domain/run/identity.ts';
import type { VolumeProgress } from '../domain/run/progress.ts';
import { formerProgressName, newProgress } from '../domain/run/volume-progress.ts';
import { newCopyState } from '../domain/volume-migration/state.ts';
import { FakeCluster } from '../test/fakes/cluster.ts';
import { readProgress, writeProgress } from './progress.ts';
import { publishCopy } from './volume-migration/publish.ts';

const API = 'migration.openshift.io/v1alpha1';
const KIND = 'DirectVolumeMigrationProgress';

const RUN: RunIdentity = {
  ...{ namespace: 'migrations', migration: 'run', uid: 'u-1', plan: 'shop', planUid: 'p-1' },
};
const COPY: RunIdentity = { ...RUN, migration: 'copy', kind: 'DirectVolumeMigration' };
const SOURCE = { namespace: 'migrations', name: 'old' };
const VOLUME: RunVolume = {
  ...{ namespace: 'shop', claim: 'data', targetNamespace: 'shop', targetClaim: 'data' },
  ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: 'fast' },
  accessModes: ['ReadWriteOnce'],
};

let host: FakeCluster;
beforeEach(() => {
  host = new FakeCluster();
});

function write(run: RunIdentity, changes: Partial<VolumeProgress>): Promise<void> {
  const progress = { ...newProgress(VOLUME), ...changes };
  return writeProgress(host, { run, source: SOURCE }, VOLUME, progress);
}

describe('the progress of a volume', () => {
  it('belongs to its run, and says which pod copies', async () => {
    await write(RUN, { state: 'preparing' });

    expect(host.objects(KIND)).toMatchObject([
      {
        metadata: {
          labels: { migmigration: 'u-1', migplan: 'p-1' },
          ownerReferences: [{ kind: 'MigMigration', name: 'run', uid: 'u-1' }],
        },
        spec: { clusterRef: SOURCE, podRef: { namespace: 'shop', name: expect.any(String) } },
        status: { phase: 'Pending', totalProgressPercentage: '0%' },
      },
    ]);
  });

  it('does not go back when another try begins', async () => {
    await write(RUN, { state: 'copying', bytesDone: 60, bytesTotal: 100 });
    await write(RUN, { state: 'preparing' });
    await write(RUN, { state: 'copying', bytesDone: 10, bytesTotal: 100, attempt: 2 });

    expect(await readProgress(host, RUN)).toMatchObject([{ bytesDone: 60, attempt: 2 }]);
    expect(host.objects(KIND)).toMatchObject([{ status: { totalProgressPercentage: '60%' } }]);
  });

  it('stays where a run began to tell of it', async () => {
    const name = formerProgressName(RUN, VOLUME);
    const labels = { migmigration: 'u-1' };
    const metadata = { name, namespace: 'migrations', labels };
    host.seed({ apiVersion: API, kind: KIND, metadata, spec: {} });

    await write(RUN, { state: 'copying', bytesDone: 1, bytesTotal: 2 });

    expect(host.objects(KIND).map((object) => object.metadata.name)).toEqual([name]);
  });
});

describe('the status of a copy by itself', () => {
  const order = { namespace: 'migrations', name: 'copy', uid: 'u-1' };
  const state = newCopyState('2026-01-02T03:04:05.000Z');
  const told = { ...order, observedDigest: 'd' };
  const seed = (spec: object) =>
    host.seed({
      ...{ apiVersion: API, kind: 'DirectVolumeMigration', spec },
      metadata: { name: 'copy', namespace: 'migrations', uid: 'u-1' },
    });
  const status = () => host.objects('DirectVolumeMigration')[0]?.['status'];

  it('gathers what its volumes have told', async () => {
    seed({});
    await write(COPY, { state: 'copying', bytesDone: 1, bytesTotal: 2 });

    expect(await publishCopy(host, { ...told, state })).toBe(true);
    expect(status()).toMatchObject({
      ...{ phase: 'Created', observedDigest: 'd' },
      runningPods: [{ pvcRef: { name: 'data' }, lastObservedProgressPercent: '50%' }],
    });
  });

  it('outlives the progress, which goes at the end when that is wanted', async () => {
    seed({ deleteProgressReportingCRs: true });
    await write(COPY, { state: 'copied', bytesDone: 2, bytesTotal: 2 });
    const ended = { ...state, phase: 'Completed', outcome: 'succeeded' } as const;

    await publishCopy(host, { ...told, state: ended });
    await publishCopy(host, { ...told, state: ended });

    expect(host.objects(KIND)).toEqual([]);
    expect(status()).toMatchObject({ successfulPods: [{ pvcRef: { name: 'data' } }] });
  });

  it('is written on no other object of the same name', async () => {
    seed({});

    expect(await publishCopy(host, { ...told, uid: 'another', state })).toBe(false);
    expect(status()).toBeUndefined();
  });
});
