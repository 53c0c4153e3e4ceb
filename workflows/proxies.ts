import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

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

/** Reads, decides and changes single objects. */
export const quick = proxyActivities<Activities>({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '90s',
  scheduleToCloseTimeout: '1h',
  retry: PATIENT,
});

/** Waits for the world; each knows its own limit and its diagnosis, and tells what it sees. */
export const waiting = proxyActivities<Activities>({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '2h',
  scheduleToCloseTimeout: '3h',
  retry: PATIENT,
});

/** Moves or reads data; as long as it takes, provided it is heard from. */
export const transfer = proxyActivities<Activities>({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '7 days',
  retry: PATIENT,
});

/** Takes acts back; never given up, since an application waits to run again. */
export const cleanup = proxyActivities<Activities>({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '10m',
  scheduleToCloseTimeout: '24h',
  retry: PATIENT,
});

/** Tells people; a host cluster that is away must not hold up the run. */
export const telling = proxyActivities<Activities>({
  ...WAIT,
  ...ALIVE,
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '1h',
  retry: PATIENT,
});

/** Tells in passing, within an outage: what does not get through in a moment is told by what follows. */
export const aside = proxyActivities<Activities>({
  ...WAIT,
  startToCloseTimeout: '3s',
  scheduleToCloseTimeout: '3s',
  retry: PATIENT,
});
