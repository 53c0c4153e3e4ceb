import type { KubeObject } from '../kube-object.ts';
import { VELERO_API } from './backup.ts';

/** An S3 repository as MigStorage and its Secret describe it. */
export interface Repository {
  /** Name of the MigStorage. */
  name: string;
  bucket: string;
  region: string;
  /** Undefined for AWS itself. */
  url?: string;
  forcePathStyle: boolean;
  insecure: boolean;
  /** PEM in base64. */
  caBundle?: string;
  kmsKeyId?: string;
  publicUrl?: string;
}

function credentialsName(repository: string): string {
  return `${repository}-credentials`;
}

/** The Secret that Velero reads, in the format of the AWS command line. */
export function buildCredentials(
  repository: string,
  namespace: string,
  keys: { accessKey: string; secretKey: string },
): KubeObject {
  const text = [
    '[default]',
    `aws_access_key_id=${keys.accessKey}`,
    `aws_secret_access_key=${keys.secretKey}`,
    '',
  ].join('\n');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: credentialsName(repository), namespace },
    type: 'Opaque',
    stringData: { cloud: text },
  };
}

/** The same location on both clusters: the restore reads what the backup wrote. */
export function buildLocation(repository: Repository, namespace: string): KubeObject {
  const { name, bucket, region, url, forcePathStyle, insecure, caBundle } = repository;
  return {
    apiVersion: VELERO_API,
    kind: 'BackupStorageLocation',
    metadata: { name, namespace },
    spec: {
      provider: 'aws',
      accessMode: 'ReadWrite',
      objectStorage: { bucket, ...(caBundle === undefined ? {} : { caCert: caBundle }) },
      config: {
        region,
        ...(url === undefined ? {} : { s3Url: url }),
        ...(forcePathStyle ? { s3ForcePathStyle: 'true' } : {}),
        ...(insecure ? { insecureSkipTLSVerify: 'true' } : {}),
        ...(repository.kmsKeyId === undefined ? {} : { kmsKeyId: repository.kmsKeyId }),
        ...(repository.publicUrl === undefined ? {} : { publicUrl: repository.publicUrl }),
      },
      credential: { name: credentialsName(name), key: 'cloud' },
    },
  };
}
