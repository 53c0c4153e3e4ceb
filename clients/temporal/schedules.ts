import {
  type Client,
  type ScheduleDescription,
  ScheduleNotFoundError,
  type ScheduleOptions,
  ScheduleOverlapPolicy,
  type ScheduleUpdateOptions,
} from '@temporalio/client';
import {
  SCHEDULE_PREFIX,
  scheduledRunId,
  scheduleId,
  TASK_QUEUE,
} from '../../domain/engine-names.ts';
import type { ScheduleOrder } from '../../domain/schedule/order.ts';
import { pauseAfter, type PauseState } from '../../domain/schedule/pause.ts';
import type { SeenSchedule } from '../../domain/schedule/status.ts';
import type { ObjectName } from './engine.ts';

/** Schedules of Temporal, one for each MigSchedule. Every call may be repeated without harm. */
export interface ScheduleEngine {
  /** Makes Temporal's schedule what the object asks for; the refusal in words, when Temporal does not take it. */
  apply(order: ScheduleOrder): Promise<string | undefined>;
  /** One that is gone already is fine. */
  remove(object: ObjectName): Promise<void>;
  /** Undefined when there is none. */
  look(object: ObjectName): Promise<SeenSchedule | undefined>;
  /** Names of all in a namespace. */
  names(namespace: string): Promise<string[]>;
}

/** Temporal was away: a run that is later than this is left out. */
const CATCHUP = '10m';

export function createSchedules(client: Client): ScheduleEngine {
  const { schedule } = client;
  const handleOf = ({ namespace, name }: ObjectName) =>
    schedule.getHandle(scheduleId(namespace, name));

  async function describe(object: ObjectName): Promise<ScheduleDescription | undefined> {
    try {
      return await handleOf(object).describe();
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return undefined;
      throw error;
    }
  }

  async function remove(object: ObjectName): Promise<void> {
    try {
      await handleOf(object).delete();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    }
  }

  return {
    remove,
    async apply(order) {
      const found = await describe(order);
      const made = found === undefined ? undefined : orderOf(found);
      try {
        // Another object of the same name: nothing of the earlier one concerns it.
        if (found !== undefined && made?.uid !== order.uid) await remove(order);
        if (found === undefined || made?.uid !== order.uid) {
          await schedule.create(optionsOf(order, pauseAfter(order)));
        } else if (JSON.stringify(made) !== JSON.stringify(order)) {
          await handleOf(order).update((present) => updateOf(order, made, present));
        }
        return undefined;
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined) throw error;
        return refusal;
      }
    },
    async look(object) {
      const found = await describe(object);
      if (found === undefined) return undefined;
      const nextRun = found.info.nextActionTimes[0]?.toISOString();
      return { ...pauseOf(found), ...(nextRun === undefined ? {} : { nextRun }) };
    },
    async names(namespace) {
      const prefix = `${SCHEDULE_PREFIX}${namespace}/`;
      const names: string[] = [];
      for await (const { scheduleId: id } of schedule.list()) {
        if (id.startsWith(prefix)) names.push(id.slice(prefix.length));
      }
      return names;
    },
  };
}

function optionsOf(order: ScheduleOrder, { paused, note }: PauseState): ScheduleOptions {
  const { namespace, name, plan, type, cron, intervalSeconds, timeZone, jitterSeconds } = order;
  return {
    scheduleId: scheduleId(namespace, name),
    spec: {
      ...(cron === undefined ? {} : { cronExpressions: [cron] }),
      ...(intervalSeconds === undefined ? {} : { intervals: [{ every: intervalSeconds * 1000 }] }),
      ...(jitterSeconds === undefined ? {} : { jitter: jitterSeconds * 1000 }),
      timezone: timeZone,
    },
    action: {
      type: 'startWorkflow',
      workflowType: 'scheduledRun',
      workflowId: scheduledRunId(namespace, name),
      taskQueue: TASK_QUEUE,
      args: [order],
      staticSummary: `${type} of ${plan}, as scheduled by ${name}`,
    },
    policies: {
      overlap: ScheduleOverlapPolicy.SKIP,
      pauseOnFailure: true,
      catchupWindow: CATCHUP,
    },
    state: { paused, ...(note === '' ? {} : { note }) },
  };
}

function updateOf(
  order: ScheduleOrder,
  made: ScheduleOrder,
  present: ScheduleDescription,
): ScheduleUpdateOptions {
  const state = pauseAfter(order, { order: made, ...pauseOf(present) });
  const { spec, action, policies, state: wanted } = optionsOf(order, state);
  return {
    ...{ spec, action },
    ...(policies === undefined ? {} : { policies }),
    state: wanted,
  } as ScheduleUpdateOptions;
}

function pauseOf({ state }: ScheduleDescription): PauseState {
  return { paused: state.paused, note: state.note ?? '' };
}

/** What it was made from. */
function orderOf({ action }: ScheduleDescription): ScheduleOrder | undefined {
  return action.args?.[0] as ScheduleOrder | undefined;
}

/** Cron and its values are Temporal's to judge; its client makes a TypeError of what it does not take. */
function refusalOf(error: unknown): string | undefined {
  return error instanceof TypeError ? error.message : undefined;
}
