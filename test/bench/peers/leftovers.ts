import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openGroup, unifiedRoot } from './group.ts';

/** Begins the name of every group and directory of a run; its process id follows. */
const PREFIX = 'drayage-bench-';

/** What is this run's own, by name. */
export function ownName(): string {
  return `${PREFIX}${process.pid}-`;
}

/** Ends and removes what a run that was killed could not: its daemons, and its volumes in memory. */
export async function removeLeftovers(memory: string): Promise<void> {
  const groups = unifiedRoot(readFileSync('/proc/self/mounts', 'utf8'));
  for (const name of readdirSync(groups).filter(isLeftover)) {
    await openGroup(path.join(groups, name))[Symbol.asyncDispose]();
  }
  for (const name of readdirSync(memory).filter(isLeftover)) {
    await rm(path.join(memory, name), { recursive: true, force: true });
  }
}

function isLeftover(name: string): boolean {
  const pid = pidOf(name);
  return pid !== undefined && !isAlive(pid);
}

/** Whose run a name is of; undefined for what is nobody's here. */
export function pidOf(name: string): number | undefined {
  const found = /^drayage-bench-(\d+)-/.exec(name)?.[1];
  return found === undefined ? undefined : Number(found);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
