import { readdir, rm, rmdir } from 'node:fs/promises';
import { join, matchesGlob } from 'node:path';

export interface TreeRules {
  /** Patterns of files to keep; @default all */
  keep?: readonly string[] | undefined;
  /** Patterns of files and directories to remove. */
  cut: readonly string[];
}

/** What becomes of an entry, by its path relative to the root. */
export function judgePath(
  path: string,
  isDirectory: boolean,
  { keep, cut }: TreeRules,
): 'remove' | 'enter' | 'keep' {
  if (cut.some((pattern) => matchesGlob(path, pattern))) return 'remove';
  if (isDirectory) return 'enter';
  return !keep || keep.some((pattern) => matchesGlob(path, pattern)) ? 'keep' : 'remove';
}

/**
 * Removes from a tree what an image does not need; with `keep`, also the directories that become
 * empty by that. Symbolic links count as files.
 */
export async function pruneTree(root: string, rules: TreeRules, below = ''): Promise<void> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    const verdict = judgePath(path, entry.isDirectory(), rules);
    if (verdict === 'remove') await rm(join(root, path), { recursive: true });
    if (verdict !== 'enter') continue;
    await pruneTree(root, rules, path);
    if (rules.keep) await rmdir(join(root, path)).catch(ignoreNotEmpty);
  }
}

function ignoreNotEmpty(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY') throw error;
}
