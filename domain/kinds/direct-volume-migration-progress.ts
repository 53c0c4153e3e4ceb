import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';
import { Duration, Time } from './time.ts';

const Spec = z.looseObject({
  clusterRef: ObjectRef.optional().describe('The MigCluster the pod runs in.'),
  podRef: ObjectRef.optional().describe('The pod that copies.'),
  podNamespace: z.string().optional().describe('Namespace of the pods, beside podSelector.'),
  podSelector: z
    .record(z.string(), z.string())
    .optional()
    .describe('Labels of the pods that copy, one per attempt.'),
  backOffLimit: z.int().optional().describe('How often the copy is tried anew.'),
});

const attempt = {
  podName: z.string().optional().describe('Name of the pod.'),
  phase: z.string().optional().describe('Phase of the pod.'),
  exitCode: z.int().optional().describe('Exit code of rsync.'),
  containerElapsedTime: Duration.optional().describe('How long the pod ran.'),
  logMessage: z.string().optional().describe('Last lines of its log.'),
  lastObservedProgressPercent: z.string().optional().describe('How far the copy has come.'),
  lastObservedTransferRate: z.string().optional().describe('How fast it is.'),
  creationTimestamp: Time.optional().describe('When the pod was created.'),
};

/** The fields of the newest attempt stand beside the list of all. `succeded` is MTC's spelling. */
const Status = z.looseObject({
  ...statusBasics,
  ...attempt,
  rsyncPodStatuses: z.array(z.looseObject(attempt)).optional().describe('All attempts.'),
  rsyncElapsedTime: Duration.optional().describe('How long all attempts took.'),
  totalProgressPercentage: z.string().optional().describe('How far the copy has come in all.'),
  succeded: z.boolean().optional().describe('Whether the copy succeeded.'),
  failed: z.boolean().optional().describe('Whether the copy failed for good.'),
  completed: z.boolean().optional().describe('Whether the copy has ended.'),
});

/** How far the copy of one volume has come. */
export const DirectVolumeMigrationProgress = kindObject(
  'DirectVolumeMigrationProgress',
  Spec,
  Status,
).describe('How far the copy of one volume has come.');
export type DirectVolumeMigrationProgress = z.infer<typeof DirectVolumeMigrationProgress>;
