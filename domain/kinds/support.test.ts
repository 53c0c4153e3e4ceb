import { describe, expect, it } from '@jest/globals';
import type { Kind, KindObject } from './registry.ts';
import { parseKind } from './parse.ts';
import { notSupportedCondition, unsupportedFields, unsupportedTogether } from './support.ts';

function stored<K extends Kind>(kind: K, spec: unknown, metadata: object = {}): KindObject<K> {
  const parsed = parseKind(kind, {
    apiVersion: 'migration.openshift.io/v1alpha1',
    kind,
    metadata: { name: 'shop', namespace: 'openshift-migration', uid: 'u-1', ...metadata },
    spec,
  });
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join('\n'));
  return parsed.value;
}

function fields(kind: Kind, spec: unknown): string[] {
  return unsupportedFields(kind, stored(kind, spec)).map(({ field }) => field);
}

const s3 = { awsBucketName: 'b', awsRegion: 'us-east-1', credsSecretRef: { name: 'creds' } };
const remote = {
  isHostCluster: false,
  url: 'https://api:6443',
  serviceAccountSecretRef: { name: 'token' },
};
const storage = { backupStorageProvider: 'aws', backupStorageConfig: s3 };
const volume = (selection: object, pvc: object = { name: 'data' }): object => ({
  persistentVolumes: [
    { name: 'pv-0', selection: { action: 'copy' } },
    { name: 'pv-1', selection, pvc },
  ],
});

