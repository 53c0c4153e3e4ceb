import { passed } from './passed.ts';
import type { Itinerary } from './step.ts';

/**
 * Stage: copies the volumes, and leaves the application as it is. The 38 phases of MTC 1.7's `Stage` itinerary in
 * its order (mig-controller, pkg/controller/migmigration/task.go), and three of our own, marked `extra`. Objects are
 * not moved, so Velero is not asked for. Where the application is stopped for the last copy, it is started again
 * before anything else is done: a stage is a rehearsal (`UnQuiesceSrcApplications` is MTC 1.8's name). There is no
 * point of no return.
 */
export const STAGE: Itinerary = {
  name: 'Stage',
  steps: [
    { phase: 'Created', pipeline: 'Prepare', summary: 'accept the run' },
    { phase: 'Started', pipeline: 'Prepare', summary: 'begin' },
    {
      phase: 'StartRefresh',
      pipeline: 'Prepare',
      act: 'checkPlan',
      summary:
        'look at the plan, its clusters and its volumes again, and at what would stop a cutover',
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
    passed('StageBackup', 'CreateDirectImageMigration', 'image streams'),
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
      phase: 'QuiesceApplications',
      pipeline: 'StageBackup',
      when: ['quiesce'],
      act: 'quiesceSource',
      undo: 'unquiesceSource',
      summary: 'stop the application on the source for a moment',
    },
    {
      phase: 'EnsureQuiesced',
      pipeline: 'StageBackup',
      when: ['quiesce'],
      act: 'awaitQuiesced',
      summary: 'wait until the last pod has ended',
    },
    {
      phase: 'CreateDirectVolumeMigration',
      pipeline: 'StageBackup',
      when: ['hasVolumes'],
      summary: 'volumes handed to the copy',
    },
    passed('StageBackup', 'EnsureStagePodsFromRunning', 'stage pods'),
    passed('StageBackup', 'EnsureStagePodsFromTemplates', 'stage pods'),
    passed('StageBackup', 'EnsureStagePodsFromOrphanedPVCs', 'stage pods'),
    passed('StageBackup', 'StagePodsCreated', 'stage pods'),
    passed('StageBackup', 'RestartRestic', 'restart of restic'),
    passed('StageBackup', 'AnnotateResources', 'annotations for restic'),
    passed('StageBackup', 'WaitForVeleroReady', 'Velero: no objects move'),
    passed('StageBackup', 'WaitForResticReady', 'restic'),
    passed('StageBackup', 'WaitForRegistriesReady', 'registries for image streams'),
    passed('StageBackup', 'EnsureCloudSecretPropagated', 'replication repository'),
    passed('StageBackup', 'EnsureStageBackup', 'backup of volumes'),
    passed('StageBackup', 'StageBackupCreated', 'backup of volumes'),
    passed('StageBackup', 'EnsureStageBackupReplicated', 'backup of volumes'),
    passed('StageRestore', 'EnsureStageRestore', 'restore of volumes'),
    passed('StageRestore', 'StageRestoreCreated', 'restore of volumes'),
    passed('DirectImage', 'WaitForDirectImageMigrationToComplete', 'image streams'),
    {
      phase: 'WaitForDirectVolumeMigrationToComplete',
      pipeline: 'DirectVolume',
      when: ['hasVolumes', 'quiesce'],
      act: 'copyLastDelta',
      summary: 'copy the last delta and compare both sides',
    },
    {
      phase: 'UnQuiesceSrcApplications',
      pipeline: 'Cleanup',
      when: ['quiesce'],
      act: 'startSource',
      extra: true,
      summary: 'start the application on the source again',
    },
    passed('Cleanup', 'SwapPVCReferences', 'storage conversion'),
    passed('Cleanup', 'DeleteRegistries', 'registries for image streams'),
    passed('Cleanup', 'EnsureStagePodsDeleted', 'stage pods'),
    passed('Cleanup', 'EnsureStagePodsTerminated', 'stage pods'),
    passed('Cleanup', 'EnsureAnnotationsDeleted', 'annotations for restic'),
    {
      phase: 'DeleteRsyncResources',
      pipeline: 'Cleanup',
      act: 'removeHelpers',
      extra: true,
      summary: 'remove pods, services and secrets of the transfer',
    },
    { phase: 'Completed', pipeline: 'Cleanup', summary: 'done' },
  ],
};
