import { readFile, readdir, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { CLUSTER_NAMES, type Owner, STATE_DIR, cgroupOf } from './layout.ts';

/**
 * One process for ever: a pid alone is recycled, together with its start time (clock ticks since
 * boot, field 22 of /proc/<pid>/stat) it is not.
 */
export interface ProcessId {
  pid: number;
  startTime: string;
}

/** In the environment of everything we start; children (containerd's shims) inherit it. */
export const MARKER = 'DRAY_SANDBOX=1';

const OWNERS: readonly Owner[] = ['host', ...CLUSTER_NAMES];

/**
 * State letter and start time from the text of /proc/<pid>/stat. The command name, second field,
 * may hold spaces and brackets, so fields are counted from the last bracket on.
 */
export function parseStat(text: string): { state: string; startTime: string } | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, startTime] = [fields[0], fields[19]];
  return state !== undefined && startTime !== undefined ? { state, startTime } : undefined;
}

/** Undefined when there is no such process, or only its zombie. */
export async function identify(pid: number): Promise<ProcessId | undefined> {
  const stat = parseStat(await readProc(pid, 'stat'));
  return stat && stat.state !== 'Z' && stat.state !== 'X'
    ? { pid, startTime: stat.startTime }
    : undefined;
}

export async function isAlive(process: ProcessId): Promise<boolean> {
  return (await identify(process.pid))?.startTime === process.startTime;
}

/** What /proc tells about a process that might be ours. */
export interface ProcessEvidence {
  environ: string;
  cgroup: string;
  root: string;
}

/**
 * Ours are: what carries the marker (daemons, shims), what sits in one of our cgroups (containers,
 * which have an environment of their own), and what has its root below our state directory. The
 * working directory proves nothing: it may be a person's shell, reading logs.
 */
export function isOurs({ environ, cgroup, root }: ProcessEvidence): boolean {
  if (environ.split('\0').includes(MARKER)) return true;
  if (root.startsWith(`${STATE_DIR}/`)) return true;
  const groups = cgroup.split('\n').map((line) => line.split(':')[2] ?? '');
  return OWNERS.some((owner) => groups.some((path) => isWithin(path, `/${cgroupOf(owner)}`)));
}

/** Every live process of the sandbox, found by what the kernel says, not by our records. */
export async function findSandboxProcesses(): Promise<(ProcessId & { command: string })[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      if (pid === process.pid) return [];
      const [environ, cgroup, root] = await Promise.all([
        readProc(pid, 'environ'),
        readProc(pid, 'cgroup'),
        readlink(`/proc/${pid}/root`).catch(() => ''),
      ]);
      if (!isOurs({ environ, cgroup, root })) return [];
      const identity = await identify(pid);
      const command = (await readProc(pid, 'cmdline')).replaceAll('\0', ' ').trim();
      return identity ? [{ ...identity, command }] : [];
    }),
  );
  return found.flat();
}

/** Sends a signal to exactly this process; answers whether it was still there. */
export async function signalProcess(target: ProcessId, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isAlive(target))) return false;
  try {
    process.kill(target.pid, signal);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the process is gone; false when it is still there after the limit. */
export async function awaitExit(target: ProcessId, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (await isAlive(target)) {
    if (Date.now() > deadline) return false;
    await sleep(10);
  }
  return true;
}

function isWithin(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

/** Empty when the process has gone meanwhile: then there is nothing to say about it. */
async function readProc(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
}
