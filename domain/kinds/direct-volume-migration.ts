import * as z from 'zod';
import { statusBasics } from './condition.ts';
import { kindObject } from './kind-object.ts';
import { ObjectRef } from './object-ref.ts';
import { progressBasics } from './pipeline.ts';
import { Duration } from './time.ts';

const Claim = ObjectRef.extend({
  targetStorageClass: z.string().optional().describe('Storage class on the target.'),
  targetAccessModes: z.array(z.string()).optional().describe('Access modes on the target.'),
  targetVolumeMode: z.string().optional().describe('Filesystem or Block.'),
  targetNamespace: z.string().optional().describe('Namespace on the target.'),
  targetName: z.string().optional().describe('Name on the target.'),
  verify: z.boolean().optional().describe('Compare checksums after the copy.'),
});

const Spec = z.looseObject({
  srcMigClusterRef: ObjectRef.optional().describe('The MigCluster to copy from.'),
  destMigClusterRef: ObjectRef.optional().describe('The MigCluster to copy to.'),
  persistentVolumeClaims: z.array(Claim).optional().describe('The claims to copy.'),
  createDestinationNamespaces: z
    .boolean()
    .optional()
    .describe('Create the namespaces on the target.'),
  deleteProgressReportingCRs: z
    .boolean()
    .optional()
    .describe('Delete the DirectVolumeMigrationProgress objects afterwards.'),
  backOffLimit: z.int().optional().describe('How often a copy is tried anew.'),
  liveMigrate: z.boolean().optional().describe('Move the disks of running virtual machines.'),
  migrationType: z.string().optional().describe('Stage, CutOver or Rollback.'),
});

const transfer = {
  pvcRef: ObjectRef.optional().describe('The claim that is copied.'),
  lastObservedProgressPercent: z.string().optional().describe('How far the copy has come.'),
  lastObservedTransferRate: z.string().optional().describe('How fast it is.'),
  totalElapsedTime: Duration.optional().describe('How long it has taken.'),
};

const PodProgress = ObjectRef.extend(transfer);

const LiveMigrationProgress = z.looseObject({
  vmName: z.string().optional().describe('Name of the virtual machine.'),
  vmNamespace: z.string().optional().describe('Namespace of the virtual machine.'),
  ...transfer,
  message: z.string().optional().describe('What it is doing.'),
});

const RsyncOperation = z.looseObject({
  pvcReference: ObjectRef.optional().describe('The claim that is copied.'),
  currentAttempt: z.int().optional().describe('Number of the attempt.'),
  succeeded: z.boolean().optional().describe('Whether the copy succeeded.'),
  failed: z.boolean().optional().describe('Whether the copy failed for good.'),
});

const pods = z.array(PodProgress).optional();
const machines = z.array(LiveMigrationProgress).optional();

const Status = z.looseObject({
  ...statusBasics,
  ...progressBasics,
  phaseDescription: z.string().optional().describe('What the phase does.'),
  successfulPods: pods.describe('Pods that are done.'),
  failedPods: pods.describe('Pods that failed.'),
  runningPods: pods.describe('Pods that copy.'),
  pendingPods: pods.describe('Pods that wait to start.'),
  unknownPods: pods.describe('Pods of which nothing is known.'),
  pendingSinceTimeLimitPods: pods.describe('Pods that have waited too long to start.'),
  rsyncOperations: z.array(RsyncOperation).optional().describe('Copies, one per claim.'),
  skippedVolumes: z.array(z.string()).optional().describe('Volumes left out.'),
  successfulLiveMigration: machines.describe('Virtual machines that are done.'),
  runningLiveMigration: machines.describe('Virtual machines whose disks are moving.'),
  pendingLiveMigration: machines.describe('Virtual machines that wait.'),
  failedLiveMigration: machines.describe('Virtual machines that failed.'),
});

/** A copy of volumes, from pod to pod. */
export const DirectVolumeMigration = kindObject('DirectVolumeMigration', Spec, Status).describe(
  'A copy of volumes, from pod to pod.',
);
export type DirectVolumeMigration = z.infer<typeof DirectVolumeMigration>;
