import * as z from 'zod';

export const TemporalView = z
  .object({
    workflowId: z.string(),
    runId: z.string().describe("Temporal's id of this execution."),
    url: z.string().optional().describe('Its history in the Temporal UI, where there is one.'),
  })
  .meta({ id: 'TemporalExecution', description: 'The workflow behind a run.' });
export type TemporalView = z.infer<typeof TemporalView>;

/** Where the Temporal UI is and which of its namespaces holds the workflows. */
export interface TemporalLinks {
  uiUrl: string | undefined;
  namespace: string;
}

interface Execution {
  workflowId?: string | undefined;
  runId?: string | undefined;
}

/** The workflow of a run, once one has been started. */
export function temporalView(
  { workflowId, runId }: Execution,
  { uiUrl, namespace }: TemporalLinks,
): TemporalView | undefined {
  if (workflowId === undefined || runId === undefined) return undefined;
  if (uiUrl === undefined) return { workflowId, runId };
  const base = uiUrl.replace(/\/+$/, '');
  const path = ['namespaces', namespace, 'workflows', workflowId, runId, 'history'];
  return { workflowId, runId, url: [base, ...path.map(encodeURIComponent)].join('/') };
}
