import { expect, test } from '@jest/globals';
import { saysRepositoryIsFull } from './full-repository.ts';

test.each([
  ['HTTP 507 XMinioStorageFull', true],
  ['HTTP 507 UnknownError', true],
  ['HTTP 403 QuotaExceeded', true],
  [
    'error putting object: api error XMinioStorageFull: Storage backend has reached its minimum free drive threshold',
    true,
  ],
  ['api error XMinioAdminBucketQuotaExceeded: Bucket quota exceeded', true],
  ['write /data/x: No space left on device', true],
  ['HTTP 403 AccessDenied', false],
  ['HTTP 503 SlowDown', false],
  ['', false],
])('%s: %s', (text, expected) => {
  expect(saysRepositoryIsFull(text)).toBe(expected);
});
