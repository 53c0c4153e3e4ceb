import * as z from 'zod';
import type { RunType } from '../../../domain/run/run-type.ts';
import { DryRun, ObjectName } from './names.ts';

/** The types of run that this version starts. */
export const STARTED_TYPES = ['cutover', 'stage', 'state'] as const satisfies readonly RunType[];
const LISTED = STARTED_TYPES.map((type) => `"${type}"`).join(', ');

export const NewRun = z
  .strictObject({
    type: z
      .enum(STARTED_TYPES, { error: `give one of ${LISTED}; this version starts no other type` })
      .describe(
        'stage copies the volumes and leaves the application; cutover moves it; state copies the volumes of an ' +
          'application whose objects somebody else brings.',
      ),
    name: ObjectName.optional().describe('Made from the name of the plan when left out.'),
    quiesce: z
      .boolean()
      .optional()
      .describe(
        'Stop the application on the source before the last copy. Left out, a cutover does, and the others do not; ' +
          'they start it again when they are told to stop it.',
      ),
    verify: z
      .boolean()
      .optional()
      .describe(
        'At the end of a cutover, look once more whether the workloads on the target are ready.',
      ),
    onFailure: z
      .enum(['Compensate', 'Hold'])
      .optional()
      .describe(
        'Hold: a step that fails waits for a decision; otherwise the run is taken back at once.',
      ),
    dryRun: DryRun,
  })
  .refine(({ type, verify }) => type === 'cutover' || verify === undefined, {
    path: ['verify'],
    error: 'leave it out: only a cutover starts workloads on the target',
  })
  .meta({ id: 'NewRun', description: 'A run to start.' });
export type NewRun = z.input<typeof NewRun>;

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'give 1 to 255 printable characters without spaces')
  .optional()
  .describe('A request repeated with the same key starts nothing new and is answered alike.');
