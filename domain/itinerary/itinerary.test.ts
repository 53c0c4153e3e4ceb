import { describe, expect, it } from '@jest/globals';
import { CUTOVER } from './cutover.ts';
import { recordItinerary } from './record.ts';
import type { Flag } from './step.ts';

/** MTC's own list (mig-controller 1.7.13). */
const OF_MTC = `
Created
Started
StartRefresh
WaitForRefresh
CleanStaleAnnotations
CleanStaleResticCRs
CleanStaleVeleroCRs
RestartVelero
CleanStaleStagePods
WaitForStaleStagePodsTerminated
CreateRegistries
WaitForVeleroReady
WaitForRegistriesReady
EnsureCloudSecretPropagated
PreBackupHooks
CreateDirectImageMigration
EnsureInitialBackup
InitialBackupCreated
QuiesceApplications
EnsureQuiesced
EnsureStagePodsFromRunning
EnsureStagePodsFromTemplates
EnsureStagePodsFromOrphanedPVCs
StagePodsCreated
RestartRestic
AnnotateResources
WaitForResticReady
CreateDirectVolumeMigration
EnsureStageBackup
StageBackupCreated
EnsureStageBackupReplicated
EnsureStageRestore
StageRestoreCreated
EnsureStagePodsDeleted
EnsureStagePodsTerminated
EnsureAnnotationsDeleted
WaitForDirectImageMigrationToComplete
WaitForDirectVolumeMigrationToComplete
PostBackupHooks
PreRestoreHooks
EnsureInitialBackupReplicated
EnsureFinalRestore
FinalRestoreCreated
UnQuiesceDestApplications
PostRestoreHooks
SwapPVCReferences
DeleteRegistries
Verification
Completed`;

const EVERYTHING = new Set<Flag>(['quiesce', 'hasVolumes', 'velero', 'verify']);

function phases(facts: ReadonlySet<Flag>): string[] {
  return recordItinerary(CUTOVER, facts)
    .steps.filter((step) => step.applies)
    .map((step) => step.phase);
}

describe('the cutover itinerary', () => {
  it('counts the 49 phases of MTC, in their order', () => {
    const recorded = recordItinerary(CUTOVER, EVERYTHING);
    const counted = CUTOVER.steps.filter(({ extra }) => extra !== true);

    expect(counted.map(({ phase }) => phase)).toEqual(OF_MTC.trim().split('\n'));

    expect(recorded.total).toBe(49);
    expect(recorded.steps.at(-1)).toMatchObject({ phase: 'Completed', number: 49 });
  });

  it('names each phase once', () => {
    const names = CUTOVER.steps.map((step) => step.phase);

    expect(new Set(names).size).toBe(names.length);
  });

  it('copies before it stops the application, and again after', () => {
    const walked = phases(EVERYTHING);
    const order = [
      'CreateDirectVolumeMigrationStage',
      'InitialBackupCreated',
      'QuiesceApplications',
      'EnsureQuiesced',
      'WaitForDirectVolumeMigrationToComplete',
      'FinalRestoreCreated',
      'UnQuiesceDestApplications',
      'DeleteRsyncResources',
    ].map((phase) => walked.indexOf(phase));

    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  it.each<[string, Flag[], string[]]>([
    ['quiescePods: false', ['hasVolumes'], ['QuiesceApplications', 'EnsureQuiesced']],
    ['no volumes', ['quiesce'], ['CreateDirectVolumeMigrationStage']],
    ['no verify', ['quiesce', 'hasVolumes'], ['Verification']],
    [
      'no Velero',
      ['quiesce', 'hasVolumes', 'verify'],
      ['WaitForVeleroReady', 'EnsureCloudSecretPropagated', 'EnsureInitialBackup'],
    ],
  ])('leaves out what does not apply: %s', (_name, facts, absent) => {
    const walked = phases(new Set(facts));

    for (const phase of absent) expect(walked).not.toContain(phase);
  });

  it('registers an undo for every act that changes a cluster before the point of no return', () => {
    const before = CUTOVER.steps.slice(
      0,
      CUTOVER.steps.findIndex((step) => step.pointOfNoReturn === true),
    );
    const changing = ['createBackup', 'preCopyVolumes', 'quiesceSource', 'createRestore'];

    for (const act of changing) {
      expect(before.find((step) => step.act === act)?.undo).toBeDefined();
    }
  });
});
