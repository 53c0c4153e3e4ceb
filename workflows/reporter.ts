import {
  CancellationScope,
  condition,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { RunInput } from '../domain/run/facts.ts';
import { runDetails } from '../domain/run/details.ts';
import type { RunState } from '../domain/run/state.ts';
import { runStatus } from '../domain/run/status.ts';
import { telling } from './proxies.ts';
import { openSearchAttributes } from './search-attributes.ts';

/** Writes the status of a run beside the run itself. */
export interface Reporter {
  /** Something has changed; tell it as soon as possible. `phase`: also as an event. */
  changed(options?: { phase: boolean }): void;
  /** Tells the last state, and ends. */
  finish(): Promise<void>;
}

/** While nothing changes but bytes, the status follows at growing distances: history is finite. */
const FIRST_REFRESH_MS = 2_000;
const SLOWEST_REFRESH_MS = 30_000;
/** Temporal ends a history of 51,200 events; a run of many days has to be told of more seldom. */
const LONG_HISTORY = 5_000;
const SELDOM_MS = 15 * 60_000;

const REFRESH = { summary: 'until the status is told again' };
const LAST_WORD = { summary: 'until the end of the run is told once more' };

/**
 * The status follows the run and never holds it up: a cluster that hosts the custom resources may be away for
 * minutes while the copy goes on.
 */
export function startReporter(run: RunInput, state: RunState): Reporter {
  let dirty = true;
  let event = true;
  let finished = false;
  const tellSearch = openSearchAttributes(run, state);

  async function publish(): Promise<void> {
    const asEvent = event;
    dirty = false;
    event = false;
    const status = runStatus(state, Date.now());
    setCurrentDetails(runDetails(run, state, Date.now()));
    tellSearch();
    await telling.publishRun({ run, status, event: asEvent });
  }

  /** What could not be told is not lost: the next status says all that this one would have said. */
  async function tryPublish(): Promise<boolean> {
    const asEvent = event;
    try {
      await publish();
      return true;
    } catch {
      event ||= asEvent;
      return false;
    }
  }

  async function follow(): Promise<void> {
    let refreshMs = FIRST_REFRESH_MS;
    while (!finished) {
      await tryPublish();
      const slowest = workflowInfo().historyLength > LONG_HISTORY ? SELDOM_MS : SLOWEST_REFRESH_MS;
      const changed = await condition(() => dirty || finished, refreshMs, REFRESH);
      refreshMs = changed ? FIRST_REFRESH_MS : Math.min(refreshMs * 1.5, slowest);
    }
  }

  async function tellTheEnd(): Promise<void> {
    finished = true;
    await following;
    event = true;
    // The last word must arrive, or the run would be taken for one that never ended.
    while (!(await tryPublish())) await sleep(SLOWEST_REFRESH_MS, LAST_WORD);
  }

  // A cancelled run is still told of until its end.
  const following = CancellationScope.nonCancellable(follow);
  return {
    changed(options) {
      dirty = true;
      event ||= options?.phase === true;
    },
    finish: () => CancellationScope.nonCancellable(tellTheEnd),
  };
}
