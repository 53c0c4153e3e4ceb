import * as z from 'zod';

const Workload = z
  .looseObject({
    name: z.string().describe('Kind and name of the workload.'),
    resources: z.array(z.string()).optional().describe('Pods of the workload that are not well.'),
  })
  .describe('A workload that is not well.');

/** A namespace in which something does not run as it should. */
export const UnhealthyNamespace = z
  .looseObject({
    name: z.string().describe('Name of the namespace.'),
    workloads: z.array(Workload).optional().describe('Its workloads that are not well.'),
  })
  .describe('A namespace in which something is not well.');
export type UnhealthyNamespace = z.infer<typeof UnhealthyNamespace>;
