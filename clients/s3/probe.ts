import { Agent } from 'node:https';
import { rootCertificates } from 'node:tls';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { saysRepositoryIsFull } from '../../domain/capacity/full-repository.ts';
import { type Failure, failure } from '../../domain/failures/failure.ts';
import type { FailureCode } from '../../domain/failures/table.ts';
import type { Repository } from '../../domain/velero/location.ts';
import { type NetworkFault, networkErrorOf } from '../network-errors.ts';

export interface S3Keys {
  accessKey: string;
  secretKey: string;
}

/** Everything a replication repository is used for, tried once. */
export type ProbeRepository = (repository: Repository, keys: S3Keys) => Promise<void>;

const NETWORK: Record<NetworkFault, FailureCode> = {
  dns: 'DRAY-1101',
  tcp: 'DRAY-1102',
  tls: 'DRAY-1103',
  timeout: 'DRAY-1102',
};

/** What S3 servers call a key they do not know, and one whose secret does not fit. The last is versitygw's. */
const BAD_KEY = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'InvalidToken',
  'XAdminUserNotFound',
]);

const PROBE_KEY = '.drayage-probe';
const TIMEOUT_MS = 10_000;

/**
 * Lists the bucket, then writes, reads and deletes a small object in it, as Velero will.
 * @throws Failure DRAY-1101 to DRAY-1108, naming the hop or the right that is missing
 */
export async function probeRepository(repository: Repository, keys: S3Keys): Promise<void> {
  const client = await createS3Client(repository, keys);
  const at = { Bucket: repository.bucket, Key: PROBE_KEY };
  try {
    // Not a HEAD: its answer has no body, and would not tell an unknown key from a missing right.
    await client.send(new ListObjectsV2Command({ Bucket: repository.bucket, MaxKeys: 1 }));
    await client.send(new PutObjectCommand({ ...at, Body: new Date().toISOString() }));
    const answer = await client.send(new GetObjectCommand(at));
    await answer.Body?.transformToString();
    await client.send(new DeleteObjectCommand(at));
  } catch (error) {
    throw failureOfS3(error, repository);
  } finally {
    client.destroy();
  }
}

/** A client for one repository; the bundled HTTP handler is loaded late, since most processes need none. */
export async function createS3Client(repository: Repository, keys: S3Keys): Promise<S3Client> {
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const { url, region, forcePathStyle, caBundle, insecure } = repository;
  return new S3Client({
    region,
    ...(url === undefined ? {} : { endpoint: url }),
    forcePathStyle,
    maxAttempts: 1,
    credentials: { accessKeyId: keys.accessKey, secretAccessKey: keys.secretKey },
    requestHandler: new NodeHttpHandler({
      connectionTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      httpsAgent: new Agent({
        rejectUnauthorized: !insecure,
        ...(caBundle === undefined ? {} : { ca: [...rootCertificates, decode(caBundle)] }),
      }),
    }),
  });
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}

export function failureOfS3(error: unknown, { name, bucket, url }: Repository): Failure {
  const object = `MigStorage ${name}: bucket ${bucket}${url === undefined ? '' : ` at ${url}`}`;
  const network = networkErrorOf(error);
  if (network !== undefined) {
    return failure(NETWORK[network.fault], { detail: network.cause, object }, error);
  }
  if (!(error instanceof S3ServiceException)) {
    const said = error instanceof Error ? error.message : String(error);
    return failure('DRAY-1107', { detail: said, object }, error);
  }
  const status = error.$metadata.httpStatusCode ?? 0;
  const detail = `HTTP ${status} ${error.name}`;
  return failure(codeOf(status, error.name), { detail, object }, error);
}

function codeOf(status: number, name: string): FailureCode {
  // Before the rights: Ceph says 403 of a quota.
  if (saysRepositoryIsFull(`HTTP ${status} ${name}`)) return 'DRAY-1108';
  if (status === 401 || BAD_KEY.has(name)) return 'DRAY-1104';
  if (status === 403) return 'DRAY-1105';
  if (status === 404 || name === 'NoSuchBucket') return 'DRAY-1106';
  return 'DRAY-1107';
}
