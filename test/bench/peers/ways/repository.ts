import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Bytes of all files below a directory. */
export async function sizeOf(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** How much a repository has grown by an act. */
export async function growthOf(repository: string, act: () => Promise<void>): Promise<number> {
  const before = await sizeOf(repository);
  await act();
  return (await sizeOf(repository)) - before;
}

/**
 * A restore finds an empty volume, as Velero's does on a new claim. Over an earlier copy restic 0.14 fails at the first
 * symlink, and neither takes away what the source has deleted meanwhile.
 */
export async function emptyVolume(target: string): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await mkdir(target);
}
