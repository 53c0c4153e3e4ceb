import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RECEIVER, run, SENDER } from '../commands.ts';
import type { Way } from '../way.ts';
import { emptyVolume, growthOf } from './repository.ts';

/** Velero's file-system backup by restic: a backup of the volume, and a restore of all of it. */
export const RESTIC: Way = {
  ...{ name: 'restic', title: 'Velero’s restic', warm: false },
  open: async (place) => {
    const { directory, source, target } = place;
    const repository = path.join(directory, 'repository');
    const password = path.join(directory, 'password');
    await writeFile(password, 'static-passw0rd', { mode: 0o600 });
    const restic = (...args: string[]) => [
      ...['restic', ...args, `--repo=${repository}`, `--password-file=${password}`],
      `--cache-dir=${path.join(directory, 'cache')}`,
    ];
    await run(place, SENDER, restic('init'));
    return {
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      clear: () => emptyVolume(target),
      pass: () =>
        growthOf(repository, async () => {
          const backup = restic('backup', '.', '--host=velero', '--json');
          const told = await run(place, SENDER, backup, { cwd: source });
          const restore = restic('restore', snapshotOf(told), '--target=.');
          await run(place, RECEIVER, restore, { cwd: target });
        }),
    };
  },
};

/** From the last line of a backup. */
export function snapshotOf(told: string): string {
  const { snapshot_id: id } = JSON.parse(told.trim().split('\n').at(-1) ?? '') as {
    snapshot_id?: string;
  };
  if (id === undefined) throw new Error(`restic did not tell its snapshot: ${told.slice(-500)}`);
  return id;
}