describe('unsupportedFields', () => {
  it.each<[Kind, string, unknown]>([
    ['MigCluster', 'the host', { isHostCluster: true }],
    [
      'MigCluster',
      'a remote one',
      { ...remote, caBundle: 'YQ==', insecure: true, restartRestic: false, refresh: true },
    ],
    [
      'MigCluster',
      'the host, with nothing said',
      { isHostCluster: true, url: '', insecure: false },
    ],
    ['MigStorage', 'plain S3', storage],
    [
      'MigStorage',
      'an S3 server of our own',
      {
        ...storage,
        backupStorageConfig: {
          ...s3,
          awsS3Url: 'https://minio:9000',
          awsS3ForcePathStyle: true,
          s3CustomCABundle: 'YQ==',
          insecure: true,
          awsSignatureVersion: '4',
        },
        volumeSnapshotProvider: '',
        volumeSnapshotConfig: {},
      },
    ],
    [
      'MigPlan',
      'values equal to the default',
      {
        namespaces: ['a', 'b:c'],
        hooks: [],
        includedResources: [],
        labelSelector: {},
        indirectImageMigration: false,
        indirectVolumeMigration: false,
        liveMigrate: false,
        closed: true,
        refresh: true,
      },
    ],
    [
      'MigPlan',
      'a volume to copy',
      volume({
        action: 'copy',
        copyMethod: 'filesystem',
        verify: true,
        storageClass: 'x',
        accessMode: 'ReadWriteOnce',
      }),
    ],
    [
      'MigPlan',
      'a volume that keeps its size',
      { persistentVolumes: [{ capacity: '1Gi', proposedCapacity: '1024Mi' }] },
    ],
    [
      'MigPlan',
      'a volume that gets larger',
      { persistentVolumes: [{ capacity: '1Gi', proposedCapacity: '2Gi' }] },
    ],
    [
      'MigMigration',
      'a run of a plan beside it',
      { stage: false, migPlanRef: { name: 'shop', namespace: 'openshift-migration' } },
    ],
    [
      'MigPlan',
      'a choice of objects',
      {
        includedResources: [{ kind: 'Secret', group: '' }],
        labelSelector: {
          matchLabels: { app: 'web' },
          matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['back'] }],
        },
      },
    ],
    [
      'DirectVolumeMigration',
      'a copy to another name',
      {
        migrationType: 'Stage',
        liveMigrate: false,
        persistentVolumeClaims: [
          { name: 'a', namespace: 'b', targetName: 'c', targetVolumeMode: 'Filesystem' },
        ],
      },
    ],
    ['MigPlan', 'a claim mapped to another', volume({ action: 'copy' }, { name: 'data:copy' })],
    [
      'MigPlan',
      'a skipped volume, whatever else it says',
      volume({ action: 'skip', copyMethod: 'snapshot' }, { name: 'a:b', volumeMode: 'Block' }),
    ],
    [
      'MigMigration',
      'a cutover',
      {
        stage: false,
        rollback: false,
        migrateState: false,
        quiescePods: true,
        keepAnnotations: true,
        verify: true,
        canceled: true,
        onFailure: 'Compensate',
      },
    ],
  ])('finds nothing in a %s: %s', (kind, _, spec) => {
    expect(fields(kind, spec)).toEqual([]);
  });

  it.each<[Kind, string, unknown]>([
    ['MigCluster', 'spec.url', { isHostCluster: true, url: 'https://api:6443' }],
    ['MigCluster', 'spec.caBundle', { isHostCluster: true, caBundle: 'YQ==' }],
    ['MigCluster', 'spec.insecure', { isHostCluster: true, insecure: true }],
    [
      'MigCluster',
      'spec.serviceAccountSecretRef',
      { isHostCluster: true, serviceAccountSecretRef: { name: 'token' } },
    ],
    ['MigCluster', 'spec.exposedRegistryPath', { ...remote, exposedRegistryPath: 'registry' }],
    ['MigCluster', 'spec.azureResourceGroup', { ...remote, azureResourceGroup: 'group' }],
    ['MigCluster', 'spec.restartRestic', { ...remote, restartRestic: true }],
    ...['azureStorageAccount', 'azureStorageContainer', 'azureResourceGroup', 'gcpBucket'].map(
      (name): [Kind, string, unknown] => [
        'MigStorage',
        `spec.backupStorageConfig.${name}`,
        { ...storage, backupStorageConfig: { ...s3, [name]: 'x' } },
      ],
    ),
    ['MigStorage', 'spec.backupStorageProvider', { ...storage, backupStorageProvider: 's3' }],
    ['MigStorage', 'spec.backupStorageProvider', { ...storage, backupStorageProvider: 'azure' }],
    ['MigStorage', 'spec.backupStorageProvider', { ...storage, backupStorageProvider: 'gcp' }],
    [
      'MigStorage',
      'spec.backupStorageConfig.awsKmsKeyId',
      { ...storage, backupStorageConfig: { awsKmsKeyId: 'k' } },
    ],
    [
      'MigStorage',
      'spec.backupStorageConfig.awsPublicUrl',
      { ...storage, backupStorageConfig: { awsPublicUrl: 'u' } },
    ],
    [
      'MigStorage',
      'spec.backupStorageConfig.awsSignatureVersion',
      { ...storage, backupStorageConfig: { awsSignatureVersion: '1' } },
    ],
    ['MigStorage', 'spec.volumeSnapshotProvider', { ...storage, volumeSnapshotProvider: 'aws' }],
    [
      'MigStorage',
      'spec.volumeSnapshotConfig',
      { ...storage, volumeSnapshotConfig: { awsRegion: 'x' } },
    ],
    ['MigPlan', 'spec.indirectImageMigration', { indirectImageMigration: true }],
    ['MigPlan', 'spec.indirectVolumeMigration', { indirectVolumeMigration: true }],
    [
      'MigPlan',
      'spec.includedResources',
      { includedResources: [{ kind: 'Secret' }, { kind: 'PersistentVolumeClaim', group: '' }] },
    ],
    [
      'MigPlan',
      'spec.labelSelector.matchExpressions',
      { labelSelector: { matchExpressions: [{ key: 'app', operator: 'Like', values: ['w'] }] } },
    ],
    ['MigPlan', 'spec.liveMigrate', { liveMigrate: true }],
    ['DirectVolumeMigration', 'spec.liveMigrate', { liveMigrate: true }],
    ['DirectVolumeMigration', 'spec.migrationType', { migrationType: 'Rollback' }],
    [
      'DirectVolumeMigration',
      'spec.persistentVolumeClaims',
      { persistentVolumeClaims: [{ name: 'a' }, { name: 'b', targetVolumeMode: 'Block' }] },
    ],
    ['MigPlan', 'spec.persistentVolumes[1].selection.action', volume({ action: 'move' })],
    [
      'MigPlan',
      'spec.persistentVolumes[1].selection.copyMethod',
      volume({ copyMethod: 'snapshot' }),
    ],
    ['MigPlan', 'spec.persistentVolumes[1].selection.copyMethod', volume({ copyMethod: 'tar' })],
    ['MigPlan', 'spec.persistentVolumes[1].pvc.volumeMode', volume({}, { volumeMode: 'Block' })],
    ['MigMigration', 'spec.verify', { stage: true, verify: true }],
    ['MigMigration', 'spec.verify', { stage: false, migrateState: true, verify: true }],
    ['MigMigration', 'spec.verify', { stage: false, rollback: true, verify: true }],
    [
      'MigMigration',
      'spec.migPlanRef.namespace',
      { stage: false, migPlanRef: { name: 'shop', namespace: 'elsewhere' } },
    ],
  ])('finds in a %s: %s', (kind, field, spec) => {
    expect(fields(kind, spec)).toEqual([field]);
  });

  it.each<[Kind, unknown]>([
    ['MigAnalytic', {}],
    ['DirectImageMigration', {}],
    ['DirectImageStreamMigration', {}],
    ['DirectVolumeMigrationProgress', {}],
  ])('refuses a %s written by hand', (kind, spec) => {
    expect(fields(kind, spec)).toEqual(['kind']);
  });

  it('accepts the mirrors of a run', () => {
    const owner = {
      apiVersion: 'migration.openshift.io/v1alpha1',
      kind: 'MigMigration',
      name: 'm',
      uid: 'u',
    };
    const mirror = stored('DirectVolumeMigrationProgress', {}, { ownerReferences: [owner] });

    expect(unsupportedFields('DirectVolumeMigrationProgress', mirror)).toEqual([]);
  });

  it('does not take the owner of anyone else for ours', () => {
    const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'u' };
    const foreign = stored('DirectVolumeMigrationProgress', {}, { ownerReferences: [owner] });

    expect(unsupportedFields('DirectVolumeMigrationProgress', foreign)).toHaveLength(1);
  });

  it('says field, finding and remedy', () => {
    expect(unsupportedFields('MigPlan', stored('MigPlan', volume({ action: 'move' })))).toEqual([
      {
        field: 'spec.persistentVolumes[1].selection.action',
        found: 'the text "move"',
        message:
          'spec.persistentVolumes[1].selection.action (found the text "move") asks for the volume ' +
          'itself to be moved, which is not supported: copy and skip work.',
      },
    ]);
  });
});

