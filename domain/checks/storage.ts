import { type Failure, failure } from '../failures/failure.ts';
import type { FailureCode } from '../failures/table.ts';
import type { ConditionDraft } from '../kinds/condition.ts';
import type { MigStorage } from '../kinds/mig-storage.ts';
import type { Repository } from '../velero/location.ts';

/** What AWS calls its first region; S3 servers elsewhere mostly do not care. */
const DEFAULT_REGION = 'us-east-1';

/** Reads the S3 repository out of a MigStorage. @throws Failure DRAY-2001 naming the field that is missing */
export function repositoryOf(storage: MigStorage): Repository {
  const { backupStorageConfig: config } = storage.spec;
  const object = `MigStorage ${storage.metadata.name}`;
  if (config.awsBucketName === undefined || config.awsBucketName === '') {
    const detail = 'spec.backupStorageConfig.awsBucketName is missing';
    throw failure('DRAY-2001', { detail, object });
  }
  const url = config.awsS3Url === '' ? undefined : config.awsS3Url;
  return {
    name: storage.metadata.name,
    bucket: config.awsBucketName,
    region: config.awsRegion ?? DEFAULT_REGION,
    ...(url === undefined ? {} : { url }),
    // Servers other than AWS seldom have a DNS name for each bucket.
    forcePathStyle: config.awsS3ForcePathStyle ?? url !== undefined,
    insecure: config.insecure === true,
    ...(config.s3CustomCABundle === undefined ? {} : { caBundle: config.s3CustomCABundle }),
    ...(config.awsKmsKeyId === undefined ? {} : { kmsKeyId: config.awsKmsKeyId }),
    ...(config.awsPublicUrl === undefined ? {} : { publicUrl: config.awsPublicUrl }),
  };
}

const REASONS: Partial<Record<FailureCode, string>> = {
  'DRAY-1101': 'NameNotResolved',
  'DRAY-1102': 'NotReachable',
  'DRAY-1103': 'CertificateNotTrusted',
  'DRAY-1104': 'Unauthorized',
  'DRAY-1105': 'Forbidden',
  'DRAY-1106': 'BucketNotFound',
  'DRAY-1108': 'RepositoryFull',
};

/** The conditions of a MigStorage after it was tried (mig-controller, pkg/controller/migstorage/validation.go). */
export function storageConditions(found: Failure | undefined): ConditionDraft[] {
  if (found === undefined) {
    const message = 'The storage is ready.';
    return [{ type: 'Ready', status: 'True', category: 'Required', message }];
  }
  const message = `${found.message}. ${found.hint}`;
  if (found.code === 'DRAY-2001') {
    return [critical('InvalidBackupStorageSettings', 'NotSet', message)];
  }
  if (found.code === 'DRAY-2003') {
    return [critical('InvalidBackupStorageCredsSecretRef', 'NotFound', message)];
  }
  const reason = REASONS[found.code] ?? 'TestFailed';
  return [critical('BackupStorageProviderTestFailed', reason, message)];
}

function critical(type: string, reason: string, message: string): ConditionDraft {
  return { type, status: 'True', category: 'Critical', reason, message };
}
