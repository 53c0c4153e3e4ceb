import {
  ActivityCancellationType,
  type ActivityInterfaceFor,
  type ActivityOptions,
  proxyActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { summaryOf } from './summaries.ts';

/**
 * Every timeout of the product, by what an act does. A cancelled act is waited for: its undo must not run
 * beside it. The code of the SDK reads an unset cancellationType as TRY_CANCEL, whatever its documentation says.
 */
const WAIT = { cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED } as const;

/** Workers beat for every act they carry; one that is silent for so long is dead, and another takes over. */
const ALIVE = { heartbeatTimeout: '10s' } as const;

/** A cluster or an S3 server that is away for minutes delays a run, and does not fail it. */
const PATIENT = {
  initialInterval: '250ms',
  backoffCoefficient: 1.6,
  maximumInterval: '5s',
} as const;

/** Each act says in the Temporal UI what it is about. */
function actsWith(options: ActivityOptions): ActivityInterfaceFor<Activities> {
  const acts = proxyActivities(options);
  const summarized = (name: string) => (input: unknown) => {
    const act = acts[name];
    if (act === undefined) throw new TypeError(`${name} is no activity`);
    return act.executeWithOptions({ summary: summaryOf(name, input) }, [input]);
  };
  return new Proxy({} as ActivityInterfaceFor<Activities>, {
    get: (_, name) => (typeof name === 'string' ? summarized(name) : undefined),
  });
}

/** Reads, decides and changes single objects. */
export const quick = actsWith({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '90s',
  scheduleToCloseTimeout: '1h',
  retry: PATIENT,
});

/** Waits for the world; each knows its own limit and its diagnosis, and tells what it sees. */
export const waiting = actsWith({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '2h',
  scheduleToCloseTimeout: '3h',
  retry: PATIENT,
});

/** Moves or reads data; as long as it takes, provided it is heard from. */
export const transfer = actsWith({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '7 days',
  retry: PATIENT,
});

/** Takes acts back; never given up, since an application waits to run again. */
export const cleanup = actsWith({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '24h',
  retry: PATIENT,
});

/** Tells people; a host cluster that is away must not hold up the run. */
export const telling = actsWith({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '1h',
  retry: PATIENT,
});

/** Tells in passing, within an outage: what does not get through in a moment is told by what follows. */
export const aside = actsWith({
  ...WAIT,
  startToCloseTimeout: '3s',
  scheduleToCloseTimeout: '3s',
  retry: PATIENT,
});
