import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Where everything that is slow to make is kept between runs; safe to delete at any time. */
export function cacheDir(): string {
  return process.env['DRAY_CACHE'] ?? '/var/cache/drayage';
}

/**
 * Fills a cache directory in one atomic step: `fill` works in a temporary neighbour, which gets its
 * final name only when complete, so an interrupted run leaves nothing that looks finished.
 */
export async function fillCacheDir(
  dir: string,
  fill: (workDir: string) => Promise<void>,
): Promise<void> {
  await removeLeftovers(dirname(dir));
  const workDir = join(dirname(dir), `${partial}${process.pid}-${basename(dir)}`);
  await mkdir(workDir, { recursive: true });
  try {
    await fill(workDir);
    await rm(dir, { recursive: true, force: true });
    await rename(workDir, dir);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

const partial = '.partial-';

/** What a killed process left behind: its work directories carry its process id. */
async function removeLeftovers(parent: string): Promise<void> {
  const entries = await readdir(parent).catch(() => []);
  for (const entry of entries.filter((name) => name.startsWith(partial))) {
    const pid = Number.parseInt(entry.slice(partial.length), 10);
    if (!isAlive(pid)) await rm(join(parent, entry), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
