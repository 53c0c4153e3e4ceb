import { passed } from './passed.ts';
import type { Itinerary } from './step.ts';

/**
 * Rollback: the target as it was before the plan, the source as it was before the outage. The 11 phases of MTC 1.7's
 * `Rollback` itinerary in its order, and two of our own, marked `extra`.
 * MTC starts the source last, behind everything that may be slow or stuck. Here the application on the target is
 * stopped for good first, and the source is started at that moment: what is deleted afterwards is nobody's outage.
 * The extras stand in MTC's first pipeline step, so that the steps keep their order.
 */
export const ROLLBACK: Itinerary = {
  name: 'Rollback',
  steps: [
    {
      phase: 'Rollback',
      pipeline: 'CleanupVelero',
      act: 'surveyRollback',
      summary:
        'look at what the runs of the plan made, and whether there is something to go back to',
    },
    {
      phase: 'QuiesceDestApplications',
      pipeline: 'CleanupVelero',
      act: 'stopTarget',
      extra: true,
      summary: 'stop the application on the target for good',
    },
    {
      phase: 'StartSrcApplications',
      pipeline: 'CleanupVelero',
      act: 'goBackToSource',
      extra: true,
      summary: 'start the application on the source',
    },
    {
      phase: 'DeleteBackups',
      pipeline: 'CleanupVelero',
      act: 'deleteBackups',
      summary: 'delete backups and restores of the plan, with their files in the repository',
    },
    { phase: 'DeleteRestores', pipeline: 'CleanupVelero', summary: 'restores went with backups' },
    passed('CleanupHelpers', 'DeleteRegistries', 'registries for image streams'),
    {
      phase: 'EnsureStagePodsDeleted',
      pipeline: 'CleanupHelpers',
      act: 'removeTransfers',
      summary: 'remove pods, services and secrets of transfers',
    },
    passed('CleanupHelpers', 'EnsureAnnotationsDeleted', 'annotations for restic'),
    passed('CleanupMigrated', 'SwapPVCReferences', 'storage conversion'),
    {
      phase: 'DeleteMigrated',
      pipeline: 'CleanupMigrated',
      act: 'deleteMigrated',
      summary: 'delete what the runs of the plan made on the target',
    },
    {
      phase: 'EnsureMigratedDeleted',
      pipeline: 'CleanupMigrated',
      act: 'awaitMigratedDeleted',
      summary: 'wait until it is gone',
    },
    {
      phase: 'UnQuiesceSrcApplications',
      pipeline: 'CleanupUnquiesce',
      act: 'awaitSourceReady',
      summary: 'wait until the application on the source is ready',
    },
    { phase: 'Completed', pipeline: 'Cleanup', summary: 'done' },
  ],
};
