import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Ground } from './ground.ts';

/** A bucket of the ground's S3 server, for one test file alone. */
export interface Bucket {
  name: string;
  /** Keys of the objects in it; at most a thousand. */
  keys(): Promise<string[]>;
  remove(): Promise<void>;
}

/** Makes a bucket whose name begins with that of the ground's, where rights are given by such beginnings. */
export async function createBucket(s3: Ground['s3'], suffix: string): Promise<Bucket> {
  const client = new S3Client({
    ...(s3.url === undefined ? {} : { endpoint: s3.url, forcePathStyle: true }),
    region: s3.region,
    credentials: { accessKeyId: s3.accessKey, secretAccessKey: s3.secretKey },
  });
  const Bucket = `${s3.bucket}-${suffix}`;
  const keys = async (): Promise<string[]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  };
  try {
    await client.send(new CreateBucketCommand({ Bucket }));
  } catch (cause) {
    throw new Error(`each test file makes a bucket of its own; ${Bucket}: ${String(cause)}`, {
      cause,
    });
  }
  return {
    name: Bucket,
    keys,
    remove: async () => {
      for (let left = await keys(); left.length > 0; left = await keys()) {
        const Objects = left.map((Key) => ({ Key }));
        await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      }
      await client.send(new DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}
