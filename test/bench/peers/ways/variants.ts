import { run, SENDER } from '../commands.ts';
import { wireBytes } from '../rsync-output.ts';
import type { PassName, Way } from '../way.ts';
import { KINDS, ourPass } from './ours.ts';
import { openTunnel } from './tunnelled.ts';

/** What is taken from our flags, and put in its place. */
interface Change {
  without: readonly string[];
  with?: readonly string[];
}

export const CHANGES: Readonly<Record<string, Change>> = {
  'no acls': { without: ['--acls'] },
  'no xattrs': { without: ['--xattrs'] },
  'no acls nor xattrs': { without: ['--acls', '--xattrs'] },
  'no hard links': { without: ['--hard-links'] },
  'no sparse': { without: ['--sparse'] },
  'no in-place': { without: ['--inplace'] },
  'no progress': {
    without: ['--info=progress2,stats2,name0,flist0'],
    with: ['--info=stats2,name0,flist0'],
  },
  'deletes during': { without: ['--delete-delay'], with: ['--delete-during'] },
  'whole seconds': { without: ['--modify-window=-1'] },
  'any checksum': { without: ['--checksum-choice=xxh128'] },
};

/** Ours with one flag changed each: measured only when asked for, to see what costs what. */
export const VARIANTS: readonly Way[] = Object.entries(CHANGES).map(([name, change]) => ({
  ...{ name, title: `Drayage, ${name}`, warm: true, variant: true },
  open: async (place) => {
    const { ends, tunnelUrl } = await openTunnel(place);
    const command = (pass: PassName) => changed(ourPass(KINDS[pass], place, tunnelUrl), change);
    return { ...ends, pass: async (pass) => wireBytes(await run(place, SENDER, command(pass))) };
  },
}));

/** @throws Error when the command has no such flag: it would be measured against itself. */
export function changed(command: readonly string[], { without, with: added = [] }: Change) {
  const missing = without.filter((flag) => !command.includes(flag));
  if (missing.length > 0) throw new Error(`our passes have no ${missing.join(', ')} any more`);
  const [program = '', ...flags] = command.filter((flag) => !without.includes(flag));
  return [program, ...added, ...flags];
}
