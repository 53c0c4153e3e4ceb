import { describe, expect, it } from '@jest/globals';
import type { RunIdentity } from '../run/identity.ts';
import { backupName, buildBackup, replicatedBackup } from './backup.ts';
import { buildCredentials, buildLocation } from './location.ts';
import { locationVerdict, mayBeDeleted, veleroVerdict } from './verdict.ts';

const RUN: RunIdentity = {
  namespace: 'm',
  migration: 'weekend',
  uid: 'a2e68550-2342-4867-a25e-a04e5dfdd53c',
  plan: 'shop',
  planUid: 'p1',
};

describe('Velero objects', () => {
  it('gives the same name at every try, never longer than a label', () => {
    const long = { ...RUN, migration: 'x'.repeat(200) };

    expect(backupName(RUN)).toBe('weekend-initial-a2e68550');
    expect(backupName(long).length).toBeLessThanOrEqual(63);
    expect(backupName(long)).toMatch(/-initial-a2e68550$/);
  });

  it('backs up the namespaces without their volumes and pods', () => {
    const backup = buildBackup({ run: RUN, namespace: 'v', namespaces: ['shop'], location: 's3' });

    expect(backup).toMatchObject({
      metadata: { labels: { migmigration: RUN.uid, 'migration-initial-backup': RUN.uid } },
      spec: { includedNamespaces: ['shop'], storageLocation: 's3', snapshotVolumes: false },
    });
    const { excludedResources } = backup['spec'] as { excludedResources: string[] };
    expect(excludedResources).toEqual(
      expect.arrayContaining(['pods', 'persistentvolumeclaims', 'replicasets.apps']),
    );
  });

  it('backs up what is chosen alone, in the names that Velero has for it', () => {
    const backup = (kinds: [string, string, string][], selector = {}) => {
      const served = kinds.map(([apiVersion, kind, resource]) => ({
        ...{ apiVersion, kind, resource, namespaced: true, verbs: [], hasStatus: false },
      }));
      const chosen = { kinds: served, selector };
      const place = { run: RUN, namespace: 'v', namespaces: ['shop'], location: 's3' };
      return buildBackup({ ...place, chosen })['spec'];
    };
    const labelSelector = { matchLabels: { app: 'web' } };

    expect(
      backup([
        ['v1', 'Secret', 'secrets'],
        ['apps/v1', 'Deployment', 'deployments'],
        // Left to ourselves; Velero refuses what it is to take and to leave out.
        ['batch/v1', 'Job', 'jobs'],
      ]),
    ).toMatchObject({ includedResources: ['secrets', 'deployments.apps'] });
    expect(backup([['batch/v1', 'Job', 'jobs']])).toMatchObject({
      includedResources: ['namespaces'],
    });
    expect(backup([], labelSelector)).toMatchObject({ labelSelector });
    expect(backup([], labelSelector)).not.toHaveProperty('includedResources');
  });

  it('shows a backup to the other cluster with its status and without its identity', () => {
    const backup = buildBackup({ run: RUN, namespace: 'v', namespaces: ['shop'], location: 's3' });
    const stored = {
      ...backup,
      metadata: { ...backup.metadata, uid: 'u', resourceVersion: '1' },
      status: { phase: 'Completed' },
    };

    const copy = replicatedBackup(stored, 'there');

    expect(copy.metadata).not.toHaveProperty('uid');
    expect(copy.metadata).not.toHaveProperty('resourceVersion');
    // An orphan in the eyes of a sync that looked too early.
    expect(copy.metadata.labels).not.toHaveProperty(['velero.io/storage-location']);
    expect(copy).toMatchObject({
      spec: { storageLocation: 'there' },
      status: { phase: 'Completed' },
    });
  });

  it('hands Velero the repository and its keys', () => {
    const repository = {
      name: 's3',
      bucket: 'b',
      region: 'r',
      url: 'http://s3',
      forcePathStyle: true,
      insecure: false,
    };

    expect(buildLocation(repository, 'v')).toMatchObject({
      spec: {
        objectStorage: { bucket: 'b' },
        config: { region: 'r', s3Url: 'http://s3', s3ForcePathStyle: 'true' },
        credential: { name: 's3-credentials', key: 'cloud' },
      },
    });
    expect(buildCredentials('s3', 'v', { accessKey: 'A', secretKey: 'S' })).toMatchObject({
      stringData: { cloud: '[default]\naws_access_key_id=A\naws_secret_access_key=S\n' },
    });
  });
});

describe('veleroVerdict', () => {
  const judged = (status: unknown) =>
    veleroVerdict({ apiVersion: 'velero.io/v1', kind: 'Backup', metadata: { name: 'b' }, status });

  it.each([
    ['Completed', { phase: 'Completed' }, { state: 'done' }],
    ['PartiallyFailed', { phase: 'PartiallyFailed', errors: 2 }, { state: 'partial' }],
    [
      'Failed',
      { phase: 'Failed', failureReason: 'no bucket' },
      { state: 'failed', detail: 'no bucket' },
    ],
    [
      'FailedValidation',
      { phase: 'FailedValidation', validationErrors: ['a', 'b'] },
      { state: 'failed', detail: 'a; b.' },
    ],
    ['Deleting', { phase: 'Deleting' }, { state: 'failed', detail: 'it is being deleted.' }],
    ['nothing yet', undefined, { state: 'waiting', progress: 'New' }],
    ['New', { phase: 'New' }, { state: 'waiting', progress: 'New' }],
    [
      'Queued',
      { phase: 'Queued', queuePosition: 3 },
      { state: 'waiting', progress: 'Queued, number 3 in line' },
    ],
    ['ReadyToStart', { phase: 'ReadyToStart' }, { state: 'starting', progress: 'ReadyToStart' }],
    ['Finalizing', { phase: 'Finalizing' }, { state: 'running' }],
    [
      'WaitingForPluginOperations',
      { phase: 'WaitingForPluginOperations' },
      { state: 'running', progress: 'WaitingForPluginOperations' },
    ],
    [
      'InProgress',
      { phase: 'InProgress', progress: { totalItems: 9, itemsBackedUp: 4 } },
      { state: 'running', progress: 'InProgress, 4 of 9 objects' },
    ],
  ])('reads %s', (_name, status, expected) => {
    expect(judged(status)).toMatchObject(expected);
  });

  it.each([
    [undefined, true],
    ['Queued', true],
    ['ReadyToStart', false],
    ['InProgress', false],
    ['FinalizingPartiallyFailed', false],
    ['Completed', true],
    ['Deleting', true],
  ])('lets a backup that is %s be deleted: %s', (phase, expected) => {
    expect(mayBeDeleted(judged({ phase }))).toBe(expected);
  });

  it.each([
    [{ phase: 'Available' }, { state: 'available' }],
    [
      { phase: 'Unavailable', message: 'denied' },
      { state: 'unavailable', detail: 'denied' },
    ],
    [undefined, { state: 'unknown' }],
  ])('reads a location that says %j', (status, expected) => {
    const location = { apiVersion: 'velero.io/v1', kind: 'B', metadata: { name: 'l' }, status };

    expect(locationVerdict(location)).toEqual(expected);
  });
});
