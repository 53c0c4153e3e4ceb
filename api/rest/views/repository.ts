import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { Conditions, ConditionView, holding } from './condition.ts';

export const RepositoryView = z
  .object({
    name: z.string().describe('Name of the MigStorage.'),
    provider: z.string().describe('Who stores: aws for AWS and every other S3 server.'),
    bucket: z.string().describe('Bucket that holds the backups.'),
    region: z.string().optional().describe('Region of the bucket.'),
    url: z.string().optional().describe('Address of an S3 server that is not AWS.'),
    ready: z.boolean().describe('Whether the bucket can be used.'),
    conditions: z.array(ConditionView),
  })
  .meta({ id: 'Repository', description: 'Object storage that both clusters reach.' });
export type RepositoryView = z.infer<typeof RepositoryView>;

const text = z.string().optional().catch(undefined);

const Seen = z.object({
  spec: z
    .object({
      backupStorageProvider: z.string().catch(''),
      backupStorageConfig: z
        .object({ awsBucketName: text, gcpBucket: text, awsRegion: text, awsS3Url: text })
        .partial()
        .catch({}),
    })
    .catch({ backupStorageProvider: '', backupStorageConfig: {} }),
  status: z.object({ conditions: Conditions }).catch({ conditions: [] }),
});

export function repositoryView(storage: KubeObject): RepositoryView {
  const { spec, status } = Seen.parse(storage);
  const { awsBucketName, gcpBucket, awsRegion, awsS3Url } = spec.backupStorageConfig;
  return {
    name: storage.metadata.name,
    provider: spec.backupStorageProvider,
    bucket: awsBucketName ?? gcpBucket ?? '',
    ...(awsRegion === undefined ? {} : { region: awsRegion }),
    ...(awsS3Url === undefined ? {} : { url: awsS3Url }),
    ready: holding(status.conditions, 'Ready') !== undefined,
    conditions: status.conditions,
  };
}
