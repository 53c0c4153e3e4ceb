import type { Cluster } from '../clients/kube/cluster.ts';
import { failure, isFailure } from '../domain/failures/failure.ts';
import { API_VERSION, OWN_API_VERSION } from '../domain/kinds/group.ts';
import { keyOf } from '../domain/kube-object.ts';
import { endOf, type EndedRun } from '../domain/schedule/ended.ts';
import type { ScheduleOrder } from '../domain/schedule/order.ts';
import {
  runsToForget,
  SCHEDULE_LABEL,
  scheduledRun,
  scheduledRunName,
} from '../domain/schedule/run.ts';
import { isWithin } from '../domain/schedule/window.ts';
import type { Ports } from './ports.ts';
import { writeLastRun } from './status.ts';
import { waitFor } from './wait-for.ts';

export interface ScheduledTime {
  schedule: ScheduleOrder;
  /** RFC 3339, UTC. */
  scheduledFor: string;
}

/** A first copy may take days; the workflow's class of acts has the same limit. */
const LIMIT_MS = 7 * 24 * 3_600_000 - 60_000;
const LOOK_EVERY_MS = 1_000;

/** What a schedule does when its time has come. */
export function createScheduleActivities({ clusters }: Ports) {
  const { host } = clusters;
  return {
    /** Makes the MigMigration of the time, once; or says why there is none. */
    async orderScheduledRun({
      schedule,
      scheduledFor,
    }: ScheduledTime): Promise<{ state: 'ordered'; name: string } | { state: 'skipped' }> {
      const { window, timeZone } = schedule;
      const present = await isPresent(host, schedule);
      if (!present) return { state: 'skipped' };
      if (window !== undefined && !isWithin(window, new Date(), timeZone)) {
        const message = `It is not between ${window.start} and ${window.end} (${timeZone}).`;
        await writeLastRun(host, schedule, { scheduledFor, state: 'skipped', message });
        return { state: 'skipped' };
      }
      const name = scheduledRunName(schedule, scheduledFor);
      try {
        await host.create(scheduledRun(schedule, scheduledFor));
      } catch (error) {
        // An earlier try of this act has made it.
        if (!isFailure(error, 'DRAY-1011')) throw error;
      }
      await writeLastRun(host, schedule, { name, scheduledFor, state: 'running' });
      return { state: 'ordered', name };
    },

    /** Waits for the end of the run, and says on the schedule what became of it. */
    async awaitScheduledRun({
      schedule,
      scheduledFor,
      name,
    }: ScheduledTime & { name: string }): Promise<EndedRun> {
      const { namespace } = schedule;
      const key = { apiVersion: API_VERSION, kind: 'MigMigration', namespace, name };
      const ended = await waitFor(
        async () => {
          const value = endOf(await host.get(key));
          return value === undefined
            ? { done: false, seen: `run ${name} goes on` }
            : { done: true, value };
        },
        { limitMs: LIMIT_MS, pollMs: LOOK_EVERY_MS },
        (seen) =>
          failure('DRAY-2020', { detail: seen, object: `MigMigration ${namespace}/${name}` }),
      );
      const endedAt = new Date().toISOString();
      await writeLastRun(host, schedule, { name, scheduledFor, endedAt, ...ended });
      return ended;
    },

    /** Deletes runs of the schedule that succeeded long ago. */
    async forgetScheduledRuns({ namespace, uid, keepRuns }: ScheduleOrder): Promise<void> {
      const runs = await host.list({
        ...{ apiVersion: API_VERSION, kind: 'MigMigration', namespace },
        labelSelector: `${SCHEDULE_LABEL}=${uid}`,
      });
      for (const run of runsToForget(runs, keepRuns)) await host.delete(keyOf(run));
    },
  };
}

/** A schedule that was deleted a moment ago orders nothing more. */
async function isPresent(host: Cluster, { namespace, name, uid }: ScheduleOrder): Promise<boolean> {
  const key = { apiVersion: OWN_API_VERSION, kind: 'MigSchedule', namespace, name };
  return (await host.get(key))?.metadata.uid === uid;
}
