import { heartbeat, sleep } from '@temporalio/activity';
import type { PassStatus } from '../domain/transfer/xfer.ts';
import type { Mover } from './mover.ts';

/** Often at first: the last pass is short, and an application stands still. */
const FIRST_LOOK_MS = 60;
const SLOWEST_LOOK_MS = 1_000;
const GROWTH = 1.2;

/** More often than the heartbeat timeout of any act. */
const BEAT_MS = 3_000;

/**
 * Starts a command in a mover's pod, unless an earlier worker did, and watches it to its end. The command goes on
 * when this worker dies.
 * @param tell what to heartbeat of a look, and what else to do about it
 */
export async function runDetached(
  mover: Mover,
  id: string,
  command: string[],
  tell: (status: PassStatus) => unknown,
): Promise<PassStatus> {
  await mover.start(id, command);
  return watchDetached(mover, id, tell);
}

/** Watches to its end what was started. */
export async function watchDetached(
  mover: Mover,
  id: string,
  tell: (status: PassStatus) => unknown,
): Promise<PassStatus> {
  let pauseMs = FIRST_LOOK_MS;
  for (;;) {
    const status = await mover.status(id);
    if (status.state !== 'running') return status;
    heartbeat(tell(status));
    await sleep(pauseMs);
    pauseMs = Math.min(pauseMs * GROWTH, SLOWEST_LOOK_MS);
  }
}

/** Heartbeats while something is waited for that cannot be looked at. */
export async function withHeartbeat<T>(what: string, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat({ waitingFor: what }), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
