import * as z from 'zod';

const ExpectedView = z
  .object({
    p50Seconds: z.number().describe('Half of such cutovers take no longer.'),
    p90Seconds: z.number().describe('Nine of ten take no longer.'),
    floorSeconds: z.number().describe('With nothing left to copy.'),
  })
  .meta({
    id: 'ExpectedOutage',
    description:
      'The whole outage of a cutover, as earlier runs made one expect it before it began.',
  });

const fields = {
  startedAt: z.string().optional().describe('When the first workload stopped, RFC 3339.'),
  endedAt: z
    .string()
    .optional()
    .describe(
      'When the first workload was ready on the target, or a stage let the application run again; RFC 3339.',
    ),
  predictedSeconds: z
    .number()
    .optional()
    .describe(
      'Of a stage: of the cutover that would follow. How long it was expected to last without the restore of the objects: the last pass as the passes before ' +
        'foretell it, stop and start as a small application takes them.',
    ),
  expected: ExpectedView.optional(),
};

/** What the workflow records of the outage. */
export const RecordedDowntime = z.object(fields);

export const DowntimeView = z
  .object({
    ...fields,
    seconds: z.number().optional().describe('How long it lasted, or has lasted until now.'),
  })
  .meta({ id: 'Downtime', description: 'The outage of the application.' });
export type DowntimeView = z.infer<typeof DowntimeView>;

/** @param until Now, for an outage that may still go on; without it only a finished one has a length. */
export function downtimeView(
  recorded: z.infer<typeof RecordedDowntime> | undefined,
  until: Date | undefined,
): DowntimeView | undefined {
  if (recorded === undefined) return undefined;
  const start = Date.parse(recorded.startedAt ?? '');
  const end = recorded.endedAt === undefined ? until?.getTime() : Date.parse(recorded.endedAt);
  if (Number.isNaN(start) || end === undefined || Number.isNaN(end)) return recorded;
  return { ...recorded, seconds: Math.max(0, (end - start) / 1000) };
}
