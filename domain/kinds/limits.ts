import { valueAt } from './field-path.ts';
import type { Kind } from './registry.ts';

/** A value that is stored, but that this version refuses to act upon. */
export interface Limit {
  /** Where it stands, as people write it, from the object or from the volume. */
  field: string;
  /** Whether the value asks for what is missing, in this object or volume. The default asks for nothing. */
  refuses: (value: unknown, subject: unknown) => boolean;
  /** What it asks for. */
  asks: string;
  /** What works instead, and what to write. */
  instead: string;
}

/** Kinds nobody acts upon. Those with an owner among our kinds are mirrors of a run, and fine. */
export const UNSUPPORTED_KINDS: Partial<Record<Kind, string>> = {
  MigAnalytic: 'Analyses do not run in this version. Look at the plan: it lists volumes and sizes.',
  DirectImageMigration:
    'Images are not copied in this version. Push them to a registry both clusters reach.',
  DirectImageStreamMigration:
    'Images are not copied in this version. Push them to a registry both clusters reach.',
  DirectVolumeMigrationProgress:
    'Progress is written by the controller alone. Create a DirectVolumeMigration, or a MigMigration.',
};

const STORAGE_ADVICE = 'S3 works (provider aws, with awsS3Url for servers other than AWS)';
const SNAPSHOT_ADVICE = 'volumes are copied as files; remove the field';
const HOST_ADVICE =
  'the host cluster is reached as the controller itself is told; remove the field';
const IMAGE_ADVICE =
  'images are not copied: push them to a registry that both clusters reach; remove the field';

/** Limits by kind; every row is one field. */
export const LIMITS: Partial<Record<Kind, readonly Limit[]>> = {
  MigCluster: [
    ...['url', 'serviceAccountSecretRef', 'caBundle'].map((name) => ({
      field: `spec.${name}`,
      refuses: onHost(filled),
      asks: 'a way of its own to the host cluster',
      instead: HOST_ADVICE,
    })),
    {
      field: 'spec.insecure',
      refuses: onHost(isTrue),
      asks: 'a way of its own to the host cluster',
      instead: HOST_ADVICE,
    },
    {
      field: 'spec.exposedRegistryPath',
      refuses: filled,
      asks: 'images to be copied from registry to registry',
      instead: IMAGE_ADVICE,
    },
    {
      field: 'spec.azureResourceGroup',
      refuses: filled,
      asks: 'volume snapshots of Azure',
      instead: SNAPSHOT_ADVICE,
    },
    {
      field: 'spec.restartRestic',
      refuses: isTrue,
      asks: 'a restart of Restic',
      instead: 'Restic copies no volume here; remove the field or set it to false',
    },
  ],
  MigStorage: [
    {
      field: 'spec.backupStorageProvider',
      refuses: allBut('aws'),
      asks: 'object storage other than S3',
      instead: STORAGE_ADVICE,
    },
    {
      field: 'spec.backupStorageConfig.awsKmsKeyId',
      refuses: filled,
      asks: 'encryption with a key of AWS KMS',
      instead: 'remove the field, or have the bucket encrypt by default',
    },
    {
      field: 'spec.backupStorageConfig.awsPublicUrl',
      refuses: filled,
      asks: 'a public address for downloads',
      instead: 'remove the field; awsS3Url is used throughout',
    },
    {
      field: 'spec.backupStorageConfig.awsSignatureVersion',
      refuses: (value) => filled(value) && String(value) !== '4',
      asks: 'an old way of signing',
      instead: 'signature version 4 works; remove the field',
    },
    ...['azureStorageAccount', 'azureStorageContainer', 'azureResourceGroup', 'gcpBucket'].map(
      (name) => ({
        field: `spec.backupStorageConfig.${name}`,
        refuses: filled,
        asks: 'object storage other than S3',
        instead: STORAGE_ADVICE,
      }),
    ),
    {
      field: 'spec.volumeSnapshotProvider',
      refuses: filled,
      asks: 'volume snapshots',
      instead: SNAPSHOT_ADVICE,
    },
    {
      field: 'spec.volumeSnapshotConfig',
      refuses: filled,
      asks: 'volume snapshots',
      instead: SNAPSHOT_ADVICE,
    },
  ],
  MigPlan: [
    {
      field: 'spec.indirectImageMigration',
      refuses: isTrue,
      asks: 'copies of images through the replication repository',
      instead: IMAGE_ADVICE,
    },
    {
      field: 'spec.indirectVolumeMigration',
      refuses: isTrue,
      asks: 'copies of volumes through the replication repository',
      instead: 'direct copies work; remove the field or set it to false',
    },
    {
      field: 'spec.includedResources',
      refuses: namesVolumes,
      asks: 'volumes as objects among others',
      instead: 'a stage or a state migration brings claims with their data; name other kinds',
    },
    {
      field: 'spec.labelSelector.matchExpressions',
      refuses: hasOddOperator,
      asks: 'a comparison of labels that Kubernetes does not know',
      instead: 'the operators In, NotIn, Exists and DoesNotExist work',
    },
    {
      field: 'spec.liveMigrate',
      refuses: isTrue,
      asks: 'moves of the disks of running virtual machines',
      instead: 'remove the field or set it to false',
    },
  ],
  MigMigration: [
    {
      field: 'spec.migPlanRef.namespace',
      refuses: isElsewhere,
      asks: 'a plan of another namespace',
      instead: 'a run stands in the namespace of its plan; create the MigMigration there',
    },
    {
      field: 'spec.verify',
      refuses: (value, run) => isTrue(value) && !isCutover(run),
      asks: 'a look at the application on the target by a run that starts none there',
      instead: 'cutovers look; remove the field or set it to false',
    },
  ],
  DirectVolumeMigration: [
    {
      field: 'spec.liveMigrate',
      refuses: isTrue,
      asks: 'moves of the disks of running virtual machines',
      instead: 'remove the field or set it to false',
    },
    {
      field: 'spec.migrationType',
      refuses: (value) => filled(value) && !['Stage', 'CutOver'].includes(String(value)),
      asks: 'a copy in another direction',
      instead: 'Stage and CutOver copy from the source to the target; remove the field',
    },
    {
      field: 'spec.persistentVolumeClaims',
      refuses: (claims) => listOf(claims).some(({ targetVolumeMode }) => isBlock(targetVolumeMode)),
      asks: 'a raw block device on the target (targetVolumeMode)',
      instead: 'volumes with a file system work; leave that claim out',
    },
  ],
};

