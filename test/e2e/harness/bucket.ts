import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { SandboxState } from '../../../infra/sandbox/state.ts';

/** A bucket of the sandbox's S3 server, for one test file alone. */
export interface Bucket {
  name: string;
  /** Keys of the objects in it; at most a thousand. */
  keys(): Promise<string[]>;
  remove(): Promise<void>;
}

export async function createBucket(s3: SandboxState['s3'], name: string): Promise<Bucket> {
  const client = new S3Client({
    endpoint: s3.endpoint,
    region: s3.region,
    forcePathStyle: true,
    credentials: { accessKeyId: s3.accessKey, secretAccessKey: s3.secretKey },
  });
  const Bucket = name;
  const keys = async (): Promise<string[]> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  };
  await client.send(new CreateBucketCommand({ Bucket }));
  return {
    name,
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
