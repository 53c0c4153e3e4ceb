import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a child may take to end by itself before it is ended. */
const GRACE_MS = 10_000;

/** Starts a program that works beside us, in a group of its own: a Ctrl-C is ours to pass on. */
export function startChild(
  [file = '', ...args]: string[],
  { logFile, env }: { logFile: string; env: NodeJS.ProcessEnv },
): ChildProcess {
  const log = openSync(logFile, 'w');
  try {
    return spawn(file, args, { env, detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Asks a child to end, and ends it when it does not. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const patience = new AbortController();
  const limit = pause(GRACE_MS, 'limit', { signal: patience.signal }).catch(() => 'ended');
  if ((await Promise.race([ended, limit])) === 'limit') killGroup(child.pid);
  await ended;
  patience.abort();
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in this very moment.
  }
}
