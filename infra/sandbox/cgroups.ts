import { mkdir, readFile, readdir, rmdir, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { CLUSTER_NAMES, type Owner, cgroupOf } from './layout.ts';

/**
 * Control groups, in both of the kernel's worlds. Version 1 has one tree per controller (and, in
 * "hybrid" set-ups, a version 2 tree without controllers beside them); version 2 has one tree,
 * where a controller must be handed down from level to level. We do the same in each tree that is
 * mounted: make `dray-<owner>`, and below it `daemons`. The kubelet adds `kubepods` beside that.
 */
export interface CgroupTree {
  /** Where it is mounted: /sys/fs/cgroup/memory, or /sys/fs/cgroup. */
  root: string;
  version: 1 | 2;
  isCpuset: boolean;
}

/** The trees in the text of /proc/self/mounts. */
export function cgroupTrees(mounts: string): CgroupTree[] {
  return mounts.split('\n').flatMap((line) => {
    const [, root = '', type, options = ''] = line.split(' ');
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    const isCpuset = options.split(',').includes('cpuset');
    return [{ root, version: type === 'cgroup' ? 1 : 2, isCpuset }];
  });
}

async function readCgroupTrees(): Promise<CgroupTree[]> {
  return cgroupTrees(await readFile('/proc/self/mounts', 'utf8'));
}

/**
 * Makes an owner's groups; answers the `cgroup.procs` files a daemon has to write its pid to.
 * Out of the caller's group it goes, or the daemons would end with the session that started them.
 */
export async function makeCgroups(owner: Owner): Promise<string[]> {
  const trees = await readCgroupTrees();
  return Promise.all(
    trees.map(async (tree) => {
      const group = `${tree.root}/${cgroupOf(owner)}`;
      if (tree.version === 2) await delegateControllers(tree.root);
      await makeGroup(tree, tree.root, group);
      await makeGroup(tree, group, `${group}/daemons`);
      return `${group}/daemons/cgroup.procs`;
    }),
  );
}

async function makeGroup(tree: CgroupTree, parent: string, group: string): Promise<void> {
  await mkdir(group, { recursive: true });
  // A version 1 cpuset is born without processors and memory, and then refuses every process.
  if (tree.version !== 1 || !tree.isCpuset) return;
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    await writeFile(`${group}/${file}`, await readFile(`${parent}/${file}`, 'utf8'));
  }
}

/** Version 2: the kubelet finds in its group only the controllers the root hands down. */
async function delegateControllers(root: string): Promise<void> {
  const available = await readFile(`${root}/cgroup.controllers`, 'utf8');
  for (const controller of available.trim().split(/\s+/).filter(Boolean)) {
    await writeFile(`${root}/cgroup.subtree_control`, `+${controller}`).catch(() => undefined);
  }
}

/** Our groups that exist, as directories. */
export async function findSandboxCgroups(): Promise<string[]> {
  const ours = new Set((['host', ...CLUSTER_NAMES] as const).map(cgroupOf));
  const trees = await readCgroupTrees();
  const found = trees.map(async ({ root }) => {
    const names = await readdir(root).catch(() => []);
    return names.filter((name) => ours.has(name)).map((name) => `${root}/${name}`);
  });
  return (await Promise.all(found)).flat();
}

/** Removes our groups, which must be empty of processes; answers what remained. */
export async function removeCgroups(limitMs = 5000): Promise<string[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const groups = await findSandboxCgroups();
    await Promise.all(groups.map(removeTree));
    const left = await findSandboxCgroups();
    // A group stays busy for a moment after its last process was reaped.
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(50);
  }
}

async function removeTree(group: string): Promise<void> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  const children = entries.filter((entry) => entry.isDirectory());
  await Promise.all(children.map((child) => removeTree(`${group}/${child.name}`)));
  await rmdir(group).catch(() => undefined);
}
