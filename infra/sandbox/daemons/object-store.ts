import { S3, paths } from '../layout.ts';
import { type Daemon, flags } from './daemon.ts';

export interface S3Credentials {
  accessKey: string;
  secretKey: string;
}

/** The replication repository: an S3 server that keeps its objects as plain files. */
export function objectStore(program: string, credentials: S3Credentials): Daemon {
  const data = `${paths.host}/s3`;
  return {
    owner: 'host',
    name: 'versitygw',
    program,
    args: [
      ...flags({ port: `${S3.ip}:${S3.port}`, region: S3.region, health: '/health', quiet: true }),
      'posix',
      data,
    ],
    // In the environment, not among the arguments, which everybody on the machine can read.
    env: { ROOT_ACCESS_KEY: credentials.accessKey, ROOT_SECRET_KEY: credentials.secretKey },
    files: [],
    // A bucket is a directory.
    directories: [`${data}/${S3.bucket}`],
    ready: { kind: 'http', url: `http://${S3.ip}:${S3.port}/health` },
    limitSeconds: 30,
    after: [],
    hint: `The file system of ${data} must support user extended attributes.`,
  };
}
