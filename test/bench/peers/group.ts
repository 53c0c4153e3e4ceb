import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { waitUntil } from '../../e2e/harness/wait.ts';

/** The sender's processor and the receiver's. */
export type Cpu = 0 | 1;

/** The processes of one way, at both ends; what they have used is asked of the kernel. */
export interface Group {
  /** A command that runs inside, on one processor; so does all that it starts. */
  inside(cpu: Cpu, command: readonly string[]): string[];
  /** Of all processes that ever were inside, since the group was made. */
  cpuSeconds(): number;
  /** Resident memory that is no file's: what the processes inside have at this moment. */
  anonymousBytes(): number;
  /** Ends all that runs inside. */
  [Symbol.asyncDispose](): Promise<void>;
}

const ENTER = 'echo $$ > "$1" && cpu=$2 && shift 2 && exec taskset -c "$cpu" "$@"';
const ENDING_LIMIT_MS = 10_000;

/** @param name A word that no other group has. */
export function makeGroup(name: string): Group {
  const directory = `${unifiedRoot(readFileSync('/proc/self/mounts', 'utf8'))}/${name}`;
  mkdirSync(directory);
  return openGroup(directory);
}

/** A group that exists. */
export function openGroup(directory: string): Group {
  const read = (file: string) => readFileSync(`${directory}/${file}`, 'utf8');
  const patience = { limitMs: ENDING_LIMIT_MS, everyMs: 10 };
  return {
    inside: (cpu, command) => [
      ...['sh', '-c', ENTER, 'enter', `${directory}/cgroup.procs`, String(cpu)],
      ...command,
    ],
    cpuSeconds: () => cpuSecondsOf(read('cpu.stat')),
    anonymousBytes: () => {
      const processes = read('cgroup.procs').split('\n').filter(Boolean);
      return processes.reduce((sum, pid) => sum + anonymousBytesOf(statusOf(pid)), 0);
    },
    async [Symbol.asyncDispose]() {
      writeFileSync(`${directory}/cgroup.kill`, '1');
      const empty = () => Promise.resolve(read('cgroup.procs') === '' ? true : undefined);
      await waitUntil(empty, { what: `the end of ${directory}`, ...patience });
      const remove = () => {
        rmdirSync(directory);
        return Promise.resolve(true);
      };
      // It stays busy for a moment after its last process was reaped.
      await waitUntil(remove, { what: `removing ${directory}`, ...patience });
    },
  };
}

/** Where the unified hierarchy is: alone, or beside the older ones. */
export function unifiedRoot(mounts: string): string {
  const found = /^\S+ (\S+) cgroup2 /m.exec(mounts)?.[1];
  if (found !== undefined) return found;
  throw new Error('no cgroup2 is mounted: CPU time of all processes of a way cannot be told');
}

export function cpuSecondsOf(cpuStat: string): number {
  const used = /^usage_usec (\d+)$/m.exec(cpuStat)?.[1];
  if (used === undefined) throw new Error(`cpu.stat does not tell usage_usec: ${cpuStat}`);
  return Number(used) / 1e6;
}

export function anonymousBytesOf(status: string): number {
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

/** Empty when the process has ended meanwhile. */
function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
