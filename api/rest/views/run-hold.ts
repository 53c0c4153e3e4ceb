import * as z from 'zod';

export const RunHold = z
  .object({
    number: z.int().describe('A decision names the hold that it is about; the first is 1.'),
    phase: z.string().describe('The step that failed.'),
    since: z.string(),
    until: z.string().describe('Then the run rolls back by itself.'),
    skippable: z.boolean().describe('Whether the step may be left out.'),
  })
  .meta({ id: 'RunHold', description: 'A run that waits for a person, at a step that failed.' });
export type RunHold = z.infer<typeof RunHold>;

/** What a person has to know to decide; why the step failed stands in the failure of the run. */
export function holdView(held: RunHold | undefined): RunHold | undefined {
  if (held === undefined) return undefined;
  const { number, phase, since, until, skippable } = held;
  return { number, phase, since, until, skippable };
}
