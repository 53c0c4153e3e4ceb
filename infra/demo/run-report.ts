import { z } from 'zod';

/** What the demo tells about the run itself, out of the server's view of it. */
export const RunReport = z.object({
  name: z.string(),
  state: z.string(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  downtime: z
    .object({ seconds: z.number().optional(), predictedSeconds: z.number().optional() })
    .optional(),
  phaseSeconds: z.array(z.object({ phase: z.string(), seconds: z.number() })),
  /** No link where nobody said where the UI is. */
  temporal: z.object({ workflowId: z.string(), url: z.string().optional() }).optional(),
});
export type RunReport = z.infer<typeof RunReport>;

/** How long the run took, in seconds; undefined before its end. */
export function runSeconds({ startedAt, endedAt }: RunReport): number | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000;
}
