import { formatBytes } from '../byte-text.ts';
import type { KubeObject } from '../kube-object.ts';
import { bytesOf } from './resize.ts';

/**
 * Whether the storage behind a class says that it has no room for a volume of a size, in any part of the cluster:
 * undefined when it has, or says nothing. `maximumVolumeSize` counts before `capacity`, as for the scheduler.
 * @param reports CSIStorageCapacity objects of the cluster
 */
export function lackOfStorage(
  reports: readonly KubeObject[],
  { storageClass, wanted }: { storageClass: string; wanted: string },
): string | undefined {
  const sizes = reports
    .filter((report) => report['storageClassName'] === storageClass)
    .map((report) => sizeOf(report['maximumVolumeSize']) ?? sizeOf(report['capacity']))
    .filter((size) => size !== undefined);
  if (sizes.length === 0) return undefined;
  const most = Math.max(...sizes);
  if (most >= bytesOf(wanted)) return undefined;
  return `StorageClass ${storageClass} has room for ${formatBytes(most)} at most, and ${wanted} are needed`;
}

function sizeOf(value: unknown): number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? bytesOf(value) : undefined;
}
