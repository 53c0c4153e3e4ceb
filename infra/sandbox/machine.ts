import {
  access,
  readFile,
  readdir,
  readlink,
  rm,
  rmdir,
  unlink,
  writeFile,
} from 'node:fs/promises';

import { tryCommand } from './command.ts';
import { writeFileAtomically } from './files.ts';
import { STATE_DIR, paths } from './layout.ts';

/** How the machine was before the sandbox, as far as others of ours change it. */
export interface MachineMemory {
  /** Values of kernel settings, by their path below /proc/sys. */
  sysctls: Record<string, string>;
  /** Directories that did not exist, and which our programs make wherever they are told to work. */
  absent: string[];
}

/** The kubelet sets these for the whole machine: overcommit always, panic and reboot on an oops. */
const SYSCTLS = [
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
] as const;

/**
 * Paths that are constants in the programs (the kubelet's, libcni's, those of containerd's shims,
 * those of `ip netns`), so that even `--root-dir` and its like do not move them. Children first.
 */
const HARD_WIRED = [
  '/var/lib/kubelet/device-plugins',
  '/var/lib/kubelet',
  '/var/log/containers',
  '/var/lib/cni/results',
  '/var/lib/cni',
  '/run/containerd/s',
  '/run/containerd',
  '/run/netns',
] as const;

export async function rememberMachine(): Promise<void> {
  const sysctls = SYSCTLS.map(async (name): Promise<[string, string]> => [
    name,
    (await readFile(`/proc/sys/${name}`, 'utf8')).trim(),
  ]);
  const absent = HARD_WIRED.map(async (path) => ((await exists(path)) ? [] : [path]));
  const memory: MachineMemory = {
    sysctls: Object.fromEntries(await Promise.all(sysctls)),
    absent: (await Promise.all(absent)).flat(),
  };
  await writeFileAtomically(paths.machine, JSON.stringify(memory));
}

/**
 * Puts everything back that `rememberMachine` saw; to be called when no daemon runs any more, and
 * our network namespaces are gone.
 */
export async function restoreMachine(): Promise<void> {
  await removeStrayFiles();
  const memory = await readFile(paths.machine, 'utf8').catch(() => undefined);
  if (memory === undefined) return;
  const { sysctls, absent } = JSON.parse(memory) as MachineMemory;
  for (const [name, value] of Object.entries(sysctls)) {
    await writeFile(`/proc/sys/${name}`, value).catch(() => undefined);
  }
  if (absent.includes('/var/lib/kubelet/device-plugins')) {
    await rm('/var/lib/kubelet/device-plugins/kubelet.sock', { force: true });
  }
  // `ip netns` mounts its directory upon itself.
  if (absent.includes('/run/netns')) await tryCommand(['umount', '/run/netns']);
  // Only while empty: somebody else may have come to use them since.
  for (const path of absent) await rmdir(path).catch(() => undefined);
}

/** Single files of ours in directories that were there before, and belong to others as well. */
export async function findStrayFiles(): Promise<string[]> {
  const [links, results] = await Promise.all([
    // The kubelet's links to the logs of each container.
    matching('/var/log/containers', async (path) => readlink(path)),
    // libcni's notes about each pod's network; they name the pod's namespace.
    matching('/var/lib/cni/results', async (path) => readFile(path, 'utf8')),
  ]);
  return [...links, ...results];
}

async function removeStrayFiles(): Promise<void> {
  for (const path of await findStrayFiles()) await unlink(path).catch(() => undefined);
}

/** Files of a directory that mention the state directory. */
async function matching(
  directory: string,
  read: (path: string) => Promise<string>,
): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  const found = names.map(async (name) => {
    const text = await read(`${directory}/${name}`).catch(() => '');
    return text.includes(`${STATE_DIR}/`) ? [`${directory}/${name}`] : [];
  });
  return (await Promise.all(found)).flat();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
