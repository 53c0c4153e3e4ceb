import { S3ServiceException } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { failureOfS3 } from './probe.ts';

const REPOSITORY = {
  ...{ name: 's3', bucket: 'velero', region: 'us-east-1' },
  ...{ forcePathStyle: true, insecure: false, url: 'http://s3.example' },
};

function refusal(httpStatusCode: number, name: string): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'server', $metadata: { httpStatusCode } });
}

test.each([
  [507, 'XMinioStorageFull', 'DRAY-1108'],
  [507, 'InsufficientStorage', 'DRAY-1108'],
  [403, 'QuotaExceeded', 'DRAY-1108'],
  [403, 'AccessDenied', 'DRAY-1105'],
  [503, 'SlowDown', 'DRAY-1107'],
  [404, 'NoSuchBucket', 'DRAY-1106'],
])('HTTP %i %s is %s', (status, name, code) => {
  expect(failureOfS3(refusal(status, name), REPOSITORY)).toMatchObject({
    ...{ code, detail: `HTTP ${status} ${name}` },
    object: 'MigStorage s3: bucket velero at http://s3.example',
  });
});
