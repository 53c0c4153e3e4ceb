import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { RECEIVER, run, SENDER } from '../commands.ts';
import type { Way } from '../way.ts';
import { emptyVolume, growthOf } from './repository.ts';

/** Velero's file-system backup by kopia, without compression, as Velero sets it. */
export function kopiaWay(program: string): Way {
  return {
    ...{ name: 'kopia', title: 'Velero’s kopia', warm: false },
    open: async (place) => {
      const { directory, source, target } = place;
      const repository = path.join(directory, 'repository');
      const env = {
        KOPIA_CONFIG_PATH: path.join(directory, 'kopia.config'),
        KOPIA_CACHE_DIRECTORY: path.join(directory, 'cache'),
        KOPIA_LOG_DIR: path.join(directory, 'logs'),
        KOPIA_PASSWORD: 'static-passw0rd',
        KOPIA_CHECK_FOR_UPDATES: 'false',
      };
      await mkdir(repository);
      const create = ['repository', 'create', 'filesystem', `--path=${repository}`];
      await run(place, SENDER, [program, ...create], { env });
      const policy = ['policy', 'set', '--global', '--compression=none'];
      await run(place, SENDER, [program, ...policy], { env });
      return {
        start: () => Promise.resolve(),
        stop: () => Promise.resolve(),
        clear: () => emptyVolume(target),
        pass: () =>
          growthOf(repository, async () => {
            const backup = [program, 'snapshot', 'create', source, '--json', '--no-progress'];
            const { id } = JSON.parse(await run(place, SENDER, backup, { env })) as { id: string };
            await run(place, RECEIVER, [program, 'restore', id, target], { env });
          }),
      };
    },
  };
}
