import { describe, expect, test } from '@jest/globals';
import { migCluster, migStorage } from '../../../test/fakes/migration-objects.ts';
import { ClusterView, clusterView } from './cluster.ts';
import { RepositoryView, repositoryView } from './repository.ts';

const now = new Date('2026-11-23T06:10:00Z');
const hostUrl = 'https://host.example:6443';

describe('a cluster', () => {
  test.each([
    [
      'remote',
      migCluster('source'),
      { url: 'https://source.example:6443', host: false, ready: true },
    ],
    [
      'host',
      migCluster('host', { isHostCluster: true }),
      { url: hostUrl, host: true, ready: true },
    ],
    [
      'not looked at yet',
      { ...migCluster('new'), status: undefined },
      { ready: false, conditions: [] },
    ],
    [
      'broken',
      { ...migCluster('new'), spec: { isHostCluster: 'no', url: 7 } },
      { url: '', host: false },
    ],
    [
      'with its version',
      { ...migCluster('a'), status: { operatorVersion: 'v1.34.4' } },
      { version: 'v1.34.4' },
    ],
  ])('%s', (_, cluster, expected) => {
    const view = clusterView(cluster, hostUrl, now);
    expect(view).toMatchObject(expected);
    expect(ClusterView.parse(view)).toEqual(view);
  });

  test.each([
    ['2026-11-23T06:09:58.5Z', 1],
    ['2026-11-22T06:10:00Z', 86_400],
    ['2026-11-23T06:10:05Z', 0],
    [undefined, 0],
  ])('made at %s is %d s old', (creationTimestamp, age) => {
    const cluster = migCluster('a');
    const metadata = { ...cluster.metadata, ...(creationTimestamp && { creationTimestamp }) };
    expect(clusterView({ ...cluster, metadata }, hostUrl, now).ageSeconds).toBe(age);
  });
});

describe('a repository', () => {
  test.each([
    [
      'of AWS',
      migStorage('a'),
      { provider: 'aws', bucket: 'velero', region: 'us-east-1', ready: true },
    ],
    [
      'of Google',
      {
        ...migStorage('a'),
        spec: { backupStorageProvider: 'gcp', backupStorageConfig: { gcpBucket: 'b' } },
      },
      { provider: 'gcp', bucket: 'b' },
    ],
    [
      'broken',
      { ...migStorage('a'), spec: { backupStorageConfig: 7 } },
      { provider: '', bucket: '' },
    ],
    ['not looked at yet', { ...migStorage('a'), status: {} }, { ready: false, conditions: [] }],
  ])('%s', (_, storage, expected) => {
    const view = repositoryView(storage);
    expect(view).toMatchObject(expected);
    expect(RepositoryView.parse(view)).toEqual(view);
  });
});
