import type { Measured } from '../kinds/volume-use.ts';

/** What a volume holds, and how full that makes it. */
export interface Usage {
  /** The size of the volume as its file system has it. */
  actualBytes: number;
  /** As `df` writes it: rounded up, and without what only root may use. More than 100 in an unbounded directory. */
  percent: number;
}

/** A journal and the like: what a file system of its own has used beside the files. */
const OWN_SLACK = 0.05;
const LEAST_SLACK_BYTES = 128 * 2 ** 20;

/**
 * How full a volume is. Many volumes are directories of one file system, of a node or of a server; then what `df`
 * says is about all of them, and what the files of this one take is held against its capacity.
 */
export function usageOf(use: Measured, capacityBytes: number): Usage {
  const { sizeBytes, usedBytes, freeBytes } = use.fileSystem;
  if (hasOwnFileSystem(use, capacityBytes)) {
    const usable = usedBytes + freeBytes;
    return { actualBytes: sizeBytes, percent: percentOf(usedBytes, usable) };
  }
  return {
    actualBytes: capacityBytes,
    percent: percentOf(use.contents.allocatedBytes, capacityBytes),
  };
}

/** A volume that was enlarged behind Kubernetes' back is larger than its capacity says, but holds nothing else. */
export function hasOwnFileSystem(
  { contents, fileSystem }: Measured,
  capacityBytes: number,
): boolean {
  const { sizeBytes, usedBytes } = fileSystem;
  if (sizeBytes <= capacityBytes * (1 + OWN_SLACK)) return true;
  const slack = Math.max(capacityBytes * OWN_SLACK, LEAST_SLACK_BYTES);
  return usedBytes - contents.allocatedBytes <= slack;
}

/** A copy that does not keep holes would take more room than the source: MTC looks for this by du and df. */
export function isSparse({ contents }: Measured): boolean {
  return contents.sparseFiles > 0;
}

function percentOf(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.ceil((part * 100) / whole);
}
