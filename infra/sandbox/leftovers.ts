import { access } from 'node:fs/promises';

import { findSandboxCgroups } from './cgroups.ts';
import { STATE_DIR } from './layout.ts';
import { findStrayFiles } from './machine.ts';
import { findSandboxMounts } from './mounts.ts';
import { findSandboxNetwork } from './network.ts';
import { findSandboxProcesses } from './processes.ts';

export interface Leftover {
  kind: 'process' | 'mount' | 'namespace' | 'link' | 'cgroup' | 'file';
  name: string;
}

/**
 * All that is on the machine because of the sandbox, as the kernel and the file system show it: of
 * one that runs, of one that was interrupted, of one whose records are lost. Nothing is listed for
 * firewall rules, since we make them inside our namespaces only, and they end with these.
 */
export async function leftovers(): Promise<Leftover[]> {
  const [processes, mounts, network, cgroups, files, state] = await Promise.all([
    findSandboxProcesses(),
    findSandboxMounts(),
    findSandboxNetwork(),
    findSandboxCgroups(),
    findStrayFiles(),
    access(STATE_DIR).then(
      () => [STATE_DIR],
      () => [],
    ),
  ]);
  const list = (kind: Leftover['kind'], names: string[]) => names.map((name) => ({ kind, name }));
  return [
    ...list(
      'process',
      processes.map(({ pid, command }) => `${pid} ${command.slice(0, 80)}`),
    ),
    ...list('mount', mounts),
    ...list('namespace', network.namespaces),
    ...list('link', network.links),
    ...list('cgroup', cgroups),
    ...list('file', [...files, ...state]),
  ];
}
