import { setTimeout as pass } from 'node:timers/promises';
import {
  freezeDaemon,
  startDaemon,
  stopDaemon,
  thawDaemon,
} from '../../../infra/sandbox/faults.ts';
import type { Owner } from '../../../infra/sandbox/layout.ts';

export interface Outage {
  owner: Owner;
  daemon: string;
  /** `stopped` refuses connections; `frozen` accepts them, and never answers. */
  how: 'stopped' | 'frozen';
}

/**
 * Takes a daemon of the sandbox away until something has come of it; afterwards it is ready again, whatever
 * happens. Others share the daemon: no longer than it takes to hurt.
 */
export async function suffer(
  { owner, daemon, how }: Outage,
  until: () => Promise<unknown>,
): Promise<void> {
  const [take, giveBack] =
    how === 'stopped' ? [stopDaemon, startDaemon] : [freezeDaemon, thawDaemon];
  await take(owner, daemon);
  try {
    await until();
  } finally {
    await giveBack(owner, daemon);
  }
}

/** An outage that lasts so long, since to be long is what it is about. */
export function lasting(seconds: number): () => Promise<void> {
  return () => pass(seconds * 1000);
}
