import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** What chooses the slice: a seed that is named, else the commit. */
export function readSeed(environment: Record<string, string | undefined>): string {
  const { DRAY_FAULT_SEED: named } = environment;
  if (named !== undefined && named !== '') return named;
  try {
    const cwd = path.join(import.meta.dirname, '../..');
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd, encoding: 'utf8' }).trim();
  } catch {
    // An archive of the sources knows of no commit.
    return 'none';
  }
}
