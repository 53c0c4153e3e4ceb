import * as z from 'zod';
import { SCHEDULED_TYPES } from '../../../domain/kinds/mig-schedule.ts';
import { ObjectName } from './names.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give a time of day like 22:00');

export const NewSchedule = z
  .strictObject({
    name: ObjectName,
    plan: ObjectName.describe('The plan to run.'),
    type: z.enum(SCHEDULED_TYPES).optional().describe('stage when left out.'),
    cron: z
      .string()
      .optional()
      .describe('Five fields, for example "0 22 * * *"; or give interval.'),
    interval: z.string().optional().describe('How often, for example 6h; or give cron.'),
    timeZone: z.string().optional().describe('Of cron and window; UTC when left out.'),
    window: z
      .strictObject({ start: time, end: time })
      .optional()
      .describe('Times of day between which a run may begin.'),
    jitter: z.string().optional().describe('Runs begin up to so much later, for example 5m.'),
    keepRuns: z.int().min(1).max(100).optional().describe('Succeeded runs that are kept; 10.'),
  })
  .meta({ id: 'NewSchedule', description: 'A schedule to make.' });
export type NewSchedule = z.input<typeof NewSchedule>;
