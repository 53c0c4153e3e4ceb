import { CancellationScope, condition, sleep, workflowInfo } from '@temporalio/workflow';
import type { CopyOrder } from '../domain/volume-migration/order.ts';
import type { CopyState } from '../domain/volume-migration/state.ts';
import { telling } from './proxies.ts';

/** Writes the status of a copy beside the copy itself. */
export interface CopyReporter {
  /** Something has changed; tell it as soon as possible. */
  changed(): void;
  /** Tells the last state, and ends. */
  finish(): Promise<void>;
}

/** While nothing changes but bytes, the status follows at growing distances: history is finite. */
const FIRST_REFRESH_MS = 2_000;
const SLOWEST_REFRESH_MS = 30_000;
/** Temporal ends a history of 51,200 events; a copy of many days has to be told of more seldom. */
const LONG_HISTORY = 5_000;
const SELDOM_MS = 15 * 60_000;

const REFRESH = { summary: 'until the status is told again' };
const LAST_WORD = { summary: 'until the end of the copy is told once more' };

/**
 * The status follows the copy and never holds it up.
 *
 * @param onGone the object was deleted: there is nobody to tell any more
 */
export function startCopyReporter(
  order: CopyOrder & { observedDigest: string },
  state: CopyState,
  onGone: () => void,
): CopyReporter {
  let dirty = true;
  let finished = false;
  let isGone = false;

  /** What could not be told is told by the next status. */
  async function tryPublish(): Promise<boolean> {
    dirty = false;
    try {
      if (await telling.publishCopy({ ...order, state })) return true;
      isGone = true;
      onGone();
      return true;
    } catch {
      return false;
    }
  }

  async function follow(): Promise<void> {
    let refreshMs = FIRST_REFRESH_MS;
    while (!finished && !isGone) {
      await tryPublish();
      const slowest = workflowInfo().historyLength > LONG_HISTORY ? SELDOM_MS : SLOWEST_REFRESH_MS;
      const changed = await condition(() => dirty || finished, refreshMs, REFRESH);
      refreshMs = changed ? FIRST_REFRESH_MS : Math.min(refreshMs * 1.5, slowest);
    }
  }

  async function tellTheEnd(): Promise<void> {
    finished = true;
    await following;
    // The last word must arrive, or the copy would be taken for one that never ended.
    while (!isGone && !(await tryPublish())) await sleep(SLOWEST_REFRESH_MS, LAST_WORD);
  }

  // A cancelled copy is still told of until its end.
  const following = CancellationScope.nonCancellable(follow);
  return {
    changed() {
      dirty = true;
    },
    finish: () => CancellationScope.nonCancellable(tellTheEnd),
  };
}
