import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';
import { PipelineEntry, progressBasics } from './pipeline.ts';
import { Time } from './time.ts';
import { UnhealthyNamespace } from './unhealthy.ts';

/** Required by MTC, and here: with a default, a misspelt `Stage: true` would begin an outage. */
const stage = z
  .boolean()
  .describe('true copies data while the application runs on; false moves the application.');

/** A week. */
const MAX_HOLD_MINUTES = 7 * 24 * 60;

const Spec = z.looseObject({
  migPlanRef: ObjectRef.optional().describe('The MigPlan to run.'),
  stage,
  migrateState: z.boolean().optional().describe('Move the selected volumes only.'),
  rollback: z.boolean().optional().describe('Undo what earlier runs of the plan moved.'),
  quiescePods: z
    .boolean()
    .optional()
    .describe('Scale the application on the source to zero before the last copy.'),
  canceled: z.boolean().optional().describe('Set to true to stop the run and tidy up.'),
  keepAnnotations: z
    .boolean()
    .optional()
    .describe(
      'Keep the labels and annotations of the run on pods, volumes and claims of the source: none ' +
        'are written there, so it changes nothing.',
    ),
  verify: z.boolean().optional().describe('Name the pods that do not run on the target.'),
  runAsRoot: z.boolean().optional().describe('Copy as root.'),
  runAsUser: z.int().optional().describe('Copy as this user.'),
  runAsGroup: z.int().optional().describe('Copy as this group.'),
  onFailure: z
    .enum(['Compensate', 'Hold'])
    .optional()
    .describe(
      'What a step that fails for good leads to before the target runs. Compensate (default): ' +
        'the source is left as it was found. Hold: the run waits for retry, skip or rollback.',
    ),
  holdMinutes: z
    .int()
    .min(1)
    .max(MAX_HOLD_MINUTES)
    .optional()
    .describe('How long a run with onFailure Hold waits for a person; 240 when left out.'),
  startAt: Time.optional().describe('When the run is to begin; at once when left out.'),
  startBefore: Time.optional().describe(
    'The run is refused when it could not begin by then; 15 minutes after startAt when left out.',
  ),
});

const Status = z.looseObject({
  ...statusBasics,
  ...progressBasics,
  pipeline: z.array(PipelineEntry).optional().describe('The steps of the run.'),
  namespaces: z
    .array(UnhealthyNamespace)
    .optional()
    .describe('Namespaces of the target in which something is not well.'),
});

/** One run of a plan. */
export const MigMigration = kindObject('MigMigration', Spec, Status).describe('One run of a plan.');
export type MigMigration = z.infer<typeof MigMigration>;
