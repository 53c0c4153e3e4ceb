import * as z from 'zod';
import { DECISION_ACTS } from '../../../domain/run/hold.ts';

export const NewDecision = z
  .strictObject({
    act: z
      .enum(DECISION_ACTS)
      .describe(
        'retry: do what is missing of the step. skip: leave it out. rollback: take the run back.',
      ),
    hold: z
      .int()
      .min(1)
      .optional()
      .describe('The hold that it is about, as the run shows it; the present one when left out.'),
    reason: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .optional()
      .describe('Why the step is left out; skip needs it.'),
  })
  .refine(({ act, reason }) => act !== 'skip' || reason !== undefined, {
    path: ['reason'],
    message: 'say why the step is left out',
  })
  .meta({ id: 'NewDecision', description: 'What to do about a run that waits.' });
export type NewDecision = z.infer<typeof NewDecision>;
