import * as z from 'zod';
import { SCHEDULED_TYPES } from '../../../domain/kinds/mig-schedule.ts';
import type { KubeObject } from '../../../domain/kube-object.ts';
import { Conditions, ConditionView, holding } from './condition.ts';

const text = z.string().optional().catch(undefined);

const LastRun = z.object({
  name: z.string().optional().describe('The run; there is none when it was skipped.'),
  scheduledFor: z.string().describe('The time it was meant for, RFC 3339.'),
  endedAt: z.string().optional(),
  state: z.string().describe('running, skipped, succeeded, warnings, failed, canceled or deleted.'),
  message: z.string().optional().describe('Why it was skipped, or failed.'),
});

const Window = z.object({ start: z.string(), end: z.string() });

export const ScheduleView = z
  .object({
    name: z.string().describe('Name of the MigSchedule.'),
    plan: z.string().describe('The plan it runs.'),
    type: z.enum(SCHEDULED_TYPES),
    cron: z.string().optional(),
    interval: z.string().optional(),
    timeZone: z.string(),
    window: Window.optional().describe('Times of day between which a run may begin.'),
    jitter: z.string().optional(),
    ready: z.boolean().describe('Whether it is obeyed.'),
    paused: z.boolean().describe('By a person, or since a run failed; the conditions say which.'),
    nextRun: z.string().optional().describe('RFC 3339.'),
    lastRun: LastRun.optional(),
    conditions: z.array(ConditionView),
  })
  .meta({ id: 'Schedule', description: 'Runs of a plan, again and again.' });
export type ScheduleView = z.infer<typeof ScheduleView>;

const Spec = z
  .object({
    migPlanRef: z.object({ name: z.string() }).catch({ name: '' }),
    type: z.enum(SCHEDULED_TYPES).catch('stage'),
    ...{ cron: text, interval: text, jitter: text },
    timeZone: z.string().catch('UTC'),
    window: Window.optional().catch(undefined),
    suspend: z.boolean().catch(false),
  })
  .catch({ migPlanRef: { name: '' }, type: 'stage', timeZone: 'UTC', suspend: false });

const Status = z
  .object({
    conditions: Conditions,
    nextRun: text,
    lastRun: LastRun.optional().catch(undefined),
  })
  .catch({ conditions: [] });

/** A schedule as users see it. */
export function scheduleView(schedule: KubeObject): ScheduleView {
  const { migPlanRef, suspend, ...spec } = Spec.parse(schedule['spec']);
  const { conditions, ...status } = Status.parse(schedule['status']);
  const view = {
    name: schedule.metadata.name,
    plan: migPlanRef.name,
    ...spec,
    ready: holding(conditions, 'Ready') !== undefined,
    paused: suspend || holding(conditions, 'Paused') !== undefined,
    ...status,
    conditions,
  };
  // Fields that are not there are left out.
  return JSON.parse(JSON.stringify(view)) as ScheduleView;
}
