import { hookFlag, type HookPhase } from '../hooks/phase.ts';
import { passed } from './passed.ts';
import type { Itinerary, Step } from './step.ts';

/**
 * Cutover: quiesce, last delta, start on the target. The 49 phases of MTC 1.7's `Final` itinerary in its order
 * (mig-controller, pkg/controller/migmigration/task.go), and three of our own, marked `extra`.
 * MTC starts to copy when the application stands still; `CreateDirectVolumeMigrationStage`, MTC 1.8's name, copies
 * nearly everything before, so that only the last delta is left for the outage. It stands before the backup of
 * the objects, since it may take days, and the backup must not be that old.
 */
export const CUTOVER: Itinerary = {
  name: 'Final',
  steps: [
    { phase: 'Created', pipeline: 'Prepare', summary: 'accept the run' },
    { phase: 'Started', pipeline: 'Prepare', summary: 'begin' },
    {
      phase: 'StartRefresh',
      pipeline: 'Prepare',
      act: 'checkPlan',
      summary: 'look at the plan, its clusters and its volumes again',
    },
    { phase: 'WaitForRefresh', pipeline: 'Prepare', summary: 'plan refreshed' },
    passed('Prepare', 'CleanStaleAnnotations', 'annotations of earlier runs'),
    passed('Prepare', 'CleanStaleResticCRs', 'restic objects of earlier runs'),
    passed('Prepare', 'CleanStaleVeleroCRs', 'Velero objects of earlier runs'),
    passed('Prepare', 'RestartVelero', 'restart of Velero: never needed'),
    {
      phase: 'CleanStaleStagePods',
      pipeline: 'Prepare',
      act: 'clearLeftovers',
      summary: 'remove what an earlier run of this plan left behind',
    },
    { phase: 'WaitForStaleStagePodsTerminated', pipeline: 'Prepare', summary: 'leftovers gone' },
    passed('Prepare', 'CreateRegistries', 'registries for image streams'),
    {
      phase: 'WaitForVeleroReady',
      pipeline: 'Prepare',
      when: ['velero'],
      act: 'awaitVelero',
      summary: 'wait for Velero on both clusters',
    },
    passed('Prepare', 'WaitForRegistriesReady', 'registries for image streams'),
    {
      phase: 'EnsureCloudSecretPropagated',
      pipeline: 'Prepare',
      when: ['velero'],
      act: 'ensureBackupLocations',
      summary: 'give both Veleros the replication repository',
    },
    hooks('PreBackup', 'run the hooks before the backup'),
    passed('DirectImage', 'CreateDirectImageMigration', 'image streams'),
    {
      phase: 'CreateDirectVolumeMigrationStage',
      pipeline: 'DirectVolume',
      when: ['hasVolumes'],
      act: 'preCopyVolumes',
      undo: 'removeHelpers',
      extra: true,
      summary: 'copy the volumes while the application runs',
    },
    {
      phase: 'EnsureInitialBackup',
      pipeline: 'Backup',
      when: ['velero'],
      act: 'createBackup',
      undo: 'deleteVeleroObjects',
      summary: 'back up the objects of the application',
    },
    {
      phase: 'InitialBackupCreated',
      pipeline: 'Backup',
      when: ['velero'],
      act: 'awaitBackup',
      summary: 'wait for the backup of the objects',
    },
    {
      phase: 'PullTargetImages',
      pipeline: 'Backup',
      act: 'pullImages',
      undo: 'removeHelpers',
      extra: true,
      skippable: true,
      summary: 'pull the images of the application on the target',
    },
    {
      phase: 'QuiesceApplications',
      pipeline: 'StageBackup',
      when: ['quiesce'],
      act: 'quiesceSource',
      undo: 'unquiesceSource',
      summary: 'stop the application on the source',
    },
    {
      phase: 'EnsureQuiesced',
      pipeline: 'StageBackup',
      when: ['quiesce'],
      act: 'awaitQuiesced',
      summary: 'wait until the last pod has ended',
    },
    passed('StageBackup', 'EnsureStagePodsFromRunning', 'stage pods'),
    passed('StageBackup', 'EnsureStagePodsFromTemplates', 'stage pods'),
    passed('StageBackup', 'EnsureStagePodsFromOrphanedPVCs', 'stage pods'),
    passed('StageBackup', 'StagePodsCreated', 'stage pods'),
    passed('StageBackup', 'RestartRestic', 'restart of restic'),
    passed('StageBackup', 'AnnotateResources', 'annotations for restic'),
    passed('StageBackup', 'WaitForResticReady', 'restic'),
    {
      phase: 'CreateDirectVolumeMigration',
      pipeline: 'DirectVolume',
      when: ['hasVolumes'],
      summary: 'hand the volumes to the last pass',
    },
    passed('StageBackup', 'EnsureStageBackup', 'backup of volumes'),
    passed('StageBackup', 'StageBackupCreated', 'backup of volumes'),
    passed('StageBackup', 'EnsureStageBackupReplicated', 'backup of volumes'),
    passed('StageRestore', 'EnsureStageRestore', 'restore of volumes'),
    passed('StageRestore', 'StageRestoreCreated', 'restore of volumes'),
    passed('StageRestore', 'EnsureStagePodsDeleted', 'stage pods'),
    passed('StageRestore', 'EnsureStagePodsTerminated', 'stage pods'),
    passed('StageRestore', 'EnsureAnnotationsDeleted', 'annotations for restic'),
    passed('DirectImage', 'WaitForDirectImageMigrationToComplete', 'image streams'),
    {
      phase: 'WaitForDirectVolumeMigrationToComplete',
      pipeline: 'DirectVolume',
      when: ['hasVolumes'],
      act: 'copyLastDelta',
      summary: 'copy the last delta and compare both sides',
    },
    hooks('PostBackup', 'run the hooks after the backup'),
    hooks('PreRestore', 'run the hooks before the restore'),
    {
      phase: 'EnsureInitialBackupReplicated',
      pipeline: 'Restore',
      when: ['velero'],
      act: 'replicateBackup',
      summary: 'show the backup to the target',
    },
    {
      phase: 'EnsureFinalRestore',
      pipeline: 'Restore',
      act: 'createRestore',
      undo: 'deleteRestored',
      summary: 'make the objects on the target, standing still',
    },
    {
      phase: 'FinalRestoreCreated',
      pipeline: 'Restore',
      act: 'awaitRestore',
      summary: 'wait until the objects are there',
    },
    {
      phase: 'UnQuiesceDestApplications',
      pipeline: 'Restore',
      act: 'startTarget',
      pointOfNoReturn: true,
      summary: 'start the application on the target',
    },
    hooks('PostRestore', 'run the hooks after the restore'),
    passed('Cleanup', 'SwapPVCReferences', 'storage conversion'),
    passed('Cleanup', 'DeleteRegistries', 'registries for image streams'),
    {
      phase: 'DeleteRsyncResources',
      pipeline: 'Cleanup',
      act: 'removeHelpers',
      extra: true,
      skippable: true,
      summary: 'remove pods, services and secrets of the transfer',
    },
    {
      phase: 'Verification',
      pipeline: 'Cleanup',
      when: ['verify'],
      act: 'verifyTarget',
      skippable: true,
      summary: 'look once more whether the applications on the target are ready',
    },
    { phase: 'Completed', pipeline: 'Cleanup', summary: 'done' },
  ],
};

/** What a person's own job does is not known, so that only a person can say whether it may be left out. */
function hooks(phase: HookPhase, summary: string): Step {
  return {
    phase: `${phase}Hooks`,
    pipeline: `${phase}Hooks`,
    when: [hookFlag(phase)],
    act: 'runHooks',
    undo: 'removeHelpers',
    skippable: true,
    summary,
  };
}
