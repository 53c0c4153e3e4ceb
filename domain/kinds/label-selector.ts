import * as z from 'zod';

const Requirement = z.looseObject({
  key: z.string().describe('Label.'),
  operator: z.string().describe('In, NotIn, Exists or DoesNotExist.'),
  values: z.array(z.string()).optional().describe('Values, for In and NotIn.'),
});

/** The Kubernetes label selector. Empty, it selects everything. */
export const LabelSelector = z
  .looseObject({
    matchLabels: z.record(z.string(), z.string()).optional().describe('Labels and their values.'),
    matchExpressions: z.array(Requirement).optional().describe('Rules about labels.'),
  })
  .describe('A label selector.');
export type LabelSelector = z.infer<typeof LabelSelector>;
