import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import type { Repository } from '../../domain/velero/location.ts';
import { createS3Client, failureOfS3, type S3Keys } from './probe.ts';

/** The content of one object of a repository, or undefined when there is none. */
export type FetchObject = (
  repository: Repository,
  keys: S3Keys,
  key: string,
) => Promise<Uint8Array | undefined>;

/** @throws Failure DRAY-1101 to DRAY-1107, naming the hop or the right that is missing */
export async function fetchObject(
  repository: Repository,
  keys: S3Keys,
  key: string,
): Promise<Uint8Array | undefined> {
  const client = await createS3Client(repository, keys);
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: repository.bucket, Key: key }));
    return await answer.Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return undefined;
    throw failureOfS3(error, repository);
  } finally {
    client.destroy();
  }
}
