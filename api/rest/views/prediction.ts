import * as z from 'zod';
import type { KubeObject } from '../../../domain/kube-object.ts';

const Parts = z.object({
  quiesce: z.number().describe('Until the last pod has ended.'),
  lastPass: z.number().describe('The last pass of the slowest volume.'),
  verify: z.number().describe('Comparison of both sides.'),
  restore: z.number().describe('Objects on the target.'),
  start: z.number().describe('Until the application is ready.'),
});

export const PredictionView = z
  .object({
    p50Seconds: z.number().describe('Half of such cutovers take no longer.'),
    p90Seconds: z.number().describe('Nine of ten take no longer.'),
    floorSeconds: z.number().describe('With nothing left to copy.'),
    converges: z.boolean().describe('Whether passes bring more than is written meanwhile.'),
    restless: z.array(z.string()).describe('Volumes that do not converge, as namespace/claim.'),
    slowest: z.string().optional().describe('The volume whose last pass takes longest.'),
    parts: Parts.describe('Seconds of half of such cutovers, by what is waited for.'),
    basis: z
      .enum(['this-plan', 'other-plans', 'usual'])
      .describe(
        'Where the figures beside the last pass come from: runs of this plan, cutovers of other plans, or what a small application takes.',
      ),
    passes: z.number().describe('Passes that it rests on.'),
  })
  .meta({
    id: 'Prediction',
    description: 'The outage of a cutover that would begin now, as earlier runs foretell it.',
  });
export type PredictionView = z.infer<typeof PredictionView>;

const Status = z.object({ drayage: z.object({ prediction: PredictionView }) });

/** What is foretold of a plan; undefined as long as its volumes were never copied. */
export function predictionView(plan: KubeObject): PredictionView | undefined {
  return Status.safeParse(plan['status']).data?.drayage.prediction;
}
