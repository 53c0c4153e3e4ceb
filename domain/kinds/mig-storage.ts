import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';

const BackupStorageConfig = z.looseObject({
  credsSecretRef: ObjectRef.optional().describe(
    'Secret with the keys aws-access-key-id and aws-secret-access-key.',
  ),
  awsBucketName: z.string().optional().describe('Name of the bucket.'),
  awsRegion: z.string().optional().describe('Region of the bucket, for example us-east-1.'),
  awsS3Url: z.string().optional().describe('Address of an S3 server that is not AWS.'),
  awsS3ForcePathStyle: z
    .boolean()
    .optional()
    .describe('Put the bucket into the path of an address, not into its host name.'),
  awsPublicUrl: z.string().optional().describe('Address under which the bucket is public.'),
  awsKmsKeyId: z.string().optional().describe('Key of AWS KMS to encrypt with.'),
  awsSignatureVersion: z
    .string()
    .optional()
    .describe('Version of the AWS signature, for example 4.'),
  s3CustomCABundle: z
    .base64()
    .optional()
    .describe('Certificates that vouch for the S3 server: PEM, in base64.'),
  insecure: z.boolean().optional().describe('Do not verify the certificate of the S3 server.'),
  azureStorageAccount: z.string().optional().describe('Storage account. Azure only.'),
  azureStorageContainer: z.string().optional().describe('Container. Azure only.'),
  azureResourceGroup: z.string().optional().describe('Resource group. Azure only.'),
  gcpBucket: z.string().optional().describe('Name of the bucket. Google Cloud only.'),
});

const VolumeSnapshotConfig = z.looseObject({
  credsSecretRef: ObjectRef.optional().describe('Secret with the credentials for snapshots.'),
  snapshotCreationTimeout: z.string().optional().describe('How long a snapshot may take.'),
  awsRegion: z.string().optional().describe('Region of the cluster. AWS only.'),
  azureApiTimeout: z.string().optional().describe('How long a call may take. Azure only.'),
  azureResourceGroup: z.string().optional().describe('Resource group. Azure only.'),
});

const Spec = z.looseObject({
  backupStorageProvider: z.string().describe('Who keeps the objects: aws, azure or gcp.'),
  backupStorageConfig: BackupStorageConfig.describe('Where the objects are kept.'),
  volumeSnapshotProvider: z
    .string()
    .optional()
    .describe('Who keeps the snapshots: aws, azure or gcp.'),
  volumeSnapshotConfig: VolumeSnapshotConfig.optional().describe('How snapshots are taken.'),
  refresh: z.boolean().optional().describe('Set to true to have the storage checked anew.'),
});

/** The replication repository: object storage that both clusters reach. */
export const MigStorage = kindObject('MigStorage', Spec, z.looseObject(statusBasics)).describe(
  'The replication repository: object storage that both clusters reach.',
);
export type MigStorage = z.infer<typeof MigStorage>;
