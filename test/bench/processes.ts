import { readFile } from 'node:fs/promises';
import type { Service } from '../e2e/harness/service.ts';

/** What a process holds of memory, and held at most, in bytes. */
export interface Memory {
  name: string;
  resident: number;
  peak: number;
}

export async function memoryOf({ name, pid }: Service): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return { name, resident: bytesOf(status, 'VmRSS'), peak: bytesOf(status, 'VmHWM') };
}

/** A field of /proc/PID/status, which counts in KiB and says kB. */
export function bytesOf(status: string, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status);
  if (found === null) throw new Error(`no ${field} in ${status.slice(0, 200)}`);
  return Number(found[1]) * 1024;
}