/** Limits of one volume of a plan, unless it is skipped: then nothing is asked for. */
export const VOLUME_LIMITS: readonly Limit[] = [
  {
    field: 'selection.action',
    refuses: oneOf('move'),
    asks: 'the volume itself to be moved',
    instead: 'copy and skip work',
  },
  {
    field: 'selection.copyMethod',
    refuses: allBut('filesystem'),
    asks: 'a copy by other means than files',
    instead: 'filesystem works',
  },
  {
    field: 'pvc.volumeMode',
    refuses: oneOf('Block'),
    asks: 'a copy of a raw block device',
    instead: 'volumes with a file system work; set selection.action to skip for this one',
  },
];

function isTrue(value: unknown): boolean {
  return value === true;
}

function isBlock(mode: unknown): boolean {
  return mode === 'Block';
}

function isCutover(run: unknown): boolean {
  return ['stage', 'migrateState', 'rollback'].every(
    (flag) => !isTrue(valueAt(run, ['spec', flag])),
  );
}

function namesVolumes(kinds: unknown): boolean {
  const volumes = new Set<unknown>(['PersistentVolumeClaim', 'PersistentVolume']);
  return listOf(kinds).some(({ group, kind }) => !filled(group) && volumes.has(kind));
}

const OPERATORS = new Set<unknown>(['In', 'NotIn', 'Exists', 'DoesNotExist']);

function hasOddOperator(requirements: unknown): boolean {
  return listOf(requirements).some(({ operator }) => !OPERATORS.has(operator));
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function oneOf(...refused: string[]): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && refused.includes(value);
}

function allBut(accepted: string): (value: unknown) => boolean {
  return (value) => filled(value) && value !== accepted;
}

/** A host cluster has no use for what leads to a remote one. */
function onHost(
  refuses: (value: unknown) => boolean,
): (value: unknown, cluster: unknown) => boolean {
  return (value, cluster) => valueAt(cluster, ['spec', 'isHostCluster']) === true && refuses(value);
}

function isElsewhere(namespace: unknown, object: unknown): boolean {
  return filled(namespace) && namespace !== valueAt(object, ['metadata', 'namespace']);
}

/** Anything that was set to something: `false`, `{}`, `[]` and `""` differ in that. */
function filled(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
