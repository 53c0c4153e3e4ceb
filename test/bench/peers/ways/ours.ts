import { passCommand, type PassKind } from '../../../../domain/transfer/rsync.ts';
import { run, SENDER } from '../commands.ts';
import { wireBytes } from '../rsync-output.ts';
import type { PassName, Place, Way } from '../way.ts';
import { openTunnel } from './tunnelled.ts';

export const KINDS = {
  initial: 'initial',
  'no-op': 'delta',
  delta: 'delta',
  cutover: 'final',
} as const satisfies Record<PassName, PassKind>;

/** The product's own passes: its flags, its daemon, its tunnel, and both ends kept from pass to pass. */
export const OURS: Way = {
  ...{ name: 'ours', title: '**Drayage**', warm: true },
  open: async (place) => {
    const { ends, tunnelUrl } = await openTunnel(place);
    const command = (name: PassName) => ourPass(KINDS[name], place, tunnelUrl);
    return { ...ends, pass: async (name) => wireBytes(await run(place, SENDER, command(name))) };
  },
};

/** The command of the product; only its two ends are other ones. */
export function ourPass(kind: PassKind, { source }: Pick<Place, 'source'>, url: string): string[] {
  return [...passCommand({ kind }).slice(0, -2), `${source}/`, url];
}
