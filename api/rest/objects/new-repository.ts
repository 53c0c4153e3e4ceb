import type * as z from 'zod';
import { API_VERSION } from '../../../domain/kinds/group.ts';
import type { NewRepository } from '../requests/new-repository.ts';
import { type ObjectWithSecret, secretOf } from './secret.ts';

/** The MigStorage and the Secret with its keys, as MTC reads them. */
export function newRepository(
  asked: z.output<typeof NewRepository>,
  namespace: string,
): Required<ObjectWithSecret> {
  const { name, provider, bucket, region, url, accessKey, secretKey, insecure, caBundle } = asked;
  const secret = secretOf(`${name}-repository-keys`, namespace, {
    'aws-access-key-id': accessKey,
    'aws-secret-access-key': secretKey,
  });
  const backupStorageConfig = {
    awsBucketName: bucket,
    credsSecretRef: { name: secret.metadata.name, namespace },
    ...(region === undefined ? {} : { awsRegion: region }),
    // S3 servers other than AWS seldom have a host name for each bucket.
    ...(url === undefined ? {} : { awsS3Url: url, awsS3ForcePathStyle: true }),
    ...(insecure === undefined ? {} : { insecure }),
    ...(caBundle === undefined
      ? {}
      : { s3CustomCABundle: Buffer.from(caBundle).toString('base64') }),
  };
  const object = {
    apiVersion: API_VERSION,
    kind: 'MigStorage',
    metadata: { name, namespace },
    spec: { backupStorageProvider: provider, backupStorageConfig },
  };
  return { object, secret };
}
