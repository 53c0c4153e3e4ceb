/**
 * What S3 servers call it when they can take no more: MinIO, Ceph, and whoever answers HTTP 507. A bucket has no free
 * space to ask for beforehand, so this is how it is known.
 */
const FULL =
  /XMinioStorageFull|XMinioAdminBucketQuotaExceeded|QuotaExceeded|InsufficientStorage|StorageFull|status code: 507|HTTP 507|No space left on device|Disk quota exceeded/i;

/** Whether an error of an S3 server, or one of Velero that quotes it, says that the repository is full. */
export function saysRepositoryIsFull(text: string): boolean {
  return FULL.test(text);
}
