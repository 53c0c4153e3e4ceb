import { access, readFile, readdir, rm, unlink, writeFile } from 'node:fs/promises';
import { readlink } from 'node:fs/promises';

import { writeFileAtomically } from './files.ts';
import { STATE_DIR, paths } from './layout.ts';

/** How the machine was before the sandbox, as far as others of ours change it. */
export interface MachineMemory {
  /** Values of kernel settings, by their path below /proc/sys. */
  sysctls: Record<string, string>;
  /** Directories that did not exist, and which daemons make though nobody can tell them not to. */
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

/** Paths that are constants in the programs: the kubelet's, libcni's, containerd's shims'. */
const HARD_WIRED = [
  '/var/lib/kubelet',
  '/var/log/containers',
  '/var/lib/cni',
  '/run/containerd',
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

/** Puts everything back that `rememberMachine` saw; call it when no daemon runs any more. */
export async function restoreMachine(): Promise<void> {
  await removeStrayFiles();
  const memory = await readFile(paths.machine, 'utf8').catch(() => undefined);
  if (memory === undefined) return;
  const { sysctls, absent } = JSON.parse(memory) as MachineMemory;
  for (const [name, value] of Object.entries(sysctls)) {
    await writeFile(`/proc/sys/${name}`, value).catch(() => undefined);
  }
  for (const path of absent) await rm(path, { recursive: true, force: true });
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