describe('unsupportedTogether', () => {
  const compared = { ...stored('MigPlan', volume({ action: 'copy', verify: true })) };
  const run = (quiescePods: boolean) => stored('MigMigration', { stage: false, quiescePods });

  it('finds a volume that is to be compared while the application writes to it', () => {
    expect(unsupportedTogether(run(false), compared)).toEqual([
      {
        field: 'spec.persistentVolumes[1].selection.verify',
        found: 'true',
        message: expect.stringContaining('set spec.quiescePods of the MigMigration to true'),
      },
    ]);
  });

  it('finds a volume that nobody may read beside its pod, while that runs', () => {
    const pvc = { name: 'data', accessModes: ['ReadWriteOncePod'] };
    const exclusive = stored('MigPlan', volume({ action: 'copy' }, pvc));
    const stage = stored('MigMigration', { stage: true });

    expect(unsupportedTogether(run(false), exclusive)).toEqual([
      {
        field: 'spec.persistentVolumes[1].pvc.accessModes',
        found: 'ReadWriteOncePod',
        message: expect.stringContaining('set spec.quiescePods of the MigMigration to true'),
      },
    ]);
    expect(unsupportedTogether(run(true), exclusive)).toEqual([]);
    // It is left out of a stage, with a warning.
    expect(unsupportedTogether(stage, exclusive)).toEqual([]);
  });

  it('finds nothing when the application stands still, or nothing is to be compared', () => {
    const skipped = stored('MigPlan', volume({ action: 'skip', verify: true }));

    expect(unsupportedTogether(run(true), compared)).toEqual([]);
    expect(unsupportedTogether(run(false), skipped)).toEqual([]);
    expect(unsupportedTogether(run(false), stored('MigPlan', {}))).toEqual([]);
  });
});

describe('a plan that chooses objects', () => {
  const chooses = stored('MigPlan', { includedResources: [{ kind: 'Secret' }] });
  const run = (spec: object) => stored('MigMigration', { stage: false, ...spec });

  it('cannot have the whole application stopped', () => {
    expect(unsupportedTogether(run({ quiescePods: true }), chooses)).toEqual([
      { field: 'spec.quiescePods', found: 'true', message: expect.stringContaining('to false') },
    ]);
  });

  it.each([
    {},
    { stage: true, quiescePods: true },
    { migrateState: true, quiescePods: true },
    { rollback: true, quiescePods: true },
  ])('can be run as %j', (spec) => {
    expect(unsupportedTogether(run(spec), chooses)).toEqual([]);
  });

  it('copies nothing that could be compared', () => {
    const compared = {
      ...volume({ action: 'copy', verify: true }),
      labelSelector: { matchLabels: { a: 'b' } },
    };
    expect(unsupportedTogether(run({}), stored('MigPlan', compared))).toEqual([]);
  });
});

describe('notSupportedCondition', () => {
  it('is absent when all is supported', () => {
    expect(notSupportedCondition([])).toBeUndefined();
  });

  it('gathers all findings in one condition', () => {
    const run = stored('MigMigration', { stage: true, verify: true, onFailure: 'Hold' });
    const found = unsupportedFields('MigMigration', run);

    const condition = notSupportedCondition(found);

    expect(condition).toMatchObject({
      type: 'NotSupported',
      status: 'True',
      category: 'Critical',
      reason: 'NotImplemented',
    });
    expect(condition!.message).toBe(found.map(({ message }) => message).join(' '));
    expect(condition!.message).toContain('spec.verify (found true)');
  });
});
