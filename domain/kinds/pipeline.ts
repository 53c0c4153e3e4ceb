import * as z from 'zod';
import { Time } from './time.ts';

/** The steps people see, in MTC's words. The four hook phases are steps of their own. */
const PIPELINE_STEPS = [
  'Prepare',
  'PreBackupHooks',
  'DirectImage',
  'Backup',
  'StageBackup',
  'StageRestore',
  'DirectVolume',
  'PostBackupHooks',
  'PreRestoreHooks',
  'Restore',
  'PostRestoreHooks',
  'Cleanup',
  'CleanupVelero',
  'CleanupHelpers',
  'CleanupMigrated',
  'CleanupUnquiesce',
] as const;
export type PipelineStep = (typeof PIPELINE_STEPS)[number];

/** One step of a run, as `status.pipeline` shows it. */
export const PipelineEntry = z
  .looseObject({
    name: z.string().describe(`Name of the step, for example ${PIPELINE_STEPS[0]}.`),
    phase: z.string().optional().describe('The phase the step is in.'),
    message: z
      .string()
      .optional()
      .describe('What the step is doing, or Not started, or Completed.'),
    started: Time.optional().describe('When the step began.'),
    completed: Time.optional().describe('When the step ended.'),
    progress: z.array(z.string()).optional().describe('Progress, one line per object at work.'),
    failed: z.boolean().optional().describe('Whether the step failed.'),
    skipped: z.boolean().optional().describe('Whether the step did not apply.'),
  })
  .describe('One step of the run.');
export type PipelineEntry = z.infer<typeof PipelineEntry>;

/** How far a run has come: common to every kind that acts. */
export const progressBasics = {
  startTimestamp: Time.optional().describe('When the run began.'),
  phase: z.string().optional().describe('The phase the run is in.'),
  itinerary: z.string().optional().describe('The list of phases the run follows.'),
  errors: z.array(z.string()).optional().describe('What went wrong.'),
};
