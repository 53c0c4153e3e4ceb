import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { OWN_API_VERSION } from './group.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';
import { Time } from './time.ts';

/** A cutover is wanted once; what is repeated leaves the application where it is. */
export const SCHEDULED_TYPES = ['stage', 'state'] as const;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const Window = z.looseObject({
  start: timeOfDay.describe('Time of day from which a run may begin, for example "22:00".'),
  end: timeOfDay.describe(
    'Time of day from which none may begin; before start it is the next day.',
  ),
});

const Spec = z.looseObject({
  migPlanRef: ObjectRef.describe('The MigPlan to run, in the namespace of the schedule.'),
  type: z
    .enum(SCHEDULED_TYPES)
    .optional()
    .describe('What to run: stage (default), or state for a state migration.'),
  cron: z
    .string()
    .optional()
    .describe('When, as five fields of cron, for example "0 22 * * *"; or give interval.'),
  interval: z.string().optional().describe('How often, for example 6h or 1h30m; or give cron.'),
  timeZone: z
    .string()
    .optional()
    .describe(
      'Name of the time zone of cron and window, for example Europe/Berlin; UTC when left out.',
    ),
  window: Window.optional().describe(
    'When a run may begin; outside, it is skipped and told in status.lastRun.',
  ),
  jitter: z
    .string()
    .optional()
    .describe('Runs begin up to so much later, for example 5m, so that not all begin at once.'),
  suspend: z.boolean().optional().describe('Set to true to pause the schedule.'),
  keepRuns: z
    .int()
    .min(1)
    .max(100)
    .optional()
    .describe('Succeeded runs of the schedule that are kept; 10 when left out.'),
});

const LastRun = z.looseObject({
  name: z.string().optional().describe('Its MigMigration; none was made when it was skipped.'),
  scheduledFor: Time.describe('The time it was meant for.'),
  endedAt: Time.optional().describe('When it ended.'),
  state: z.string().describe('running, skipped, succeeded, warnings, failed, canceled or deleted.'),
  message: z.string().optional().describe('Why it was skipped, or failed.'),
});

const Status = z.looseObject({
  ...statusBasics,
  nextRun: Time.optional().describe('When it runs next; not there while it is paused.'),
  lastRun: LastRun.optional().describe('What became of the run before.'),
});

/** Runs of a plan, again and again. */
export const MigSchedule = kindObject('MigSchedule', Spec, Status, OWN_API_VERSION).describe(
  'Runs of a plan, again and again.',
);
export type MigSchedule = z.infer<typeof MigSchedule>;
