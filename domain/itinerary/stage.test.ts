import { describe, expect, it } from '@jest/globals';
import { recordItinerary } from './record.ts';
import { STAGE } from './stage.ts';
import type { Flag } from './step.ts';

/** MTC's own list (mig-controller 1.7.13): pipeline step and phase. */
const OF_MTC = `
Prepare Created
Prepare Started
Prepare StartRefresh
Prepare WaitForRefresh
Prepare CleanStaleAnnotations
Prepare CleanStaleResticCRs
Prepare CleanStaleVeleroCRs
Prepare RestartVelero
Prepare CleanStaleStagePods
Prepare WaitForStaleStagePodsTerminated
Prepare CreateRegistries
StageBackup CreateDirectImageMigration
StageBackup QuiesceApplications
StageBackup EnsureQuiesced
StageBackup CreateDirectVolumeMigration
StageBackup EnsureStagePodsFromRunning
StageBackup EnsureStagePodsFromTemplates
StageBackup EnsureStagePodsFromOrphanedPVCs
StageBackup StagePodsCreated
StageBackup RestartRestic
StageBackup AnnotateResources
StageBackup WaitForVeleroReady
StageBackup WaitForResticReady
StageBackup WaitForRegistriesReady
StageBackup EnsureCloudSecretPropagated
StageBackup EnsureStageBackup
StageBackup StageBackupCreated
StageBackup EnsureStageBackupReplicated
StageRestore EnsureStageRestore
StageRestore StageRestoreCreated
DirectImage WaitForDirectImageMigrationToComplete
DirectVolume WaitForDirectVolumeMigrationToComplete
Cleanup SwapPVCReferences
Cleanup DeleteRegistries
Cleanup EnsureStagePodsDeleted
Cleanup EnsureStagePodsTerminated
Cleanup EnsureAnnotationsDeleted
Cleanup Completed`;

function busy(...flags: Flag[]): string[] {
  return recordItinerary(STAGE, new Set(flags))
    .steps.filter((step) => step.applies && step.act !== undefined)
    .map(({ phase }) => phase);
}

describe('the stage itinerary', () => {
  it('has the 38 phases of MTC in their order, and its pipeline', () => {
    const ofMtc = STAGE.steps.filter(({ extra }) => extra !== true);

    expect(ofMtc.map(({ pipeline, phase }) => `${pipeline} ${phase}`)).toEqual(
      OF_MTC.trim().split('\n'),
    );
    expect(recordItinerary(STAGE, new Set())).toMatchObject({ name: 'Stage', total: 38 });
  });

  it('names each phase once', () => {
    const names = STAGE.steps.map(({ phase }) => phase);

    expect(new Set(names).size).toBe(names.length);
  });

  it.each<[string, Flag[], string[]]>([
    [
      'beside the application',
      ['hasVolumes', 'velero', 'verify'],
      [
        'StartRefresh',
        'CleanStaleStagePods',
        'CreateDirectVolumeMigrationStage',
        'DeleteRsyncResources',
      ],
    ],
    [
      'with quiescePods, and starts the application again before it tidies up',
      ['hasVolumes', 'quiesce'],
      [
        'StartRefresh',
        'CleanStaleStagePods',
        'CreateDirectVolumeMigrationStage',
        'QuiesceApplications',
        'EnsureQuiesced',
        'WaitForDirectVolumeMigrationToComplete',
        'UnQuiesceSrcApplications',
        'DeleteRsyncResources',
      ],
    ],
    ['without volumes', [], ['StartRefresh', 'CleanStaleStagePods', 'DeleteRsyncResources']],
  ])('does what it has to %s', (_name, flags, phases) => {
    expect(busy(...flags)).toEqual(phases);
  });

  it('never passes a point of no return, and takes a standstill back', () => {
    expect(STAGE.steps.some(({ pointOfNoReturn }) => pointOfNoReturn === true)).toBe(false);
    const stopping = STAGE.steps.find(({ act }) => act === 'quiesceSource');
    expect(stopping?.undo).toBe('unquiesceSource');
  });
});
