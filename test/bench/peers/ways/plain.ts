import { run, SENDER } from '../commands.ts';
import { wireBytes } from '../rsync-output.ts';
import type { Place, Way } from '../way.ts';
import { openTunnel } from './tunnelled.ts';

/** What anybody would type. */
const FLAGS = ['--archive', '--delete', '--stats', '--no-human-readable'];

export const PLAIN: Way = {
  ...{ name: 'plain', title: '`rsync -a`, same tunnel', warm: true },
  open: async (place) => {
    const { ends, tunnelUrl } = await openTunnel(place);
    return { ...ends, pass: () => plainPass(place, tunnelUrl) };
  },
};

export const DAEMON: Way = {
  ...{ name: 'daemon', title: '`rsync -a`, no tunnel', warm: true, limit: true },
  open: async (place) => {
    const { ends, daemonUrl } = await openTunnel(place);
    return { ...ends, pass: () => plainPass(place, daemonUrl) };
  },
};

/** What the memory and one processor can do. */
export const COPY: Way = {
  ...{ name: 'cp', title: '`cp -a`', warm: true, limit: true, passes: ['initial'] },
  open: (place) =>
    Promise.resolve({
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      pass: async () => {
        await run(place, SENDER, ['cp', '-a', `${place.source}/.`, place.target]);
        return undefined;
      },
    }),
};

async function plainPass(place: Place, url: string): Promise<number> {
  return wireBytes(await run(place, SENDER, ['rsync', ...FLAGS, `${place.source}/`, url]));
}
