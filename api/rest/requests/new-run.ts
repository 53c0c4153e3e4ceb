import * as z from 'zod';
import { DryRun, ObjectName } from './names.ts';

export const NewRun = z
  .strictObject({
    type: z.literal('cutover', { error: 'give "cutover"; this version starts no other type' }),
    name: ObjectName.optional().describe('Made from the name of the plan when left out.'),
    quiesce: z
      .boolean()
      .default(true)
      .describe('Stop the application on the source before the last copy.'),
    verify: z
      .boolean()
      .optional()
      .describe('At the end, look once more whether the workloads on the target are ready.'),
    onFailure: z
      .enum(['Compensate', 'Hold'])
      .optional()
      .describe(
        'Hold: a step that fails waits for a decision; otherwise the run is taken back at once.',
      ),
    dryRun: DryRun,
  })
  .meta({ id: 'NewRun', description: 'A run to start.' });
export type NewRun = z.input<typeof NewRun>;

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'give 1 to 255 printable characters without spaces')
  .optional()
  .describe('A request repeated with the same key starts nothing new and is answered alike.');
